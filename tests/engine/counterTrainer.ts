/**
 * Entry of a trainer process whose algorithm is small and exact: it draws numbers and sums them. Everything around the
 * algorithm is the real thing. `COUNTER_TRAINER` (JSON) makes it slow, or makes it fail as real ones do.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Checkpoint } from '../../shared/checkpoint.ts';
import { configValue } from '../../shared/config.ts';
import type { EnvironmentLock } from '../../shared/environmentLock.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Axis, CheckpointReason, TrainingUpdate } from '../../shared/run.ts';
import { ignoreEndingSignals } from '../../src-main/engine/endingSignals.ts';
import { launcherPort } from '../../src-main/engine/port.ts';
import { trainerLog } from '../../src-main/engine/trainerLog.ts';
import { serveTraining } from '../../src-main/engine/trainingSession.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import type { Trainer, TrainerContext } from '../../src-main/training/trainer.ts';

export interface CounterBehaviour {
  readonly stepMilliseconds?: number;
  readonly checkpointEvery?: number;
  /** Each save takes so long, as a large one does. */
  readonly saveMilliseconds?: number;
  /** Exits without a word at this step, as a crash does. */
  readonly dieAt?: number;
  /** Stands still for good once this step is told, as a long step does. */
  readonly standAt?: number;
  /** Throws at this step. */
  readonly failAt?: number;
  /** Finds at this step that it cannot go on at all. */
  readonly mismatchAt?: number;
  /** Only the run of this seed fails or dies; all if not given. */
  readonly onlySeed?: number;
  readonly outOfMemoryAt?: number;
  /** Its weights are no numbers from this step on. */
  readonly spoilAt?: number;
  /** Throws what a native library throws at this step. */
  readonly throwAt?: { readonly step: number; readonly message: string };
  /** Metrics a step. */
  readonly metrics?: number;
  readonly pictureSize?: number;
  /** Bytes that each step adds to a cache in the run's folder. */
  readonly cacheBytes?: number;
  /** Elements of an array in each checkpoint. */
  readonly weights?: number;
  readonly cpu?: string;
  /** As of an environment that a Python plays. */
  readonly environment?: EnvironmentLock;
}

ignoreEndingSignals();

const behaviour = JSON.parse(process.env['COUNTER_TRAINER'] ?? '{}') as CounterBehaviour;

/** Never ends, and keeps the process. */
const forever = () => new Promise<never>(() => setInterval(() => undefined, 1_000_000));

/** Where the config is of an algorithm that does not say how many. */
const FEW_STEPS = 5;

class CounterTrainer implements Trainer {
  readonly #context: TrainerContext;
  readonly #total: number;
  readonly #random: RandomStream;
  readonly #unlucky: boolean;
  readonly #weights = new Float32Array(behaviour.weights ?? 1000);
  #step = 0;
  #sum = 0;

  constructor(context: TrainerContext) {
    this.#context = context;
    this.#total = Number(configValue(context.config, 'controller.generations') ?? FEW_STEPS);
    const seed = Number(configValue(context.config, 'seed'));
    this.#random = RandomStream.named(seed, 'counter');
    this.#unlucky = (behaviour.onlySeed ?? seed) === seed;
  }

