import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ChoiceTable } from '../../../src-main/acting/choiceTable.ts';
import { EpisodeReplay } from '../../../src-main/acting/episodeReplay.ts';
import { FRAME_SIZE } from '../../../src-main/acting/greyFrames.ts';
import { shapedReward } from '../../../src-main/algorithms/dqn/learner.ts';
import { dqnLoss } from '../../../src-main/algorithms/dqn/losses.ts';
import { dqnObservation } from '../../../src-main/algorithms/dqn/observation.ts';
import { qForward, qParameters, qShape } from '../../../src-main/algorithms/dqn/qNetwork.ts';
import { Priorities } from '../../../src-main/algorithms/dqn/priorities.ts';
import { Transitions } from '../../../src-main/algorithms/dqn/transitions.ts';
import type { EnvironmentSpec } from '../../../src-main/environments/environment.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { Adam } from '../../../src-main/numerics/optimizers.ts';
import { ParameterSet } from '../../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';
import { DQN_SCHEMA, type DqnConfig } from '../../../shared/algorithms/dqn/config.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const PIXELS = FRAME_SIZE * FRAME_SIZE;
const BOX = { kind: 'box', dtype: 'float64', low: -Infinity, high: Infinity } as const;

function specOf(kind: 'pixels' | 'state', choices: number): EnvironmentSpec {
  return {
    id: 'take-cover',
    version: 1,
    observations:
      kind === 'pixels'
        ? { image: { ...BOX, shape: [64, 64, 3], dtype: 'uint8', low: 0, high: 255 } }
        : { position: { ...BOX, shape: [2] } },
    actions: { kind: 'discrete', count: choices },
    stepSeconds: 1,
    actionRepeat: 1,
    maxEpisodeSteps: 100,
    rewardRange: [-10, 10],
  };
}

interface Options {
  readonly kind: 'pixels' | 'state';
  readonly gamma?: number;
  readonly steps?: number;
  readonly capacity?: number;
  readonly cacheBytes?: number;
  readonly choices?: number;
  /** Frames then have columns that are told apart, in place of one grey each. */
  readonly shift?: number;
}

/** What is seen tells episode and moment: numbers, or frames of one grey each. */
function open(options: Options) {
  const { kind, gamma = 0.5, steps = 1, capacity = 1000, cacheBytes = 1e8, choices = 3, shift } = options;
  const folder = mkdtempSync(join(tmpdir(), 'dqn-transitions-'));
  const config: DqnConfig = DQN_SCHEMA.parse({ environment: { observation: kind } });
  const spec = specOf(kind, choices);
  const observation = dqnObservation(config, spec);
  const { bytes } = observation.layout;
  const replay = new EpisodeReplay({
    folder,
    observationBytes: bytes,
    actionSize: 1,
    capacityBytes: cacheBytes,
  });
  onTestFinished(() => {
    replay.close();
    rmSync(folder, { recursive: true });
  });
  const play = (length: number, terminated: boolean, reward = (step: number) => step + 1) => {
    const episode = replay.episodes.length;
    const moments = Array.from({ length: length + 1 }, (_, moment) =>
      kind === 'pixels'
        ? new Uint8Array(PIXELS)
            .fill(100 * episode + moment)
            .map((grey, pixel) => (shift === undefined ? grey : 2 * (pixel % FRAME_SIZE)))
        : new Uint8Array(Float32Array.of(episode, moment).buffer),
    );
    replay.append({
      seed: episode,
      observations: Uint8Array.from(moments.flatMap((moment) => [...moment])),
      actions: Float64Array.from({ length }, (_, step) => step % choices),
      rewards: Float64Array.from({ length }, (_, step) => reward(step)),
      terminated,
    });
  };
  const table = new ChoiceTable(spec, 'own');
  const drawBy = (priorities: Priorities | null) =>
    new Transitions({
      replay,
      observation,
      shift: shift ?? 0,
      table,
      steps,
      discount: gamma,
      capacity,
      shapeReward: (reward) => reward,
      priorities,
    });
  return { play, transitions: drawBy(null), drawBy, observation, table, config, replay };
}

