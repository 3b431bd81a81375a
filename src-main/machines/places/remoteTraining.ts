/**
 * A run on another machine as this host sees it: reads its records from where the store has come to, fetches checkpoints before
 * their rows, and passes on what a person wants of it. Where it trains, and how often that changes, is the broker's affair.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { reportError, StudioError, type ErrorReport } from '../../../shared/errors.ts';
import { Recorder } from '../../host/recorder.ts';
import type { Training, TrainingEvents, TrainingOutcome } from '../../host/runPlace.ts';
import { untilStored } from '../../host/untilStored.ts';
import type { ExperimentStore } from '../../store/experimentStore.ts';
import { wholeError, type Log } from '../../store/log.ts';
import { receiveBytes } from '../files.ts';
import { mayAnswerLater, untilAnswered } from '../patience.ts';
import {
  BadMessage,
  checkedLive,
  checkedMessage,
  checkedTold,
  type RunMessage,
  type Told,
} from '../runMessages.ts';
import { openFiles } from '../streams.ts';
import { liveSubject } from '../subjects.ts';
import type { Broker } from './broker.ts';
import { fetchCheckpoint } from './fetchCheckpoint.ts';
import { clearAway, takeBack, trim, wishFor } from './placement.ts';
import { readRecords } from './readRecords.ts';
import { watchStay } from './watchStay.ts';
import type { WorkersSeen } from './workersSeen.ts';

/** Rows that wait for the store before reading goes on. */
const MOST_WAITING = 500;
/** So long an end waits for the broker to be cleared; what stays is cleared when the run is placed again. */
const CLEARING_MILLISECONDS = 5000;

export interface RemoteTrainingOptions {
  readonly broker: Broker;
  readonly workers: WorkersSeen;
  readonly store: ExperimentStore;
  readonly log: Log;
  readonly runId: string;
  readonly placement: string;
  readonly events: TrainingEvents;
  /** Objects that the broker has of it already. */
  readonly objects?: readonly string[];
}

