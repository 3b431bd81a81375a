import type { Tensor4D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { VariationalAutoencoder } from '../../../src-main/algorithms/world-models/vae.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { Adam } from '../../../src-main/numerics/optimizers.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';
import { formula } from '../../models/formula.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

const create = (latentSize = 8, seed = 1) =>
  new VariationalAutoencoder({ latentSize }, RandomStream.named(seed, 'vision'));
const images = (count: number) => formula<Tensor4D>([count, 64, 64, 3], 1, 0.5).add<Tensor4D>(0.5);

describe('VariationalAutoencoder', () => {
  it.each([
    [32, 4_348_547],
    [64, 4_446_915],
  ])('with %d latent numbers has the paper’s %d parameters', (latentSize, count) => {
    const model = create(latentSize);
    expect(model.parameters.count).toBe(count);
    model.dispose();
  });

  it('turns images into distributions and latents into images in [0, 1]', () => {
    const model = create();
    const { mean, logVariance } = model.encode(images(3));
    expect([mean.shape, logVariance.shape]).toEqual([
      [3, 8],
      [3, 8],
    ]);
    const decoded = model.decode(mean);
    expect(decoded.shape).toEqual([3, 64, 64, 3]);
    expect(decoded.min().dataSync()[0]).toBeGreaterThan(0);
    expect(decoded.max().dataSync()[0]).toBeLessThan(1);
  });

  it('encodes a frame alone as it does among others', () => {
    const model = create();
    const batch = images(3);
    const together = model.encode(batch).mean.slice([1, 0], [1, 8]).dataSync<'float32'>();
    const alone = model.encode(batch.slice([1, 0, 0, 0], [1, 64, 64, 3])).mean.dataSync<'float32'>();
    alone.forEach((value, i) => {
      expect(value).toBeCloseTo(together[i] ?? NaN, 4);
    });
  });

  it('says which shape it wants', () => {
    const model = create();
    expect(() => model.encode(tf.zeros([1, 32, 64, 3]))).toThrow(
      'images are [1, 32, 64, 3], expected [B, 64, 64, 3]',
    );
    expect(() => model.decode(tf.zeros([1, 9]))).toThrow('latents are [1, 9], expected [B, 8]');
  });

  it('has, through its noise too, the gradient that the loss itself shows', () => {
    const model = create();
    const batch = images(2);
    const parameter = 'encoder/latent/kernel';
    const at = () => {
      const { reconstruction, kl, gradients } = model.loss(batch, RandomStream.named(2, 'noise'), 0);
      return { total: (reconstruction.dataSync()[0] ?? NaN) + (kl.dataSync()[0] ?? NaN), gradients };
    };
    // A log-variance near 2 lets the noise weigh.
    model.parameters.assign(
      'encoder/latent/bias',
      tf.tensor1d([...Array(16).keys()].map((i) => (i < 8 ? 0 : 2))),
    );
    const gradient = at().gradients[parameter] ?? tf.zeros([1]);
    const squaredNorm = gradient.square().sum().dataSync()[0] ?? NaN;
    const value = model.parameters.get(parameter).clone();
    const step = 2 / squaredNorm;
    const along = (sign: number) => {
      model.parameters.assign(parameter, value.add(gradient.mul(sign * step)));
      return at().total;
    };
    const slope = (along(1) - along(-1)) / (2 * step);
    expect(slope / squaredNorm).toBeCloseTo(1, 1);
  });

  it('gives no gradient to a divergence below its floor', () => {
    const model = create();
    const batch = images(2);
    const gradientOf = (tolerance: number) => {
      const { kl, gradients } = model.loss(batch, RandomStream.named(2, 'noise'), tolerance);
      return { kl: kl.dataSync()[0] ?? NaN, bias: gradients['encoder/latent/bias']?.dataSync<'float32'>() };
    };
    const floored = gradientOf(1000);
    expect(floored.kl).toBe(8000);
    // What is left is the reconstruction's alone: the divergence adds mean and (variance - 1) / 2 to it.
    const { mean, logVariance } = model.encode(batch);
    const own = [
      ...mean.mean(0).dataSync<'float32'>(),
      ...logVariance.exp().sub(1).mul(0.5).mean(0).dataSync<'float32'>(),
    ];
    gradientOf(0).bias?.forEach((value, i) => {
      expect(value - (floored.bias?.[i] ?? NaN)).toBeCloseTo(own[i] ?? NaN, 3);
    });
  });

  it('learns, leaves no tensor behind, and restored goes on bit for bit', () => {
    const model = create();
    const optimizer = new Adam(model.parameters);
    const random = RandomStream.named(3, 'training');
    const batch = images(4);
    const step = (target: VariationalAutoencoder, adam: Adam, stream: RandomStream) => {
      const loss = target.loss(batch, stream, 0.5);
      adam.apply(loss.gradients, 1e-3);
      const value = loss.reconstruction.dataSync()[0] ?? NaN;
      disposeAll(loss);
      return value;
    };
    const first = step(model, optimizer, random);
    const tensors = tf.memory().numTensors;
    for (let i = 0; i < 7; i++) step(model, optimizer, random);
    expect(tf.memory().numTensors).toBe(tensors);

    const other = create(8, 99);
    const resumed = new Adam(other.parameters);
    other.parameters.import(model.parameters.export());
    resumed.import(optimizer.export(), optimizer.steps);
    const stream = new RandomStream(random.state());
    const continued = Array.from({ length: 3 }, () => step(model, optimizer, random));
    expect(Array.from({ length: 3 }, () => step(other, resumed, stream))).toEqual(continued);
    expect(continued[2]).toBeLessThan(0.98 * first);
  });

  it('disposes all it has', () => {
    const before = tf.memory().numTensors;
    const model = create();
    tidy(() => model.encode(images(1)).mean.dataSync());
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
