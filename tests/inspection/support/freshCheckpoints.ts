/** Checkpoints of fresh weights, as a theatre is given them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DREAMER_SCHEMA } from '../../../shared/algorithms/dreamer/config.ts';
import type { DeepPartialConfig } from '../../../shared/configFields.ts';
import { DreamerNetworks } from '../../../src-main/algorithms/dreamer/networks.ts';
import { dreamerEnvironment } from '../../../src-main/algorithms/dreamer/player.ts';
import { createTrainer } from '../../../src-main/algorithms/registry.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';
import type { LensCheckpoint } from '../../../src-main/inspection/createSession.ts';
import { d4pgContext, tinyD4pg } from '../../algorithms/d4pg/tinyD4pg.ts';
import { TINY_TASK, tinyDreamer } from '../../algorithms/dreamer/tinyDreamer.ts';

/** Of the run `run-SEED`. */
export async function freshDreamer(overrides: DeepPartialConfig, seed = 3): Promise<LensCheckpoint> {
  const config = DREAMER_SCHEMA.parse(tinyDreamer({ ...overrides, seed }));
  const environment = await createEnvironment(TINY_TASK, dreamerEnvironment(TINY_TASK, config));
  const networks = new DreamerNetworks(config, environment.spec);
  const { arrays } = networks.save();
  const checkpoint = structuredClone({ format: 1, algorithm: 'dreamer', header: {}, arrays } as const);
  networks.dispose();
  environment.close();
  const known = { algorithm: 'dreamer', config: { ...config }, checkpoint, checkpointScore: null };
  return { ...known, checkpointId: `dreamer-${seed}`, runId: `run-${seed}`, environment: TINY_TASK };
}

/** Of numbers, the run `acts`. */
export async function freshD4pg(): Promise<LensCheckpoint> {
  const folder = mkdtempSync(join(tmpdir(), 'lens-'));
  const config = tinyD4pg();
  const trainer = await createTrainer('d4pg', d4pgContext(folder, config));
  const checkpoint = structuredClone(await trainer.save());
  await trainer.dispose();
  rmSync(folder, { recursive: true });
  const known = { algorithm: 'd4pg', config, checkpoint, checkpointId: 'acts', checkpointScore: 12 };
  return { ...known, runId: 'acts', environment: TINY_TASK };
}
