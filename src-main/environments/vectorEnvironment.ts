/**
 * Many copies of one environment, stepped in worker threads over shared memory. Results are those of stepping the
 * copies one by one. Work goes out in batches; several may be in flight, so that one group of copies steps while a
 * model works on another.
 */
import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import { actionArgumentSize } from '../../shared/spaces.ts';
import { entryPath } from '../engine/entryPath.ts';
import type { EnvironmentSpec } from './environment.ts';
import { createEnvironment } from './registry.ts';
import type { VectorMemory } from './vectorMemory.ts';
import {
  BATCH_SLOTS,
  COMMAND,
  CONTROL,
  createVectorMemory,
  readError,
  VectorMember,
} from './vectorMemory.ts';

/** Longest silence that `finishSync` takes for work. */
const BLOCKED_LIMIT_MS = 60_000;

export interface VectorOptions {
  readonly id: string;
  readonly config?: EnvironmentConfig;
  /** Copies. */
  readonly count: number;
  /** Threads; 0 steps in the calling thread. */
  readonly workers: number;
}

/** Work that was sent out. Results may be read once it is finished, until the next batch with the same copies. */
export interface VectorBatch {
  /** @throws what an environment of the batch threw, or that its thread died. */
  finish(): Promise<void>;
  /** The same, blocking this thread. */
  finishSync(): void;
}

/**
 * Left alone, V8 lets the heap of a thread that makes garbage at every step grow for as long as the machine has memory: a
 * trainer of two threads held 1.3 GB after two minutes of which 50 MB were in use. A copy of the largest environment,
 * CarRacing, holds 0.4 MB.
 * @param copies of the thread
 */
function heapLimits(copies: number): ResourceLimits {
  return { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 128 + 4 * copies };
}

export class VectorEnvironment {
  readonly spec: EnvironmentSpec;
  readonly count: number;
  /** Elements of one action as `begin` takes it. */
  readonly actionSize: number;
  readonly #memory: VectorMemory;
  readonly #workers: readonly Worker[];
  readonly #members: readonly VectorMember[];
  readonly #busySlots = new Set<number>();
  #dead: Error | null = null;
  #closing = false;

  private constructor(
    spec: EnvironmentSpec,
    memory: VectorMemory,
    workers: readonly Worker[],
    members: readonly VectorMember[],
  ) {
    this.spec = spec;
    this.count = memory.rewards.length;
    this.actionSize = actionArgumentSize(spec.actions);
    this.#memory = memory;
    this.#workers = workers;
    this.#members = members;
    for (const worker of workers) {
      worker.on('error', (error) => this.#die(error instanceof Error ? error : new Error(String(error))));
      worker.on('exit', (code) => {
        if (!this.#closing) this.#die(new Error(`a thread of ${spec.id} ended with code ${code}`));
      });
    }
  }

  /** @throws StudioError `environment.unknown` or `config.invalid`. */
  static async create(options: VectorOptions): Promise<VectorEnvironment> {
    const { id, config = {}, count } = options;
    if (!Number.isInteger(count) || count < 1) throw new Error(`count is ${count}, expected 1 or more`);
    const threads = Math.min(options.workers, count);
    const first = await createEnvironment(id, config);
    const { spec } = first;
    const memory = createVectorMemory(spec, count, threads);
    if (threads === 0) {
      const members = [new VectorMember(first, 0, memory)];
      for (let index = 1; index < count; index++) {
        members.push(new VectorMember(await createEnvironment(id, config), index, memory));
      }
      return new VectorEnvironment(spec, memory, [], members);
    }
    first.close();
    const workers = Array.from({ length: threads }, (_, worker) => {
      const indices: number[] = [];
      for (let index = worker; index < count; index += threads) indices.push(index);
      return new Worker(entryPath(import.meta.url, './vectorWorker.ts'), {
        workerData: { id, config, worker, indices, memory },
        resourceLimits: heapLimits(indices.length),
      });
    });
    const vector = new VectorEnvironment(spec, memory, workers, []);
    await Promise.all(workers.map((worker) => vector.#ready(worker)));
    return vector;
  }

  #ready(worker: Worker): Promise<void> {
    return new Promise((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`a thread of ${this.spec.id} ended with code ${code}`)));
    });
  }

  /** Pixels, [count, height, width, 3]: shared memory, overwritten by the next batch. */
  get images(): Uint8Array {
    const { image } = this.#memory.observations;
    if (!(image instanceof Uint8Array)) throw new Error(`${this.spec.id} has no pixels`);
    return image;
  }

  /** Every observation, [count, ...shape]. */
  get observations(): Readonly<Record<string, Uint8Array | Float64Array>> {
    return this.#memory.observations;
  }

  get rewards(): Float64Array {
    return this.#memory.rewards;
  }

  /** 1 where the episode ended. */
  get terminated(): Uint8Array {
    return this.#memory.terminated;
  }

  get truncated(): Uint8Array {
    return this.#memory.truncated;
  }

  /** Steps since each copy's reset. */
  get steps(): Int32Array {
    return this.#memory.steps;
  }

