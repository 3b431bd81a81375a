/**
 * A machine that trains for a host elsewhere: takes work from the broker's queue for as many runs as it has places, tells at each
 * beat what it does, and keeps its claims alive. It knows nobody but the broker.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jetstream, jetstreamManager, type Consumer, type JsMsg } from '@nats-io/jetstream';
import type { KV } from '@nats-io/kv';
import { millis, type NatsConnection } from '@nats-io/transport-node';
import type { ProcessLauncher } from '../../host/processLauncher.ts';
import { NO_LOG, wholeError, type Log } from '../../store/log.ts';
import { PRIVATE_FOLDER } from '../../store/privateFiles.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { mayAnswerLater, untilAnswered } from '../patience.ts';
import {
  BEAT_MILLISECONDS,
  openWorkersBucket,
  readPresence,
  type MachineDescription,
  type WorkerPresence,
} from '../presence.ts';
import { begunOn } from '../lastWord.ts';
import { decodeOrder, encode, type WorkOrder } from '../runMessages.ts';
import { LEASE_MILLISECONDS, poolConsumer } from '../streams.ts';
import { workSubject, type WorkPool } from '../subjects.ts';
import { Sitting, type SittingEnd } from './sitting.ts';

/** So long one question for work waits for an answer. */
const ASK_MILLISECONDS = 10_000;
/** What failed for reasons of the worker's own is tried again, there or elsewhere, not at once. */
const BACK_MILLISECONDS = 5000;

export interface WorkerOptions {
  readonly connection: NatsConnection;
  readonly launcher: ProcessLauncher;
  /** Its own: what lies there from earlier goes. */
  readonly folder: string;
  readonly id: string;
  readonly machine: MachineDescription;
  /** Trainings at a time. */
  readonly places: number;
  /** So long it may be silent before its work goes to the next one; counts where it is the first of its pool. */
  readonly leaseMilliseconds?: number;
  readonly log?: Log;
}

interface Held {
  readonly sitting: Sitting;
  /** The newest delivery of its work. */
  message: JsMsg;
}

export class Worker {
  readonly #options: WorkerOptions;
  readonly #log: Log;
  readonly #held = new Map<string, Held>();
  readonly #ending = new AbortController();
  #draining = false;
  /** Told whenever a place has become free. */
  #freed: (() => void)[] = [];
  #lease = LEASE_MILLISECONDS;
  #presence: KV | null = null;

