/** PlaNet's planner over a world that is known: it must find what is best there. */
import type { Rank, Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BoxSpace } from '../../../shared/spaces.ts';
import {
  CemPlanner,
  type Dynamics,
  PLANET_OPTIONS,
} from '../../../src-main/algorithms/dreamer/cemPlanner.ts';
import { createDreamerModel } from '../../../src-main/algorithms/dreamer/dreamerModel.ts';
import type { LatentState } from '../../../src-main/models/worldModel.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../../src-main/numerics/tidy.ts';
import { SMALL } from './dreamerFigures.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const ACTIONS: BoxSpace = { kind: 'box', shape: [2], dtype: 'float64', low: [-2, 0], high: [2, 1] };

/** A point that actions push; the reward is minus its squared distance from (1, 0.5). */
function point(): Dynamics<LatentState & { x: Tensor2D }> {
  return {
    heads: { reward: true, continuation: false },
    weights: () => new Map(),
    imagine: ({ x }, action) => ({ x: x.add<Tensor2D>(action.mul(0.5)) }),
    predict: ({ x }) => ({
      reward: tidy(() =>
        x
          .sub(tf.tensor2d([[1, 0.5]]))
          .square()
          .sum(1)
          .neg(),
      ),
    }),
  };
}
const stream = (name = 'plan') => RandomStream.named(1, name);
const OPTIONS = { horizon: 4, candidates: 300, elites: 30, iterations: 8 };

describe('CemPlanner', () => {
  it('has the paper’s numbers', () => {
    expect(PLANET_OPTIONS).toEqual({ horizon: 12, candidates: 1000, elites: 100, iterations: 10 });
  });

  it('plans for each state of a batch apart, in the environment’s bounds', () => {
    const planner = new CemPlanner(point(), ACTIONS, OPTIONS);
    const x = tf.tensor2d([
      [0, 0],
      [1, 0.5],
      [2, 0],
    ]);
    const [right = NaN, up = NaN, stay = NaN, rest = NaN, left = NaN] = planner
      .act({ x }, stream())
      .dataSync<'float32'>();
    expect(right).toBeGreaterThan(1.5);
    expect(up).toBeGreaterThan(0.6);
    expect(Math.abs(stay)).toBeLessThan(0.2);
    expect(rest).toBeLessThan(0.15);
    expect(left).toBeLessThan(-1.5);
  });

  it('repeats from the same stream and leaves no tensor behind', () => {
    const planner = new CemPlanner(point(), ACTIONS, OPTIONS);
    const x = tf.zeros<Rank.R2>([2, 2]);
    const plan = () => tidy(() => [...planner.plan({ x }, stream()).dataSync()]);
    const before = tf.memory().numTensors;
    const first = plan();
    expect(plan()).toEqual(first);
    expect(first).toHaveLength(2 * 4 * 2);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('plans in a Dreamer model', () => {
    const model = createDreamerModel({ ...SMALL, actions: ACTIONS }, stream('model'));
    const planner = new CemPlanner(model, ACTIONS, { ...OPTIONS, candidates: 50, elites: 5, iterations: 3 });
    const imagined = (action: Tensor2D) =>
      tidy(() => {
        const start = model.initial(1);
        const { reward } = model.predict(model.imagine(start, action, stream(), { mode: 'mean' }));
        return reward.dataSync<'float32'>()[0] ?? NaN;
      });
    // A reward that grows with the first latent number; the plan's first action must beat its opposite.
    const action = new CemPlanner(model, ACTIONS, {
      horizon: 1,
      candidates: 400,
      elites: 20,
      iterations: 6,
    }).act(model.initial(1), stream());
    const middle = tf.tensor2d([[0, 0.5]]);
    expect(imagined(action)).toBeGreaterThan(imagined(middle.mul<Tensor2D>(2).sub(action)));
    expect(planner.act(model.initial(3), stream()).shape).toEqual([3, 2]);
  });

  it('says what it cannot plan with', () => {
    const blind = { ...point(), heads: { reward: false, continuation: false } };
    expect(() => new CemPlanner(blind, ACTIONS)).toThrow('predicts rewards');
    expect(() => new CemPlanner(point(), ACTIONS, { ...OPTIONS, elites: 301 })).toThrow('301 of 300');
  });
});