/** The greys of a stack at its first pixel, as episode times 100 and moment; all pixels are alike. */
function drawnStacks(transitions: Transitions, rows: number) {
  const { batch, numbers } = transitions.sample(rows, RandomStream.named(1, 'test'), 1);
  const greys = (tensor: typeof batch.before) => {
    const flat = tensor.dataSync();
    const size = flat.length / rows;
    return Array.from({ length: rows }, (_, row) => {
      const stack = [...flat.subarray(row * size, (row + 1) * size)].map((value) => Math.round(255 * value));
      for (let place = 0; place < 4; place++)
        expect(new Set(stack.filter((_, at) => at % 4 === place)).size).toBe(1);
      return stack.slice(0, 4);
    });
  };
  const [before, after] = [greys(batch.before), greys(batch.after)];
  const choices = [...(batch.choices.argMax(1).dataSync() as Int32Array)];
  const discounts = [...batch.discounts.dataSync()];
  disposeAll(batch);
  return numbers.map((number, row) => ({
    number,
    before: before[row],
    after: after[row],
    choice: choices[row],
    discount: discounts[row],
  }));
}

describe('transitions out of pictures', () => {
  it('stack four frames, repeat an episode’s first, and never reach into another episode', () => {
    const { play, transitions } = open({ kind: 'pixels' });
    play(6, false);
    play(5, true);
    const rows = drawnStacks(transitions, 120);
    const of = (number: number) => rows.find((row) => row.number === number);
    expect(of(0)).toMatchObject({ before: [0, 0, 0, 0], after: [0, 0, 0, 1], choice: 0 });
    expect(of(2)).toMatchObject({ before: [0, 0, 1, 2], after: [0, 1, 2, 3], choice: 2 });
    // A time limit is followed by what would have come: the value there counts.
    expect(of(5)).toMatchObject({ before: [2, 3, 4, 5], after: [3, 4, 5, 6], choice: 2, discount: 0.5 });
    expect(of(6)).toMatchObject({ before: [100, 100, 100, 100], after: [100, 100, 100, 101], choice: 0 });
    expect(of(10)).toMatchObject({ before: [101, 102, 103, 104], discount: 0 });
    expect(new Set(rows.map(({ number }) => number)).size).toBe(11);
  });

  it('look several steps ahead in one stroke', () => {
    const { play, transitions } = open({ kind: 'pixels', steps: 3 });
    play(7, true);
    const rows = drawnStacks(transitions, 60);
    const of = (number: number) => rows.find((row) => row.number === number);
    expect(of(1)).toMatchObject({ before: [0, 0, 0, 1], after: [1, 2, 3, 4], discount: 0.125 });
    expect(of(5)).toMatchObject({ after: [4, 5, 6, 7], discount: 0 });
  });

  it('are moved at random where that is asked for, and drawn as without', () => {
    const drawn = [0, 2].map((shift) => {
      const { play, transitions } = open({ kind: 'pixels', shift });
      play(6, false);
      const { batch, numbers } = transitions.sample(40, RandomStream.named(1, 'test'), 1);
      /** What the thirtieth column shows of each stack's four frames. */
      const columns = tidy(() =>
        [batch.before, batch.after].map((stacks) => [
          ...stacks
            .slice([0, 30, 30, 0], [-1, 1, 1, -1])
            .mul(255 / 2)
            .round()
            .dataSync(),
        ]),
      );
      disposeAll(batch);
      return { numbers, columns };
    });
    const [still, moved] = drawn;
    expect(moved?.numbers).toEqual(still?.numbers);
    expect(new Set(still?.columns.flat())).toEqual(new Set([30]));
    for (const columns of moved?.columns ?? []) {
      expect(new Set(columns)).toEqual(new Set([28, 29, 30, 31, 32]));
      // All frames of a stack alike.
      columns.forEach((column, at) => {
        expect(column).toBe(columns[at - (at % 4)]);
      });
    }
    expect(moved?.columns[0]).not.toEqual(moved?.columns[1]);
  });

  it('are no more once the disk has let their frames go', () => {
    // Room for one episode of six frames, and a little.
    const { play, transitions, replay } = open({ kind: 'pixels', cacheBytes: 8 * PIXELS });
    play(5, false);
    expect(new Set(drawnStacks(transitions, 40).map(({ number }) => number >= 5))).toEqual(new Set([false]));
    play(5, false);
    expect(replay.oldest).toBe(1);
    expect(new Set(drawnStacks(transitions, 40).map(({ number }) => number >= 5))).toEqual(new Set([true]));
    expect(transitions.count).toBe(5);
  });
});

