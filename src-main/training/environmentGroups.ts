/** Environments in worker threads as rollouts need them: groups of slots that reset and step together. */
import type { EnvironmentConfig } from '../../shared/recipe.ts';

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
  close(): Promise<void>;
}

/** What an environment of a World Models run is made from. */
export interface EnvironmentChoice {
  readonly environment: string;
  readonly config: EnvironmentConfig;
}

/** Groups of one choice, opened when first asked for and kept until another size is asked for. */
export class EnvironmentPool {
  readonly choice: EnvironmentChoice;
  readonly #open: (choice: EnvironmentChoice, size: number) => Promise<EnvironmentGroup>;
  #groups: EnvironmentGroup[] = [];

  constructor(
    choice: EnvironmentChoice,
    open: (choice: EnvironmentChoice, size: number) => Promise<EnvironmentGroup>,
  ) {
    this.choice = choice;
    this.#open = open;
  }

  /** Two groups of `size` slots. */
  async pair(size: number): Promise<readonly EnvironmentGroup[]> {
    if (this.#groups[0]?.size !== size) {
      await this.close();
      this.#groups = await Promise.all([0, 1].map(() => this.#open(this.choice, size)));
    }
    return this.#groups;
  }

  async close(): Promise<void> {
    const groups = this.#groups;
    this.#groups = [];
    await Promise.all(groups.map((group) => group.close()));
  }
}
