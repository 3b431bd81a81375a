/** A3C's workers, each in its thread, as the trainer sees them. */
import { Worker } from 'node:worker_threads';
import { errorFromReport } from '../../../shared/errors.ts';
import { entryPath } from '../../engine/entryPath.ts';
import { backendInfo } from '../../numerics/backend.ts';
import type { ActorPlace, ActorState, RolloutReport } from './actorLearner.ts';
import type { ActorAnswer, ActorOrder, ActorThreadData } from './actorOrders.ts';
import { COUNTER, type SharedMemory } from './sharedMemory.ts';

/** Left alone, V8 lets the heap of a thread that makes garbage at every step grow for as long as there is memory. */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 };

export class ActorTeam {
  readonly #memory: SharedMemory;
  readonly #threads: readonly ActorThread[];

  private constructor(memory: SharedMemory, threads: readonly ActorThread[]) {
    this.#memory = memory;
    this.#threads = threads;
  }

  /** @throws StudioError where config and environment do not fit, or a thread can load no backend. */
  static async start(place: Omit<ActorPlace, 'worker'>): Promise<ActorTeam> {
    const { backend, threads } = backendInfo();
    const team = new ActorTeam(
      place.memory,
      Array.from(
        { length: place.config.workers.count },
        (_, worker) => new ActorThread({ ...place, worker, backend, threads }),
      ),
    );
    try {
      await team.#all((thread) => thread.ready);
    } catch (error) {
      await team.close();
      throw error;
    }
    return team;
  }

  /** One roll-out of each on the same parameters, in the workers' order. */
  async play(): Promise<readonly RolloutReport[]> {
    return (await this.#all((thread) => thread.played({ kind: 'play' }))).flat();
  }

  /** So many roll-outs of all together, each applied as soon as it is done. */
  async playFreely(rollouts: number): Promise<readonly RolloutReport[]> {
    Atomics.store(this.#memory.counters, COUNTER.tickets, rollouts);
    return (await this.#all((thread) => thread.played({ kind: 'playFreely' }))).flat();
  }

  save(): Promise<readonly ActorState[]> {
    return this.#all((thread) => thread.saved());
  }

  /** As many states as workers. @throws StudioError `run.episodesDiffer` */
  async restore(states: readonly ActorState[]): Promise<void> {
    await this.#all((thread, worker) => {
      const state = states[worker];
      if (state === undefined) throw new Error(`${states.length} states for ${this.#threads.length} workers`);
      return thread.ask({ kind: 'restore', state });
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** Waits for every thread, also where one has failed: nothing may be under way afterwards. */
  async #all<T>(ask: (thread: ActorThread, worker: number) => Promise<T>): Promise<T[]> {
    const settled = await Promise.allSettled(this.#threads.map(ask));
    return settled.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
  }
}

/** One order at a time. */
class ActorThread {
  readonly ready: Promise<ActorAnswer>;
  readonly #worker: Worker;
  #waiting: { resolve(answer: ActorAnswer): void; reject(error: unknown): void } | null = null;
  #dead: Error | null = null;

  constructor(data: ActorThreadData) {
    this.#worker = new Worker(entryPath(import.meta.url, './actorThread.ts'), {
      workerData: data,
      resourceLimits: HEAP_LIMITS,
    });
    this.#worker.on('message', (answer: ActorAnswer) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      if (answer.kind === 'failed') waiting?.reject(errorFromReport(answer.error));
      else waiting?.resolve(answer);
    });
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('exit', (code) => this.#die(new Error(`worker ${data.worker} ended with code ${code}`)));
    this.ready = this.#answer();
    // Whoever starts the team is told where it is awaited.
    this.ready.catch(() => undefined);
  }

  ask(order: ActorOrder): Promise<ActorAnswer> {
    const answer = this.#answer();
    this.#worker.postMessage(order);
    return answer;
  }

  async played(
    order: Extract<ActorOrder, { kind: 'play' | 'playFreely' }>,
  ): Promise<readonly RolloutReport[]> {
    const answer = await this.ask(order);
    if (answer.kind !== 'played') throw new Error(`asked to play, a worker answered ${answer.kind}`);
    return answer.rollouts;
  }

  async saved(): Promise<ActorState> {
    const answer = await this.ask({ kind: 'save' });
    if (answer.kind !== 'saved') throw new Error(`asked to save, a worker answered ${answer.kind}`);
    return answer.state;
  }

  async close(): Promise<void> {
    if (this.#dead !== null) return;
    const ended = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    await this.ask({ kind: 'close' }).catch(() => undefined);
    await this.#worker.terminate();
    await ended;
  }

  #answer(): Promise<ActorAnswer> {
    if (this.#dead !== null) return Promise.reject(this.#dead);
    if (this.#waiting !== null) return Promise.reject(new Error('a worker is still at an earlier order'));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #die(error: unknown): void {
    this.#dead ??= error instanceof Error ? error : new Error(String(error));
    this.#waiting?.reject(this.#dead);
    this.#waiting = null;
  }
}
