import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EpisodeReplay } from '../../../src-main/acting/episodeReplay.ts';
import { recordedFrames, recordedNumbers } from '../../../src-main/acting/recordedSight.ts';
import { Transitions } from '../../../src-main/algorithms/d4pg/transitions.ts';
import type { EnvironmentSpec } from '../../../src-main/environments/environment.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const GAMMA = 0.5;
const STEPS = 3;

const BOX = { kind: 'box', dtype: 'float64', low: -1, high: 1 } as const;
const SPEC: EnvironmentSpec = {
  id: 'test',
  version: 1,
  observations: { numbers: { ...BOX, shape: [2] } },
  actions: { ...BOX, shape: [1] },
  stepSeconds: 1,
  actionRepeat: 1,
  maxEpisodeSteps: 10,
  rewardRange: [0, 1],
};

/** Observations tell episode and moment, actions and rewards the step. */
function openTransitions(capacity = 1000) {
  const folder = mkdtempSync(join(tmpdir(), 'transitions-'));
  const replay = new EpisodeReplay({ folder, observationBytes: 8, actionSize: 1, capacityBytes: 1e6 });
  onTestFinished(() => {
    replay.close();
    rmSync(folder, { recursive: true });
  });
  const play = (length: number, terminated: boolean) => {
    const episode = replay.episodes.length;
    const numbers = Array.from({ length: length + 1 }, (_, moment) => [episode, moment]).flat();
    replay.append({
      seed: episode,
      observations: new Uint8Array(Float32Array.from(numbers).buffer),
      actions: Float64Array.from({ length }, (_, step) => step),
      rewards: Float64Array.from({ length }, (_, step) => step + 1),
      terminated,
    });
  };
  const transitions = new Transitions({
    replay,
    sight: recordedNumbers(SPEC),
    acted: 1,
    shift: 0,
    steps: STEPS,
    discount: GAMMA,
    capacity,
    toModel: (value) => value / 100,
  });
  const drawn = (count: number) => {
    const batch = transitions.sample(count, RandomStream.named(1, 'test'));
    const [actions, rewards, discounts] = [batch.actions, batch.rewards, batch.discounts].map((tensor) =>
      tensor.dataSync(),
    );
    const after = batch.after.arraySync() as [number, number][];
    const rows = (batch.before.arraySync() as [number, number][]).map(([episode, moment], row) => ({
      episode,
      moment,
      after: after[row],
      action: actions?.[row],
      reward: rewards?.[row],
      discount: discounts?.[row],
    }));
    disposeAll(batch);
    return rows;
  };
  return { play, transitions, drawn };
}

const rowOf = (
  rows: ReturnType<ReturnType<typeof openTransitions>['drawn']>,
  episode: number,
  moment: number,
) => rows.find((row) => row.episode === episode && row.moment === moment);

