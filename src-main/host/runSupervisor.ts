/**
 * Carries out which runs train when (runQueue.ts decides): starting, pausing, stopping, resuming, and what is announced
 * of it. On few cores one training at a time unless the setting `training.concurrent` says otherwise: two would only
 * share the same cores.
 */
import { rm } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { configValue } from '../../shared/config.ts';
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import type { RunDistribution } from '../../shared/protocol.ts';
import type { ComputeFingerprint, PicturePanel, RunStatus, RunSummary } from '../../shared/run.ts';
import type { FromTrainer, LiveUpdate } from '../engine/messages.ts';
import { reportToClient } from './clientErrors.ts';
import { checkpointsToDrop, newestUsable } from './checkpointRetention.ts';
import { describeCompute, sameCompute } from './computeText.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { QueuedRun } from '../store/runTable.ts';
import type { RecordedEvent } from '../store/runRecords.ts';
import { processBirth } from '../store/lock.ts';
import type { LiveFeed } from './liveFeed.ts';
import type { ProcessLauncher } from './processLauncher.ts';
import { logEntry, Recovery } from './recovery.ts';
import { RoomWatch } from './roomWatch.ts';
import { nextMove } from './runQueue.ts';
import { beginFrom, waitsForSibling, type BeginFrom } from './sharedPhases.ts';
import { SummaryAnnouncer } from './summaryAnnouncer.ts';
import { TrainingProcess, type TrainingOutcome } from './trainingProcess.ts';

export const CONCURRENCY_SETTING = 'training.concurrent';
/** A training keeps this many cores busy, with its environments in worker threads. */
const CORES_A_TRAINING = 4;
/** Between two tries to write where the disk is full. */
const RETRY_MILLISECONDS = 2000;
/** Progress is kept in the row now and then, so that a run that died still shows where. */
const PROGRESS_ROW_MILLISECONDS = 2000;

export interface SupervisorOptions {
  readonly store: ExperimentStore;
  readonly feed: LiveFeed;
  readonly launcher: ProcessLauncher;
  /** A run has a new checkpoint. */
  readonly onCheckpoint?: (runId: string) => void;
  /** Trainings at a time where the setting says nothing; by the machine's cores if not given. */
  readonly trainingsAtOnce?: number;
  readonly usualTrainings?: number;
}

/** What a page that was just opened wants to see at once. */
export interface LiveSnapshot {
  readonly panels: Map<string, { readonly phase: string; readonly panel: PicturePanel }>;
  readonly distributions: Map<string, RunDistribution>;
}

interface ActiveRun {
  readonly runId: string;
  readonly studyId: string | null;
  readonly byStudy: boolean;
  /** Its place in the queue, in case it gives way. */
  readonly queuedAt: string;
  /** Null while it is being launched. */
  training: TrainingProcess | null;
  /** What was asked while it was being launched. */
  wanted: 'run' | 'pause' | 'stop';
  /** It is to go on as soon as it has paused. */
  again: boolean;
  resumedFrom: string | null;
  /** Why the host would not let it begin. */
  refused: ErrorReport | null;
  progressKeptAt: number;
  readonly done: Promise<void>;
}

export class RunSupervisor {
  readonly #store: ExperimentStore;
  readonly #feed: LiveFeed;
  readonly #launcher: ProcessLauncher;
  readonly #onCheckpoint: (runId: string) => void;
  readonly #announcer: SummaryAnnouncer;
  readonly #recovery: Recovery;
  readonly #active = new Map<string, ActiveRun>();
  readonly #snapshots = new Map<string, LiveSnapshot>();
  readonly #askedTrainings: number | undefined;
  readonly #usualTrainings: number;
  readonly #room: RoomWatch;
  readonly #closed = new AbortController();
  #closing = false;
  #queueOpen = false;

