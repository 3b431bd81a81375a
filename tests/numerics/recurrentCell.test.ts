/** The normalised GRU: by hand on one number, and what an update gate that begins shut means. */
import type { Rank, Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { ParameterSet } from '../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import {
  cellBackward,
  cellParameters,
  cellStep,
  cellWeights,
  type CellKind,
} from '../../src-main/numerics/recurrentCell.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const cell = (kind: CellKind, inputs: number, size: number) =>
  new ParameterSet(cellParameters(kind, 'cell', inputs, size), RandomStream.named(1, 'cell'));
const numbers = (tensor: Tensor2D) => [...tensor.dataSync<'float32'>()];
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('a normalised GRU', () => {
  it('of one number is what its formula gives', () => {
    const parameters = cell('normed-gru', 1, 1);
    parameters.assign(
      'cell/kernel',
      tf.tensor2d([
        [2, -1, 0.5],
        [0.3, 0.7, -0.2],
      ]),
    );
    parameters.assign('cell/norm/scale', tf.tensor1d([1, 0.5, 2]));
    parameters.assign('cell/norm/offset', tf.tensor1d([0.1, -0.2, 0.3]));
    const [x, h] = [0.8, -0.4];
    const step = cellStep(
      cellWeights('normed-gru', parameters, 'cell', 1),
      tf.tensor2d([[x]]),
      tf.tensor2d([[h]]),
    );
    const linear = [2 * x + 0.3 * h, -x + 0.7 * h, 0.5 * x - 0.2 * h];
    const mean = linear.reduce((sum, value) => sum + value, 0) / 3;
    const deviation = Math.sqrt(
      linear.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / 3 + 1e-3,
    );
    const [r, c, u] = linear.map((value) => (value - mean) / deviation) as [number, number, number];
    const candidate = Math.tanh(sigmoid(r + 0.1) * (0.5 * c - 0.2));
    const update = sigmoid(2 * u + 0.3 - 1);
    expect(numbers(step.hidden)[0]).toBeCloseTo(update * candidate + (1 - update) * h, 6);
  });

  it('keeps most of what it holds where nothing tells it otherwise', () => {
    const kept = (kind: CellKind) => {
      const parameters = cell(kind, 2, 3);
      for (const { name, shape } of parameters.specs)
        if (!name.endsWith('scale')) parameters.assign(name, tf.zeros([...shape]));
      const held = tf.ones<Rank.R2>([1, 3]);
      return numbers(cellStep(cellWeights(kind, parameters, 'cell', 3), tf.zeros([1, 2]), held).hidden)[0];
    };
    expect(kept('normed-gru')).toBeCloseTo(1 - sigmoid(-1), 6);
    expect(kept('gru')).toBeCloseTo(0.5, 6);
  });

  it('refuses the step of another cell', () => {
    const [plain, normed] = [cell('gru', 2, 3), cell('normed-gru', 2, 3)];
    const step = cellStep(cellWeights('gru', plain, 'cell', 3), tf.zeros([1, 2]), tf.zeros([1, 3]));
    const other = cellWeights('normed-gru', normed, 'cell', 3);
    expect(() => cellBackward(other, step, tf.zeros([1, 3]))).toThrow(/normed-gru/);
  });
});
