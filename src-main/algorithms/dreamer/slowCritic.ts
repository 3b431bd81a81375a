/**
 * A second value model that follows the first slowly, so that the first does not chase its own guesses. `copied`: returns are
 * bootstrapped with it, and it becomes the first one's copy every so many updates (DreamerV2, Hafner et al. 2021,
 * arXiv:2010.02193). `regularised`: it moves a share of the way at each update, and the first is also taught to say what
 * it says (DreamerV3, Hafner et al. 2023, arXiv:2301.04104).
 */
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import { add, subtract, times } from '../../numerics/elementwise.ts';
import type { MlpShape } from '../../numerics/mlp.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import type { ScalarKind } from '../../models/scalarHead.ts';

export interface Critic {
  readonly parameters: ParameterSet;
  readonly network: MlpShape;
  readonly scalar: ScalarKind;
}

export type SlowCriticConfig =
  /** `every`: updates between two copies; 100 in DreamerV2. */
  | { readonly kind: 'copied'; readonly every: number }
  /** `rate`: the share of the way at each update; 0.02 in DreamerV3. */
  | { readonly kind: 'regularised'; readonly rate: number };

/** Paths in a checkpoint begin with it, after the behaviour's own prefix. */
const PREFIX = 'slow/';

export class SlowCritic {
  readonly config: SlowCriticConfig;
  readonly parameters: ParameterSet;
  readonly #follows: Critic;

  /** Begins as a copy of the critic, which stays the caller's. */
  constructor(config: SlowCriticConfig, follows: Critic) {
    this.config = config;
    this.#follows = follows;
    const { parameters } = follows;
    this.parameters = new ParameterSet(parameters.specs, { arrays: parameters.export(), prefix: '' });
  }

  /** The slow one in the first one's shape. */
  get critic(): Critic {
    return { ...this.#follows, parameters: this.parameters };
  }

  /** @param updates that the critic has made, the one just made among them */
  follow(updates: number): void {
    const { config } = this;
    if (config.kind === 'copied' && updates % config.every !== 0) return;
    const from = this.#follows.parameters;
    for (const { name } of from.specs) {
      const next = tidy(() => {
        const target = from.get(name);
        if (config.kind === 'copied') return target.clone();
        const own = this.parameters.get(name);
        return add(own, times(subtract(target, own), tf.scalar(config.rate)));
      });
      this.parameters.assign(name, next);
    }
  }

  export(prefix: string): Record<string, CheckpointArray> {
    return this.parameters.export(prefix + PREFIX);
  }

  /** @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
  import(arrays: Readonly<Record<string, CheckpointArray>>, prefix: string): void {
    this.parameters.import(arrays, prefix + PREFIX);
  }

  dispose(): void {
    this.parameters.dispose();
  }
}
