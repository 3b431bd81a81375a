/**
 * One training of one run, from its launch until its end is written. Nothing of what is written about it is lost on a full
 * disk: it waits there, and the place in the queue with it, until there is room or the studio closes.
 */
import os from 'node:os';
import { repeats } from '../../shared/algorithms/registry.ts';
import { reportError, StudioError } from '../../shared/errors.ts';
import { HERE } from '../../shared/machines.ts';
import type { LiveUpdate } from '../engine/messages.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { processBirth } from '../store/lock.ts';
import type { RecordedEvent } from '../store/runRecords.ts';
import type { QueuedRun } from '../store/runTable.ts';
import { placeToGoOnFrom } from './checkpointRetention.ts';
import { describeCompute, sameCompute } from './computeText.ts';
import { lockLines } from './lockLines.ts';
import type { LiveFeed } from './liveFeed.ts';
import type { LiveSnapshots } from './liveSnapshots.ts';
import type { ModelChecks } from './modelChecks.ts';
import type { LogLine, RunJournal } from './runJournal.ts';
import { pickUp } from './recovery.ts';
import { keepDream } from './borrowedDreams.ts';
import type {
  Machines,
  RunPlace,
  StartedSitting,
  Training,
  TrainingEvents,
  TrainingOrder,
  TrainingOutcome,
} from './runPlace.ts';
import { beginFrom } from './sharedPhases.ts';
import { endingOf, failureOf, type TrainingEnding } from './trainingEnding.ts';
import { untilStored } from './untilStored.ts';

/** Progress is kept in the row now and then, so that a run that died still shows where. */
const PROGRESS_ROW_MILLISECONDS = 2000;

/** What all trainings of a host share. */
export interface TrainingGround {
  readonly store: ExperimentStore;
  readonly feed: LiveFeed;
  readonly here: RunPlace;
  /** Null where this studio knows no other machine. */
  readonly machines: Machines | null;
  readonly models: ModelChecks;
  readonly journal: RunJournal;
  readonly snapshots: LiveSnapshots;
  /** Aborted when the studio closes. */
  readonly closing: AbortSignal;
  /** A trainer has said that it trains. */
  readonly onBegun: () => void;
  readonly onCheckpoint: (runId: string) => void;
}

export class ActiveTraining {
  readonly runId: string;
  readonly studyId: string | null;
  readonly byStudy: boolean;
  /** `here`, `anywhere`, or a worker's id. */
  readonly where: string;
  /** It is to go on as soon as it has paused. */
  again = false;
  /** Resolves when it trains no more and its end is written. */
  readonly done: Promise<void>;
  readonly #ground: TrainingGround;
  /** Its place in the queue, in case it gives way. */
  readonly #queuedAt: string;
  #finish: () => void = () => undefined;
  /** Null while it is being launched. */
  #training: Training | null = null;
  /** Also what was asked while it was being launched. */
  #wanted: 'run' | 'pause' | 'stop' = 'run';
  #begun = false;
  #progressKeptAt = 0;
  #isLetGo = false;

  constructor({ id, studyId, byStudy, queuedAt, where }: QueuedRun, ground: TrainingGround) {
    this.runId = id;
    this.studyId = studyId;
    this.byStudy = byStudy;
    this.where = where;
    this.#queuedAt = queuedAt;
    this.#ground = ground;
    this.done = new Promise((resolve) => (this.#finish = resolve));
  }

  /** Another machine trains it: it goes on where this studio closes. */
  get isElsewhere(): boolean {
    return this.where !== HERE;
  }

  get wanted(): 'run' | 'pause' | 'stop' {
    return this.#wanted;
  }

  /** Its trainer has said that it trains. */
  get begun(): boolean {
    return this.#begun;
  }

  /** The store cannot be written for the moment. */
  get troubled(): boolean {
    return this.#training?.troubled === true;
  }

  /** It keeps a checkpoint and ends. */
  end(how: 'pause' | 'stop'): void {
    this.#wanted = how;
    this.again = false;
    if (how === 'pause') this.#training?.pause();
    else this.#training?.stop();
  }

  /** Its trainer goes by itself, as if the host had died. */
  letGo(): void {
    this.#isLetGo = true;
    this.#training?.letGo();
  }

  /** What becomes of it is the next studio's to see. */
  get isLetGo(): boolean {
    return this.#isLetGo;
  }

  kill(): void {
    this.#training?.kill();
  }

  /** Back to its place. @throws StudioError `store.*` */
  requeue(): void {
    this.#ground.journal.change(this.runId, 'queued', {
      queuedAt: this.#queuedAt,
      byStudy: this.byStudy,
      endedAt: null,
    });
  }