  constructor({ store, feed, launcher, onCheckpoint, trainingsAtOnce, usualTrainings }: SupervisorOptions) {
    this.#askedTrainings = trainingsAtOnce;
    this.#usualTrainings =
      usualTrainings ?? Math.max(1, Math.floor(os.availableParallelism() / CORES_A_TRAINING));
    this.#onCheckpoint = onCheckpoint ?? (() => undefined);
    this.#store = store;
    this.#feed = feed;
    this.#launcher = launcher;
    this.#announcer = new SummaryAnnouncer(store, feed);
    this.#room = new RoomWatch(store.folder.root, () => {
      this.pump();
    });
    this.#recovery = new Recovery(store, (runId) => {
      this.#announcer.changed(runId);
    });
  }

  /** @param openQueue whether runs that were queued before may start. */
  begin(openQueue: boolean): void {
    // What waits in a copied folder waits in the other one too: nothing is trained twice unasked.
    if (this.#store.isCopy) for (const { id } of this.#store.queue()) this.#leaveQueue(id);
    this.#recovery.begin();
    this.#queueOpen = openQueue;
    this.pump();
  }

  get announcer(): SummaryAnnouncer {
    return this.#announcer;
  }

  snapshot(runId: string): LiveSnapshot {
    return this.#snapshots.get(runId) ?? { panels: new Map(), distributions: new Map() };
  }

  /** An earlier process of it still saves what it has: it starts when that is gone. */
  waitsForEarlier(runId: string): boolean {
    return this.#recovery.isPending(runId);
  }

  isActive(runId: string): boolean {
    return this.#active.has(runId);
  }

  /** Begins a draft, or goes on with a run that ended early. One that is just pausing goes on when it has paused. */
  async start(runId: string): Promise<RunSummary> {
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
      // A person asks for what a study had queued: it comes before the others now, and does not wait for room.
      this.#room.drop(runId);
      const changed = this.#change(runId, 'queued', { byStudy: false });
      this.pump();
      return changed;
    }
    await this.#recovery.whenSettled(runId);
    return this.#enqueue(runId, { byStudy: false });
  }

  /** Queues runs for their study, behind whatever a person starts; those that train or wait already are left alone. */
  async startForStudy(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) await this.#recovery.whenSettled(runId);
    for (const runId of runIds) {
      const { status } = this.#store.summary(runId);
      if (status === 'completed' || status === 'queued') continue;
      const active = this.#active.get(runId);
      if (active === undefined) this.#enqueue(runId, { byStudy: true, pump: false });
      else active.again ||= active.wanted !== 'run';
    }
    this.#queueOpen = true;
    this.pump();
  }

  /** Those that train keep a checkpoint, those that wait leave the queue. */
  pauseForStudy(runIds: readonly string[]): void {
    // First all that wait: a place that becomes free is not for them.
    const waiting = runIds.filter((runId) => this.#store.summary(runId).status === 'queued');
    for (const runId of waiting) this.#leaveQueue(runId);
    for (const runId of runIds) if (this.#active.has(runId)) this.#halt(runId, 'pause');
  }

  #enqueue(
    runId: string,
    {
      byStudy,
      queuedAt = new Date().toISOString(),
      pump = true,
    }: { readonly byStudy: boolean; readonly queuedAt?: string; readonly pump?: boolean },
  ): RunSummary {
    const queued = this.#change(runId, 'queued', { queuedAt, byStudy, endedAt: null, lastError: null });
    if (pump) {
      this.#queueOpen = true;
      this.pump();
    }
    return queued;
  }

  #leaveQueue(runId: string): void {
    this.#room.drop(runId);
    const begun = this.#store.summary(runId).startedAt !== null;
    this.#change(runId, begun ? 'paused' : 'draft', { queuedAt: null });
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

  /** Starts what the queue and the cores allow. Where the store cannot be written for the moment, it is tried again. */
  pump(): void {
    try {
      while (!this.#closing && this.#queueOpen && this.#move());
    } catch (error) {
      if (!isStoreTrouble(error)) throw error;
      setTimeout(() => {
        this.pump();
      }, RETRY_MILLISECONDS).unref();
    }
  }

  /** @returns false where nothing can be done until something ends. */
  #move(): boolean {
    const waiting = this.#store.queue().filter(({ id }) => !this.#room.waits(id));
    const move = nextMove({
      waiting,
      active: [...this.#active.values()].map((active) => ({
        ...active,
        leaving: active.wanted !== 'run',
      })),
      limit: this.trainingsAtOnce,
      studyLimit: (studyId) => this.#store.studies.get(studyId).definition.concurrent,
      waitsForSibling: ({ id }) => waitsForSibling(this.#store, id, (other) => this.#active.has(other)),
    });
    if (move === null) return false;
    if (move.kind === 'giveWay') this.#giveWay(move.runId);
    else {
      const next = waiting.find(({ id }) => id === move.runId);
      if (next !== undefined) this.#launch(next);
    }
    return true;
  }

  /** It comes back to its place in the queue when it has paused. */
  #giveWay(runId: string): void {
    this.#log(runId, 'info', 'log.gaveWay');
    this.#halt(runId, 'pause');
    const active = this.#active.get(runId);
    if (active !== undefined) active.again = true;
  }

  /** Pauses everything, keeping checkpoints; kills what does not answer in time. */
  async close(limitMilliseconds: number): Promise<void> {
    this.#closing = true;
    this.#closed.abort();
    this.#recovery.close();
    this.#room.close();
    const ending = [...this.#active.values()].map(async (active) => {
      const goesOn = active.byStudy && (active.wanted === 'run' || active.again);
      if (active.training?.troubled === true) active.training.letGo();
      else this.#halt(active.runId, 'pause');
      const timer = setTimeout(() => active.training?.kill(), limitMilliseconds);
      await active.done;
      clearTimeout(timer);
      // Nobody asked its study to pause: it goes on when the studio is opened again.
      if (goesOn && this.#store.summary(active.runId).status === 'paused') {
        await this.#persist(active.runId, () => {
          this.#requeue(active);
        });
      }
    });
    await Promise.all(ending);
    this.#announcer.close();
  }

  /** As asked of this host, else as the setting says, else as the machine's cores allow. */
  get trainingsAtOnce(): number {
    if (this.#askedTrainings !== undefined) return this.#askedTrainings;
    const setting = this.#store.setting(CONCURRENCY_SETTING);
    return typeof setting === 'number' && setting >= 1 ? Math.floor(setting) : this.#usualTrainings;
  }

  #requeue({ runId, byStudy, queuedAt }: ActiveRun): void {
    this.#change(runId, 'queued', { queuedAt, byStudy, endedAt: null });
  }

  #change(
    runId: string,
    status: RunStatus,
    changes: Parameters<ExperimentStore['changeRun']>[1] = {},
  ): RunSummary {
    const summary = this.#store.changeRun(runId, { status, ...changes });
    this.#announcer.now(runId);
    return summary;
  }

  #halt(runId: string, how: 'pause' | 'stop'): RunSummary {
    const active = this.#active.get(runId);
    const { status } = this.#store.summary(runId);
    if (active === undefined || !isWorking(status)) {
      if (status === 'queued') {
        this.#room.drop(runId);
        return this.#change(runId, how === 'pause' ? 'paused' : 'stopped', { queuedAt: null });
      }
      if (how === 'stop' && (status === 'paused' || status === 'interrupted'))
        return this.#change(runId, 'stopped');
      // Asked twice, or it ended in this moment: the answer is how it is.
      return this.#store.summary(runId);
    }
    active.wanted = how;
    active.again = false;
    if (how === 'pause') active.training?.pause();
    else active.training?.stop();
    try {
      return this.#change(runId, 'pausing');
    } catch (error) {
      // A full disk: it pauses all the same.
      if (!isStoreTrouble(error)) throw error;
      this.#announcer.trouble(runId, reportError(error));
      return this.#store.summary(runId);
    }
  }

  #launch({ id: runId, studyId, byStudy, queuedAt }: QueuedRun): void {
    let finish: () => void = () => undefined;
    const active: ActiveRun = {
      runId,
      studyId,
      byStudy,
      queuedAt,
      training: null,
      wanted: 'run',
      again: false,
      resumedFrom: null,
      refused: null,
      progressKeptAt: 0,
      done: new Promise((resolve) => (finish = resolve)),
    };
    this.#active.set(runId, active);
    try {
      this.#change(runId, 'starting', { queuedAt: null });
    } catch (error) {
      this.#active.delete(runId);
      finish();
      throw error;
    }
    void this.#run(active)
      .catch((error: unknown) =>
        this.#persist(runId, () => {
          this.#ended(
            active,
            { kind: 'failed', error: reportError(error) },
            this.#store.run(runId).wallSeconds,
          );
        }),
      )
      .then(async () => {
        this.#active.delete(runId);
        if (active.again && !this.#closing) {
          await this.#persist(runId, () => {
            this.#requeue(active);
          });
        }
      })
      .finally(() => {
        this.#active.delete(runId);
        finish();
        this.pump();
      })
      .catch((error: unknown) => {
        // The store itself is damaged. Other runs and theatres go on; what this one came to shows at the next start.
        this.#announcer.trouble(runId, reportToClient(error));
      });
  }

  /**
   * Writes as soon as that is possible, since what a run came to must be kept however full the disk is. Gives up only when
   * the studio closes: the next start then finds the run as it was before, and says that it was interrupted.
   */
  async #persist(runId: string, write: () => void): Promise<void> {
    for (;;) {
      try {
        write();
        this.#announcer.trouble(runId, null);
        return;
      } catch (error) {
        if (!isStoreTrouble(error)) throw error;
        this.#announcer.trouble(runId, reportError(error));
      }
      if (this.#closing) return;
      await delay(RETRY_MILLISECONDS, undefined, { signal: this.#closed.signal }).catch(() => undefined);
    }
  }

  async #run(active: ActiveRun): Promise<void> {
    const { runId } = active;
    const run = this.#store.run(runId);
    await this.#store.folder.refuseLinksOutOf(runId);
    const checkpoint = await newestUsable(this.#store, runId, (damaged) => {
      this.#log(runId, 'warning', 'log.checkpointDamaged', { checkpoint: damaged });
    });
    active.resumedFrom = checkpoint?.id ?? null;
    const shared = checkpoint === null ? await beginFrom(this.#store, runId) : null;
    let outcome: { readonly ended: TrainingOutcome; readonly wallSeconds: number } | null = null;
    const training = await TrainingProcess.launch(
      this.#launcher,
      this.#store,
      {
        runId,
        algorithm: run.algorithm,
        environment: run.environment,
        config: run.config,
        folder: this.#store.folder.run(runId),
        resumeFrom: checkpoint === null ? null : this.#store.folder.checkpoint(runId, checkpoint.fileName),
        beginFrom:
          shared === null ? null : this.#store.folder.checkpoint(shared.run.id, shared.checkpoint.fileName),
        wallSecondsBefore: run.wallSeconds,
        workers: os.availableParallelism(),
      },
      {
        onStarted: (message) => {
          try {
            this.#started(active, message, run.compute, shared);
          } catch (error) {
            // What was taken back and what comes now must fit together: it does not begin before that is written.
            active.refused = reportError(error);
            active.training?.kill();
          }
        },
        onRecorded: (events) => {
          this.#recorded(runId, events);
        },
        onLive: (update) => {
          this.#live(active, update);
        },
        onTrouble: (error) => {
          this.#trouble(runId, error);
          // Nothing is stored any more before the studio has closed: it must not wait for that.
          if (error !== null && this.#closing) active.training?.letGo();
        },
        onEnded: (ended, wallSeconds) => {
          outcome = { ended, wallSeconds };
        },
      },
    );
    active.training = training;
    const processId = training.processId ?? null;
    await this.#persist(runId, () => {
      this.#store.changeRun(runId, {
        processId,
        processBorn: processId === null ? null : processBirth(processId),
      });
    });
    // It may have been asked while there was nobody to ask yet.
    const { wanted } = active;
    if (wanted === 'pause') training.pause();
    else if (wanted === 'stop') training.stop();
    await training.ended;
    // One that was let go tells its end to nobody.
    const told = outcome as { readonly ended: TrainingOutcome; readonly wallSeconds: number } | null;
    if (told === null) return;
    const ended: TrainingOutcome =
      active.refused === null ? told.ended : { kind: 'failed', error: active.refused };
    await this.#persist(runId, () => {
      this.#ended(active, ended, told.wallSeconds);
    });
  }

  #started(
    active: ActiveRun,
    { compute, restored }: Extract<FromTrainer, { type: 'started' }>,
    before: ComputeFingerprint | null,
    shared: BeginFrom | null,
  ): void {
    const { runId } = active;
    const again = this.#store.rewind(runId, active.resumedFrom);
    if (restored) this.#log(runId, 'info', 'log.resumed', { records: again });
    else this.#log(runId, 'info', 'log.started');
    if (shared !== null) {
      const { run, checkpoint } = shared;
      this.#log(runId, 'info', 'log.beganFrom', { name: run.name, run: run.id, checkpoint: checkpoint.id });
    }
    const same = before === null || !restored || sameCompute(before, compute);
    if (!same) {
      this.#log(runId, 'warning', 'log.notExact', {
        before: describeCompute(before),
        now: describeCompute(compute),
      });
    }
    this.#change(runId, active.wanted === 'run' ? 'running' : 'pausing', {
      compute,
      ...(same ? {} : { exact: false }),
      ...(restored ? {} : { startedAt: new Date().toISOString(), exact: true }),
    });
  }

  #recorded(runId: string, events: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.kind === 'result') continue;
      this.#feed.publish('run', { runId }, event);
      if (event.kind === 'checkpoint') {
        this.#dropOldCheckpoints(runId);
        this.#onCheckpoint(runId);
        // Somebody may wait for what it holds.
        this.pump();
      }
    }
    this.#announcer.changed(runId);
  }

  #live(active: ActiveRun, update: LiveUpdate): void {
    const { runId } = active;
    const snapshot = this.#snapshots.get(runId) ?? { panels: new Map(), distributions: new Map() };
    this.#snapshots.set(runId, snapshot);
    switch (update.kind) {
      case 'progress': {
        this.#feed.publishLossy('run', { runId }, 'progress', update);
        this.#announcer.progress(runId, update.progress);
        const now = performance.now();
        if (now - active.progressKeptAt > PROGRESS_ROW_MILLISECONDS) {
          active.progressKeptAt = now;
          // A full disk shows through the records; a missing progress row is no loss.
          try {
            this.#store.changeRun(runId, { progress: update.progress });
          } catch (error) {
            this.#trouble(runId, reportError(error));
          }
        }
        return;
      }
      case 'pictures':
        snapshot.panels.set(update.panel.title, { phase: update.phase, panel: update.panel });
        this.#feed.publishLossy('run', { runId }, `pictures ${update.panel.title}`, update);
        return;
      case 'distribution': {
        const { kind: _, ...distribution } = update;
        snapshot.distributions.set(update.name, distribution);
        this.#feed.publishLossy('run', { runId }, `distribution ${update.name}`, {
          kind: 'distribution',
          distribution,
        });
      }
    }
  }

  /** Storing fails, or works again. The trainer waits by itself: its records are not confirmed. */
  #trouble(runId: string, error: ErrorReport | null): void {
    this.#announcer.trouble(runId, error);
  }

  /** @throws StudioError `store.*`; nothing is written or announced then. */
  #ended(active: ActiveRun, outcome: TrainingOutcome, wallSeconds: number): void {
    const { runId, queuedAt, byStudy } = active;
    const common = { endedAt: new Date().toISOString(), wallSeconds, processId: null, processBorn: null };
    this.#announcer.progress(runId, null);
    switch (outcome.kind) {
      case 'completed':
        this.#settle(runId, 'completed', { ...common, progress: null, lastError: null }, 'log.completed');
        return;
      case 'paused':
      case 'stopped':
        this.#settle(runId, outcome.kind, { ...common, lastError: null }, `log.${outcome.kind}`);
        return;
      case 'died':
        this.#settle(runId, 'interrupted', { ...common, lastError: keptError(outcome.error) }, outcome.error);
        return;
      case 'failed': {
        const { error } = outcome;
        const lastError = keptError(error);
        if (!error.code.startsWith('store.')) {
          this.#settle(runId, 'failed', { ...common, lastError }, error);
        } else if (active.wanted !== 'run') {
          // It was to end anyway, and goes on from the checkpoint before.
          this.#settle(
            runId,
            active.wanted === 'stop' ? 'stopped' : 'paused',
            { ...common, lastError },
            error,
          );
        } else if (error.code === 'store.full' && !this.#closing) {
          this.#settle(runId, 'queued', { ...common, endedAt: null, queuedAt, byStudy, lastError }, error);
          const sizes = this.#store.checkpoints(runId).map(({ sizeBytes }) => sizeBytes);
          this.#room.add(runId, Math.max(0, ...sizes));
        } else {
          this.#settle(runId, 'interrupted', { ...common, lastError }, error);
        }
      }
    }
  }

  /** What a run came to, in its row and in its log, in one transaction; then it is announced. */
  #settle(
    runId: string,
    status: RunStatus,
    changes: Parameters<ExperimentStore['changeRun']>[1],
    said: string | ErrorReport,
  ): void {
    const entry =
      typeof said === 'string'
        ? logEntry('info', said)
        : logEntry('error', `error.${said.code}.what`, said.values);
    const events = this.#store.transaction(() => {
      this.#store.changeRun(runId, { status, ...changes });
      return this.#store.record(runId, [{ kind: 'log', entry }]);
    });
    this.#announcer.trouble(runId, null);
    this.#recorded(runId, events);
    this.#announcer.now(runId);
  }

  #log(
    runId: string,
    level: 'info' | 'warning' | 'error',
    key: string,
    values: Readonly<Record<string, string | number>> = {},
  ): void {
    const entry = logEntry(level, key, values);
    this.#recorded(runId, this.#store.record(runId, [{ kind: 'log', entry }]));
  }

  #dropOldCheckpoints(runId: string): void {
    const keep = configValue(this.#store.run(runId).config, 'checkpoint.keep');
    const dropped = checkpointsToDrop(
      this.#store.checkpoints(runId),
      typeof keep === 'number' ? keep : Number.POSITIVE_INFINITY,
    );
    if (dropped.length === 0) return;
    this.#store.removeCheckpoints(dropped.map(({ id }) => id));
    for (const { fileName } of dropped) {
      // The row is gone already: a file that stays is swept up as a stray one. One whose name leads elsewhere stays.
      const remove = async () => rm(this.#store.folder.checkpoint(runId, fileName), { force: true });
      remove().catch(() => undefined);
    }
  }
}

/** The store cannot be written for the moment. */
const isStoreTrouble = (error: unknown) =>
  error instanceof StudioError && /^store\.(full|readOnly|locked)$/.test(error.code);

const keptError = ({ code, values, detail }: ErrorReport): RunSummary['lastError'] => ({
  code,
  message: String(values['message'] ?? values['reason'] ?? ''),
  values,
  ...(detail === undefined ? {} : { detail }),
});

const isWorking = (status: RunStatus) =>
  status === 'starting' || status === 'running' || status === 'pausing';
