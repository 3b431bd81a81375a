/**
 * One sitting of a run inside a trainer process: pulls updates from the algorithm, sends them to the host, writes
 * checkpoints. Pause and stop are to stop pulling and keep a checkpoint. When the host is gone the same happens, and
 * what the host had not confirmed is left in a file for the next one.
 */
import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { serialize } from 'node:v8';
import type { Json } from '../../shared/checkpoint.ts';
import { describeLock } from '../../shared/environmentLock.ts';
import { reportError, StudioError } from '../../shared/errors.ts';
import type { Axis, CheckpointReason, ComputeFingerprint, TrainingUpdate } from '../../shared/run.ts';
import { NO_LOG, wholeError, type Log } from '../store/log.ts';
import { readCheckpoint, writeCheckpoint } from '../store/checkpoints.ts';
import { PRIVATE_FILE } from '../store/privateFiles.ts';
import { logEntry } from '../store/runRecords.ts';
import { storeError } from '../store/storeErrors.ts';
import { demandFiniteWeights } from '../training/finite.ts';
import { memoryError, takingUp } from '../training/checkpointFault.ts';
import type { Trainer, TrainerContext } from '../training/trainer.ts';
import { LEFT_RECORDS_FILE, type LeftRecords, type ToTrainer, type TrainerStart } from './messages.ts';
import { keptDream } from './keptModel.ts';
import { HostLine } from './hostLine.ts';
import type { MessagePortLike } from './port.ts';

export interface TrainingDependencies {
  /** Of this run's trainers. */
  openLog?(start: TrainerStart): Log;
  /** Starts what computes. */
  prepare(start: TrainerStart): Promise<ComputeFingerprint>;
  createTrainer(algorithm: string, context: TrainerContext): Promise<Trainer>;
}

/** How soon a trainer that found no room looks again. */
const ROOM_MILLISECONDS = 3000;

type Ending = 'completed' | 'paused' | 'stopped' | 'hostGone';

export class TrainingSession {
  readonly #start: TrainerStart;
  readonly #dependencies: TrainingDependencies;
  readonly #line: HostLine;
  readonly #log: Log;
  readonly #clock = () => performance.now() / 1000;
  #began: number | null = null;
  #wanted: Exclude<Ending, 'completed'> | null = null;
  #axis: Axis = { environmentSteps: 0, gradientSteps: 0, wallSeconds: 0 };
  #phase = '';
  #lastCheckpoint: CheckpointReason | null = null;
  /** On a full disk, and the host knows it. */
  #standsStill = false;

  constructor(port: MessagePortLike, start: TrainerStart, dependencies: TrainingDependencies) {
    this.#start = start;
    this.#dependencies = dependencies;
    this.#log = dependencies.openLog?.(start) ?? NO_LOG;
    this.#line = new HostLine(port, () => this.wallSeconds);
  }

  /** Over all sittings. */
  get wallSeconds(): number {
    const here = this.#began === null ? 0 : this.#clock() - this.#began;
    return this.#start.wallSecondsBefore + here;
  }

  handle(message: ToTrainer): void {
    switch (message.type) {
      case 'start':
        throw new Error('the trainer was started before');
      case 'recorded':
        this.#line.recorded(message.sequence);
        return;
      case 'seen':
        this.#line.seen();
        return;
      case 'pause':
        this.#end('paused');
        return;
      case 'stop':
        this.#end('stopped');
    }
  }

  hostGone(): void {
    this.#line.close();
    this.#log.write('warning', 'host.gone');
    this.#end('hostGone');
  }