  /** Never rejects for what can happen to a run. @param leave gives its place to the next */
  carryOut(leave: () => void): Promise<void> {
    return this.#carry(() => this.#run(), leave);
  }

  /** The same for a run that was placed on another machine before this studio was opened. */
  rejoin(machines: Machines, leave: () => void): Promise<void> {
    this.#begun = true;
    if (this.#ground.store.summary(this.runId).status === 'pausing') this.#wanted = 'pause';
    return this.#carry(async () => {
      this.#training = machines.rejoin(this.runId, this.#events);
      if (this.#isLetGo) this.#training.letGo();
      await this.#training.ended;
    }, leave);
  }

  async #carry(work: () => Promise<void>, leave: () => void): Promise<void> {
    try {
      await work();
    } catch (error) {
      const report = reportError(error);
      const status = /^(run\.noCheckpoint|store\.outside|machines\.\w+)$/.test(report.code)
        ? 'interrupted'
        : 'failed';
      if (!this.#isLetGo) {
        await this.#whenStorable(() => {
          this.#end(failureOf(report, status));
        });
      }
    }
    if (this.again && !this.#ground.closing.aborted) {
      await this.#whenStorable(() => {
        this.requeue();
      });
    }
    leave();
    this.#finish();
  }

  /** What may not get lost. */
  async #whenStorable(write: () => void | Promise<void>): Promise<void> {
    const { closing, journal } = this.#ground;
    try {
      await untilStored(write, {
        signal: closing,
        onTrouble: (error) => {
          journal.announcer.trouble(this.runId, error);
        },
      });
    } catch (error) {
      // The run went for good meanwhile: there is nothing to write it to.
      if (reportError(error).code !== 'run.unknown') throw error;
    }
  }

  async #run(): Promise<void> {
    const { runId } = this;
    const { store, here, machines } = this.#ground;
    const order = await this.#order();
    const place = this.isElsewhere ? machines?.place(this.where) : here;
    if (place === undefined) throw new StudioError('machines.noHub');
    const training = await place.launch(order, this.#events);
    this.#training = training;
    const processId = training.processId ?? null;
    await this.#whenStorable(() => {
      store.changeRun(runId, {
        processId,
        processBorn: processId === null ? null : processBirth(processId),
        ...(this.isElsewhere ? {} : { worker: null }),
      });
    });
    // It may have been asked while there was nobody to ask yet.
    const wanted = this.#wanted;
    if (this.#isLetGo) training.letGo();
    else if (wanted === 'pause') training.pause();
    else if (wanted === 'stop') training.stop();
    await training.ended;
  }

  async #order(): Promise<TrainingOrder> {
    const { runId } = this;
    const { store, models, journal } = this.#ground;
    await store.folder.refuseLinksOutOf(runId);
    // Made with the run; where that was cut off, it is made now.
    await keepDream(store, runId);
    const run = store.run(runId);
    await models.requireRun(run.environment, run.config);
    const checkpoint = await placeToGoOnFrom(store, runId, (damaged) => {
      journal.whereThereIsRoom(() => {
        journal.log(runId, 'warning', 'log.checkpointDamaged', { checkpoint: damaged });
      });
    });
    const shared = checkpoint === null ? await beginFrom(store, runId) : null;
    return {
      start: {
        runId,
        algorithm: run.algorithm,
        name: run.name,
        preset: run.preset,
        environment: run.environment,
        config: run.config,
        folder: store.folder.run(runId),
        resumeFrom: checkpoint === null ? null : store.folder.checkpoint(runId, checkpoint.fileName),
        beginFrom:
          shared === null ? null : store.folder.checkpoint(shared.run.id, shared.checkpoint.fileName),
        wallSecondsBefore: run.wallSeconds,
        workers: os.availableParallelism(),
      },
      resumedFrom: checkpoint?.id ?? null,
      shared:
        shared === null
          ? null
          : { name: shared.run.name, run: shared.run.id, checkpoint: shared.checkpoint.id },
    };
  }

  get #events(): TrainingEvents {
    return {
      onStarted: (sitting) => {
        this.#started(sitting);
      },
      onTaken: (worker, position) => {
        const { journal } = this.#ground;
        const line: LogLine = { level: 'info', key: 'log.takenBy', values: { worker } };
        journal.write(this.runId, { worker, streamPosition: position }, [line]);
      },
      onRecorded: (events) => {
        this.#recorded(events);
      },
      onLive: (update) => {
        this.#live(update);
      },
      onTrouble: (error) => {
        this.#ground.journal.announcer.trouble(this.runId, error);
        // Nobody waits for room now: it keeps what it has in files, for the next studio.
        if (error !== null && this.#ground.closing.aborted) this.#training?.letGo();
      },
      onEnded: async (ended, wallSeconds) => {
        if (ended.kind === 'died' && !this.isElsewhere) await this.#pickUp();
        await this.#whenStorable(() => {
          this.#ended(ended, wallSeconds);
        });
      },
    };
  }

  /** A trainer that was killed may have left half a checkpoint, or a whole one that nobody was told of. */
  async #pickUp(): Promise<void> {
    const { runId } = this;
    const { store, journal } = this.#ground;
    try {
      await this.#whenStorable(async () => {
        journal.publish(runId, (await pickUp(store, runId)).events);
      });
    } catch (error) {
      // It stays where it is; the run goes on from the checkpoint that is known.
      const reason = error instanceof Error ? error.message : String(error);
      journal.whereThereIsRoom(() => {
        journal.log(runId, 'warning', 'log.leftUnreadable', { reason });
      });
    }
  }

  #started({ compute, restored, resumedFrom, shared, position }: StartedSitting): void {
    const { runId } = this;
    const { store, journal } = this.#ground;
    const before = store.run(runId).compute;
    const same = before === null || !restored || sameCompute(before, compute);
    const lock = lockLines(restored ? before : null, compute);
    store.transaction(() => {
      const again = store.rewind(runId, resumedFrom);
      const lines: LogLine[] = [
        restored || again > 0
          ? { level: 'info', key: restored ? 'log.resumed' : 'log.startedAgain', values: { records: again } }
          : { level: 'info', key: 'log.started' },
      ];
      if (shared !== null) {
        lines.push({ level: 'info', key: 'log.beganFrom', values: { ...shared } });
      }
      if (!same) {
        const values = { before: describeCompute(before), now: describeCompute(compute) };
        lines.push({ level: 'warning', key: 'log.notExact', values });
      }
      lines.push(...lock.lines);
      const exact = repeats(store.run(runId)) && compute.environment?.repeats !== false;
      journal.write(
        runId,
        {
          status: this.#wanted === 'run' ? 'running' : 'pausing',
          compute,
          ...(position === undefined ? {} : { streamPosition: position }),
          ...(same && lock.same ? {} : { exact: false }),
          ...(restored ? {} : { startedAt: new Date().toISOString(), exact }),
        },
        lines,
      );
    });
    this.#begun = true;
    this.#ground.onBegun();
  }

  #recorded(events: readonly RecordedEvent[]): void {
    const { runId } = this;
    const { journal, onCheckpoint } = this.#ground;
    journal.publish(runId, events);
    journal.announcer.changed(runId);
    for (const { kind } of events) {
      if (kind !== 'checkpoint') continue;
      journal.dropOldCheckpoints(runId);
      onCheckpoint(runId);
    }
  }

  #live(update: LiveUpdate): void {
    const { runId } = this;
    const { store, feed, journal, snapshots } = this.#ground;
    switch (update.kind) {
      case 'progress': {
        feed.publishLossy('run', { runId }, 'progress', update);
        journal.announcer.progress(runId, update.progress);
        const now = performance.now();
        if (now - this.#progressKeptAt <= PROGRESS_ROW_MILLISECONDS) return;
        this.#progressKeptAt = now;
        journal.whereThereIsRoom(() => {
          store.changeRun(runId, { progress: update.progress });
        });
        return;
      }
      case 'pictures':
        snapshots.keep(runId, update);
        feed.publishLossy('run', { runId }, `pictures ${update.panel.title}`, update);
        return;
      case 'distribution': {
        snapshots.keep(runId, update);
        const { kind: _, ...distribution } = update;
        feed.publishLossy('run', { runId }, `distribution ${update.name}`, {
          kind: 'distribution',
          distribution,
        });
      }
    }
  }

  #ended(outcome: TrainingOutcome, wallSeconds: number): void {
    const { announcer } = this.#ground.journal;
    announcer.progress(this.runId, null);
    announcer.trouble(this.runId, null);
    this.#end(endingOf(outcome, { wanted: this.#wanted, begun: this.#begun, wallSeconds }));
  }

  #end({ changes, lines }: TrainingEnding): void {
    this.#ground.journal.write(this.runId, changes, lines);
  }
}
