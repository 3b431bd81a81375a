/** What the real trainers do on a real full disk: they wait, can be saved meanwhile, and record what they would have anyway. */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainingUpdate } from '../../shared/run.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { createTrainer } from '../../src-main/algorithms/registry.ts';
import type { Trainer, TrainerContext } from '../../src-main/training/trainer.ts';
import { canMount, smallDisk } from '../support/tmpfs.ts';
import { temporaryFolder } from '../store/testStore.ts';
import { dreamerContext } from '../algorithms/dreamer/tinyDreamer.ts';
import { pullAll, recordsOf, tinyContext } from '../algorithms/world-models/tinyRun.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

async function whole(algorithm: string, context: TrainerContext): Promise<unknown[]> {
  const trainer = await createTrainer(algorithm, context);
  const updates = await pullAll(trainer);
  await trainer.dispose();
  return recordsOf(updates);
}

/** Pulls until it waits. */
async function untilWaiting(updates: AsyncGenerator<TrainingUpdate, void, void>): Promise<TrainingUpdate[]> {
  const before: TrainingUpdate[] = [];
  for (;;) {
    const { value, done } = await updates.next();
    if (done === true) throw new Error('it ended without waiting');
    if (value.kind === 'waiting') return before;
    before.push(value);
  }
}

async function rest(updates: AsyncGenerator<TrainingUpdate, void, void>): Promise<TrainingUpdate[]> {
  const after: TrainingUpdate[] = [];
  for await (const update of updates) after.push(update);
  return after;
}

const RUNS: readonly (readonly [string, (folder: string) => TrainerContext])[] = [
  ['dreamer', (folder) => dreamerContext(folder)],
  ['world-models', (folder) => tinyContext(folder)],
];

describe.runIf(canMount).each(RUNS)('a full disk under %s', (algorithm, contextIn) => {
  it('is waited for, and the records are those of an undisturbed run', async () => {
    const expected = await whole(algorithm, contextIn(temporaryFolder()));
    const disk = smallDisk(64);
    const trainer: Trainer = await createTrainer(algorithm, contextIn(path.join(disk.folder, 'run')));
    const updates = trainer.train();
    disk.fill();
    const before = await untilWaiting(updates);
    const again = await updates.next();
    expect(again.value).toEqual({ kind: 'waiting', folder: expect.stringContaining(disk.folder) as string });
    disk.free();
    const after = await rest(updates);
    await trainer.dispose();
    expect(recordsOf([...before, ...after])).toEqual(expected);
  });

  it('does not keep it from being saved as it was, and it goes on from there elsewhere', async () => {
    const expected = await whole(algorithm, contextIn(temporaryFolder()));
    const disk = smallDisk(64);
    const trainer: Trainer = await createTrainer(algorithm, contextIn(path.join(disk.folder, 'run')));
    const updates = trainer.train();
    disk.fill();
    const before = await untilWaiting(updates);
    const saved = structuredClone(await trainer.save());
    await updates.return();
    await trainer.dispose();
    const other = await createTrainer(algorithm, contextIn(temporaryFolder()));
    await other.restore(saved);
    const after = await pullAll(other);
    await other.dispose();
    const told = [...before, ...after].filter(
      (update) => !(update.kind === 'log' && update.key === 'log.cacheLost'),
    );
    expect(recordsOf(told)).toEqual(expected);
  });
});
