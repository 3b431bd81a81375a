import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EpisodeReplay } from '../../../src-main/acting/episodeReplay.ts';
import { Transitions } from '../../../src-main/algorithms/d4pg/transitions.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { disposeAll } from '../../../src-main/numerics/tidy.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const GAMMA = 0.5;
const STEPS = 3;

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
    observed: 2,
    acted: 1,
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
