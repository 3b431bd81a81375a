import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { expectRecipesToReplay } from '../recipeClaims.ts';
import { d4pgContext, tinyD4pg } from './tinyD4pg.ts';
import {
  expectShownScore,
  expectStopsChangeNothing,
  watchRun,
  type Moment,
  type WatchedRun,
} from '../watchedRun.ts';

/** Updates after which to look: amid the seeds, amid training steps, amid episodes, near the end. */
const LOOKS = [3, 53, 90, 139, 197];

const root = mkdtempSync(join(tmpdir(), 'd4pg-'));
const watched = { algorithm: 'd4pg', root, context: (folder: string) => d4pgContext(folder) };
let run: WatchedRun;
let updates: readonly TrainingUpdate[] = [];
let moments: readonly Moment[] = [];
let final: Checkpoint;

beforeAll(async () => {
  run = await watchRun(watched, ({ length }) => (LOOKS.includes(length) ? `update ${length}` : null));
  ({ updates, moments, final } = run);
}, 120_000);

afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('the D4PG trainer', () => {
  it('plays a seed episode, trains, evaluates and ends with a result', () => {
    const phases = updates.flatMap((update) => (update.kind === 'progress' ? [update.progress.phase] : []));
    expect([...new Set(phases)]).toEqual(['seed', 'train', 'evaluate']);
    const last = updates.at(-1);
    expect(last?.kind === 'result' && last.result.scoreEpisodes).toBe(3);
    const names = updates.flatMap((update) => (update.kind === 'metrics' ? Object.keys(update.values) : []));
    expect(new Set(names)).toEqual(
      new Set([
        ...['seed/return', 'seed/length', 'train/return', 'train/length'],
        ...['critic/loss', 'critic/value', 'critic/gradientNorm', 'policy/loss', 'policy/gradientNorm'],
        ...['evaluation/return', 'evaluation/deviation', 'evaluation/best', 'evaluation/randomReturn'],
      ]),
    );
  });

  it('makes so many training steps that each transition is used as often as was asked', () => {
    const { axis } = updates.findLast((update) => update.kind === 'metrics') ?? {};
    // 7 of 112 episodes of 63 steps are the whole run; a seed episode is followed by none.
    const episodes = updates.filter(
      (update) => update.kind === 'episode' && update.episode.purpose === 'training',
    ).length;
    expect(axis?.gradientSteps).toBe(episodes * Math.round((63 * 4) / 16));
  });

  it('renews its targets when they are due, and not before', () => {
    const steps = moments.map(({ checkpoint }) => {
      const { header, arrays } = checkpoint;
      const { critic = NaN } = header['optimizers'] as { readonly critic?: number };
      const same = ['critic', 'policy'].map((network) => {
        const path = `${network}/first/kernel`;
        const bytes = (place: string) => [...(arrays[`${place}/${path}`]?.data ?? [])].join();
        return bytes('agent') === bytes('target');
      });
      expect(same, `after ${critic} training steps`).toEqual([critic % 7 === 0, critic % 7 === 0]);
      return critic;
    });
    expect(steps.some((count) => count % 7 !== 0)).toBe(true);
  });

  it('keeps recipes whose replay gives the recorded return', async () => {
    await expectRecipesToReplay(updates);
  });

  it('leaves no tensor behind', () => {
    expect(run.tensorsLeft).toBe(0);
  });

  it('can be stopped at any moment, and then does the same to the last bit', async () => {
    expect(moments).toHaveLength(LOOKS.length);
    await expectStopsChangeNothing(watched, run);
  }, 120_000);

  it('evaluates a checkpoint to the very score that the run showed', async () => {
    await expectShownScore(watched, run);
  });

  it('refuses a checkpoint of another algorithm or another architecture', async () => {
    const config = tinyD4pg({ critic: { units: 9 } });
    const other = await createTrainer('d4pg', d4pgContext(join(root, 'narrow'), config));
    await expect(other.restore(final)).rejects.toMatchObject({ code: 'checkpoint.mismatch' });
    await expect(other.restore({ ...final, algorithm: 'dreamer' })).rejects.toMatchObject({
      code: 'checkpoint.mismatch',
    });
    await other.dispose();
  });

  it.each([
    ['take-cover', {}, 'environment.unknown'],
    ['car-racing', { environment: { observation: 'state' } }, 'config.picturesOnly'],
    ['dmc/walker-walk', { critic: { lowestReturn: 5, highestReturn: 5 } }, 'config.noRange'],
  ])('refuses %s with %j before anything starts', (task, overrides, code) => {
    expect(() => tinyD4pg(overrides, task)).toThrow(expect.objectContaining({ code }));
  });
});