describe('n-step transitions', () => {
  it('add up discounted rewards, and look n steps ahead', () => {
    const { play, drawn } = openTransitions();
    play(6, false);
    const row = rowOf(drawn(200), 0, 1);
    // Rewards 2, 3, 4.
    expect(row).toMatchObject({
      after: [0, 4],
      reward: 2 + 3 * GAMMA + 4 * GAMMA * GAMMA,
      discount: GAMMA ** 3,
    });
    expect(row?.action).toBeCloseTo(0.01, 6);
  });

  it('are shorter at an episode’s end, and worth nothing further only where it terminated', () => {
    const { play, drawn } = openTransitions();
    play(6, false);
    play(6, true);
    const rows = drawn(600);
    expect(rowOf(rows, 0, 4)).toMatchObject({ after: [0, 6], reward: 5 + 6 * GAMMA, discount: GAMMA ** 2 });
    expect(rowOf(rows, 1, 4)).toMatchObject({ after: [1, 6], reward: 5 + 6 * GAMMA, discount: 0 });
    // Termination inside the n steps, and just before it.
    expect(rowOf(rows, 1, 3)?.discount).toBe(0);
    expect(rowOf(rows, 1, 2)?.discount).toBe(GAMMA ** 3);
  });

  it('are drawn each as often as any other, whatever its episode’s length', () => {
    const { play, drawn } = openTransitions();
    play(2, true);
    play(8, true);
    const rows = drawn(20_000);
    const counts = new Map<string, number>();
    for (const { episode, moment } of rows) {
      const key = `${episode}/${moment}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(10);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('give way with their episode, the oldest first, and come back with what is played', () => {
    const { play, drawn, transitions } = openTransitions(10);
    play(6, true);
    play(6, true);
    expect(new Set(drawn(200).map(({ episode }) => episode))).toEqual(new Set([1]));
    expect(transitions.count).toBe(6);
    play(4, true);
    expect(new Set(drawn(200).map(({ episode }) => episode))).toEqual(new Set([1, 2]));
    transitions.forget();
    expect(new Set(drawn(200).map(({ episode }) => episode))).toEqual(new Set([1, 2]));
  });
});

describe('n-step transitions out of pictures', () => {
  const pixels = { ...BOX, shape: [64, 64, 3], dtype: 'uint8', low: 0, high: 255 } as const;
  const sight = recordedFrames({ ...SPEC, observations: { image: pixels } }, 3);

  /** Grey frames whose columns tell the moment: 10 times it, and as many more as the column's number. */
  function openFrames(shift: number) {
    const folder = mkdtempSync(join(tmpdir(), 'frames-'));
    const replay = new EpisodeReplay({ folder, observationBytes: 4096, actionSize: 1, capacityBytes: 1e8 });
    onTestFinished(() => {
      replay.close();
      rmSync(folder, { recursive: true });
    });
    const length = 6;
    const observations = Uint8Array.from(
      { length: (length + 1) * 4096 },
      (_, at) => 10 * Math.floor(at / 4096) + (at % 64),
    );
    const [actions, rewards] = [new Float64Array(length), new Float64Array(length).fill(1)];
    replay.append({ seed: 0, observations, actions, rewards, terminated: true });
    const toModel = (value: number) => value;
    const options = { replay, sight, acted: 1, shift, steps: STEPS, discount: GAMMA, capacity: 100, toModel };
    const transitions = new Transitions(options);
    return (rows: number) => {
      const batch = transitions.sample(rows, RandomStream.named(1, 'test'));
      const bytes = (tensor: typeof batch.before) =>
        (tensor.mul(255).round().arraySync() as number[][][][]).map((image) => {
          // Shifts are of columns here: every line but the border's is alike.
          expect(image[20]).toEqual(image[40]);
          return image[30] ?? [];
        });
      const drawn = tidy(() => ({ before: bytes(batch.before), after: bytes(batch.after) }));
      disposeAll(batch);
      return drawn;
    };
  }

  it('stack the last frames, and those of n steps later', () => {
    const { before, after } = openFrames(0)(60);
    const stacks = before.map((line, row) => [line[0], after[row]?.[0]]);
    expect(stacks).toContainEqual([
      [0, 0, 0],
      [10, 20, 30],
    ]);
    expect(stacks).toContainEqual([
      [20, 30, 40],
      [40, 50, 60],
    ]);
  });

  it('are moved each by itself, all frames of a stack alike, and the same whenever the same is drawn', () => {
    const draw = openFrames(4);
    const { before, after } = draw(60);
    /** Columns by which a stack was moved, as each of its frames tells it. */
    const movedBy = (line: readonly number[][]): number => {
      const steps = [0, 1, 2].map(
        (place) => (line[30]?.[place] ?? NaN) - 30 - 10 * Math.round(((line[30]?.[place] ?? NaN) - 30) / 10),
      );
      expect(new Set(steps).size).toBe(1);
      return -(steps[0] ?? NaN);
    };
    const shifts = before.map((line, row) => [movedBy(line), movedBy(after[row] ?? [])]);
    expect(new Set(shifts.flat())).toEqual(new Set([-4, -3, -2, -1, 0, 1, 2, 3, 4]));
    expect(shifts.some(([one, other]) => one !== other)).toBe(true);
    expect(draw(60)).toEqual({ before, after });
  });
});