  private constructor(options: WorkerOptions) {
    this.#options = options;
    this.#log = options.log ?? NO_LOG;
    // Only its end ends them.
    this.#beat().catch(() => undefined);
    void this.#renew();
    for (const pool of this.#pools) void this.#serve(pool);
  }

  static async start(options: WorkerOptions): Promise<Worker> {
    const runs = path.join(options.folder, 'runs');
    await rm(runs, { recursive: true, force: true });
    await mkdir(runs, { recursive: true, mode: PRIVATE_FOLDER });
    return new Worker(options);
  }

  get running(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** Takes nothing new; each run keeps a checkpoint and is handed back. Resolves when it has none any more and is gone. */
  async drain(): Promise<void> {
    this.#draining = true;
    this.#tellPresence();
    for (const { sitting } of this.#held.values()) sitting.drain();
    while (this.#held.size > 0) await this.#change();
    await this.#leave();
  }

  /** At once: others take its runs over when its lease has run out. */
  async close(): Promise<void> {
    for (const { sitting } of this.#held.values()) sitting.abandon();
    await this.#leave();
  }

  async #leave(): Promise<void> {
    this.#ending.abort(new Error('the worker ends'));
    for (const wake of this.#freed.splice(0)) wake();
    await this.#presence?.delete(this.#options.id).catch(() => undefined);
  }

  get #pools(): readonly WorkPool[] {
    const { id, machine } = this.#options;
    return [
      { kind: 'any' },
      { kind: 'fingerprint', hash: fingerprintOf(machine.compute) },
      { kind: 'worker', id },
    ];
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#freed.push(resolve));
  }

  get #isFree(): boolean {
    return !this.#draining && this.#held.size < this.#options.places;
  }

  async #serve(pool: WorkPool): Promise<void> {
    const { signal } = this.#ending;
    const { connection } = this.#options;
    while (!signal.aborted) {
      try {
        const consumer = await this.#consumerOf(pool);
        for (;;) {
          while (!this.#isFree && !signal.aborted) await this.#change();
          if (signal.aborted) return;
          await this.#ask(consumer, pool);
        }
      } catch (error) {
        if (signal.aborted || connection.isClosed()) return;
        if (!mayAnswerLater(error)) this.#log.write('warning', 'worker.asks', {}, wholeError(error));
        await delay(1000, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #consumerOf(pool: WorkPool): Promise<Consumer> {
    const { connection, leaseMilliseconds = LEASE_MILLISECONDS } = this.#options;
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const info = await poolConsumer(manager, pool, leaseMilliseconds);
    this.#lease = Math.min(this.#lease, millis(info.config.ack_wait ?? 0) || LEASE_MILLISECONDS);
    return jetstream(connection).consumers.getConsumerFromInfo(info);
  }

  async #ask(consumer: Consumer, pool: WorkPool): Promise<void> {
    const message = await consumer.next({ expires: ASK_MILLISECONDS });
    if (message === null) return;
    let order: WorkOrder;
    try {
      order = decodeOrder(message.data);
    } catch (error) {
      this.#log.write('error', 'worker.badOrder', {}, wholeError(error));
      message.term('it cannot be read');
      return;
    }
    const { runId } = order.start;
    const held = this.#held.get(runId);
    if (held !== undefined) {
      // It was silent for so long that its own work came again.
      held.message = message;
      return;
    }
    // Its pools are asked side by side, and another was quicker.
    if (!this.#isFree) {
      message.nak();
      return;
    }
    if (await this.#passOn(order, pool)) {
      message.ack();
      return;
    }
    if (this.#isFree) void this.#work(order, message);
    else message.nak();
  }

  /** What began on another fingerprint goes to workers of that one, where there are any: there it stays exact. */
  async #passOn(order: WorkOrder, pool: WorkPool): Promise<boolean> {
    const { connection, machine } = this.#options;
    if (pool.kind !== 'any') return false;
    const hash = await begunOn(connection, order);
    if (hash === null || hash === fingerprintOf(machine.compute)) return false;
    if (!(await this.#others()).some(({ compute }) => fingerprintOf(compute) === hash)) return false;
    await jetstream(connection).publish(
      workSubject({ kind: 'fingerprint', hash }, order.start.runId),
      encode(order),
    );
    return true;
  }

  async #others(): Promise<readonly WorkerPresence[]> {
    const others: WorkerPresence[] = [];
    for await (const key of (await this.#presence?.keys()) ?? []) {
      const entry = await this.#presence?.get(key);
      const presence = entry === undefined || entry === null ? undefined : readPresence(key, entry.value);
      if (presence !== undefined && !presence.draining) others.push(presence);
    }
    return others;
  }

  async #work(order: WorkOrder, message: JsMsg): Promise<void> {
    const { connection, launcher, folder, machine, places } = this.#options;
    const { runId } = order.start;
    const sitting = new Sitting(order, {
      connection,
      launcher,
      folder,
      worker: machine.host,
      threads: Math.max(1, Math.floor(machine.cores / places)),
    });
    const held: Held = { sitting, message };
    this.#held.set(runId, held);
    this.#tellPresence();
    this.#log.write('info', 'worker.takes', { run: runId });
    let end: SittingEnd | null = null;
    try {
      end = await sitting.run();
    } catch (error) {
      this.#log.write('error', 'worker.failed', { run: runId }, wholeError(error));
    }
    this.#log.write('info', 'worker.leaves', { run: runId, end });
    if (end === 'done') await this.#acknowledge(held);
    else if (end === 'handedBack') held.message.nak();
    else if (end === null) held.message.nak(BACK_MILLISECONDS);
    this.#held.delete(runId);
    this.#tellPresence();
    for (const wake of this.#freed.splice(0)) wake();
  }

  /** Where the answer is lost the work comes to somebody again, who sees that it is over. */
  async #acknowledge(held: Held): Promise<void> {
    await untilAnswered(() => held.message.ackAck(), this.#ending.signal).catch(() => undefined);
  }

  /** Its work stays its own for another lease. */
  async #renew(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      for (const { message } of this.#held.values()) message.working();
      await delay(this.#lease / 4, undefined, { signal }).catch(() => undefined);
    }
  }

  async #beat(): Promise<void> {
    const { signal } = this.#ending;
    const { connection } = this.#options;
    this.#presence = await untilAnswered(() => openWorkersBucket(connection), signal);
    while (!signal.aborted) {
      this.#tellPresence();
      await delay(BEAT_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
  }

  #tellPresence(): void {
    const { id, machine, places } = this.#options;
    const presence: WorkerPresence = {
      ...machine,
      id,
      places,
      running: [...this.#held.keys()],
      draining: this.#draining,
    };
    this.#presence?.put(id, JSON.stringify(presence)).catch(() => undefined);
  }
}
