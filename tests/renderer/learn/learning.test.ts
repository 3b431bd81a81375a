/** Learning from experience and with a model: single updates by hand, and convergence to Bellman's own solution. */
import { describe, expect, it } from 'vitest';
import { actionValuesFrom, valueIterationSweep } from '../../../src-renderer/learn/bellman.ts';
import { canAct, noValues } from '../../../src-renderer/learn/decisionProcess.ts';
import { exactValues } from '../../../src-renderer/learn/exactValues.ts';
import { drawIndex, epsilonGreedy, experienced } from '../../../src-renderer/learn/experience.ts';
import { drawnWorld, FIRST_WORLD, gridProcess, painted } from '../../../src-renderer/learn/gridWorld.ts';
import { monteCarlo, qLearning, temporalDifference } from '../../../src-renderer/learn/modelFree.ts';
import { uniformPolicy } from '../../../src-renderer/learn/policies.ts';
import { PredictionRun, valueError } from '../../../src-renderer/learn/prediction.ts';
import {
  BLOCKED_WORLD,
  meanCurve,
  RACE_WORLD,
  raceCurve,
  type RaceCourse,
} from '../../../src-renderer/learn/race.ts';
import { TableModel } from '../../../src-renderer/learn/tableModel.ts';
import { METHODS, TabularAgent, type AgentSettings } from '../../../src-renderer/learn/tabularAgent.ts';
import { dyna, planningSweep } from '../../../src-renderer/learn/withModel.ts';
import { RandomStream } from '../../../shared/random.ts';

const random = (name: string) => RandomStream.named(1, name);
const GAMMA = 0.9;

function bestValues(world: typeof FIRST_WORLD): number[] {
  const process = gridProcess(world);
  let values = new Array<number>(process.states).fill(0);
  for (let sweep = 0; sweep < 500; sweep++) values = valueIterationSweep(process, values, GAMMA);
  return values;
}

describe('drawing', () => {
  it('gives each index its share', () => {
    const stream = random('shares');
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 10_000; draw++) {
      const index = drawIndex([0.2, 0, 0.8], stream);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(counts[1]).toBe(0);
    expect((counts[0] ?? 0) / 10_000).toBeCloseTo(0.2, 1);
  });

  it('explores as often as told, and is fair among the equally good', () => {
    const stream = random('greedy');
    const share = (epsilon: number, actions: readonly number[], of: number) => {
      let count = 0;
      for (let draw = 0; draw < 10_000; draw++) if (epsilonGreedy(actions, epsilon, stream) === of) count++;
      return count / 10_000;
    };
    expect(share(0, [0, 1, 0, 0], 1)).toBe(1);
    expect(share(0.4, [0, 1, 0, 0], 1)).toBeCloseTo(0.7, 1);
    expect(share(0, [1, 1, 0, 0], 0)).toBeCloseTo(0.5, 1);
  });

  it('refuses to act where nobody does', () => {
    const process = gridProcess(drawnWorld(['S#']));
    expect(() => experienced(process, 1, 0, random('wall'))).toThrow('nobody acts in state 1');
  });
});

describe('one update', () => {
  const step = { state: 0, action: 1, reward: 1, next: 1, ends: false };

  it('of Monte Carlo moves towards the return that followed', () => {
    const values = [0, 4];
    const episode = [
      { ...step, reward: 2 },
      { state: 1, action: 0, reward: 10, next: 1, ends: true },
    ];
    monteCarlo(values, episode, 0.5, 0.5);
    // Returns 2 + 0.5 * 10 = 7 and 10.
    expect(values).toEqual([3.5, 7]);
  });

  it('of TD(0) moves towards reward and next value, and counts nothing after an end', () => {
    const values = [0, 4];
    temporalDifference(values, step, 0.5, 0.5);
    expect(values).toEqual([1.5, 4]);
    temporalDifference(values, { ...step, ends: true }, 0.5, 0.5);
    expect(values).toEqual([1.25, 4]);
  });

  it('of Q-learning takes the best next action, whatever is done next', () => {
    const q = [
      [0, 2],
      [3, 8],
    ];
    qLearning(q, step, 0.5, 0.5);
    // 2 + 0.5 (1 + 0.5 * 8 - 2)
    expect(q).toEqual([
      [0, 3.5],
      [3, 8],
    ]);
  });
});

