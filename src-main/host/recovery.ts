/**
 * Picks up what an earlier host left: runs whose trainer is gone are marked interrupted; records that a trainer kept
 * when its host had gone are stored, and checkpoint files without a row get theirs.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deserialize } from 'node:v8';
import { z } from 'zod';
import { StudioError, type ErrorReport } from '../../shared/errors.ts';
import type { Axis, CheckpointReason, TrainingUpdate } from '../../shared/run.ts';
import { LEFT_RECORDS_FILE, type LeftRecords } from '../engine/messages.ts';
import { describeCheckpoint } from '../store/checkpoints.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { processLives } from '../store/lock.ts';
import type { UnfinishedRun } from '../store/runTable.ts';
import { logEntry, type RecordedEvent, type RunRecord } from '../store/runRecords.ts';
import { untilStored } from './untilStored.ts';

/** A trainer whose host is gone saves a checkpoint and exits; a step of it may take as long as this. */
const LONGEST_WAIT_MILLISECONDS = 120_000;
const LOOK_AGAIN_MILLISECONDS = 200;

/**
 * Marks them at once, and then waits for each one's lingering process before its files are looked at.
 * @param changed called for each run whenever its row has changed.
 * @param onTrouble called when what was left cannot be stored for the moment, and with null when it can again.
 */
export class Recovery {
  readonly #store: ExperimentStore;
  readonly #changed: (runId: string) => void;
  readonly #onTrouble: (runId: string, error: ErrorReport | null) => void;
  readonly #pending = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();

  constructor(
    store: ExperimentStore,
    changed: (runId: string) => void,
    onTrouble: (runId: string, error: ErrorReport | null) => void,
  ) {
    this.#store = store;
    this.#changed = changed;
    this.#onTrouble = onTrouble;
  }

  /** @returns runs that were placed on other machines, where they may go on: they are left as they are */
  begin(): readonly UnfinishedRun[] {
    const { isCopy, isOwn } = this.#store;
    const unfinished = this.#store.unfinished();
    // In a copied folder they are the other one's.
    const elsewhere = isCopy ? [] : unfinished.filter(({ placement }) => placement !== null);
    for (const run of unfinished) {
      if (elsewhere.includes(run)) continue;
      const { id, processId, processBorn } = run;
      this.#store.changeRun(id, {
        status: 'interrupted',
        endedAt: new Date().toISOString(),
        placement: null,
        lastError: { code: 'run.interrupted', message: 'the studio ended while it trained' },
      });
      this.#changed(id);
      // In a copied folder the process works for the other one, and goes on doing so.
      const lingering = isCopy ? null : processId;
      const settled = this.#settle(id, lingering, processBorn, isOwn).finally(() => this.#pending.delete(id));
      this.#pending.set(id, settled);
    }
    this.#store.own();
    return elsewhere;
  }

  /** Whether the run's old process lives on, or its files are still to be picked up. */
  waitsFor(runId: string): boolean {
    return this.#pending.has(runId);
  }

  /** Until the run's old process is gone and its files are picked up. */
  async whenSettled(runId: string): Promise<void> {
    await this.#pending.get(runId);
  }

  async allSettled(): Promise<void> {
    await Promise.all(this.#pending.values());
  }

  close(): void {
    this.#closing.abort();
  }

  /** @param mayKill whether the process is one of ours for certain, and not a number that somebody wrote into a database */
  async #settle(
    runId: string,
    processId: number | null,
    born: string | null,
    mayKill: boolean,
  ): Promise<void> {
    const { signal } = this.#closing;
    const until = performance.now() + LONGEST_WAIT_MILLISECONDS;
    while (processId !== null && processLives(processId, born)) {
      if (signal.aborted) return;
      if (performance.now() > until) {
        if (mayKill) process.kill(processId, 'SIGKILL');
        break;
      }
      // The timer keeps this process alive: a command that waits for the run may wait for nothing else.
      await delay(LOOK_AGAIN_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
    if (signal.aborted) return;
    // On a full disk its records go on lying in files, and are taken in when there is room.
    const patience = {
      signal,
      onTrouble: (error: ErrorReport | null) => {
        this.#onTrouble(runId, error);
      },
    };
    let line = logEntry('warning', 'log.interrupted', { records: 0, checkpoints: 0 });
    try {
      const taken = await untilStored(async () => {
        const found = await pickUp(this.#store, runId);
        const { records, checkpoints } = found;
        line = logEntry('warning', 'log.interrupted', { records, checkpoints });
      }, patience);
      if (!taken) return;
    } catch (error) {
      // What cannot be taken in stays where it is; the run goes on from the checkpoint that is known.
      const reason = error instanceof Error ? error.message : String(error);
      line = logEntry('warning', 'log.leftUnreadable', { reason });
    }
    await untilStored(() => {
      this.#store.transaction(() => {
        this.#store.changeRun(runId, { processId: null, processBorn: null });
        this.#store.record(runId, [{ kind: 'log', entry: line }]);
      });
    }, patience);
    this.#changed(runId);
  }
}

