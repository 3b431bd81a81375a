/**
 * Turns one trainer's records into rows, in batches, and confirms them. Nothing is announced before it is stored. While
 * the disk is full everything waits here and in the trainer, and is tried again: nothing is lost.
 */
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import type { NumberedRecord } from '../engine/messages.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { RecordedEvent } from '../store/runRecords.ts';
import { mayPass, STORE_RETRY_MILLISECONDS } from './untilStored.ts';

/** Long enough to gather a burst, short enough to seem immediate. */
const BATCH_MILLISECONDS = 40;
/** What the host stores in a few milliseconds. */
const MOST_ROWS_AT_ONCE = 150;

/** A record, and how far whoever reads a remote run's records has come with it. */
export interface ReadRecord extends NumberedRecord {
  readonly position?: number;
}

export interface RecorderOptions {
  readonly store: ExperimentStore;
  readonly runId: string;
  /** Names the trainer process whose records come. */
  readonly sitting: string;
  readonly confirm: (sequence: number) => void;
  readonly announce: (events: readonly RecordedEvent[]) => void;
  /** Called once when the store cannot be written for the moment, and with null when it can again. */
  readonly onTrouble: (error: ErrorReport | null) => void;
  /** A record cannot be stored at all: trying again would not help. */
  readonly onRefused: (error: ErrorReport) => void;
}

/** At least one record, and as many as make no more rows than that. */
function firstBatch(waiting: readonly ReadRecord[]): readonly ReadRecord[] {
  let rows = 0;
  const length = waiting.findIndex(({ record }, index) => {
    rows += record.kind === 'metrics' ? Object.keys(record.values).length : 1;
    return rows > MOST_ROWS_AT_ONCE && index > 0;
  });
  return length === -1 ? waiting : waiting.slice(0, length);
}

export class Recorder {
  readonly #options: RecorderOptions;
  #opening: (() => void) | null = null;
  #waiting: ReadRecord[] = [];
  #timer: NodeJS.Timeout | null = null;
  #troubled = false;
  #idle: (() => void)[] = [];
  #closed = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** What is to be written before any record is. At once, or when the store can be written again: all of it or nothing. */
  open(write: () => void): void {
    if (this.#closed) return;
    this.#opening = write;
    this.#store();
    if (this.#pending && this.#timer === null) this.#schedule(STORE_RETRY_MILLISECONDS);
  }

  add(record: ReadRecord): void {
    if (this.#closed) return;
    this.#waiting.push(record);
    if (this.#timer === null) this.#schedule(BATCH_MILLISECONDS);
  }

  /** Until everything that was added is stored. */
  settled(): Promise<void> {
    if (!this.#pending) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Records that are not stored yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  get #pending(): boolean {
    return this.#opening !== null || this.#waiting.length > 0;
  }

  get troubled(): boolean {
    return this.#troubled;
  }

  /** Stores now what can be stored, without waiting for the batch's time. */
  flush(): void {
    do this.#store();
    while (!this.#troubled && this.#pending);
  }

  /** Takes no more; what could not be stored is lost. */
  close(): void {
    this.#closed = true;
    this.#opening = null;
    this.#waiting = [];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #schedule(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#store();
      if (this.#pending) this.#schedule(this.#troubled ? STORE_RETRY_MILLISECONDS : 0);
    }, milliseconds);
  }

  #store(): void {
    const { store, runId, sitting, confirm, announce, onTrouble } = this.#options;
    const batch = firstBatch(this.#waiting);
    const last = batch[batch.length - 1];
    if (!this.#pending) return;
    let events: RecordedEvent[] = [];
    try {
      this.#opening?.();
      this.#opening = null;
      if (last !== undefined) {
        events = store.record(
          runId,
          batch.map(({ record }) => record),
          {
            id: sitting,
            sequence: last.sequence,
            wallSeconds: last.wallSeconds,
            position: batch.findLast(({ position }) => position !== undefined)?.position,
          },
        );
      }
    } catch (error) {
      const report = reportError(error);
      if (!mayPass(report)) {
        this.close();
        this.#options.onRefused(report);
        return;
      }
      const before = this.#troubled;
      this.#troubled = true;
      if (!before) onTrouble(report);
      return;
    }
    if (this.#troubled) onTrouble(null);
    this.#troubled = false;
    this.#waiting = this.#waiting.slice(batch.length);
    if (last !== undefined) confirm(last.sequence);
    announce(events);
    if (!this.#pending) for (const resolve of this.#idle.splice(0)) resolve();
  }
}
