/**
 * Carries out which runs train when (runQueue.ts decides): starting, pausing, stopping, resuming, and what is announced
 * of it. On few cores one training at a time unless the setting `training.concurrent` says otherwise: two would only
 * share the same cores.
 */
import os from 'node:os';
import { reportError, StudioError } from '../../shared/errors.ts';
import type { RunStatus, RunSummary } from '../../shared/run.ts';
import { CONCURRENCY_SETTING, MOST_AT_ONCE } from '../../shared/study.ts';
import { HERE } from '../../shared/machines.ts';
import { ActiveTraining, type TrainingGround } from './activeTraining.ts';
import { placeToGoOnFrom } from './checkpointRetention.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { QueuedRun, UnfinishedRun } from '../store/runTable.ts';
import type { LiveFeed } from './liveFeed.ts';
import { LiveSnapshots, type LiveSnapshot } from './liveSnapshots.ts';
import type { ModelChecks } from './modelChecks.ts';
import type { ProcessLauncher } from './processLauncher.ts';
import { Recovery } from './recovery.ts';
import { RunJournal } from './runJournal.ts';
import { nextMove, type QueueMove } from './runQueue.ts';
import { poolsOf, type Pool } from './placePools.ts';
import type { Machines } from './runPlace.ts';
import { waitsForSibling } from './sharedPhases.ts';
import type { SummaryAnnouncer } from './summaryAnnouncer.ts';
import { localPlace } from './trainingProcess.ts';
import { mayPass, STORE_RETRY_MILLISECONDS } from './untilStored.ts';

/** A training keeps this many cores busy, with its environments in worker threads. */
const CORES_A_TRAINING = 4;
/** Beyond that, whatever is set, none of them gets on, and the machine answers nobody. */
const MOST_TRAININGS_A_CORE = 4;

export interface SupervisorOptions {
  readonly store: ExperimentStore;
  readonly feed: LiveFeed;
  readonly launcher: ProcessLauncher;
  readonly models: ModelChecks;
  /** Other machines; left out where this studio knows none. */
  readonly machines?: Machines;
  /** A run has a new checkpoint. */
  readonly onCheckpoint?: (runId: string) => void;
  /** Trainings at a time where the setting says nothing; by the machine's cores if not given. */
  readonly trainingsAtOnce?: number;
  readonly usualTrainings?: number;
}

export class RunSupervisor {
  readonly #store: ExperimentStore;
  readonly #journal: RunJournal;
  readonly #recovery: Recovery;
  readonly #active = new Map<string, ActiveTraining>();
  readonly #ground: TrainingGround;
  readonly #snapshots = new LiveSnapshots();
  readonly #askedTrainings: number | undefined;
  readonly #usualTrainings: number;
  /** Aborted when the studio closes: nobody waits for a full disk any longer. */
  readonly #closing = new AbortController();
  #queueOpen = false;
  #pumpTimer: NodeJS.Timeout | null = null;