/**
 * Stores left records and stray checkpoints of a run that no process is working on, and removes the drafts of checkpoints that
 * were never finished.
 * @returns what was stored, for whoever listens to the run
 */
export async function pickUp(
  store: ExperimentStore,
  runId: string,
): Promise<{
  readonly records: number;
  readonly checkpoints: number;
  readonly events: readonly RecordedEvent[];
}> {
  if (!store.folder.mayUse(runId)) return { records: 0, checkpoints: 0, events: [] };
  const left = await storeLeftRecords(store, runId);
  const strays = await recordStrayCheckpoints(store, runId);
  return { records: left.length, checkpoints: strays.length, events: [...left, ...strays] };
}

/** Of the shape that trainers write; what the records hold is looked at when they are stored. */
const LEFT_RECORDS = z.object({
  sitting: z.string(),
  records: z.array(
    z.looseObject({
      sequence: z.number(),
      wallSeconds: z.number(),
      record: z.looseObject({ kind: z.enum(['metrics', 'episode', 'result', 'checkpoint', 'log']) }),
    }),
  ),
});

/** The record that a checkpoint was written after: the number that it has in its sitting. */
const FOLLOWS = z.object({ sitting: z.string(), record: z.number() });

/** Null where there is none. One that was cut short by a power cut, or that no trainer wrote, holds nothing that can be used. */
async function readLeftRecords(file: string): Promise<LeftRecords | null> {
  try {
    const left: unknown = deserialize(await readFile(file));
    return LEFT_RECORDS.safeParse(left).success ? (left as LeftRecords) : null;
  } catch {
    return null;
  }
}

/** A trainer of an older studio left its log lines as its algorithm yields them, with their time. */
type OlderLine = Extract<TrainingUpdate, { readonly kind: 'log' }> & { readonly at: string };

function asStored(record: RunRecord | OlderLine): RunRecord {
  if (record.kind !== 'log' || 'entry' in record) return record;
  const { at, level, key, values = {} } = record;
  return { kind: 'log', entry: { at, level, key, values } };
}

async function storeLeftRecords(store: ExperimentStore, runId: string): Promise<readonly RecordedEvent[]> {
  const file = path.join(store.folder.run(runId), LEFT_RECORDS_FILE);
  const left = await readLeftRecords(file);
  const known = left === null ? 0 : store.recordedOf(runId, left.sitting);
  const missing = left === null ? [] : left.records.filter(({ sequence }) => sequence > known);
  const last = missing[missing.length - 1];
  let stored: readonly RecordedEvent[] = [];
  if (left !== null && last !== undefined) {
    try {
      stored = store.record(
        runId,
        missing.map(({ record }) => asStored(record)),
        { id: left.sitting, sequence: last.sequence, wallSeconds: last.wallSeconds },
      );
    } catch (error) {
      // Where the store has no room the file waits. Any other error means that these are no trainer's records: none was stored.
      if (error instanceof StudioError) throw error;
    }
  }
  await rm(file, { force: true });
  return stored;
}

async function recordStrayCheckpoints(
  store: ExperimentStore,
  runId: string,
): Promise<readonly RecordedEvent[]> {
  const folder = store.folder.checkpoints(runId);
  const names = await readdir(folder).catch(() => []);
  const known = new Set(store.checkpoints(runId).map(({ fileName }) => fileName));
  const found: RecordedEvent[] = [];
  for (const name of names) {
    if (name.endsWith('.tmp')) await rm(path.join(folder, name), { force: true });
    if (!name.endsWith('.wms') || known.has(name)) continue;
    let described;
    try {
      described = await describeCheckpoint(store.folder.checkpoint(runId, name));
    } catch {
      // Cut short or not one of ours, or it lies elsewhere: it stays where it is, for a person to look at.
      continue;
    }
    const about = described.description;
    const axis = about['axis'] as Axis | undefined;
    const follows = FOLLOWS.safeParse(about['follows']);
    if (
      about['runId'] !== runId ||
      // A copy that somebody made of a file.
      store.hasCheckpoint(String(about['id'])) ||
      axis === undefined ||
      // A file from before the last rewind, or one of whose records some never came, would not fit the rows that are there: what
      // its state counts as told would be missing for good. Its counters do not say so, since an evaluation moves none.
      !follows.success ||
      store.recordedOf(runId, follows.data.sitting) !== follows.data.record
    )
      continue;
    const checkpoint = {
      id: String(about['id']),
      fileName: name,
      sizeBytes: described.sizeBytes,
      reason: about['reason'] as CheckpointReason,
      phase: String(about['phase']),
      score: typeof about['score'] === 'number' ? about['score'] : null,
      axis,
      createdAt: String(about['createdAt']),
    };
    found.push(...store.record(runId, [{ kind: 'checkpoint', checkpoint }]));
  }
  return found;
}
