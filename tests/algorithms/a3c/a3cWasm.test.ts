/** A3C without TensorFlow: the same figures on the wasm backend, and workers that train on it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { pullAll } from '../world-models/tinyRun.ts';
import { describeA3cFigures } from './a3cFigures.ts';
import { a3cContext, tinyA3c } from './tinyA3c.ts';

beforeAll(async () => {
  await initialiseBackend({ backend: 'wasm' });
});

describeA3cFigures();

it('trains in threads on the backend that its own thread has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'a3c-wasm-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const schedule = { environmentSteps: 500, evaluateEvery: 500, evaluateEpisodes: 1 };
  const trainer = await createTrainer(
    'a3c',
    a3cContext(folder, tinyA3c({ schedule, evaluate: { episodes: 1 } })),
  );
  const last = (await pullAll(trainer)).at(-1);
  await trainer.dispose();
  expect(last?.kind).toBe('result');
}, 120_000);
