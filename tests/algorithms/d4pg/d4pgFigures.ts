/** D4PG's learner step against PyTorch's figures (float64) for the same weights and transitions; on any backend. */
import { readFileSync } from 'node:fs';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { d4pgLosses } from '../../../src-main/algorithms/d4pg/losses.ts';
import type { D4pgShape } from '../../../src-main/algorithms/d4pg/shape.ts';
import { layerNormMlpParameters, type LayerNormMlpShape } from '../../../src-main/models/layerNormMlp.ts';
import { ParameterSet } from '../../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../../src-main/numerics/tidy.ts';
import { expectGradients, type GradientFigures } from '../../models/expectGradients.ts';
import { formula } from '../../models/formula.ts';

interface Figures {
  readonly shape: {
    readonly observed: number;
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

const figures = JSON.parse(
  readFileSync(new URL('../../golden/models/d4pg.json', import.meta.url), 'utf8'),
) as Figures;

function shapeOf(): D4pgShape {
  const { observed, acted, atoms, first, units } = figures.shape;
  const network = (name: 'policy' | 'critic', inputs: number, outputs: number): LayerNormMlpShape => ({
    name,
    inputs,
    firstUnits: first[name],
    layers: 1,
    units: units[name],
    outputs,
  });
  return {
    policy: network('policy', observed, acted),
    critic: network('critic', observed + acted, atoms.count),
    atoms,
  };
}

function parametersOf(shape: LayerNormMlpShape, name: keyof Figures['formulas']): ParameterSet {
  const parameters = new ParameterSet(layerNormMlpParameters(shape), RandomStream.named(0, 'unused'));
  for (const spec of parameters.specs) {
    const { seed, scale, shift } = figures.formulas[name][spec.name] ?? { seed: NaN, scale: NaN, shift: NaN };
    parameters.assign(
      spec.name,
      tidy(() => formula(spec.shape, seed, scale).add(shift)),
    );
  }
  return parameters;
}

export function describeD4pgFigures(): void {
  describe('D4PG’s learner step', () => {
    it('has PyTorch’s losses and gradients', () => {
      const shape = shapeOf();
      const networks = {
        policy: parametersOf(shape.policy, 'policy'),
        critic: parametersOf(shape.critic, 'critic'),
        targetPolicy: parametersOf(shape.policy, 'targetPolicy'),
        targetCritic: parametersOf(shape.critic, 'targetCritic'),
      };
      const { observed, acted } = figures.shape;
      const rows = figures.discounts.length;
      // Some step is cut to length 1, some is not, some transition ends: else less would be compared.
      expect(figures.longestStep).toBeGreaterThan(1);
      expect(figures.discounts).toContain(0);
      const losses = tidy(() =>
        d4pgLosses(networks, shape, {
          before: formula<Tensor2D>([rows, observed], 3, 1),
          after: formula<Tensor2D>([rows, observed], 4, 1),
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
      expectGradients(losses.criticGradients, figures.criticGradients);
      expectGradients(losses.policyGradients, figures.policyGradients);
      tf.dispose([Object.values(losses.criticGradients), Object.values(losses.policyGradients)]);
      tf.dispose([losses.criticLoss, losses.policyLoss, losses.value]);
      for (const parameters of Object.values(networks)) parameters.dispose();
    });
  });
}