  /** A copy's hash (episodeHash.ts) as of its reset, last multiple of 50 steps or end: what a recipe keeps. */
  stateHash(index: number): string {
    return (this.#memory.hashes[index] ?? 0n).toString(16).padStart(16, '0');
  }

  /** Starts episodes. @param seeds one for each of `indices`. */
  reset(indices: ArrayLike<number>, seeds: ArrayLike<number>): VectorBatch {
    if (seeds.length !== indices.length) {
      throw new Error(`${seeds.length} seeds for ${indices.length} environments`);
    }
    return this.#send(COMMAND.reset, indices, (index, at) => {
      this.#memory.seeds[index] = seeds[at] ?? 0;
    });
  }

  /**
   * Starts one step.
   * @param actions one after another, `actionSize` elements each, in the order of `indices`; copied at once.
   * @param indices which copies; all where left out.
   */
  begin(actions: ArrayLike<number>, indices?: ArrayLike<number>): VectorBatch {
    const chosen = indices ?? Array.from({ length: this.count }, (_, index) => index);
    const size = this.actionSize;
    if (actions.length !== chosen.length * size) {
      throw new Error(`${actions.length} action elements for ${chosen.length} environments of ${size}`);
    }
    return this.#send(COMMAND.step, chosen, (index, at) => {
      for (let element = 0; element < size; element++) {
        this.#memory.actions[index * size + element] = actions[at * size + element] ?? 0;
      }
    });
  }

  #send(
    command: number,
    indices: ArrayLike<number>,
    prepare: (index: number, at: number) => void,
  ): VectorBatch {
    if (this.#closing) throw new Error(`the vector of ${this.spec.id} is closed`);
    if (this.#dead !== null) throw this.#dead;
    const memory = this.#memory;
    // All are checked before any is sent: a batch goes out whole or not at all.
    const seen = new Set<number>();
    for (let at = 0; at < indices.length; at++) {
      const index = indices[at] ?? -1;
      if (!Number.isInteger(index) || index < 0 || index >= this.count) {
        throw new Error(`environment ${index} does not exist, there are ${this.count}`);
      }
      if (seen.has(index)) throw new Error(`environment ${index} is twice in one batch`);
      seen.add(index);
      if (Atomics.load(memory.commands, index) !== COMMAND.none) {
        throw new Error(`environment ${index} is still at work on an earlier batch`);
      }
    }
    const slot = this.#takeSlot();
    Atomics.store(memory.remaining, slot, indices.length);
    const touched = new Set<number>();
    for (let at = 0; at < indices.length; at++) {
      const index = indices[at] ?? 0;
      prepare(index, at);
      memory.slots[index] = slot;
      Atomics.store(memory.commands, index, command);
      touched.add(this.#workers.length === 0 ? 0 : index % this.#workers.length);
    }
    if (this.#workers.length === 0) {
      const members = Array.from(indices, (index) => this.#members[index]);
      for (const member of members) member?.begin();
      for (const member of members) member?.finish();
    }
    for (const worker of touched) {
      Atomics.add(memory.signals, worker, 1);
      Atomics.notify(memory.signals, worker);
    }
    return this.#batch(slot, Array.from(indices));
  }

  #takeSlot(): number {
    for (let slot = 0; slot < BATCH_SLOTS; slot++) {
      if (this.#busySlots.has(slot)) continue;
      this.#busySlots.add(slot);
      return slot;
    }
    throw new Error(`${BATCH_SLOTS} batches are in flight: finish one first`);
  }

  #batch(slot: number, indices: readonly number[]): VectorBatch {
    const { remaining } = this.#memory;
    let open = true;
    const conclude = () => {
      this.#busySlots.delete(slot);
      open = false;
      for (const index of indices) {
        const error = readError(this.#memory, index);
        if (error !== null) throw error;
      }
    };
    return {
      finish: async () => {
        if (!open) return;
        for (let left = Atomics.load(remaining, slot); left > 0; left = Atomics.load(remaining, slot)) {
          if (this.#dead !== null) throw this.#dead;
          const wait = Atomics.waitAsync(remaining, slot, left);
          if (wait.async) await wait.value;
        }
        conclude();
      },
      finishSync: () => {
        if (!open) return;
        for (let left = Atomics.load(remaining, slot); left > 0; left = Atomics.load(remaining, slot)) {
          // A blocked thread is not told that another died, so it must not wait for ever.
          if (Atomics.wait(remaining, slot, left, BLOCKED_LIMIT_MS) === 'timed-out') {
            throw new Error(`no answer from a thread of ${this.spec.id} within ${BLOCKED_LIMIT_MS / 1000} s`);
          }
        }
        conclude();
      },
    };
  }

  /** A thread is gone: whoever waits is woken and told. */
  #die(error: Error): void {
    this.#dead ??= error;
    for (let slot = 0; slot < BATCH_SLOTS; slot++) Atomics.notify(this.#memory.remaining, slot);
  }

  /** Ends the threads; batches in flight are carried out first. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    Atomics.store(this.#memory.control, 0, CONTROL.close);
    const ended = this.#workers.map(
      (worker) =>
        new Promise<void>((resolve) => {
          if (worker.threadId === -1) resolve();
          else worker.once('exit', () => resolve());
        }),
    );
    for (let worker = 0; worker < this.#workers.length; worker++) {
      Atomics.add(this.#memory.signals, worker, 1);
      Atomics.notify(this.#memory.signals, worker);
    }
    await Promise.all(ended);
    for (const member of this.#members) member.close();
  }
}