  async *train(): AsyncGenerator<TrainingUpdate, void, void> {
    const began = this.#context.clock();
    while (this.#step < this.#total) {
      if (behaviour.stepMilliseconds !== undefined) await delay(behaviour.stepMilliseconds);
      this.#step++;
      if (this.#unlucky && this.#step === behaviour.dieAt) process.exit(7);
      if (this.#step === behaviour.outOfMemoryAt) {
        process.stderr.write(
          'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n',
        );
        await delay(50);
        process.kill(process.pid, 'SIGKILL');
      }
      if (this.#unlucky && this.#step === behaviour.failAt)
        throw new StudioError('internal', { message: 'as asked' });
      if (behaviour.cacheBytes !== undefined) this.#cache(behaviour.cacheBytes);
      if (this.#step === behaviour.mismatchAt)
        throw new StudioError('checkpoint.mismatch', { array: 'weights', expected: '[2]', found: '[3]' });
      this.#sum += this.#random.normal();
      if (this.#step === behaviour.throwAt?.step) throw new Error(behaviour.throwAt.message);
      this.#weights[this.#step % this.#weights.length] =
        this.#step >= (behaviour.spoilAt ?? Infinity) ? Number.NaN : this.#sum;
      const axis: Axis = {
        environmentSteps: this.#step * 4,
        gradientSteps: this.#step,
        wallSeconds: this.#context.wallSecondsBefore + this.#context.clock() - began,
      };
      yield* this.#report(axis);
      if (this.#step === behaviour.standAt) await forever();
    }
    yield {
      kind: 'result',
      result: { score: this.#sum, scoreDeviation: 1, scoreEpisodes: 3, figures: { steps: this.#step } },
    };
    yield { kind: 'checkpoint', reason: 'final', score: this.#sum };
  }

  /** Training frames, as real trainers keep them. @throws Error of the system where the disk is full. */
  #cache(bytes: number): void {
    const folder = join(this.#context.folder, 'cache');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${this.#step}.bin`), new Uint8Array(bytes));
  }

  *#report(axis: Axis): Generator<TrainingUpdate, void, void> {
    const more = Array.from(
      { length: behaviour.metrics ?? 0 },
      (_, i) => [`more/${i}`, this.#sum * i] as const,
    );
    yield {
      kind: 'metrics',
      axis,
      values: {
        'counter/sum': this.#sum,
        ...Object.fromEntries(more),
        ...(this.#step % 5 === 0 ? { 'evaluation/return': this.#sum } : {}),
      },
    };
    yield {
      kind: 'progress',
      progress: {
        phase: this.#step * 2 <= this.#total ? 'collect' : 'controller',
        index: this.#step * 2 <= this.#total ? 0 : 1,
        phases: ['collect', 'controller'],
        done: this.#step,
        total: this.#total,
        unit: 'step',
        phaseSecondsLeft: null,
        runSecondsLeft: null,
      },
    };
    if (this.#step % 3 === 0) {
      const size = behaviour.pictureSize ?? 8;
      const pixels = new Uint8Array(size * size * 3).fill(this.#step % 256);
      const pictures = [{ width: size, height: size, pixels, meaning: 'real' as const }];
      yield {
        kind: 'pictures',
        phase: 'collect',
        panel: { title: 'panel.frames', rows: [{ label: 'row', pictures }] },
      };
    }
    if (this.#step % 10 === 0) {
      yield {
        kind: 'episode',
        episode: {
          purpose: 'training',
          phase: 'controller',
          episodeReturn: this.#sum,
          length: 2,
          terminated: false,
          axis,
          recipe: {
            environment: 'car-racing',
            config: {},
            seed: this.#step,
            actions: [
              [0.1, this.#sum, 0],
              [0, 1, 0],
            ],
          },
        },
      };
      yield { kind: 'distribution', name: 'scores', axis, values: Float64Array.of(1, this.#sum) };
    }
    const every = behaviour.checkpointEvery ?? 20;
    if (this.#step % every === 0) {
      const reason: CheckpointReason = this.#step % (2 * every) === 0 ? 'best' : 'interval';
      yield { kind: 'checkpoint', reason, score: reason === 'best' ? this.#sum : null };
    }
  }

  async save(): Promise<Checkpoint> {
    if (behaviour.saveMilliseconds !== undefined) await delay(behaviour.saveMilliseconds);
    const { words, spareNormal } = this.#random.state();
    return {
      format: 1,
      algorithm: 'counter',
      header: { step: this.#step, sum: this.#sum, words: [...words], spareNormal },
      arrays: { weights: { shape: [this.#weights.length], data: this.#weights.slice() } },
    };
  }

  restore({ header, arrays }: Checkpoint): Promise<void> {
    this.#step = Number(header['step']);
    this.#sum = Number(header['sum']);
    this.#random.restore({
      words: header['words'] as unknown as [number, number, number, number],
      spareNormal: header['spareNormal'] as number | null,
    });
    this.#weights.set((arrays['weights']?.data ?? []) as Float32Array);
    return Promise.resolve();
  }

  /** The first half is what is shared. */
  async beginFrom(checkpoint: Checkpoint): Promise<void> {
    await this.restore(checkpoint);
    this.#step = Math.floor(this.#total / 2);
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

await serveTraining(await launcherPort(), {
  openLog: trainerLog,
  prepare: () =>
    Promise.resolve({
      backend: 'tensorflow',
      gpu: null,
      threads: 2,
      oneDnn: true,
      tensorflowVersion: 'none',
      cpu: behaviour.cpu ?? 'test',
      environment: behaviour.environment,
    }),
  createTrainer: (_algorithm, context) => Promise.resolve(new CounterTrainer(context)),
});
process.exit(0);
