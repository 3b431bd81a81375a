/**
 * One sitting of a run on this worker: takes the run over, fetches what its trainer needs, and relays until the trainer is gone.
 * Whoever takes it over later ends this one at its next word.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { reportError, StudioError } from '../../../shared/errors.ts';
import type { FromTrainer, ToTrainer } from '../../engine/messages.ts';
import type { EngineProcess, ProcessLauncher } from '../../host/processLauncher.ts';
import type { TrainingOutcome } from '../../host/runPlace.ts';
import { deathOf } from '../../host/trainingProcess.ts';
import { KEPT_MODEL_FILE } from '../../store/keptModel.ts';
import { PRIVATE_FOLDER } from '../../store/privateFiles.ts';
import { Fenced, FencedSubject } from '../fence.ts';
import { checkpointObject, receiveFile, type FileTransfer } from '../files.ts';
import { lastWord } from '../lastWord.ts';
import { untilAnswered } from '../patience.ts';
import { decodeWish, encode, type LiveMessage, type RunMessage, type WorkOrder } from '../runMessages.ts';
import { openFiles } from '../streams.ts';
import { onReconnection } from '../reconnections.ts';
import { liveSubject, recordsSubject, WISHES_BUCKET } from '../subjects.ts';
import { Relay } from './relay.ts';

/** Live updates a second are bounded by answering them late: nobody is asked whether somebody looks. */
const SEEN_MILLISECONDS = 100;
const MOST_LIVE_BYTES = 512 * 1024;

export interface SittingOptions {
  readonly connection: NatsConnection;
  readonly launcher: ProcessLauncher;
  /** The worker's; a folder for this sitting is made in it, and removed. */
  readonly folder: string;
  /** Name of this machine. */
  readonly worker: string;
  /** Threads for a trainer's environments. */
  readonly threads: number;
}

/**
 * - `done`: its end is told, its work is to be acknowledged.
 * - `handedBack`: the next worker is to take it.
 * - `lost`: somebody else has it; nothing may be said of its work any more.
 */
export type SittingEnd = 'done' | 'handedBack' | 'lost';

export class Sitting {
  readonly runId: string;
  readonly #order: WorkOrder;
  readonly #options: SittingOptions;
  readonly #name = randomBytes(8).toString('hex');
  readonly #abort = new AbortController();
  #engine: EngineProcess | null = null;
  /** A person's. */
  #wish: 'pause' | 'stop' | null = null;
  #draining = false;
  #outcome: TrainingOutcome | null = null;

  constructor(order: WorkOrder, options: SittingOptions) {
    this.runId = order.start.runId;
    this.#order = order;
    this.#options = options;
  }

  /** It keeps a checkpoint and hands the run back. */
  drain(): void {
    this.#draining = true;
    this.#send({ type: 'pause' });
  }

  /** Leaves the run as a worker does that dies. */
  abandon(): void {
    this.#abort.abort(new Error('the worker goes'));
    this.#engine?.kill();
  }

