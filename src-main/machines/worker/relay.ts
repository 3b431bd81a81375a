/**
 * Carries what one trainer says to the broker, in order: a checkpoint's file before its record, records in batches, and
 * `recorded` back to the trainer when the broker has them on its disk. So training goes on where no host listens.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { ComputeFingerprint } from '../../../shared/run.ts';
import type { NumberedRecord } from '../../engine/messages.ts';
import type { Shared } from '../../host/runPlace.ts';
import type { FencedSubject } from '../fence.ts';
import { checkpointObject, sendBytes, sendFile, type FileTransfer } from '../files.ts';
import { encode, type CheckpointAway, type RunMessage, type Told } from '../runMessages.ts';

/** Well below what the broker takes as one message. */
const MOST_MESSAGE_BYTES = 512 * 1024;
const MOST_RECORDS = 200;

export interface RelayOptions {
  readonly fence: FencedSubject;
  readonly transfer: FileTransfer;
  readonly runId: string;
  readonly placement: string;
  readonly sitting: string;
  readonly worker: string;
  /** Where the trainer writes its checkpoints. */
  readonly checkpoints: string;
  readonly head: CheckpointAway | null;
  readonly compute: ComputeFingerprint | null;
  readonly wallSeconds: number;
  /** The broker has everything up to this number. */
  readonly confirm: (sequence: number) => void;
}

type Waiting = NumberedRecord | { readonly told: Told };

export class Relay {
  readonly #options: RelayOptions;
  #head: CheckpointAway | null;
  #compute: ComputeFingerprint | null;
  #wallSeconds: number;
  #waiting: Waiting[] = [];
  #pumping: Promise<void> | null = null;
  #objects = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
    this.#head = options.head;
    this.#compute = options.compute;
    this.#wallSeconds = options.wallSeconds;
  }

  /** The newest checkpoint that the broker has. */
  get head(): CheckpointAway | null {
    return this.#head;
  }

  /** Over all sittings, as of the trainer's last word. */
  get wallSeconds(): number {
    return this.#wallSeconds;
  }

  heard(wallSeconds: number): void {
    this.#wallSeconds = Math.max(this.#wallSeconds, wallSeconds);
  }

  started(compute: ComputeFingerprint, restored: boolean, shared: Shared | null): void {
    this.#compute = compute;
    this.#add({ told: { type: 'started', compute, restored, shared } });
  }

  waits(error: ErrorReport | null): void {
    this.#add({ told: { type: 'waiting', error } });
  }

  record(record: NumberedRecord): void {
    this.#add(record);
  }

  /** Until the broker has all of it. @throws Fenced, or what trying again does not help */
  async settled(): Promise<void> {
    while (this.#pumping !== null) await this.#pumping;
  }

  /** At once, by itself: when nothing else waits. @throws as `settled` */
  async tell(told: Told): Promise<void> {
    await this.settled();
    await this.#publish(told);
  }

  /** Called with whatever ends the relaying; set before the first word. */
  onFailure: (error: unknown) => void = () => undefined;

  #add(waiting: Waiting): void {
    this.#waiting.push(waiting);
    if (this.#pumping !== null) return;
    this.#pumping = this.#pump().finally(() => (this.#pumping = null));
    this.#pumping.catch((error: unknown) => {
      this.onFailure(error);
    });
  }

  async #pump(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if ('told' in next) {
        this.#waiting.shift();
        await this.#publish(next.told);
      } else await this.#publishRecords();
    }
  }

  /** Up to a checkpoint, which ends a message, or what comes between records. */
  async #publishRecords(): Promise<void> {
    const records: NumberedRecord[] = [];
    for (const waiting of this.#waiting) {
      if ('told' in waiting || records.length >= MOST_RECORDS) break;
      records.push(waiting);
      if (waiting.record.kind === 'checkpoint') break;
    }
    this.#waiting.splice(0, records.length);
    const last = records[records.length - 1];
    if (last === undefined) return;
    if (last.record.kind === 'checkpoint') {
      const { id, fileName } = last.record.checkpoint;
      const { transfer, runId, checkpoints } = this.#options;
      await sendFile(transfer, checkpointObject(runId, fileName), path.join(checkpoints, fileName));
      this.#head = { id, fileName };
    }
    await this.#publish({ type: 'records', records });
    this.#options.confirm(last.sequence);
    if (last.record.kind === 'checkpoint') await this.#dropFile(last.record.checkpoint.fileName);
  }

  /** The broker has it: this machine needs none of the run's checkpoints. */
  async #dropFile(fileName: string): Promise<void> {
    await rm(path.join(this.#options.checkpoints, fileName), { force: true });
  }

  async #publish(told: Told): Promise<void> {
    const bytes = this.#encoded(told);
    if (bytes.byteLength <= MOST_MESSAGE_BYTES) {
      await this.#options.fence.publish(bytes);
      return;
    }
    const { runId, sitting, transfer } = this.#options;
    const object = `${runId}/${sitting}-${this.#objects++}.records`;
    await sendBytes(transfer, object, encode(told));
    await this.#options.fence.publish(this.#encoded({ type: 'stored', object }));
  }

  #encoded(told: Told): Uint8Array {
    const { placement, sitting, worker } = this.#options;
    return encode({
      placement,
      sitting,
      worker,
      wallSeconds: this.#wallSeconds,
      head: this.#head,
      compute: this.#compute,
      told,
    } satisfies RunMessage);
  }
}