export class RemoteTraining implements Training {
  readonly processId = undefined;
  readonly ended: Promise<void>;
  readonly #options: RemoteTrainingOptions;
  /** Aborted when this host is done with it. */
  readonly #over = new AbortController();
  #resolveEnded: () => void = () => undefined;
  #recorder: { readonly sitting: string; readonly recorder: Recorder } | null = null;
  #wish: 'pause' | 'stop' | null = null;
  #hasEnded = false;
  /** Checkpoints and records in the object store that the next checkpoint makes needless. */
  #objects: string[];
  readonly #troubles: { store: ErrorReport | null; worker: ErrorReport | null; stay: ErrorReport | null } = {
    store: null,
    worker: null,
    stay: null,
  };

  constructor(options: RemoteTrainingOptions) {
    this.#options = options;
    this.#objects = [...(options.objects ?? [])];
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    void this.#read();
    void this.#showLive();
    void watchStay({
      ...options,
      signal: this.#over.signal,
      wish: () => this.#wish,
      onTrouble: (error) => {
        this.#trouble('stay', error);
      },
      onLost: () => {
        void this.#end({ kind: 'died', error: reportError(new StudioError('machines.lost')) }, null);
      },
    });
  }

  get troubled(): boolean {
    return this.#recorder?.recorder.troubled === true;
  }

  pause(): void {
    this.#wishFor('pause');
  }

  stop(): void {
    this.#wishFor('stop');
  }

  letGo(): void {
    this.#recorder?.recorder.flush();
    this.#finish();
  }

  kill(): void {
    this.letGo();
  }

  #finish(): void {
    this.#over.abort(new Error('nobody listens any more'));
    this.#recorder?.recorder.close();
    this.#resolveEnded();
  }

  #trouble(kind: 'store' | 'worker' | 'stay', error: ErrorReport | null): void {
    const told = () => this.#troubles.store ?? this.#troubles.stay ?? this.#troubles.worker;
    const before = told();
    this.#troubles[kind] = error;
    const now = told();
    if (before?.code !== now?.code) this.#options.events.onTrouble(now);
  }

  #wishFor(wish: 'pause' | 'stop'): void {
    this.#wish = wish;
    const { broker, runId, placement } = this.#options;
    const { signal } = this.#over;
    const tell = async () => {
      const connection = await broker.connected(signal);
      // A later wish goes the same way.
      if (this.#wish === wish) await wishFor(connection, { runId, placement }, wish);
    };
    untilAnswered(tell, signal).catch((error: unknown) => {
      this.#note(error);
    });
  }

  async #read(): Promise<void> {
    const { broker, store, runId } = this.#options;
    const { signal } = this.#over;
    let position = store.placed(runId).position;
    while (!signal.aborted) {
      try {
        const connection = await broker.connected(signal);
        for await (const { sequence, data } of readRecords(connection, runId, position, signal)) {
          await this.#take(connection, sequence, data);
          position = sequence;
          if (signal.aborted) return;
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#note(error);
      }
      await delay(500, undefined, { signal }).catch(() => undefined);
    }
  }

  /** What ends nothing: it is tried again. */
  #note(error: unknown): void {
    if (this.#over.signal.aborted || mayAnswerLater(error)) return;
    this.#options.log.write('warning', 'machines.trouble', { run: this.#options.runId }, wholeError(error));
  }

  async #take(connection: NatsConnection, position: number, bytes: Uint8Array): Promise<void> {
    let worker = '?';
    try {
      const message = checkedMessage(bytes);
      worker = message.worker;
      if (message.placement !== this.#options.placement) return;
      await this.#accept(connection, position, message, await this.#toldIn(connection, message));
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      const report = reportError(new StudioError('machines.badRecord', { worker, reason: error.message }));
      await this.#giveUp({ kind: 'died', error: report });
    }
  }

  async #toldIn(connection: NatsConnection, { told }: RunMessage): Promise<Told> {
    if (told.type !== 'stored') return told;
    const { runId } = this.#options;
    if (!told.object.startsWith(`${runId}/`)) throw new BadMessage(`${told.object} is not of this run`);
    const transfer = { files: await openFiles(connection), signal: this.#over.signal };
    const bytes = await receiveBytes(transfer, told.object);
    if (bytes === null) throw new BadMessage(`${told.object} is not there`);
    this.#objects.push(told.object);
    return checkedTold(bytes);
  }

  async #accept(
    connection: NatsConnection,
    position: number,
    message: RunMessage,
    told: Told,
  ): Promise<void> {
    const { events } = this.#options;
    switch (told.type) {
      case 'placed':
      case 'stored':
        return;
      case 'taken':
        await this.#whenStorable(() => {
          events.onTaken(message.worker, position);
        });
        return;
      case 'started': {
        const { compute, restored, shared } = told;
        const resumedFrom = restored ? (message.head?.id ?? null) : null;
        const recorder = await this.#recorderOf(message.sitting);
        recorder.open(() => {
          events.onStarted({ compute, restored, resumedFrom, shared, position });
        });
        await recorder.settled();
        return;
      }
      case 'records':
        await this.#record(connection, position, message, told.records);
        return;
      case 'waiting':
        this.#trouble('worker', told.error);
        return;
      case 'ended':
        await this.#end(told.outcome, message.wallSeconds);
    }
  }

  async #record(
    connection: NatsConnection,
    position: number,
    { sitting }: RunMessage,
    records: Extract<Told, { type: 'records' }>['records'],
  ): Promise<void> {
    const { store, runId } = this.#options;
    // The part of a message that was stored before this host was opened.
    const known = store.recordedOf(runId, sitting);
    const fresh = records.filter(({ sequence }) => sequence > known);
    for (const { record } of fresh) {
      if (record.kind === 'checkpoint') await this.#fetch(connection, record.checkpoint);
    }
    if (this.#over.signal.aborted) return;
    const recorder = await this.#recorderOf(sitting);
    for (const [index, record] of fresh.entries()) {
      recorder.add(index === fresh.length - 1 ? { ...record, position } : record);
    }
    if (recorder.waiting > MOST_WAITING) await recorder.settled();
  }

  async #fetch(
    connection: NatsConnection,
    checkpoint: Parameters<typeof fetchCheckpoint>[1]['checkpoint'],
  ): Promise<void> {
    const { store, runId } = this.#options;
    const { signal } = this.#over;
    await this.#whenStorable(() => fetchCheckpoint(connection, { store, runId, checkpoint, signal }));
    this.#objects.push(`${runId}/${checkpoint.fileName}`);
  }

  /** Of that sitting; what the one before told is stored first. */
  async #recorderOf(sitting: string): Promise<Recorder> {
    if (this.#recorder?.sitting === sitting) return this.#recorder.recorder;
    await this.#recorder?.recorder.settled();
    this.#recorder?.recorder.close();
    const { store, runId, events } = this.#options;
    const recorder = new Recorder({
      store,
      runId,
      sitting,
      // The broker has confirmed it to the trainer.
      confirm: () => undefined,
      announce: (recorded) => {
        events.onRecorded(recorded);
        // On the disk with everything before it.
        if (recorded.some(({ kind }) => kind === 'checkpoint')) this.#trim();
      },
      onTrouble: (error) => {
        this.#trouble('store', error);
      },
      onRefused: (error) => {
        void this.#giveUp({ kind: 'failed', error });
      },
    });
    this.#recorder = { sitting, recorder };
    return recorder;
  }

  #trim(): void {
    const { broker, store, runId } = this.#options;
    const { signal } = this.#over;
    const { position } = store.placed(runId);
    // The newest checkpoint is what the run goes on from elsewhere.
    const newest = this.#objects.findLast((name) => name.endsWith('.wms'));
    const needless = this.#objects.filter((name) => name !== newest);
    this.#objects = newest === undefined ? [] : [newest];
    broker
      .connected(signal)
      .then((connection) => trim(connection, runId, position, needless))
      .catch((error: unknown) => {
        this.#note(error);
      });
  }

  async #whenStorable(write: () => void | Promise<void>): Promise<void> {
    const stored = await untilStored(write, {
      signal: this.#over.signal,
      onTrouble: (error) => {
        this.#trouble('store', error);
      },
    });
    if (!stored) throw new Error('nobody waits for the store any more');
  }

  /** What was stored before stays, and the run has ended where it is: there is no more to be had from there. */
  async #giveUp(outcome: Extract<TrainingOutcome, { readonly error: ErrorReport }>): Promise<void> {
    const { broker, log, runId, placement } = this.#options;
    const { code } = outcome.error;
    log.write('error', 'machines.refused', { run: runId, code }, JSON.stringify(outcome.error.values));
    try {
      const { signal } = this.#over;
      await takeBack(await broker.connected(signal), { runId, placement }, outcome, signal);
    } catch (failure) {
      this.#note(failure);
    }
    await this.#end(outcome, null);
  }

  async #end(outcome: TrainingOutcome, wallSeconds: number | null): Promise<void> {
    const { store, runId, events } = this.#options;
    // What is cleared away at the broker afterwards looks as if it were lost.
    if (this.#hasEnded || this.#over.signal.aborted) return;
    this.#hasEnded = true;
    this.#recorder?.recorder.flush();
    await this.#recorder?.recorder.settled();
    if (this.#over.signal.aborted) return;
    await events.onEnded(outcome, wallSeconds ?? store.summary(runId).wallSeconds);
    await this.#clear();
    this.#finish();
  }

  async #clear(): Promise<void> {
    const { broker, runId } = this.#options;
    const limit = AbortSignal.any([this.#over.signal, AbortSignal.timeout(CLEARING_MILLISECONDS)]);
    try {
      await untilAnswered(async () => clearAway(await broker.connected(limit), runId), limit);
    } catch (error) {
      this.#note(error);
    }
  }

  async #showLive(): Promise<void> {
    const { broker, runId, placement, events } = this.#options;
    const { signal } = this.#over;
    while (!signal.aborted) {
      try {
        const connection = await broker.connected(signal);
        const live = connection.subscribe(liveSubject(runId));
        signal.addEventListener('abort', () => {
          live.unsubscribe();
        });
        for await (const { data } of live) {
          const { placement: of, update } = checkedLive(data);
          if (of === placement) events.onLive(update);
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#note(error);
      }
      await delay(1000, undefined, { signal }).catch(() => undefined);
    }
  }
}
