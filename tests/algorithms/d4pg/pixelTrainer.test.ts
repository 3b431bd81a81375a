import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { expectRecipesToReplay } from '../recipeClaims.ts';
import {
  expectShownScore,
  expectStopsChangeNothing,
  recordsAfter,
  watchRun,
  type WatchedRun,
} from '../watchedRun.ts';
import { pullAll, recordsOf } from '../world-models/tinyRun.ts';
import { d4pgContext, TINY_PIXELS, tinyD4pg } from './tinyD4pg.ts';

/** Updates after which to look: amid the seeds, amid training steps, amid episodes, near the end. */
const LOOKS = [2, 13, 29, 47];

const root = mkdtempSync(join(tmpdir(), 'd4pg-pixels-'));
const config = tinyD4pg(TINY_PIXELS);
const watched = { algorithm: 'd4pg', root, context: (folder: string) => d4pgContext(folder, config) };
let run: WatchedRun;

beforeAll(async () => {
  run = await watchRun(watched, ({ length }) => (LOOKS.includes(length) ? `update ${length}` : null));
}, 120_000);

afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('the D4PG trainer from pictures', () => {
  it('plays, trains, evaluates and ends with a result, and its checkpoint holds the encoder with the critic', () => {
    const phases = run.updates.flatMap((update) =>
      update.kind === 'progress' ? [update.progress.phase] : [],
    );
    expect([...new Set(phases)]).toEqual(['seed', 'train', 'evaluate']);
    expect(run.updates.at(-1)).toMatchObject({ kind: 'result', result: { scoreEpisodes: 2 } });
    for (const place of ['agent', 'target'])
      expect(run.final.arrays[`${place}/encoder/convolution1/kernel`]?.shape).toEqual([3, 3, 2, 4]);
  });

  it('teaches its encoder, and copies it where the targets are renewed', () => {
    const steps = [...run.moments.map(({ checkpoint }) => checkpoint), run.final].map(
      ({ header, arrays }) => {
        const { critic = NaN } = header['optimizers'] as { readonly critic?: number };
        const bytes = (place: string) =>
          [...(arrays[`${place}/encoder/convolution2/kernel`]?.data ?? [])].join();
        expect(bytes('agent') === bytes('target'), `after ${critic} training steps`).toBe(critic % 7 === 0);
        return critic;
      },
    );
    expect(steps.some((count) => count % 7 !== 0)).toBe(true);
  });

  it('keeps recipes whose replay gives the recorded return', async () => {
    await expectRecipesToReplay(run.updates);
  });

  it('leaves no tensor behind', () => {
    expect(run.tensorsLeft).toBe(0);
  });

  it('can be stopped at any moment, and then does the same to the last bit', async () => {
    expect(run.moments).toHaveLength(LOOKS.length);
    await expectStopsChangeNothing(watched, run);
  }, 120_000);

  it('goes on as well where all that it had seen is lost', async () => {
    const moment = run.moments.at(-1);
    if (moment === undefined) throw new Error('no checkpoint was kept');
    const trainer = await createTrainer('d4pg', watched.context(join(root, 'lost')));
    await trainer.restore(structuredClone(moment.checkpoint));
    const rest = recordsOf(await pullAll(trainer));
    await trainer.dispose();
    // First it says that it computes what was lost.
    expect(rest.slice(1)).toEqual(recordsAfter(run, moment));
  }, 60_000);

  it('evaluates a checkpoint to the very score that the run showed', async () => {
    await expectShownScore(watched, run);
  });

  it('is another checkpoint than one from numbers', async () => {
    const numbers = await createTrainer('d4pg', d4pgContext(join(root, 'numbers'), tinyD4pg()));
    await expect(numbers.restore(run.final)).rejects.toMatchObject({ code: 'checkpoint.mismatch' });
    await numbers.dispose();
  });
});
