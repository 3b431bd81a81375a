/** An algorithm trains on a Gymnasium environment as on any other: exact resume, recipes that replay, the score again. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../shared/run.ts';
import { createTrainer, evaluateCheckpoint } from '../../src-main/algorithms/registry.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { claimTestPython } from '../support/claimTestPython.ts';
import { allowedConfig, prepareTestPython, TEST_PYTHON } from '../support/testPython.ts';
import { d4pgContext, tinyD4pg } from './d4pg/tinyD4pg.ts';
import { expectRecipesToReplay } from './recipeClaims.ts';
import { comparable, pullAll, recordsOf } from './world-models/tinyRun.ts';

/** Amid training steps. */
const STOP_AFTER = 40;

claimTestPython();

describe.skipIf(TEST_PYTHON === null)('D4PG on Pendulum-v1', () => {
  const root = mkdtempSync(join(tmpdir(), 'd4pg-gymnasium-'));
  const updates: TrainingUpdate[] = [];
  let config: Record<string, unknown>;
  let stopped: Checkpoint;
  let final: Checkpoint;

  beforeAll(async () => {
    prepareTestPython();
    await initialiseBackend({ threads: 1 });
    const environment = { id: 'Pendulum-v1', python: TEST_PYTHON ?? '', actionRepeat: 8 };
    allowedConfig({ id: environment.id });
    const schedule = { environmentSteps: 2400, evaluateEvery: 1000 };
    config = tinyD4pg({ environment, schedule }, 'gymnasium');
    const folder = join(root, 'whole');
    const trainer = await createTrainer('d4pg', d4pgContext(folder, config, 'gymnasium'));
    for await (const update of trainer.train()) {
      updates.push(update);
      if (updates.length !== STOP_AFTER) continue;
      stopped = structuredClone(await trainer.save());
      cpSync(join(folder, 'cache'), join(root, 'stopped', 'cache'), { recursive: true });
    }
    final = structuredClone(await trainer.save());
    await trainer.dispose();
  }, 120_000);

  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it('goes on from a checkpoint to the last bit', async () => {
    expect(updates.length).toBeGreaterThan(STOP_AFTER + 20);
    const trainer = await createTrainer('d4pg', d4pgContext(join(root, 'stopped'), config, 'gymnasium'));
    await trainer.restore(structuredClone(stopped));
    const rest = recordsOf(await pullAll(trainer));
    expect(rest).toEqual(recordsOf(updates).slice(recordsOf(updates.slice(0, STOP_AFTER)).length));
    expect(comparable(await trainer.save())).toEqual(comparable(final));
    await trainer.dispose();
  });

  it('keeps recipes whose replay gives the recorded return', async () => {
    await expectRecipesToReplay(updates, 'collection', 'training');
  });

  it.each([0, 2])('is evaluated with %i threads to the score that the run showed', async (workers) => {
    const summary = await evaluateCheckpoint({
      environment: 'gymnasium',
      config,
      checkpoint: final,
      episodes: 3,
      workers,
    });
    const last = updates.at(-1);
    expect(summary.score).toBe(last?.kind === 'result' ? last.result.score : Number.NaN);
  });

  it('is refused where its actions are choices', async () => {
    const environment = { id: 'CartPole-v1', python: TEST_PYTHON ?? '' };
    allowedConfig({ id: environment.id });
    const discrete = tinyD4pg({ environment }, 'gymnasium');
    await expect(
      createTrainer('d4pg', d4pgContext(join(root, 'discrete'), discrete, 'gymnasium')),
    ).rejects.toMatchObject({ code: 'config.invalid' });
  });
});
