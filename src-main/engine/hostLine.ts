/**
 * What a trainer sends its host. Records are numbered and kept until the host says that they are stored; when too many
 * wait, the trainer waits too. Live updates are dropped where the host is slow.
 */
import type { RunRecord } from '../store/runRecords.ts';
import type { MessagePortLike } from './port.ts';
import type { FromTrainer, LiveUpdate, NumberedRecord } from './messages.ts';

const MOST_WAITING_RECORDS = 256;
const MOST_WAITING_LIVE = 4;
/** Progress comes more often than anyone can read. */
const PROGRESS_INTERVAL_SECONDS = 0.1;

export class HostLine {
  readonly #port: MessagePortLike;
  readonly #wallSeconds: () => number;
  #sequence = 0;
  #waiting: NumberedRecord[] = [];
  #waitingLive = 0;
  #closed = false;
  #wake: (() => void)[] = [];
  #lastProgress: { readonly at: number; readonly phase: string } | null = null;
  #heldProgress: LiveUpdate | null = null;

  constructor(port: MessagePortLike, wallSeconds: () => number) {
    this.#port = port;
    this.#wallSeconds = wallSeconds;
  }

  send(message: FromTrainer): void {
    this.#port.postMessage(message);
  }

  record(record: RunRecord): void {
    const numbered = { sequence: ++this.#sequence, record, wallSeconds: this.#wallSeconds() };
    this.#waiting.push(numbered);
    this.send({ type: 'record', ...numbered });
  }

  live(update: LiveUpdate): void {
    const now = this.#wallSeconds();
    if (update.kind === 'progress') {
      const last = this.#lastProgress;
      const soon =
        last !== null &&
        last.phase === update.progress.phase &&
        now - last.at < PROGRESS_INTERVAL_SECONDS &&
        update.progress.done < update.progress.total;
      this.#heldProgress = soon ? update : null;
      if (soon) return;
      this.#lastProgress = { at: now, phase: update.progress.phase };
    } else if (this.#waitingLive >= MOST_WAITING_LIVE) {
      return;
    }
    this.#waitingLive++;
    this.send({ type: 'live', update, wallSeconds: now });
  }

  /** The newest progress, where it was held back: before the trainer stops. */
  flushProgress(): void {
    const held = this.#heldProgress;
    this.#heldProgress = null;
    if (held !== null) this.send({ type: 'live', update: held, wallSeconds: this.#wallSeconds() });
  }

  recorded(sequence: number): void {
    this.#waiting = this.#waiting.filter((record) => record.sequence > sequence);
    this.#wakeUp();
  }

  seen(): void {
    this.#waitingLive = Math.max(0, this.#waitingLive - 1);
  }

  /** The host is gone: nobody waits for it any more. */
  close(): void {
    this.#closed = true;
    this.#wakeUp();
  }

  /** Number of the newest record; 0 before the first. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Records that the host has not confirmed. */
  get unrecorded(): readonly NumberedRecord[] {
    return this.#waiting;
  }

  /** Until the host has caught up, or is gone. `interrupted` ends the waiting too. */
  async room(interrupted: () => boolean): Promise<void> {
    while (!this.#closed && !interrupted() && this.#waiting.length >= MOST_WAITING_RECORDS)
      await this.#change();
  }

  /** Until everything is stored, or the host is gone. */
  async drained(): Promise<void> {
    while (!this.#closed && this.#waiting.length > 0) await this.#change();
  }

  /** For so long, or until the host is gone or `interrupted` says so. */
  async pause(milliseconds: number, interrupted: () => boolean): Promise<void> {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      this.#wakeUp();
    }, milliseconds);
    while (!over && !this.#closed && !interrupted()) await this.#change();
    clearTimeout(timer);
  }

  /** Ends waiting for room, so that its condition is looked at again. */
  poke(): void {
    this.#wakeUp();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #wakeUp(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