  constructor({ store, feed, onCheckpoint, trainingsAtOnce, usualTrainings, ...options }: SupervisorOptions) {
    this.#askedTrainings = trainingsAtOnce;
    this.#usualTrainings =
      usualTrainings ?? Math.max(1, Math.floor(os.availableParallelism() / CORES_A_TRAINING));
    this.#store = store;
    this.#journal = new RunJournal(store, feed);
    this.#ground = {
      store,
      feed,
      here: localPlace(options.launcher, store),
      machines: options.machines ?? null,
      models: options.models,
      journal: this.#journal,
      snapshots: this.#snapshots,
      closing: this.#closing.signal,
      onBegun: () => {
        this.pump();
      },
      onCheckpoint: (runId) => {
        onCheckpoint?.(runId);
        // A queued run may begin from what this checkpoint holds.
        this.pump();
      },
    };
    const { announcer } = this.#journal;
    this.#recovery = new Recovery(
      store,
      (runId) => {
        announcer.changed(runId);
      },
      (runId, error) => {
        announcer.trouble(runId, error);
      },
    );
  }

  /** @param openQueue whether runs that were queued before may start. */
  begin(openQueue: boolean): void {
    // What waits in a copied folder waits in the other one too: nothing is trained twice unasked.
    if (this.#store.isCopy) for (const { id } of this.#store.queue()) this.#leaveQueue(id);
    const { machines } = this.#ground;
    machines?.begin({
      store: this.#store,
      changed: () => {
        this.pump();
      },
    });
    for (const run of this.#recovery.begin()) {
      if (machines === null) this.announcer.trouble(run.id, reportError(new StudioError('machines.noHub')));
      else this.#rejoin(run, machines);
    }
    this.#queueOpen = openQueue;
    this.pump();
  }

  #rejoin({ id, studyId, byStudy, where }: UnfinishedRun, machines: Machines): void {
    const queuedAt = new Date().toISOString();
    const training = new ActiveTraining({ id, studyId, byStudy, queuedAt, where }, this.#ground);
    this.#active.set(id, training);
    void training.rejoin(machines, () => {
      this.#active.delete(id);
      this.pump();
    });
  }

  get announcer(): SummaryAnnouncer {
    return this.#journal.announcer;
  }

  snapshot(runId: string): LiveSnapshot {
    return this.#snapshots.of(runId);
  }

  isActive(runId: string): boolean {
    return this.#active.has(runId);
  }

  /** Runs that some trainer works on. */
  get active(): readonly string[] {
    return [...this.#active.keys()];
  }

  /**
   * Begins a draft, or goes on with a run that ended early. One that is just pausing goes on when it has paused; one whose
   * trainer outlived its studio, when that has kept its checkpoint.
   * @throws StudioError `run.noCheckpoint` where going on would mean to begin again in place of what is recorded
   */
  async start(runId: string, where?: string): Promise<RunSummary> {
    await this.#demandPlace(where ?? this.#store.summary(runId).where);
    const active = this.#active.get(runId);
    if (active !== undefined) {
      if (isWorking(this.#store.summary(runId).status)) {
        active.again = active.wanted !== 'run';
        return this.#store.summary(runId);
      }
      await active.done;
    }
    const { status } = this.#store.summary(runId);
    if (status === 'completed') throw new StudioError('run.notResumable', { run: runId, status });
    if (status === 'queued') {
      // A person asks for what a study had queued: it comes before the others now.
      const changed = this.#journal.change(runId, 'queued', {
        byStudy: false,
        ...(where === undefined ? {} : { where }),
      });
      this.pump();
      return changed;
    }
    if (this.#recovery.waitsFor(runId)) {
      this.#journal.whereThereIsRoom(() => {
        this.#journal.log(runId, 'info', 'log.waitsForEarlier');
      });
    }
    await this.#recovery.whenSettled(runId);
    this.#demandOpen(runId);
    await placeToGoOnFrom(this.#store, runId, () => undefined);
    return this.#enqueue(runId, { byStudy: false, ...(where === undefined ? {} : { where }) });
  }

  /** @throws StudioError `machines.noHub`, and as `Machines.demand` */
  async #demandPlace(where: string): Promise<void> {
    if (where === HERE) return;
    const { machines } = this.#ground;
    if (machines === null) throw new StudioError('machines.noHub');
    await machines.demand(where);
  }

  /** Queues runs for their study, behind whatever a person starts; those that train or wait already are left alone. */
  async startForStudy(runIds: readonly string[], where: string): Promise<void> {
    await this.#demandPlace(where);
    for (const runId of runIds) {
      await this.#recovery.whenSettled(runId);
      this.#demandOpen(runId);
    }
    for (const runId of runIds) {
      const { status } = this.#store.summary(runId);
      if (status === 'completed' || status === 'queued') continue;
      const active = this.#active.get(runId);
      if (active === undefined) this.#enqueue(runId, { byStudy: true, where, pump: false });
      else active.again ||= active.wanted !== 'run';
    }
    this.#queueOpen = true;
    this.pump();
  }

  /** Those that train keep a checkpoint, those that wait leave the queue. */
  pauseForStudy(runIds: readonly string[]): void {
    // Those that wait leave first: else one of them would take the place that a pausing run frees.
    const waiting = runIds.filter((runId) => this.#store.summary(runId).status === 'queued');
    for (const runId of waiting) this.#leaveQueue(runId);
    for (const runId of runIds) if (this.#active.has(runId)) this.#halt(runId, 'pause');
  }

  /** @throws StudioError `run.busy` where the studio has closed while an earlier process was waited for. */
  #demandOpen(runId: string): void {
    if (this.#closing.signal.aborted) throw new StudioError('run.busy', { run: runId });
  }

  #enqueue(
    runId: string,
    {
      byStudy,
      queuedAt = new Date().toISOString(),
      where,
      pump = true,
    }: {
      readonly byStudy: boolean;
      readonly queuedAt?: string;
      readonly where?: string;
      readonly pump?: boolean;
    },
  ): RunSummary {
    const queued = this.#journal.change(runId, 'queued', {
      queuedAt,
      byStudy,
      endedAt: null,
      lastError: null,
      ...(where === undefined ? {} : { where }),
    });
    if (pump) {
      this.#queueOpen = true;
      this.pump();
    }
    return queued;
  }

  #leaveQueue(runId: string): void {
    const begun = this.#store.summary(runId).startedAt !== null;
    this.#journal.change(runId, begun ? 'paused' : 'draft', { queuedAt: null });
  }

  /** Keeps a checkpoint and ends; a run that only waits in the queue leaves it. */
  pause(runId: string): RunSummary {
    return this.#halt(runId, 'pause');
  }

  stop(runId: string): RunSummary {
    return this.#halt(runId, 'stop');
  }

  /** Resolves when the run trains no more. */
  async whenIdle(runId: string): Promise<void> {
    await this.#active.get(runId)?.done;
  }

  /** Starts what the queue and the cores allow; where the store cannot be written, as soon as it can. */
  pump(): void {
    if (this.#pumpTimer !== null) clearTimeout(this.#pumpTimer);
    this.#pumpTimer = null;
    try {
      this.#startWhatMay();
    } catch (error) {
      if (!mayPass(reportError(error))) throw error;
      this.#pumpTimer = setTimeout(() => {
        this.pump();
      }, STORE_RETRY_MILLISECONDS);
    }
  }

  #startWhatMay(): void {
    while (!this.#closing.signal.aborted && this.#queueOpen) {
      // A run that gave way is queued again a moment before its training is over: it cannot start yet.
      const waiting = this.#store.queue().filter(({ id }) => !this.#active.has(id));
      const move = this.#nextMove(waiting);
      if (move === null) return;
      if (move.kind === 'giveWay') this.#giveWay(move.runId);
      else {
        const next = waiting.find(({ id }) => id === move.runId);
        if (next !== undefined) this.#launch(next);
        // One a turn: this thread stands still while the system makes a process, and sixty of them took seconds.
        setImmediate(() => {
          this.pump();
        });
        return;
      }
    }
  }

  /** Of the pools of places in turn; null: nothing can be done in any. */
  #nextMove(waiting: readonly QueuedRun[]): QueueMove | null {
    const active = [...this.#active.values()];
    const pools = poolsOf({
      here: this.trainingsAtOnce,
      workers: this.#ground.machines?.workers ?? [],
      waiting,
      active,
    });
    for (const pool of pools) {
      const move = this.#moveIn(pool, waiting, active);
      if (move !== null) return move;
    }
    return null;
  }

  #moveIn({ where, limit }: Pool, waiting: readonly QueuedRun[], active: ActiveTraining[]): QueueMove | null {
    const here = active.filter((training) => training.where === where);
    const move = nextMove({
      waiting: waiting.filter((run) => run.where === where),
      active: here.map(({ runId, studyId, byStudy, wanted }) => ({
        runId,
        studyId,
        byStudy,
        leaving: wanted !== 'run',
      })),
      limit,
      studyLimit: (studyId) => this.#store.studies.get(studyId).definition.concurrent,
      waitsForSibling: ({ id }) => waitsForSibling(this.#store, id, (other) => this.#active.has(other)),
    });
    if (move?.kind !== 'start' || where !== HERE) return move;
    // A process that is only just starting takes a core until its training begins: then the next has its turn.
    const starting = here.filter(({ begun }) => !begun);
    return starting.length >= os.availableParallelism() ? null : move;
  }

  /** It comes back to its place in the queue when it has paused. */
  #giveWay(runId: string): void {
    this.#journal.whereThereIsRoom(() => {
      this.#journal.log(runId, 'info', 'log.gaveWay');
    });
    this.#halt(runId, 'pause');
    const active = this.#active.get(runId);
    if (active !== undefined) active.again = true;
  }

  /**
   * The process that launched the trainers has died, and they die with it or soon after. Their runs are left as if this host had
   * died too: the next host waits until the trainers are gone, and takes up what they kept.
   */
  abandon(): void {
    this.#closing.abort();
    for (const active of this.#active.values()) active.letGo();
  }

  /** Pauses everything, keeping checkpoints; kills what does not answer in time. */
  async close(limitMilliseconds: number): Promise<void> {
    this.#closing.abort();
    if (this.#pumpTimer !== null) clearTimeout(this.#pumpTimer);
    this.#recovery.close();
    const ending = [...this.#active.values()].map(async (active) => {
      const goesOn = active.byStudy && (active.wanted === 'run' || active.again);
      if (active.troubled || active.isElsewhere) active.letGo();
      else if (!active.isLetGo) this.#halt(active.runId, 'pause');
      const timer = setTimeout(() => {
        active.kill();
      }, limitMilliseconds);
      await active.done;
      clearTimeout(timer);
      // Nobody asked its study to pause: it goes on when the studio is opened again.
      if (goesOn && this.#store.summary(active.runId).status === 'paused') {
        this.#journal.whereThereIsRoom(() => {
          active.requeue();
        });
      }
    });
    await Promise.all(ending);
    await this.#ground.machines?.close();
    this.announcer.close();
  }

  /** As asked of this host, else as the setting says within what the machine's cores bear, else as they allow. */
  get trainingsAtOnce(): number {
    if (this.#askedTrainings !== undefined) return this.#askedTrainings;
    const setting = this.#store.setting(CONCURRENCY_SETTING);
    if (typeof setting !== 'number' || !(setting >= 1)) return this.#usualTrainings;
    return Math.min(Math.floor(setting), MOST_AT_ONCE, MOST_TRAININGS_A_CORE * os.availableParallelism());
  }

  #halt(runId: string, how: 'pause' | 'stop'): RunSummary {
    const active = this.#active.get(runId);
    const { status } = this.#store.summary(runId);
    if (active === undefined || !isWorking(status)) {
      if (status === 'queued') {
        return this.#journal.change(runId, how === 'pause' ? 'paused' : 'stopped', { queuedAt: null });
      }
      if (how === 'stop' && (status === 'paused' || status === 'interrupted'))
        return this.#journal.change(runId, 'stopped');
      // It is on another machine, and this studio knows none: what comes of it there is not waited for.
      if (isWorking(status) && this.#store.placed(runId).placement !== null) {
        this.announcer.trouble(runId, null);
        return this.#journal.change(runId, how === 'pause' ? 'paused' : 'stopped', { placement: null });
      }
      // It was asked twice, or the run has just ended: nothing is to be done, and the answer is the run's state.
      return this.#store.summary(runId);
    }
    active.end(how);
    this.#journal.whereThereIsRoom(() => {
      this.#journal.change(runId, 'pausing');
    });
    return this.#store.summary(runId);
  }

  #launch(run: QueuedRun): void {
    const training = new ActiveTraining(run, this.#ground);
    this.#active.set(run.id, training);
    try {
      this.#journal.change(run.id, 'starting', { queuedAt: null });
    } catch (error) {
      this.#active.delete(run.id);
      throw error;
    }
    void training.carryOut(() => {
      this.#active.delete(run.id);
      this.pump();
    });
  }
}

const isWorking = (status: RunStatus) =>
  status === 'starting' || status === 'running' || status === 'pausing';
