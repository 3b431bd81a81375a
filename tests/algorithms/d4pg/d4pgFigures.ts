/** D4PG's learner step against PyTorch's figures (float64) for the same weights and transitions; on any backend. */
import { readFileSync } from 'node:fs';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { encoderShape } from '../../../src-main/algorithms/d4pg/encoder.ts';
import { d4pgLosses } from '../../../src-main/algorithms/d4pg/losses.ts';
import { criticParameters, type D4pgShape } from '../../../src-main/algorithms/d4pg/shape.ts';
import { layerNormMlpParameters, type LayerNormMlpShape } from '../../../src-main/models/layerNormMlp.ts';
import { ParameterSet, type ParameterSpec } from '../../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../../src-main/numerics/tidy.ts';
import { expectGradients, type GradientFigures } from '../../models/expectGradients.ts';
import { formula } from '../../models/formula.ts';

interface Figures {
  readonly shape: (
    | { readonly observed: number }
    | {
        readonly side: number;
        readonly channels: number;
        readonly filters: number;
        readonly features: number;
      }
  ) & {
    readonly acted: number;
    readonly atoms: D4pgShape['atoms'];
    readonly first: Readonly<Record<'policy' | 'critic', number>>;
    readonly units: Readonly<Record<'policy' | 'critic', number>>;
  };
  readonly discounts: readonly number[];
  readonly criticLoss: number;
  readonly policyLoss: number;
  readonly value: number;
  readonly longestStep: number;
  readonly formulas: Readonly<
    Record<
      'policy' | 'critic' | 'targetPolicy' | 'targetCritic',
      Readonly<Record<string, { readonly seed: number; readonly scale: number; readonly shift: number }>>
    >
  >;
  readonly criticGradients: GradientFigures;
  readonly policyGradients: GradientFigures;
}

function figuresOf(file: string): Figures {
  return JSON.parse(readFileSync(new URL(`../../golden/models/${file}`, import.meta.url), 'utf8')) as Figures;
}

function shapeOf({ shape }: Figures): D4pgShape {
  const { acted, atoms, first, units } = shape;
  const network = (name: 'policy' | 'critic', inputs: number, outputs: number): LayerNormMlpShape => ({
    name,
    inputs,
    firstUnits: first[name],
    layers: 1,
    units: units[name],
    outputs,
  });
  const read = 'observed' in shape ? shape.observed : shape.features;
  return {
    encoder: 'observed' in shape ? null : encoderShape(shape, { ...shape, layers: 2 }),
    policy: network('policy', read, acted),
    critic: network('critic', read + acted, atoms.count),
    atoms,
  };
}

function parametersOf(
  specs: readonly ParameterSpec[],
  formulas: Figures['formulas'][keyof Figures['formulas']],
): ParameterSet {
  const parameters = new ParameterSet(specs, RandomStream.named(0, 'unused'));
  for (const spec of parameters.specs) {
    const { seed, scale, shift } = formulas[spec.name] ?? { seed: NaN, scale: NaN, shift: NaN };
    parameters.assign(
      spec.name,
      tidy(() => formula(spec.shape, seed, scale).add(shift)),
    );
  }
  return parameters;
}

export function describeD4pgFigures(): void {
  describe.each([
    ['numbers', 'd4pg.json'],
    ['frames', 'd4pgPixels.json'],
  ])('D4PG’s learner step from %s', (_from, file) => {
    const figures = figuresOf(file);
    const shape = shapeOf(figures);
    const policySpecs = layerNormMlpParameters(shape.policy);
    const criticSpecs = criticParameters(shape);

    it('has PyTorch’s losses and gradients', () => {
      const { formulas } = figures;
      const networks = {
        policy: parametersOf(policySpecs, formulas.policy),
        critic: parametersOf(criticSpecs, formulas.critic),
        targetPolicy: parametersOf(policySpecs, formulas.targetPolicy),
        targetCritic: parametersOf(criticSpecs, formulas.targetCritic),
      };
      const { acted } = figures.shape;
      const rows = figures.discounts.length;
      // Some step is cut to length 1, some is not, some transition ends: else less would be compared.
      expect(figures.longestStep).toBeGreaterThan(1);
      expect(figures.discounts).toContain(0);
      const observed = (seed: number): Tensor => {
        if ('observed' in figures.shape) return formula([rows, figures.shape.observed], seed, 1);
        const { side, channels } = figures.shape;
        return formula([rows, side, side, channels], seed, 1).abs();
      };
      const losses = tidy(() =>
        d4pgLosses(networks, shape, {
          before: observed(3),
          after: observed(4),
          actions: formula<Tensor2D>([rows, acted], 5, 0.9),
          rewards: formula<Tensor1D>([rows], 6, 15),
          discounts: tf.tensor1d([...figures.discounts]),
        }),
      );
      const read = (tensor: { dataSync(): ArrayLike<number> }) => tensor.dataSync()[0] ?? NaN;
      for (const name of ['criticLoss', 'policyLoss', 'value'] as const)
        expect(Math.abs(read(losses[name]) - figures[name]), name).toBeLessThan(
          1e-4 * Math.abs(figures[name]),
        );
      // The encoder is among what the critic's loss teaches, and the policy's teaches the policy alone.
      expect(Object.keys(losses.criticGradients).sort()).toEqual(criticSpecs.map(({ name }) => name).sort());
      expect(Object.keys(losses.policyGradients).sort()).toEqual(policySpecs.map(({ name }) => name).sort());
      expectGradients(losses.criticGradients, figures.criticGradients);
      expectGradients(losses.policyGradients, figures.policyGradients);
      tf.dispose([Object.values(losses.criticGradients), Object.values(losses.policyGradients)]);
      tf.dispose([losses.criticLoss, losses.policyLoss, losses.value]);
      for (const parameters of Object.values(networks)) parameters.dispose();
    });
  });
}
