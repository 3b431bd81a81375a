/** DQN's training step against PyTorch's figures (float64) for the same weights and transitions; on any backend. */
import { readFileSync } from 'node:fs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { dqnLoss } from '../../../src-main/algorithms/dqn/losses.ts';
import { qParameters, type QShape } from '../../../src-main/algorithms/dqn/qNetwork.ts';
import { ATARI_LAYERS } from '../../../src-main/models/convolutionStack.ts';
import { ParameterSet } from '../../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { RmsProp } from '../../../src-main/numerics/rmsProp.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';
import { expectGradients, type GradientFigures } from '../../models/expectGradients.ts';
import { formula } from '../../models/formula.ts';

type Formulas = Readonly<Record<string, { readonly seed: number; readonly scale: number }>>;
interface StepFigures {
  readonly loss: number;
  readonly value: number;
  readonly errors: readonly number[];
  readonly best: readonly number[];
  readonly gradients: GradientFigures;
}
interface NetworkFigures {
  readonly formulas: { readonly learning: Formulas; readonly target: Formulas };
  readonly plain: StepFigures;
  readonly double: StepFigures;
}
interface Figures {
  readonly shape: Readonly<Record<'choices' | 'side' | 'depth' | 'units' | 'observed' | 'width', number>>;
  readonly chosen: readonly number[];
  readonly discounts: readonly number[];
  readonly importance: readonly number[];
  readonly contrast: readonly number[];
  readonly pictures: NetworkFigures;
  readonly numbers: NetworkFigures;
  readonly rmsProp: Readonly<Record<'steps' | 'rate' | 'decay' | 'epsilon', number>> & {
    readonly values: readonly number[];
  };
}

const figures = JSON.parse(
  readFileSync(new URL('../../golden/models/dqn.json', import.meta.url), 'utf8'),
) as Figures;
const { choices, side, depth, units, observed, width } = figures.shape;
const ROWS = figures.chosen.length;

const SHAPES: Readonly<Record<'pictures' | 'numbers', QShape>> = {
  pictures: {
    kind: 'pictures',
    torso: { name: 'q', side, channels: depth, layers: ATARI_LAYERS },
    units,
    choices,
  },
  numbers: {
    kind: 'numbers',
    layers: { name: 'q', inputs: observed, layers: 2, units: width, outputs: choices },
  },
};

function parametersOf(shape: QShape, formulas: Formulas): ParameterSet {
  const parameters = new ParameterSet(qParameters(shape), RandomStream.named(0, 'unused'));
  for (const spec of parameters.specs) {
    const { seed, scale } = formulas[spec.name] ?? { seed: NaN, scale: NaN };
    parameters.assign(spec.name, formula(spec.shape, seed, scale));
  }
  return parameters;
}

/** Rows of different contrast, so that their best choices differ. */
function seen(kind: 'pictures' | 'numbers', seed: number): Tensor {
  const shape = kind === 'pictures' ? [side, side, depth] : [observed];
  const contrast = tf.tensor([...figures.contrast], [ROWS, ...shape.map(() => 1)]);
  const rows = formula([ROWS, ...shape], seed, kind === 'pictures' ? 0.5 : 2).mul(contrast);
  return kind === 'pictures' ? rows.add(0.5) : rows;
}

export function describeDqnFigures(): void {
  describe.each(['pictures', 'numbers'] as const)('DQN’s training step from %s', (kind) => {
    it.each(['plain', 'double'] as const)('has PyTorch’s loss, errors and gradients: %s', (variant) => {
      const { formulas, [variant]: expected } = figures[kind];
      // Errors on both sides of Huber's threshold, and choices that differ: else less would be compared.
      expect(expected.errors.some((error) => error > 1) && expected.errors.some((error) => error < 1)).toBe(
        true,
      );
      expect(new Set(expected.best).size).toBeGreaterThan(1);
      const shape = SHAPES[kind];
      const networks = {
        learning: parametersOf(shape, formulas.learning),
        target: parametersOf(shape, formulas.target),
      };
      const before = tf.memory().numTensors;
      const { loss, value, errors, gradients } = tidy(() =>
        dqnLoss(
          networks,
          shape,
          {
            before: seen(kind, 3),
            after: seen(kind, 4),
            choices: tf
              .oneHot([...figures.chosen], choices)
              .toFloat()
              .as2D(ROWS, choices),
            rewards: formula<Tensor1D>([ROWS], 6, 2.5),
            discounts: tf.tensor1d([...figures.discounts]),
            weights: tf.tensor1d([...figures.importance]),
          },
          variant === 'double',
        ),
      );
      const near = (found: number | undefined, wanted: number, what: string) =>
        expect(Math.abs((found ?? NaN) - wanted), what).toBeLessThan(1e-4 * Math.max(0.1, Math.abs(wanted)));
      near(loss.dataSync()[0], expected.loss, 'loss');
      near(value.dataSync()[0], expected.value, 'value');
      const found = errors.dataSync();
      expected.errors.forEach((error, row) => {
        near(found[row], error, `error ${row}`);
      });
      expectGradients(gradients, expected.gradients, 1e-4);
      disposeAll([loss, value, errors, gradients]);
      // Reading the parameters keeps their present values.
      expect(tf.memory().numTensors).toBeLessThanOrEqual(before + 2 * networks.learning.specs.length);
      networks.learning.dispose();
      networks.target.dispose();
    });
  });

  it('centred RMSProp follows its formula over several steps', () => {
    const { steps, rate, decay, epsilon, values } = figures.rmsProp;
    const specs = [{ name: 'x', shape: [3], initialiser: { kind: 'zeros' } }] as const;
    const parameters = new ParameterSet(specs, RandomStream.named(0, 'unused'));
    parameters.assign('x', tf.tensor1d([0.5, -1, 2]));
    const optimizer = new RmsProp(parameters, { decay, epsilon });
    for (let t = 1; t <= steps; t++) {
      const x = tf.tensor1d([0.3 * t, -1, Math.sin(t)]);
      optimizer.apply({ x }, rate);
      x.dispose();
    }
    const found = parameters.get('x').dataSync();
    values.forEach((value, index) => {
      expect(Math.abs((found[index] ?? NaN) - value)).toBeLessThan(1e-4);
    });
    expect(optimizer.steps).toBe(steps);
    optimizer.dispose();
    parameters.dispose();
  });
}