describe('Q-learning', () => {
  it('converges to Bellman’s solution', () => {
    const process = gridProcess(FIRST_WORLD);
    const q = noValues(process);
    const visits = noValues(process);
    const stream = random('converges');
    let state = FIRST_WORLD.start;
    for (let step = 0; step < 400_000; step++) {
      const experience = experienced(process, state, stream.integer(4), stream);
      const row = visits[state] ?? [];
      const count = (row[experience.action] ?? 0) + 1;
      row[experience.action] = count;
      // A rate that falls as 1 / n^0.6 meets the conditions of Watkins and Dayan 1992.
      qLearning(q, experience, 1 / count ** 0.6, GAMMA);
      // Every state is visited again and again.
      if (experience.ends)
        do state = stream.integer(process.states);
        while (!canAct(process, state));
      else state = experience.next;
    }
    const exact = actionValuesFrom(process, bestValues(FIRST_WORLD), GAMMA);
    const distances = exact.flatMap((row, at) =>
      row.map((value, action) => Math.abs(value - (q[at]?.[action] ?? 0))),
    );
    expect(Math.max(...distances)).toBeLessThan(0.08);
  });
});

describe('prediction', () => {
  const process = gridProcess(FIRST_WORLD);
  const policy = uniformPolicy(process);
  const truth = exactValues(process, policy, GAMMA);

  it('by either method comes nearer to the exact values', () => {
    const run = new PredictionRun(process, policy, FIRST_WORLD.start, GAMMA, random('prediction'));
    const first = valueError(process, run.temporalDifference, truth);
    for (let step = 0; step < 60_000; step++) run.step(0.02);
    expect(run.steps).toBe(60_000);
    expect(valueError(process, run.temporalDifference, truth)).toBeLessThan(first / 3);
    expect(valueError(process, run.monteCarlo, truth)).toBeLessThan(first / 2);
  });

  it('by Monte Carlo knows nothing before the first episode ends, by TD(0) it does', () => {
    const costly = { ...FIRST_WORLD, stepReward: -0.1 };
    const run = new PredictionRun(gridProcess(costly), policy, costly.start, GAMMA, random('waits'));
    for (let step = 0; step < 5; step++) run.step(0.1);
    expect(run.episodes).toBe(0);
    expect(run.monteCarlo.every((value) => value === 0)).toBe(true);
    expect(run.temporalDifference.some((value) => value < 0)).toBe(true);
  });

  it('measures the error where somebody acts', () => {
    const corridor = gridProcess(drawnWorld(['S.G']));
    expect(valueError(corridor, [0, 0, 50], [3, 4, 0])).toBeCloseTo(Math.sqrt(12.5), 12);
  });
});

describe('a learned table', () => {
  it('gives shares for chances and means for rewards', () => {
    const model = new TableModel({ states: 3, actions: 2 });
    const seen = { state: 0, action: 1, ends: false };
    for (const [next, reward] of [
      [1, 2],
      [1, 4],
      [2, 0],
      [1, 6],
    ] as const)
      model.learn({ ...seen, next, reward });
    expect(model.outcomes(0, 1)).toEqual([
      { probability: 0.75, next: 1, reward: 4, ends: false },
      { probability: 0.25, next: 2, reward: 0, ends: false },
    ]);
    expect(model.outcomes(0, 0)).toEqual([]);
    expect(model.tried).toHaveLength(1);
  });

  it('forgets what lies further back than its memory', () => {
    const model = new TableModel({ states: 3, actions: 1 }, 2);
    const step = { state: 0, action: 0, ends: false };
    model.learn({ ...step, next: 1, reward: 8 });
    expect(model.outcomes(0, 0)).toEqual([{ probability: 1, next: 1, reward: 8, ends: false }]);
    model.learn({ ...step, next: 2, reward: 1 });
    model.learn({ ...step, next: 1, reward: 4 });
    expect(model.outcomes(0, 0)).toEqual([
      { probability: 0.5, next: 1, reward: 4, ends: false },
      { probability: 0.5, next: 2, reward: 1, ends: false },
    ]);
    model.learn({ ...step, next: 1, reward: 6 });
    expect(model.outcomes(0, 0)).toEqual([{ probability: 1, next: 1, reward: 5, ends: false }]);
  });

  it('imagines only where it has been', () => {
    const model = new TableModel({ states: 3, actions: 2 });
    expect(model.imagine(random('nothing'))).toBeNull();
    const only = { state: 2, action: 1, reward: 5, next: 0, ends: true };
    model.learn(only);
    expect(model.imagine(random('one'))).toEqual(only);
  });

  it('planned on until nothing changes is as good as the world, once everything was tried often', () => {
    const process = gridProcess(FIRST_WORLD);
    const model = new TableModel(process);
    const stream = random('everywhere');
    for (let state = 0; state < process.states; state++)
      if (canAct(process, state))
        for (let action = 0; action < 4; action++)
          for (let again = 0; again < 2000; again++) model.learn(experienced(process, state, action, stream));
    const q = noValues(process);
    for (let sweep = 0; sweep < 200; sweep++) planningSweep(q, model, GAMMA);
    const values = q.map((row) => Math.max(...row));
    expect(valueError(process, values, bestValues(FIRST_WORLD))).toBeLessThan(0.02);
  });

  it('lets Dyna spread one reward without a further step of the world', () => {
    const model = new TableModel({ states: 3, actions: 1 });
    for (let state = 0; state < 3; state++)
      model.learn({ state, action: 0, reward: state === 2 ? 1 : 0, next: state + 1, ends: state === 2 });
    const q = noValues({ states: 3, actions: 1 });
    expect(dyna(q, model, 100, 0.5, 0.5, random('dyna'))).toBe(100);
    expect(q[0]?.[0]).toBeCloseTo(0.25, 2);
    expect(dyna(q, new TableModel({ states: 3, actions: 1 }), 5, 0.5, 0.5, random('none'))).toBe(0);
  });
});

