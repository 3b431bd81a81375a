/** What M may be fed and how it may be trained; each stopped and resumed amid M's training and C's search. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DeepPartialConfig } from '../../../shared/configFields.ts';
import { MixtureDensityRnn } from '../../../src-main/algorithms/world-models/mdnRnn.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { expectRecipesToReplay } from '../recipeClaims.ts';
import { expectStopsChangeNothing, watchRun, type WatchedRun } from '../watchedRun.ts';
import { tinyContext, tinyDreamConfig } from './tinyRun.ts';

const root = mkdtempSync(join(tmpdir(), 'memory-options-'));
afterAll(() => rmSync(root, { recursive: true }));

const SHORT: DeepPartialConfig = {
  vision: { maxBatches: 3 },
  controller: { generations: 2, evaluateRollouts: 2, evaluateEpisodes: 1 },
  evaluate: { episodes: 1 },
};

const CARRIED: DeepPartialConfig = { memory: { carriesState: true, sequenceLength: 5 } };

/** Stops after M's fifth batch and amid C's search. */
async function watched(name: string, options: DeepPartialConfig): Promise<WatchedRun> {
  const config = tinyDreamConfig({ ...SHORT, ...options });
  const trainer = {
    algorithm: 'world-models',
    root: join(root, name),
    context: (folder: string) => tinyContext(folder, config, 'take-cover'),
  };
  let seen = '';
  const run = await watchRun(trainer, (updates) => {
    const last = updates.at(-1);
    if (last?.kind !== 'progress') return null;
    const { phase, done } = last.progress;
    const moment = phase === 'memory' && done === 5 ? 'memory' : phase === 'controller' ? 'controller' : null;
    if (moment === null || seen.includes(moment)) return null;
    seen += moment;
    return moment;
  });
  expect(run.tensorsLeft).toBe(0);
  await expectStopsChangeNothing(trainer, run);
  return run;
}

describe('M', () => {
  it('reads C’s own output, from collecting to the dream', async () => {
    const { updates, moments, final } = await watched('raw', { memory: { actions: 'raw' } });
    expect(moments.map(({ name }) => name)).toEqual(['memory', 'controller']);
    const taken = (purpose: string) =>
      updates.flatMap((update) =>
        update.kind === 'episode' && update.episode.purpose === purpose
          ? (update.episode.recipe?.actions ?? []).flat()
          : [],
      );
    for (const purpose of ['collection', 'dream']) {
      const actions = taken(purpose);
      expect(actions.length).toBeGreaterThan(0);
      expect(actions.every((action) => action >= -1 && action <= 1)).toBe(true);
      expect(actions.some((action) => !Number.isInteger(action))).toBe(true);
    }
    // Still one number an action, so that M is the same size.
    expect(final.arrays['memory/lstm/kernel']?.shape).toEqual([8 + 1 + 1 + 12, 48]);
    // Dreams are played again by who has the model.
    await expectRecipesToReplay(
      updates.filter((update) => update.kind !== 'episode' || update.episode.purpose !== 'dream'),
    );
  }, 240_000);

  it('carries its state from batch to batch, and over a stop', async () => {
    const carried = await watched('carried', CARRIED);
    const stopped = carried.moments.find(({ name }) => name === 'memory')?.checkpoint;
    const state = stopped?.arrays['phase/carried/hidden'];
    expect(state?.shape).toEqual([2, 12]);
    expect(state?.data.some((value) => value !== 0)).toBe(true);
    // It is read, not only kept: from a state of zero M learns something else.
    const [moment] = carried.moments;
    if (moment === undefined) throw new Error('nobody looked');
    const forgetful = structuredClone(moment.checkpoint);
    for (const [name, { data }] of Object.entries(forgetful.arrays))
      if (name.startsWith('phase/carried/')) data.fill(0);
    const config = tinyDreamConfig({ ...SHORT, ...CARRIED });
    const trainer = await createTrainer('world-models', tinyContext(moment.folder, config, 'take-cover'));
    await trainer.restore(forgetful);
    for await (const update of trainer.train())
      if (update.kind === 'progress' && update.progress.phase === 'controller') break;
    const kernel = (await trainer.save()).arrays['memory/lstm/kernel'];
    await trainer.dispose();
    expect(kernel).not.toEqual(carried.final.arrays['memory/lstm/kernel']);
    expect(Object.keys(carried.final.arrays).some((name) => name.includes('carried'))).toBe(false);
  }, 240_000);

  it('left untrained stays as it was drawn, and C is evolved all the same', async () => {
    const { updates, final } = await watched('untrained', {
      memory: { trained: false },
      controller: { ...(SHORT['controller'] as DeepPartialConfig), covariance: 'diagonal' },
    });
    const drawn = new MixtureDensityRnn(
      {
        latentSize: 8,
        actionSize: 1,
        hiddenSize: 12,
        mixtures: 2,
        predictsReward: false,
        predictsDone: true,
        restartFlag: true,
      },
      RandomStream.named(7, 'memory/initial'),
    );
    for (const [name, array] of Object.entries(drawn.parameters.export('memory/')))
      expect(final.arrays[name]).toEqual(array);
    drawn.dispose();
    expect(updates.some((update) => update.kind === 'metrics' && 'memory/nll' in update.values)).toBe(false);
    expect(updates.at(-1)?.kind).toBe('result');
  }, 240_000);
});
