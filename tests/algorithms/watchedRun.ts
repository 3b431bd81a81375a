/** A whole run of a trainer, looked at where it could have been stopped; and the claim that a stop there changes nothing. */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../shared/run.ts';
import { createTrainer, evaluateCheckpoint } from '../../src-main/algorithms/registry.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import type { TrainerContext } from '../../src-main/training/trainer.ts';
import { comparable, pullAll, recordsOf } from './world-models/tinyRun.ts';

/** A moment of the whole run at which it could have been stopped. */
export interface Moment {
  /** As `lookAt` named it. */
  readonly name: string;
  readonly updatesBefore: number;
  readonly checkpoint: Checkpoint;
  /** With the cache as it was then. */
  readonly folder: string;
}

export interface WatchedRun {
  readonly updates: readonly TrainingUpdate[];
  readonly moments: readonly Moment[];
  readonly final: Checkpoint;
  /** Tensors more than before it. */
  readonly tensorsLeft: number;
}

export interface WatchedTrainer {
  readonly algorithm: string;
  /** Everything of the run lies below it. */
  readonly root: string;
  readonly context: (folder: string) => TrainerContext;
}

/** @param lookAt called after each update with all so far: a moment's name, or null where nobody looks */
export async function watchRun(
  { algorithm, root, context }: WatchedTrainer,
  lookAt: (updates: readonly TrainingUpdate[]) => string | null,
): Promise<WatchedRun> {
  await initialiseBackend({ threads: 1 });
  const tensorsBefore = tf.memory().numTensors;
  const folder = join(root, 'whole');
  const trainer = await createTrainer(algorithm, context(folder));
  const updates: TrainingUpdate[] = [];
  const moments: Moment[] = [];
  for await (const update of trainer.train()) {
    updates.push(update);
    const name = lookAt(updates);
    if (name === null) continue;
    const checkpoint = structuredClone(await trainer.save());
    const copy = join(root, name);
    // An algorithm without a replay keeps none.
    const cache = join(folder, 'cache');
    if (existsSync(cache)) cpSync(cache, join(copy, 'cache'), { recursive: true });
    moments.push({ name, updatesBefore: updates.length, checkpoint, folder: copy });
  }
  const final = structuredClone(await trainer.save());
  await trainer.dispose();
  return { updates, moments, final, tensorsLeft: tf.memory().numTensors - tensorsBefore };
}

/** What the whole run recorded after a moment. */
export function recordsAfter({ updates }: WatchedRun, { updatesBefore }: Moment): readonly unknown[] {
  return recordsOf(updates).slice(recordsOf(updates.slice(0, updatesBefore)).length);
}

/** Resumed from each moment it records the same, and ends in the same state, to the last bit. */
export async function expectStopsChangeNothing(
  { algorithm, context }: WatchedTrainer,
  run: WatchedRun,
): Promise<void> {
  for (const moment of run.moments) {
    const trainer = await createTrainer(algorithm, context(moment.folder));
    await trainer.restore(structuredClone(moment.checkpoint));
    const rest = recordsOf(await pullAll(trainer));
    expect(rest, `records after a stop at ${moment.name}`).toEqual(recordsAfter(run, moment));
    expect(comparable(await trainer.save()), `end after a stop at ${moment.name}`).toEqual(
      comparable(run.final),
    );
    await trainer.dispose();
  }
}

/** Its last checkpoint, evaluated, has the very score that the run showed. */
export async function expectShownScore({ root, context }: WatchedTrainer, run: WatchedRun): Promise<void> {
  const { environment, config } = context(root);
  const last = run.updates.at(-1);
  if (last?.kind !== 'result') throw new Error('the run has no result');
  const { score, scoreEpisodes: episodes } = last.result;
  const summary = await evaluateCheckpoint({
    environment,
    config,
    checkpoint: run.final,
    episodes,
    workers: 0,
  });
  expect(summary.score).toBe(score);
}
