/** One run's trainer process on this machine as the host sees it: its messages in, records to the store, the outcome out. */
import { randomBytes } from 'node:crypto';
import type { ErrorReport } from '../../shared/errors.ts';
import type { FromTrainer, ToTrainer } from '../engine/messages.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { exitReason, type EngineExit, type EngineProcess, type ProcessLauncher } from './processLauncher.ts';
import { Recorder } from './recorder.ts';
import type { RunPlace, Training, TrainingEvents, TrainingOrder, TrainingOutcome } from './runPlace.ts';

/** This machine. Its launches throw StudioError `trainer.crashed` where the process cannot be started. */
export function localPlace(launcher: ProcessLauncher, store: ExperimentStore): RunPlace {
  return {
    launch: async (order, events) =>
      new TrainingProcess(await launcher.launch('trainer'), store, order, events),
  };
}

class TrainingProcess implements Training {
  readonly #order: TrainingOrder;
  readonly #process: EngineProcess;
  readonly #recorder: Recorder;
  readonly #events: TrainingEvents;
  #wallSeconds: number;
  #outcome: TrainingOutcome | null = null;
  #released = false;
  /** Why its records cannot be stored for the moment. */
  #unstored: ErrorReport | null = null;
  /** Why it stands still by itself for the moment. */
  #waiting: ErrorReport | null = null;
  readonly ended: Promise<void>;
  #resolveEnded: () => void = () => undefined;

  constructor(engine: EngineProcess, store: ExperimentStore, order: TrainingOrder, events: TrainingEvents) {
    const { start } = order;
    const sitting = randomBytes(8).toString('hex');
    this.#process = engine;
    this.#order = order;
    this.#events = events;
    this.#wallSeconds = start.wallSecondsBefore;
    this.#recorder = new Recorder({
      store,
      runId: start.runId,
      sitting,
      confirm: (sequence) => {
        this.#send({ type: 'recorded', sequence });
      },
      announce: (recorded) => {
        events.onRecorded(recorded);
      },
      onTrouble: (error) => {
        this.#unstored = error;
        this.#tellTrouble();
      },
      onRefused: (error) => {
        this.#outcome = { kind: 'failed', error };
        engine.kill();
      },
    });
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    engine.port.onMessage((message) => {
      this.#receive(message as FromTrainer);
    });
    engine.onExit((exit) => {
      void this.#exited(exit);
    });
    this.#send({ type: 'start', ...start, sitting });
  }

  get processId(): number | undefined {
    return this.#process.processId;
  }

  /** It keeps a checkpoint and goes. */
  pause(): void {
    this.#send({ type: 'pause' });
  }

  stop(): void {
    this.#send({ type: 'stop' });
  }

  /**
   * Closes the line, as if the host had died: the trainer keeps a checkpoint and what was not stored, and exits. For
   * when the store cannot be written.
   */
  letGo(): void {
    this.#recorder.close();
    this.#released = true;
    this.#process.port.close();
  }

  /** The store cannot be written for the moment; records wait. */
  get troubled(): boolean {
    return this.#recorder.troubled;
  }

  kill(): void {
    this.#process.kill();
  }

  #send(message: ToTrainer): void {
    this.#process.port.postMessage(message);
  }

  #receive(message: FromTrainer): void {
    if (this.#released) return;
    if ('wallSeconds' in message) this.#wallSeconds = message.wallSeconds;
    switch (message.type) {
      case 'started':
        this.#recorder.open(() => {
          const { compute, restored } = message;
          const { resumedFrom, shared } = this.#order;
          this.#events.onStarted({ compute, restored, resumedFrom, shared });
        });
        return;
      case 'waiting':
        this.#waiting = message.error;
        this.#tellTrouble();
        return;
      case 'record':
        this.#recorder.add({
          sequence: message.sequence,
          record: message.record,
          wallSeconds: message.wallSeconds,
        });
        return;
      case 'live':
        this.#events.onLive(message.update);
        this.#send({ type: 'seen' });
        return;
      case 'finished':
        this.#outcome = { kind: message.outcome };
        this.#process.port.close();
        return;
      case 'failed':
        this.#outcome = { kind: 'failed', error: message.error };
        this.#process.port.close();
    }
  }

  #tellTrouble(): void {
    this.#events.onTrouble(this.#unstored ?? this.#waiting);
  }

  async #exited(exit: EngineExit): Promise<void> {
    this.#recorder.flush();
    // On a full disk this waits until there is room: the records are in no other place any more.
    await this.#recorder.settled();
    this.#recorder.close();
    if (!this.#released) {
      await this.#events.onEnded(this.#outcome ?? { kind: 'died', error: deathOf(exit) }, this.#wallSeconds);
    }
    this.#resolveEnded();
  }
}

/** Why a process died, from its exit and the tail of what it wrote. */
export function deathOf(exit: EngineExit): ErrorReport {
  const noMemory = /heap out of memory|bad_alloc|OOM when allocating|Cannot allocate memory|ENOMEM/.test(
    exit.errorOutput,
  );
  return {
    code: noMemory ? 'trainer.outOfMemory' : 'trainer.crashed',
    values: { reason: exitReason(exit) },
    ...(exit.errorOutput === '' ? {} : { detail: exit.errorOutput }),
  };
}
