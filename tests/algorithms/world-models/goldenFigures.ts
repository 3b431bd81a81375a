/** V and M against PyTorch's figures (float64) for the same weights and inputs: losses, outputs and gradients; on any backend. */
import { readFileSync } from 'node:fs';
import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { MixtureDensityRnn } from '../../../src-main/algorithms/world-models/mdnRnn.ts';
import { VariationalAutoencoder } from '../../../src-main/algorithms/world-models/vae.ts';
import type { ParameterSet } from '../../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { expectGradients, type GradientFigures } from '../../models/expectGradients.ts';
import { formula } from '../../models/formula.ts';

const figures = JSON.parse(
  readFileSync(new URL('../../golden/models/figures.json', import.meta.url), 'utf8'),
) as {
  readonly vision: {
    readonly formulas: Readonly<Record<string, { readonly seed: number; readonly scale: number }>>;
    readonly mean: readonly number[];
    readonly pixels: readonly (readonly number[])[];
    readonly reconstruction: number;
    readonly kl: number;
    readonly gradients: GradientFigures;
  };
  readonly memory: {
    readonly nll: number;
    readonly rewardLoss: number;
    readonly doneLoss: number;
    readonly gradients: GradientFigures;
  };
};

function assign(parameters: ParameterSet, name: string, value: Tensor): void {
  parameters.assign(name, value);
}

export function describeGoldenFigures(): void {
  describe('V', () => {
    it('encodes, decodes and differentiates as PyTorch does', () => {
      const { vision } = figures;
      const model = new VariationalAutoencoder({ latentSize: 32 }, RandomStream.named(0, 'unused'));
      for (const { name, shape } of model.parameters.specs) {
        const { seed, scale } = vision.formulas[name] ?? { seed: NaN, scale: NaN };
        const value = formula(shape, seed, scale);
        // A variance of nearly nothing: latents are means, so that noise plays no part.
        assign(
          model.parameters,
          name,
          name === 'encoder/latent/bias'
            ? value.sub(tf.tensor1d([...Array(64).keys()].map((i) => (i < 32 ? 0 : 40))))
            : value,
        );
      }
      const images = formula<Tensor4D>([2, 64, 64, 3], 3, 0.5).add<Tensor4D>(0.5);
      const { mean } = model.encode(images);
      [...mean.dataSync<'float32'>().subarray(0, 6)].forEach((value, index) => {
        expect(value).toBeCloseTo(vision.mean[index] ?? NaN, 4);
      });
      const decoded = model.decode(mean).slice([1, 20, 30, 0], [1, 1, 3, 3]).dataSync<'float32'>();
      [...decoded].forEach((value, index) => {
        expect(value).toBeCloseTo(vision.pixels.flat()[index] ?? NaN, 4);
      });
      const loss = model.loss(images, RandomStream.named(0, 'noise'), 0.5);
      expect((loss.reconstruction.dataSync()[0] ?? NaN) / vision.reconstruction).toBeCloseTo(1, 5);
      expect((loss.kl.dataSync()[0] ?? NaN) / vision.kl).toBeCloseTo(1, 5);
      expectGradients(loss.gradients, vision.gradients);
    });
  });

  describe('M', () => {
    it('differentiates mixture, reward and weighted done loss through restarts as PyTorch does', () => {
      const { memory } = figures;
      const model = new MixtureDensityRnn(
        {
          latentSize: 4,
          actionSize: 2,
          hiddenSize: 6,
          mixtures: 3,
          predictsReward: true,
          predictsDone: true,
          restartFlag: true,
        },
        RandomStream.named(0, 'unused'),
      );
      const scales: Readonly<Record<string, readonly [seed: number, scale: number]>> = {
        'lstm/kernel': [1, 0.6],
        'lstm/bias': [2, 0.3],
        'head/kernel': [3, 0.8],
        'head/bias': [4, 0.3],
      };
      for (const { name, shape } of model.parameters.specs) {
        const [seed = NaN, scale = NaN] = scales[name] ?? [];
        assign(model.parameters, name, formula(shape, seed, scale));
      }
      const loss = model.loss(
        {
          latents: formula<Tensor3D>([3, 6, 4], 5, 1.2),
          actions: formula<Tensor3D>([3, 5, 2], 6, 1),
          rewards: formula<Tensor2D>([3, 5], 7, 1),
          dones: formula<Tensor2D>([3, 5], 8, 1).greater(0.3).cast('float32'),
          restarts: formula([3, 5], 9, 1).greater(0.4).cast('float32').dataSync<'float32'>(),
        },
        { doneWeight: 10 },
      );
      expect(loss.nll.dataSync()[0]).toBeCloseTo(memory.nll, 4);
      expect(loss.reward?.dataSync()[0]).toBeCloseTo(memory.rewardLoss, 4);
      expect(loss.done?.dataSync()[0]).toBeCloseTo(memory.doneLoss, 4);
      expectGradients(loss.gradients, memory.gradients);
    });
  });
}