  /** Never throws: a failure is sent to the host. */
  async run(): Promise<void> {
    try {
      const { algorithm, environment, preset, workers, resumeFrom } = this.#start;
      const resumed = resumeFrom !== null;
      this.#log.write('info', 'training.begins', { algorithm, environment, preset, workers, resumed });
      const compute = await this.#dependencies.prepare(this.#start);
      const { environment: lock, ...machine } = compute;
      const played = lock === undefined ? {} : { environment: describeLock(lock) };
      this.#log.write('info', 'training.computes', { ...machine, ...played });
      const dream = await keptDream(this.#start.folder, this.#start);
      const trainer = await this.#dependencies.createTrainer(this.#start.algorithm, {
        environment: this.#start.environment,
        config: this.#start.config,
        folder: this.#start.folder,
        wallSecondsBefore: this.#start.wallSecondsBefore,
        clock: this.#clock,
        workers: this.#start.workers,
        ...(dream === null ? {} : { dream }),
      });
      try {
        await this.#train(trainer, compute);
      } finally {
        await trainer.dispose();
      }
    } catch (error) {
      this.#line.flushProgress();
      await this.#line.drained();
      const reported = reportError(memoryError(storeError(error, this.#start.folder)));
      const { code, values } = reported;
      this.#log.write(
        'error',
        'training.failed',
        { code, values: JSON.stringify(values) },
        wholeError(error),
      );
      this.#line.send({ type: 'failed', error: reported, wallSeconds: this.wallSeconds });
    }
  }

  async #train(trainer: Trainer, compute: ComputeFingerprint): Promise<void> {
    const { resumeFrom, beginFrom } = this.#start;
    if (resumeFrom !== null) {
      const { checkpoint, description } = await readCheckpoint(resumeFrom);
      await takingUp(() => trainer.restore(checkpoint));
      this.#axis = (description['axis'] as Axis | undefined) ?? this.#axis;
      this.#phase = String(description['phase'] ?? '');
    } else if (beginFrom !== null) {
      if (trainer.beginFrom === undefined)
        throw new Error(`${this.#start.algorithm} cannot begin from another run`);
      const { checkpoint } = await readCheckpoint(beginFrom);
      await takingUp(() => trainer.beginFrom?.(checkpoint));
    }
    this.#began = this.#clock();
    this.#line.send({ type: 'started', compute, restored: resumeFrom !== null });
    const updates = trainer.train();
    const ending = await this.#pull(trainer, updates);
    this.#log.write('info', 'training.ends', { ending, wallSeconds: Math.round(this.wallSeconds) });
    if (ending !== 'completed') {
      // Between two pulls, as `save` demands, and before the generator is closed.
      await this.#checkpoint(trainer, ending === 'stopped' ? 'manual' : 'pause', null);
      await updates.return();
    } else if (this.#lastCheckpoint !== 'final') {
      await this.#finalCheckpoint(trainer);
    }
    this.#line.flushProgress();
    if (ending !== 'hostGone') await this.#line.drained();
    if (this.#wanted === 'hostGone') await this.#leaveRecords();
    else {
      const outcome = ending === 'hostGone' ? 'paused' : ending;
      this.#line.send({ type: 'finished', outcome, wallSeconds: this.wallSeconds });
    }
  }

  async #pull(trainer: Trainer, updates: AsyncGenerator<TrainingUpdate, void, void>): Promise<Ending> {
    for (;;) {
      await this.#line.room(() => this.#wanted !== null);
      // Lets messages in that came while the trainer blocked the thread.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#wanted !== null) return this.#wanted;
      const { done, value } = await updates.next();
      if (done === true) return 'completed';
      await this.#pass(trainer, value);
    }
  }

  /** Also on a full disk, when there is room: all is trained, and only this is missing. */
  async #finalCheckpoint(trainer: Trainer): Promise<void> {
    for (;;) {
      try {
        await this.#checkpoint(trainer, 'final', null);
        this.#goOn();
        return;
      } catch (error) {
        if (reportError(error).code !== 'store.full' || this.#wanted !== null) throw error;
        await this.#waitForRoom(error);
      }
    }
  }

