/** DQN learns to balance a pole from numbers within a minute, by its preset: `npm run test:slow -- dqnLearns`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { resolveConfig } from '../../shared/config.ts';
import { createTrainer } from '../../src-main/algorithms/registry.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';

/** Of 1,000; who knows nothing comes to 300. */
const BALANCED = 800;

it('DQN balances a pole after 32,000 frames', async () => {
  await initialiseBackend({ threads: 1 });
  const folder = mkdtempSync(join(tmpdir(), 'dqn-learns-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const environment = 'dmc/cartpole-balance';
  const config = resolveConfig('dqn', environment, 'laptop-state', {
    schedule: { environmentSteps: 32_000, evaluateEvery: 16_000, evaluateEpisodes: 1 },
    evaluate: { episodes: 4, epsilon: 0 },
    compute: { threads: 1 },
  });
  const clock = () => performance.now() / 1000;
  const trainer = await createTrainer('dqn', {
    environment,
    config,
    folder,
    wallSecondsBefore: 0,
    clock,
    workers: 0,
  });
  let score = NaN;
  for await (const update of trainer.train()) if (update.kind === 'result') score = update.result.score;
  await trainer.dispose();
  expect(score).toBeGreaterThan(BALANCED);
}, 300_000);
