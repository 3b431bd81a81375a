/** A3C's update against PyTorch's figures (float64) for the same weights and roll-outs; on any backend. */
import { readFileSync } from 'node:fs';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { a3cLosses, rolloutReturns, type LossWeights } from '../../../src-main/algorithms/a3c/losses.ts';
import {
  a3cParameters,
  a3cStep,
  trunksOf,
  type A3cShape,
  type Recurrent,
} from '../../../src-main/algorithms/a3c/network.ts';
import { policyTerms, type PolicyHead } from '../../../src-main/algorithms/a3c/policyHead.ts';
import type { Trunk } from '../../../src-main/algorithms/a3c/trunk.ts';
import { ParameterSet } from '../../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../../src-main/numerics/tidy.ts';
import { TracedFunction } from '../../../src-main/numerics/tracedFunction.ts';
import { expectGradients, type GradientFigures } from '../../models/expectGradients.ts';
import { formula } from '../../models/formula.ts';

interface Case {
  readonly input: Trunk['input'];
  readonly shared: boolean;
  readonly layers: number;
  readonly lstm: number;
  readonly head: PolicyHead;
  readonly rows: number;
  readonly played: number;
  readonly units: number;
  readonly filters: [number, number];
  readonly formulas: Readonly<Record<string, { readonly seed: number; readonly scale: number }>>;
  readonly actions: readonly (readonly number[])[];
  readonly rewards: readonly number[];
  readonly bootstrap: number;
  readonly returns: readonly number[];
  readonly policyLoss: number;
  readonly valueLoss: number;
  readonly entropy: number;
  readonly value: number;
  readonly gradients: GradientFigures;
}

const figures = JSON.parse(
  readFileSync(new URL('../../golden/models/a3c.json', import.meta.url), 'utf8'),
) as {
  readonly gamma: number;
  readonly weights: LossWeights;
  readonly cases: Readonly<Record<string, Case>>;
};

function shapeOf({ input, shared, layers, lstm, head, units, filters }: Case): A3cShape {
  const trunk = (name: string): Trunk => ({ name, input, filters, layers, units, lstmUnits: lstm });
  return shared
    ? { actor: trunk('trunk'), critic: trunk('trunk'), head }
    : { actor: trunk('actor'), critic: trunk('critic'), head };
}

function parametersOf(shape: A3cShape, { formulas }: Case): ParameterSet {
  const parameters = new ParameterSet(a3cParameters(shape), RandomStream.named(0, 'unused'));
  for (const spec of parameters.specs) {
    const { seed, scale } = formulas[spec.name] ?? { seed: NaN, scale: NaN };
    parameters.assign(spec.name, formula(spec.shape, seed, scale));
  }
  return parameters;
}

function recurrentOf(shape: A3cShape): Recurrent {
  return Object.fromEntries(
    trunksOf(shape)
      .filter(({ lstmUnits }) => lstmUnits > 0)
      .map(({ name, lstmUnits }) => [
        name,
        {
          hidden: formula<Tensor2D>([1, lstmUnits], 8, 0.5),
          cell: formula<Tensor2D>([1, lstmUnits], 9, 0.8),
        },
      ]),
  );
}

function inputsOf({ input, rows }: Case): Tensor {
  if (input.kind === 'numbers') return formula([rows, input.size], 3, 1);
  return formula([rows, input.side, input.side, input.channels], 3, 1).abs();
}

const read = (tensor: Tensor) => tensor.dataSync()[0] ?? NaN;

export function describeA3cFigures(): void {
  describe.each(Object.entries(figures.cases))('A3C’s update, %s', (_name, given) => {
    it('has PyTorch’s returns, losses and gradients, traced or not', () => {
      const { gamma, weights } = figures;
      const { rewards, bootstrap, rows, played, actions } = given;
      const returns = rolloutReturns(rewards, bootstrap, gamma);
      returns.forEach((value, step) => expect(value).toBeCloseTo(given.returns[step] ?? NaN, 12));
      const shape = shapeOf(given);
      const parameters = parametersOf(shape, given);
      const padded = (values: readonly number[]) =>
        tf.tensor1d(Float32Array.from({ length: rows }, (_, row) => values[row] ?? 0));
      const rollout = tidy(() => ({
        inputs: inputsOf(given),
        actions: tf.tensor2d(actions.flat(), [rows, actions[0]?.length ?? 0]),
        returns: padded(returns),
        played: padded(rewards.map(() => 1)),
        before: recurrentOf(shape),
      }));
      expect(played).toBe(rewards.length);
      const traced = new TracedFunction(
        () => parameters.values(),
        (given: typeof rollout) => a3cLosses(parameters, shape, weights, given),
      );
      const eager = tidy(() => a3cLosses(parameters, shape, weights, rollout));
      for (const losses of [eager, traced.run(rollout)]) {
        for (const name of ['policyLoss', 'valueLoss', 'entropy', 'value'] as const) {
          const error = Math.abs(read(losses[name]) - given[name]);
          expect(error, name).toBeLessThan(1e-4 * Math.max(1, Math.abs(given[name])));
        }
        expectGradients(losses.gradients, given.gradients, 1e-4);
        tf.dispose([Object.values(losses.gradients), losses.policyLoss, losses.valueLoss]);
        tf.dispose([losses.entropy, losses.value]);
      }
      traced.dispose();
      tf.dispose([rollout.inputs, rollout.actions, rollout.returns, rollout.played]);
      for (const { hidden, cell } of Object.values(rollout.before)) tf.dispose([hidden, cell]);
      parameters.dispose();
    });

    it('tells the same moment after moment as of a whole stretch', () => {
      const shape = shapeOf(given);
      const parameters = parametersOf(shape, given);
      const sums = tidy(() => {
        const inputs = inputsOf(given);
        let recurrent = recurrentOf(shape);
        let value = 0;
        for (let step = 0; step < given.played; step++) {
          const rest = inputs.shape.slice(1).map(() => -1);
          const moment = inputs.slice([step, ...rest.map(() => 0)], [1, ...rest]);
          const outputs = a3cStep(parameters, shape, moment, recurrent);
          recurrent = outputs.recurrent;
          value += read(outputs.value);
        }
        return value;
      });
      expect(Math.abs(sums - given.value)).toBeLessThan(1e-4 * Math.max(1, Math.abs(given.value)));
      parameters.dispose();
    });
  });

  it('gives n even choices an entropy of log n', () => {
    const entropy = tidy(() => {
      const terms = policyTerms({ kind: 'choices', count: 5 }, tf.fill([1, 5], 0.3), tf.zeros([1, 1]));
      return read(terms.entropy);
    });
    expect(entropy).toBeCloseTo(Math.log(5), 5);
  });
}