  async run(): Promise<SittingEnd> {
    const folder = path.join(this.#options.folder, 'runs', this.#name);
    try {
      return await this.#run(folder);
    } catch (error) {
      if (error instanceof Fenced || this.#abort.signal.aborted) return 'lost';
      throw error;
    } finally {
      this.#engine?.kill();
      this.#abort.abort(new Error('the sitting is over'));
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #run(folder: string): Promise<SittingEnd> {
    const { connection } = this.#options;
    const { signal } = this.#abort;
    const subject = recordsSubject(this.runId);
    const { sequence, message: last } = await untilAnswered(
      () => lastWord(connection, this.runId, this.#order.placement),
      signal,
    );
    // Its host has it back, or has placed it anew.
    if (last === null || last.told.type === 'ended') return 'done';
    const transfer: FileTransfer = { files: await openFiles(connection), signal };
    const name = `${this.runId}/${this.#name}`;
    const fence = new FencedSubject({ connection, subject, after: sequence, name, signal });
    const relay = this.#relay(folder, transfer, fence, last);
    await relay.tell({ type: 'taken' });
    const wishes = await this.#watchWishes();
    try {
      return await this.#train(folder, relay, transfer);
    } finally {
      wishes.stop();
    }
  }

  #relay(folder: string, transfer: FileTransfer, fence: FencedSubject, last: RunMessage): Relay {
    const { placement } = this.#order;
    return new Relay({
      fence,
      transfer,
      runId: this.runId,
      placement,
      sitting: this.#name,
      worker: this.#options.worker,
      checkpoints: path.join(folder, 'checkpoints'),
      head: last.head,
      compute: last.compute,
      wallSeconds: last.wallSeconds,
      confirm: (sequence) => {
        this.#send({ type: 'recorded', sequence });
      },
    });
  }

  /** @returns once what is wished already is known; what ends the watching */
  async #watchWishes(): Promise<{ stop(): void }> {
    const { connection } = this.#options;
    const bucket = await new Kvm(connection).open(WISHES_BUCKET);
    const known = await untilAnswered(() => bucket.get(this.runId), this.#abort.signal);
    if (known !== null) this.#hear(known.value);
    let watch: { stop(): void } | null = null;
    let over = false;
    const follow = async () => {
      while (!over) {
        const entries = await bucket.watch({ key: this.runId });
        watch = entries;
        for await (const { value } of entries) this.#hear(value);
      }
    };
    // Where the broker is away the next connection follows again.
    const begin = () => {
      watch?.stop();
      if (watch === null) follow().catch(() => (watch = null));
    };
    const stopListening = onReconnection(connection, begin);
    begin();
    return {
      stop: () => {
        over = true;
        stopListening();
        watch?.stop();
      },
    };
  }

  #hear(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    const { placement, wish } = decodeWish(bytes);
    if (placement !== this.#order.placement) return;
    this.#wish = wish;
    this.#send({ type: wish });
  }

  async #train(folder: string, relay: Relay, transfer: FileTransfer): Promise<SittingEnd> {
    if (this.#wish === null && !this.#draining) {
      try {
        await this.#launch(folder, relay, transfer);
      } catch (error) {
        if (error instanceof Fenced) throw error;
        this.#abort.signal.throwIfAborted();
        this.#outcome = { kind: 'failed', error: reportError(error) };
      }
    }
    const { kind } = this.#outcome ?? {};
    const ended = kind === 'completed' || kind === 'failed' || kind === 'died';
    // Nobody asked for this pause but the worker itself.
    if (!ended && this.#wish === null) {
      await relay.settled();
      return 'handedBack';
    }
    const rest = { kind: this.#wish === 'stop' ? 'stopped' : 'paused' } as const;
    await relay.tell({ type: 'ended', outcome: this.#outcome ?? rest });
    return 'done';
  }

  /** Until the trainer is gone and everything it said is with the broker. @throws Fenced */
  async #launch(folder: string, relay: Relay, transfer: FileTransfer): Promise<void> {
    const { placement, start, shared } = this.#order;
    const { launcher, threads } = this.#options;
    await mkdir(path.join(folder, 'checkpoints'), { recursive: true, mode: PRIVATE_FOLDER });
    const files = await this.#fetch(folder, relay, transfer);
    const engine = await launcher.launch('trainer');
    this.#engine = engine;
    let failed: unknown = null;
    relay.onFailure = (error) => {
      failed = error;
      engine.kill();
    };
    engine.port.onMessage((message) => {
      const typed = message as FromTrainer;
      if ('wallSeconds' in typed) relay.heard(typed.wallSeconds);
      switch (typed.type) {
        case 'started':
          relay.started(typed.compute, typed.restored, typed.restored ? null : shared);
          return;
        case 'record': {
          const { sequence, record, wallSeconds } = typed;
          relay.record({ sequence, record, wallSeconds });
          return;
        }
        case 'waiting':
          relay.waits(typed.error);
          return;
        case 'live':
          this.#show({ placement, update: typed.update });
          setTimeout(() => {
            this.#send({ type: 'seen' });
          }, SEEN_MILLISECONDS);
          return;
        case 'finished':
          this.#outcome = { kind: typed.outcome };
          engine.port.close();
          return;
        case 'failed':
          this.#outcome = { kind: 'failed', error: typed.error };
          engine.port.close();
      }
    });
    this.#send({ type: 'start', ...start, ...files, folder, sitting: this.#name, workers: threads });
    const wished = this.#wish ?? (this.#draining ? 'pause' : null);
    if (wished !== null) this.#send({ type: wished });
    const exit = await new Promise<Parameters<typeof deathOf>[0]>((resolve) => {
      engine.onExit(resolve);
    });
    this.#engine = null;
    await relay.settled().catch(() => undefined);
    if (failed !== null) throw failed as Error;
    this.#outcome ??= { kind: 'died', error: deathOf(exit) };
  }

  /** @throws StudioError `checkpoint.unknown` where the broker does not have a file */
  async #fetch(folder: string, relay: Relay, transfer: FileTransfer) {
    const { beginFrom, keptModel } = this.#order;
    const fetched = async (object: string, file: string) => {
      if (await receiveFile(transfer, object, file)) return file;
      throw new StudioError('checkpoint.unknown', { checkpoint: object });
    };
    if (keptModel !== null) await fetched(keptModel, path.join(folder, KEPT_MODEL_FILE));
    const { head } = relay;
    const resumeFrom =
      head === null
        ? null
        : await fetched(
            checkpointObject(this.runId, head.fileName),
            path.join(folder, 'checkpoints', head.fileName),
          );
    return {
      resumeFrom,
      beginFrom:
        resumeFrom === null && beginFrom !== null
          ? await fetched(beginFrom, path.join(folder, 'begin.wms'))
          : null,
      wallSecondsBefore: relay.wallSeconds,
    };
  }

  /** Left out where it is too large for a message, or there is no connection. */
  #show(live: LiveMessage): void {
    const bytes = encode(live);
    if (bytes.byteLength > MOST_LIVE_BYTES || this.#options.connection.isClosed()) return;
    this.#options.connection.publish(liveSubject(this.runId), bytes);
  }

  #send(message: ToTrainer): void {
    this.#engine?.port.postMessage(message);
  }
}