describe('transitions out of numbers', () => {
  it('add up discounted rewards', () => {
    const { play, transitions } = open({ kind: 'state', steps: 3 });
    play(6, false);
    const { batch, numbers } = transitions.sample(60, RandomStream.named(1, 'test'), 1);
    const row = numbers.indexOf(1);
    expect(batch.rewards.dataSync()[row]).toBe(2 + 3 / 2 + 4 / 4);
    expect((batch.before.arraySync() as number[][])[row]).toEqual([0, 1]);
    expect((batch.after.arraySync() as number[][])[row]).toEqual([0, 4]);
    expect(new Set(batch.weights.dataSync())).toEqual(new Set([1]));
    disposeAll(batch);
  });

  it('give way with their episode, the oldest first', () => {
    const { play, transitions } = open({ kind: 'state', capacity: 10 });
    play(6, true);
    play(6, true);
    const { batch, numbers } = transitions.sample(50, RandomStream.named(1, 'test'), 1);
    expect(Math.min(...numbers)).toBe(6);
    disposeAll(batch);
  });
});

describe('transitions by priority', () => {
  it('are the same to who goes on from a checkpoint, also where another episode was played before any is drawn', () => {
    // Room for one episode; places in the tree of priorities repeat after sixteen.
    const capacity = 6;
    const { play, drawBy } = open({ kind: 'state', capacity });
    const made = () => new Priorities(capacity + 6, 0.6);
    const priorities = made();
    const transitions = drawBy(priorities);
    const random = () => RandomStream.named(1, 'test');
    const draw = (from: Transitions) => {
      const { batch, numbers } = from.sample(8, random(), 1);
      const weights = [...batch.weights.dataSync()];
      disposeAll(batch);
      return { numbers, weights };
    };
    for (let episode = 0; episode < 4; episode++) {
      play(6, true);
      const { numbers } = draw(transitions);
      priorities.learnt(
        numbers,
        numbers.map((number) => 0.1 + (number % 5)),
      );
    }
    const kept = structuredClone(transitions.savedPriorities());
    play(6, true);
    const again = made();
    const resumed = drawBy(again);
    again.restore(kept);
    resumed.forget();
    expect(draw(resumed)).toEqual(draw(transitions));
    expect(resumed.savedPriorities()).toEqual(transitions.savedPriorities());
  });
});

describe('a reward as it is learnt from', () => {
  it.each([
    [{ scale: 1, clip: 1 }, [3, -0.4, -7], [1, -0.4, -1]],
    [{ scale: 0.1, clip: 0 }, [30, -0.4, -7], [3, -0.04, -0.7]],
    [{ scale: 0.1, clip: 0.5 }, [30, -0.4, -7], [0.5, -0.04, -0.5]],
  ])('%j', (reward, earned, learnt) => {
    const found = earned.map((one) => shapedReward({ reward }, one));
    found.forEach((value, index) => {
      expect(value).toBeCloseTo(learnt[index] ?? NaN, 12);
    });
  });
});

it('two states of one choice, a reward of 1 each and the end after the second are worth 1.5 and 1', () => {
  const { play, transitions, observation, table, config } = open({ kind: 'state', choices: 1 });
  play(2, true, () => 1);
  const shape = qShape({ network: { ...config.network, units: 16, layers: 1 } }, observation, table.count);
  const random = RandomStream.named(0, 'test');
  const learning = new ParameterSet(qParameters(shape), random);
  const target = new ParameterSet(qParameters(shape), random);
  const adam = new Adam(learning);
  for (let step = 1; step <= 800; step++) {
    const { batch } = transitions.sample(8, random, 1);
    tidy(() => {
      adam.apply(dqnLoss({ learning, target }, shape, batch, false).gradients, 0.01);
    });
    disposeAll(batch);
    if (step % 20 === 0)
      for (const { name } of learning.specs) target.assign(name, learning.get(name).clone());
  }
  const states = tf.tensor2d([
    [0, 0],
    [0, 1],
  ]);
  const values = [...tidy(() => qForward(learning, shape, states).values).dataSync()];
  expect(Math.abs((values[0] ?? NaN) - 1.5)).toBeLessThan(0.02);
  expect(Math.abs((values[1] ?? NaN) - 1)).toBeLessThan(0.02);
  adam.dispose();
  learning.dispose();
  target.dispose();
});
