/** Environments in worker threads as rollouts need them: groups of slots that reset and step together. */
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { VectorBatch } from '../environments/vectorEnvironment.ts';
import { VectorEnvironment } from '../environments/vectorEnvironment.ts';

export interface EnvironmentGroup {
  readonly size: number;
  readonly actionSize: number;
  readonly frameBytes: number;
  /** [size, frameBytes], of the last `advance`. Not to be read while one is under way. */
  readonly frames: Uint8Array;
  /** [size] each, of the last `advance`. */
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /**
   * Steps the slots marked in `stepping` and resets those named; others stay as they are. One at a time.
   * @param actions [size, actionSize], copied before this returns
   */
  advance(
    stepping: readonly boolean[],
    actions: Float64Array,
    resets: readonly { readonly slot: number; readonly seed: number }[],
  ): Promise<void>;
}

/** What an environment of a World Models run is made from. */
export interface EnvironmentChoice {
  readonly environment: string;
  readonly config: EnvironmentConfig;
}

/** Two groups of one choice over the same threads, opened when first asked for and kept until more are. */
export class EnvironmentPool {
  readonly choice: EnvironmentChoice;
  readonly #workers: number;
  #vector: VectorEnvironment | null = null;

  constructor(choice: EnvironmentChoice, workers: number) {
    this.choice = choice;
    this.#workers = workers;
  }

  /** Two groups of `size` slots; a smaller pair than the last reuses its environments. */
  async pair(size: number): Promise<readonly [EnvironmentGroup, EnvironmentGroup]> {
    if (this.#vector === null || this.#vector.count < 2 * size) {
      await this.close();
      const { environment, config } = this.choice;
      this.#vector = await VectorEnvironment.create({
        id: environment,
        config,
        count: 2 * size,
        workers: this.#workers,
      });
    }
    return [groupOf(this.#vector, 0, size), groupOf(this.#vector, size, size)];
  }

  async close(): Promise<void> {
    const vector = this.#vector;
    this.#vector = null;
    await vector?.close();
  }
}

function groupOf(vector: VectorEnvironment, first: number, size: number): EnvironmentGroup {
  const frameBytes = vector.images.length / vector.count;
  const { actionSize } = vector;
  return {
    size,
    actionSize,
    frameBytes,
    frames: vector.images.subarray(first * frameBytes, (first + size) * frameBytes),
    rewards: vector.rewards.subarray(first, first + size),
    terminated: vector.terminated.subarray(first, first + size),
    truncated: vector.truncated.subarray(first, first + size),
    async advance(stepping, actions, resets) {
      const batches: VectorBatch[] = [];
      const slots = Array.from({ length: size }, (_, slot) => slot).filter((slot) => stepping[slot] === true);
      if (slots.length > 0) {
        const chosen = new Float64Array(slots.length * actionSize);
        slots.forEach((slot, at) => {
          chosen.set(actions.subarray(slot * actionSize, (slot + 1) * actionSize), at * actionSize);
        });
        batches.push(
          vector.begin(
            chosen,
            slots.map((slot) => first + slot),
          ),
        );
      }
      if (resets.length > 0) {
        batches.push(
          vector.reset(
            resets.map(({ slot }) => first + slot),
            resets.map(({ seed }) => seed),
          ),
        );
      }
      for (const batch of batches) await batch.finish();
    },
  };
}
