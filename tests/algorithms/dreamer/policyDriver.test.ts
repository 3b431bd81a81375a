import { beforeAll, describe, expect, it } from 'vitest';
import type { ActionSpace } from '../../../shared/spaces.ts';
import { DreamerModel } from '../../../src-main/algorithms/dreamer/dreamerModel.ts';
import type { Policy } from '../../../src-main/models/worldModel.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { PolicyDriver } from '../../../src-main/algorithms/dreamer/policyDriver.ts';
import { randomDriver } from '../../../src-main/acting/driver.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const BOX: ActionSpace = { kind: 'box', shape: [2], dtype: 'float64', low: [-2, 0], high: [2, 1] };
const CHOICES: ActionSpace = { kind: 'discrete', count: 4 };
const COUNT = 400;

function modelOf(actions: ActionSpace): DreamerModel {
  return new DreamerModel(
    {
      observation: { kind: 'vector', fields: [{ name: 'place', size: 3 }], layers: 1, units: 4 },
      actions,
      stochasticSize: 2,
      deterministicSize: 4,
      hiddenSize: 4,
      reward: { layers: 1, units: 4 },
      discount: null,
    },
    RandomStream.named(0, 'model'),
  );
}

/** What is done for many at once by a policy that always says the same. */
function done(actions: ActionSpace, said: readonly number[], exploration: number | null): number[][] {
  const tensors = tf.memory().numTensors;
  const model = modelOf(actions);
  const policy: Policy = {
    act: () => tf.tensor2d(Array.from({ length: COUNT }, () => [...said])),
    dispose: () => undefined,
  };
  const random = RandomStream.named(1, 'act');
  const driver = new PolicyDriver({ model, policy, count: COUNT, random, exploration });
  const flat = driver.act({ place: tf.zeros([COUNT, 3]) });
  driver.dispose();
  model.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
  const width = flat.length / COUNT;
  return Array.from({ length: COUNT }, (_, row) => [...flat.slice(row * width, (row + 1) * width)]);
}

const column = (rows: readonly number[][], index: number) => rows.map((row) => row[index] ?? NaN);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]) => Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)));

describe('a policy that explores', () => {
  it('adds noise in the scale of [-1, 1], within the bounds', () => {
    const rows = done(BOX, [0, 0.5], 0.3);
    // Half widths 2 and 0.5.
    expect(deviation(column(rows, 0))).toBeGreaterThan(0.5);
    expect(deviation(column(rows, 0))).toBeLessThan(0.7);
    expect(deviation(column(rows, 1)) / deviation(column(rows, 0))).toBeCloseTo(0.25, 1);
    for (const [a = NaN, b = NaN] of done(BOX, [2, 0], 0.3)) {
      expect(Math.abs(a)).toBeLessThanOrEqual(2);
      expect(b).toBeGreaterThanOrEqual(0);
    }
  });

  it('takes any choice now and then where actions are choices', () => {
    const chosen = done(CHOICES, [0, 0, 1, 0], 0.4).map(([index]) => index);
    const other = chosen.filter((index) => index !== 2).length / COUNT;
    // 0.4 of the time any of four: another one in three of four cases.
    expect(other).toBeGreaterThan(0.2);
    expect(other).toBeLessThan(0.4);
    expect(new Set(chosen)).toEqual(new Set([0, 1, 2, 3]));
  });

  it('does just what it says where it does not explore', () => {
    expect(new Set(done(CHOICES, [0, 0, 1, 0], null).map(([index]) => index))).toEqual(new Set([2]));
    expect(done(BOX, [1.5, 0.25], null)[7]).toEqual([1.5, 0.25]);
  });

  it('draws where it explores, however little noise is added, and takes its best where it does not', () => {
    const asked: string[] = [];
    for (const exploration of [null, 0, 0.3]) {
      const model = modelOf(BOX);
      const policy: Policy = {
        act: (_feature, _random, mode) => {
          asked.push(mode);
          return tf.tensor2d([[0.5, 0.5]]);
        },
        dispose: () => undefined,
      };
      const random = RandomStream.named(1, 'act');
      const driver = new PolicyDriver({ model, policy, count: 1, random, exploration });
      const taken = [...driver.act({ place: tf.zeros([1, 3]) })];
      expect(taken[0] === 0.5 && taken[1] === 0.5).toBe(exploration !== 0.3);
      driver.dispose();
      model.dispose();
    }
    expect(asked).toEqual(['mean', 'sample', 'sample']);
  });
});

it('anybody fills the whole space, in numbers that are exact in single precision', () => {
  const driver = randomDriver(BOX, COUNT, RandomStream.named(2, 'any'));
  const flat = driver.act({});
  const rows = Array.from({ length: COUNT }, (_, row) => [...flat.slice(2 * row, 2 * row + 2)]);
  expect(Math.min(...column(rows, 0))).toBeLessThan(-1.9);
  expect(Math.max(...column(rows, 0))).toBeGreaterThan(1.9);
  expect(Math.min(...column(rows, 1))).toBeGreaterThanOrEqual(0);
  for (const value of flat) expect(Math.fround(value)).toBe(value);
});