  /** For a while, or until it is asked to end. */
  async #waitForRoom(error: unknown): Promise<void> {
    if (!this.#standsStill) {
      this.#line.send({ type: 'waiting', error: reportError(error) });
      this.#log.write('warning', 'training.waits', { code: reportError(error).code });
    }
    this.#standsStill = true;
    await this.#line.pause(ROOM_MILLISECONDS, () => this.#wanted !== null);
  }

  #goOn(): void {
    if (this.#standsStill) this.#line.send({ type: 'waiting', error: null });
    this.#standsStill = false;
  }

  async #pass(trainer: Trainer, update: TrainingUpdate): Promise<void> {
    if (update.kind !== 'waiting') this.#goOn();
    switch (update.kind) {
      case 'progress':
        this.#phase = update.progress.phase;
        this.#line.live(update);
        return;
      case 'pictures':
      case 'distribution':
        this.#line.live(update);
        return;
      case 'metrics':
        this.#axis = update.axis;
        this.#line.record(update);
        return;
      case 'episode':
        this.#axis = update.episode.axis;
        this.#line.record(update);
        return;
      case 'log':
        this.#line.record({ kind: 'log', entry: logEntry(update.level, update.key, update.values) });
        return;
      case 'result':
        this.#line.record(update);
        return;
      case 'waiting':
        await this.#waitForRoom(new StudioError('store.full', { folder: update.folder }));
        return;
      case 'checkpoint':
        try {
          await this.#checkpoint(trainer, update.reason, update.score);
        } catch (error) {
          if (error instanceof StudioError && error.code.startsWith('training.')) throw error;
          // A full disk does not end a training: what was kept before is whole, and the next attempt may succeed.
          const { code, values } = reportError(error);
          this.#log.write('warning', 'checkpoint.failed', { code }, wholeError(error));
          const reason = String(values['reason'] ?? code);
          this.#line.record({ kind: 'log', entry: logEntry('warning', 'log.checkpointFailed', { reason }) });
        }
    }
  }

  async #checkpoint(trainer: Trainer, reason: CheckpointReason, score: number | null): Promise<void> {
    const id = `${this.#start.runId}-${randomBytes(5).toString('hex')}`;
    const fileName = `${id}.wms`;
    const file = path.join(this.#start.folder, 'checkpoints', fileName);
    const axis = { ...this.#axis, wallSeconds: this.wallSeconds };
    const about = {
      id,
      runId: this.#start.runId,
      reason,
      phase: this.#phase,
      score,
      axis,
      createdAt: new Date().toISOString(),
    };
    // Caches are synced by it, which can find the disk full too.
    const saved = await trainer.save().catch((error: unknown) => {
      throw storeError(error, this.#start.folder);
    });
    demandFiniteWeights(saved);
    const { name, algorithm, preset, environment, config } = this.#start;
    const run = { name, algorithm, preset, environment, config: config as { readonly [key: string]: Json } };
    // Where the host dies before it hears of the file, these tell which records its state counts as told already.
    const follows = { sitting: this.#start.sitting, record: this.#line.sequence };
    const sizeBytes = await writeCheckpoint(file, saved, { ...about, follows, run });
    this.#lastCheckpoint = reason;
    const { runId: _, ...summary } = about;
    this.#line.record({ kind: 'checkpoint', checkpoint: { ...summary, fileName, sizeBytes } });
  }

  async #leaveRecords(): Promise<void> {
    const left: LeftRecords = { sitting: this.#start.sitting, records: this.#line.unrecorded };
    if (left.records.length === 0) return;
    const file = path.join(this.#start.folder, LEFT_RECORDS_FILE);
    await writeFile(`${file}.tmp`, serialize(left), { flush: true, mode: PRIVATE_FILE });
    await rename(`${file}.tmp`, file);
  }

  #end(wanted: Exclude<Ending, 'completed'>): void {
    // A host that goes overrules a pause; nothing overrules a host that is gone.
    if (this.#wanted === null || wanted === 'hostGone') this.#wanted = wanted;
    this.#line.poke();
  }
}

/** Serves one run over a port, until the host closes it: by then everything sent has arrived. */
export async function serveTraining(
  port: MessagePortLike,
  dependencies: TrainingDependencies,
): Promise<void> {
  let session: TrainingSession | null = null;
  let running: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve) => {
    port.onClose(() => {
      session?.hostGone();
      resolve();
    });
    port.onMessage((message) => {
      const typed = message as ToTrainer;
      if (typed.type !== 'start') {
        session?.handle(typed);
        return;
      }
      session = new TrainingSession(port, typed, dependencies);
      running = session.run();
    });
  });
  await running;
}
