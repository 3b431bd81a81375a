/** Dreamer on images of five bits: their noise comes from the run's own streams, so that a stop changes nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { mergeConfigs, type DeepPartialConfig } from '../../../shared/configFields.ts';
import type { TrainingUpdate } from '../../../shared/run.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { expectStopsChangeNothing, watchRun } from '../watchedRun.ts';
import { dreamerContext, tinyDreamer } from './tinyDreamer.ts';

const root = mkdtempSync(join(tmpdir(), 'image-bits-'));
afterAll(() => rmSync(root, { recursive: true }));

const PIXELS: DeepPartialConfig = {
  environment: { observation: 'pixels' },
  schedule: {
    environmentSteps: 1600,
    seedEpisodes: 1,
    pretrainSteps: 1,
    trainSteps: 1,
    evaluateEvery: 1600,
    evaluateEpisodes: 1,
  },
  evaluate: { episodes: 1 },
};
const FIVE_BITS = mergeConfigs(PIXELS, { model: { imageBits: 5 } });

const lossesOf = (updates: readonly TrainingUpdate[]) =>
  updates.flatMap((update) => (update.kind === 'metrics' ? (update.values['model/observation'] ?? []) : []));

it('can be stopped amid training, and learns something else than on whole images', async () => {
  const trainer = {
    algorithm: 'dreamer',
    root,
    context: (folder: string) => dreamerContext(folder, tinyDreamer(FIVE_BITS)),
  };
  const run = await watchRun(trainer, (updates) =>
    updates.at(-1)?.kind === 'metrics' && lossesOf(updates).length === 1 ? 'trained' : null,
  );
  expect(run.moments.map(({ name }) => name)).toContain('trained');
  expect(run.tensorsLeft).toBe(0);
  await expectStopsChangeNothing(trainer, { ...run, moments: run.moments.slice(0, 1) });

  const whole = await createTrainer('dreamer', dreamerContext(join(root, 'bits-8'), tinyDreamer(PIXELS)));
  const updates: TrainingUpdate[] = [];
  for await (const update of whole.train()) {
    updates.push(update);
    if (lossesOf(updates).length > 0) break;
  }
  await whole.dispose();
  expect(lossesOf(updates)[0]).toBeGreaterThan(0);
  expect(lossesOf(run.updates)[0]).not.toBe(lossesOf(updates)[0]);
}, 240_000);
