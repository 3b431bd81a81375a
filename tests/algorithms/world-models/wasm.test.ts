/** Without TensorFlow everything trains too: the same figures on the wasm backend, and a few steps of both models. */
import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { MixtureDensityRnn } from '../../../src-main/algorithms/world-models/mdnRnn.ts';
import { VariationalAutoencoder } from '../../../src-main/algorithms/world-models/vae.ts';
import { initialiseBackend, measureGflops } from '../../../src-main/numerics/backend.ts';
import { Adam } from '../../../src-main/numerics/optimizers.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { randomNormal } from '../../../src-main/numerics/tensorRandom.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';
import { formula } from '../../models/formula.ts';
import { describeGoldenFigures } from './goldenFigures.ts';

beforeAll(async () => {
  const info = await initialiseBackend({ backend: 'wasm' });
  expect(info).toMatchObject({ backend: 'wasm', threads: 1, gpu: null });
});

describeGoldenFigures();

describe('training on wasm', () => {
  it('lowers the loss of V and leaves no tensor behind', () => {
    const random = RandomStream.named(3, 'wasm');
    const model = new VariationalAutoencoder({ latentSize: 8 }, random);
    const optimizer = new Adam(model.parameters);
    const images = formula<Tensor4D>([2, 64, 64, 3], 1, 0.5).add<Tensor4D>(0.5);
    const losses: number[] = [];
    let tensors = 0;
    for (let step = 0; step < 4; step++) {
      const loss = model.loss(images, random, 0.5);
      optimizer.apply(loss.gradients, 1e-3);
      losses.push(loss.reconstruction.dataSync()[0] ?? NaN);
      disposeAll(loss);
      if (step === 0) tensors = tf.memory().numTensors;
    }
    expect(losses[3]).toBeLessThan(losses[0] ?? 0);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('lowers the loss of M and leaves no tensor behind', () => {
    const random = RandomStream.named(4, 'wasm');
    const model = new MixtureDensityRnn(
      {
        latentSize: 4,
        actionSize: 2,
        hiddenSize: 16,
        mixtures: 3,
        predictsReward: false,
        predictsDone: false,
        restartFlag: false,
      },
      random,
    );
    const optimizer = new Adam(model.parameters);
    const batch = {
      latents: formula<Tensor3D>([4, 9, 4], 1, 1),
      actions: formula<Tensor3D>([4, 8, 2], 2, 1),
    };
    const losses: number[] = [];
    let tensors = 0;
    for (let step = 0; step < 10; step++) {
      const loss = model.loss(batch);
      optimizer.apply(loss.gradients, 1e-2, { kind: 'value', limit: 1 });
      losses.push(loss.nll.dataSync()[0] ?? NaN);
      disposeAll(loss);
      if (step === 0) tensors = tf.memory().numTensors;
    }
    expect(losses[9]).toBeLessThan((losses[0] ?? 0) - 0.1);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('draws repeatable normal deviates', () => {
    const draw = () => tidy(() => [...randomNormal([2000], RandomStream.named(1, 'draw')).dataSync()]);
    expect(draw()).toEqual(draw());
    const mean = draw().reduce((sum, x) => sum + x, 0) / 2000;
    const variance = draw().reduce((sum, x) => sum + x * x, 0) / 2000;
    expect(Math.abs(mean)).toBeLessThan(0.08);
    expect(Math.abs(variance - 1)).toBeLessThan(0.12);
  });

  it('measures its speed', () => {
    const { matmulGflops, convolutionGflops } = measureGflops(0.05);
    expect(matmulGflops).toBeGreaterThan(0.1);
    expect(convolutionGflops).toBeGreaterThan(0.1);
  });
});
