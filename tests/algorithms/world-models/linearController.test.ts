import type { Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  actionTransform,
  controllerParameterCount,
  type ControllerShape,
  createLinearController,
  PopulationController,
  transformActions,
} from '../../../src-main/algorithms/world-models/linearController.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { formula } from '../../models/formula.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

const CAR: ControllerShape = { features: 288, hiddenUnits: 0, bias: true, actions: { kind: 'driving' } };
const COVER = actionTransform({
  kind: 'discrete',
  count: 3,
  names: ['still', 'left', 'right'],
});
const candidate = (shape: ControllerShape, seed: number) => {
  const random = RandomStream.named(seed, 'candidate');
  return new Float64Array(controllerParameterCount(shape)).map(() => 0.1 * random.normal());
};
/** Nested numbers, each near its counterpart. */
const expectClose = (actual: ArrayLike<number>, expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, 5);
  });
};

describe('controllerParameterCount', () => {
  it('is the paper’s: 867 for CarRacing, 1,088 for Take Cover', () => {
    expect(controllerParameterCount(CAR)).toBe(867);
    expect(controllerParameterCount({ features: 1088, hiddenUnits: 0, bias: false, actions: COVER })).toBe(
      1088,
    );
    expect(controllerParameterCount({ ...CAR, features: 32, hiddenUnits: 40 })).toBe(33 * 40 + 41 * 3);
  });
});

describe('transformActions', () => {
  it('for CarRacing steers with a0, gives (a1 + 1) / 2 gas and brakes with the positive part of a2', () => {
    const outputs = tf.tensor2d([
      [-0.4, 0.2, -0.7],
      [1, -1, 0.6],
    ]);
    expectClose(transformActions(outputs, CAR.actions).dataSync(), [-0.4, 0.6, 0, 1, 0, 0.6]);
  });

  it('for Take Cover goes right above 1/3, left below -1/3 and else stays', () => {
    const outputs = tf.tensor2d([[0.34], [0.33], [-0.33], [-0.34]]);
    expect(transformActions(outputs, COVER).arraySync()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });

  it('scales to the bounds of any box, and takes the largest of any discrete space', () => {
    const box = actionTransform({
      kind: 'box',
      shape: [2],
      dtype: 'float64',
      low: [-1, 0],
      high: [1, 10],
    });
    expectClose(transformActions(tf.tensor2d([[0.5, 0]]), box).dataSync(), [0.5, 5]);
    const largest = actionTransform({ kind: 'discrete', count: 3 });
    expect(transformActions(tf.tensor2d([[0.1, -0.2, 0.9]]), largest).arraySync()).toEqual([[0, 0, 1]]);
  });
});

describe('a population', () => {
  it.each([0, 3])('of %i hidden units acts on the rows it keeps as it did among all', (hiddenUnits) => {
    const shape = { ...CAR, features: 5, hiddenUnits };
    const feature = formula<Tensor2D>([12, 5], 1, 1);
    const all = new PopulationController(
      shape,
      [1, 2, 3].map((seed) => candidate(shape, seed)),
    );
    const before = all.act(feature).arraySync();
    // Unevenly: three of the first candidate's four rows, none of the second's, one of the third's.
    all.keepRows([0, 1, 3, 10], 12);
    const picked = tf.gather(feature, tf.tensor1d([0, 1, 3, 10], 'int32'));
    const after = all.act(picked).arraySync();
    after.forEach((row, index) => expectClose(row, before[[0, 1, 3, 10][index] ?? 0] ?? []));
    all.keepRows([1, 3], 4);
    const fewer = all.act(tf.gather(feature, tf.tensor1d([1, 10], 'int32'))).arraySync();
    expectClose(fewer[0] ?? [], before[1] ?? []);
    expectClose(fewer[1] ?? [], before[10] ?? []);
    all.dispose();
  });
});

describe('a controller', () => {
  it('is tanh(W x + b), parameters ordered by input and then by output, the bias last', () => {
    const shape: ControllerShape = { ...CAR, features: 2 };
    const controller = createLinearController(shape, Float64Array.of(1, 2, 3, 4, 5, 6, 0.1, 0.2, 0.3));
    const [x, y] = [0.1, -0.05];
    const linear = [x + 4 * y + 0.1, 2 * x + 5 * y + 0.2, 3 * x + 6 * y + 0.3].map(Math.tanh);
    const [steer = NaN, gas = NaN, brake = NaN] = linear;
    expectClose(controller.act(tf.tensor2d([[x, y]])).dataSync(), [steer, (gas + 1) / 2, Math.max(brake, 0)]);
  });

  it('with a hidden layer puts tanh between', () => {
    const shape: ControllerShape = {
      features: 1,
      hiddenUnits: 2,
      bias: false,
      actions: { kind: 'box', low: [-1], high: [1] },
    };
    const controller = createLinearController(shape, Float64Array.of(0.5, -1, 2, 0.3));
    const expected = Math.tanh(2 * Math.tanh(0.5 * 0.8) + 0.3 * Math.tanh(-0.8));
    expectClose(controller.act(tf.tensor2d([[0.8]])).dataSync(), [expected]);
  });

  it('among a population acts as it does alone', () => {
    const shape: ControllerShape = { ...CAR, features: 20 };
    const candidates = [1, 2, 3].map((seed) => candidate(shape, seed));
    const features = formula<Tensor2D>([6, 20], 1, 1);
    const together = new PopulationController(shape, candidates).act(features).arraySync();
    candidates.forEach((parameters, index) => {
      const alone = createLinearController(shape, parameters)
        .act(features.slice([2 * index, 0], [2, 20]))
        .arraySync();
      expectClose(alone.flat(), together.slice(2 * index, 2 * index + 2).flat());
    });
  });

  it('says which shapes it wants', () => {
    expect(() => createLinearController(CAR, new Float64Array(5))).toThrow(
      'has 5 parameters, the controller 867',
    );
    const population = new PopulationController(CAR, [candidate(CAR, 1), candidate(CAR, 2)]);
    expect(() => population.act(tf.zeros([3, 288]))).toThrow('expected [a multiple of 2, 288]');
  });

  it('leaves no tensor behind', () => {
    const features: Tensor2D = tf.zeros([4, 288]);
    const before = tf.memory().numTensors;
    const controller = createLinearController(CAR, candidate(CAR, 1));
    controller.act(features).dispose();
    controller.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