const settings = (method: AgentSettings['method']): AgentSettings => ({
  method,
  epsilon: 0.1,
  learningRate: 0.3,
  gamma: GAMMA,
  imaginedSteps: 10,
  memory: Infinity,
});

describe('an agent', () => {
  it('counts its steps, and what each method computes for them', () => {
    const process = gridProcess(FIRST_WORLD);
    const counts = (['qLearning', 'dyna', 'planning'] as const).map((method) => {
      const agent = new TabularAgent(process, FIRST_WORLD.start, settings(method), random(method));
      for (let step = 0; step < 50; step++) agent.step(process);
      expect(agent.steps).toBe(50);
      return agent.updates;
    });
    expect(counts[0]).toBe(50);
    expect(counts[1]).toBe(550);
    expect(counts[2]).toBeGreaterThan(550);
  });

  it('that stands where a wall is put begins again', () => {
    const process = gridProcess(FIRST_WORLD);
    const agent = new TabularAgent(process, FIRST_WORLD.start, settings('qLearning'), random('walled'));
    while (agent.state === FIRST_WORLD.start) agent.step(process);
    const walled = gridProcess(painted(FIRST_WORLD, agent.state, 'wall'));
    expect(agent.step(walled).state).toBe(FIRST_WORLD.start);
  });
});

describe('the race', () => {
  const course = { world: RACE_WORLD, later: null, changeAt: 0, steps: 2000, every: 50 };
  const raced = (over: Partial<RaceCourse>, learner: AgentSettings) =>
    meanCurve([1, 2, 3].map((seed) => raceCurve({ ...course, ...over }, learner, seed)));
  const [free, dreaming, planned] = METHODS.map((method) => raced({}, settings(method)));
  const best = bestValues(RACE_WORLD)[RACE_WORLD.start] ?? 0;
  const firstAbove = (curve: typeof free, part: number) =>
    curve?.steps[curve.worth.findIndex((worth) => worth > part * best)] ?? Infinity;

  it('takes both models fewer steps than Q-learning, and nobody beats Bellman', () => {
    expect(firstAbove(dreaming, 0.8)).toBeLessThan(firstAbove(free, 0.8));
    expect(firstAbove(planned, 0.8)).toBeLessThan(firstAbove(free, 0.8));
    for (const curve of [free, dreaming, planned])
      expect(Math.max(...(curve?.worth ?? []))).toBeLessThanOrEqual(best + 1e-9);
  });

  it('counts what each computed', () => {
    expect(free?.updates.at(-1)).toBe(2000);
    expect(dreaming?.updates.at(-1)).toBe(2000 * 11);
  });

  it('is judged in the world as it is, and a table that forgets finds the new gap where one that counts all does not', () => {
    const moving = { later: BLOCKED_WORLD, changeAt: 1000, steps: 3000 };
    const slow = raced(moving, settings('planning'));
    // 19 looks at up to 950 steps; the 20th is at the moment of the change.
    expect(slow.worth.slice(0, 19)).toEqual(planned?.worth.slice(0, 19));
    expect(slow.worth[18]).toBeGreaterThan(0.9 * best);
    expect(slow.worth[20]).toBeLessThan(0.1);
    expect(slow.worth.at(-1)).toBeLessThan(0.1);
    const quick = raced(moving, { ...settings('planning'), memory: 1 });
    expect(quick.worth.at(-1)).toBeGreaterThan(0.3);
  });
});
