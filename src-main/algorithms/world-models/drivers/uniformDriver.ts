/** Uniformly drawn actions, each held for 1 to `longestHold` steps. */
import { boundOf, type ActionSpace } from '../../../../shared/spaces.ts';
import type { RandomStream } from '../../../numerics/random.ts';
import type { EnvironmentGroup } from '../../../acting/environmentGroups.ts';
import type { GroupDriver } from '../../../acting/rollouts.ts';

interface Held {
  readonly random: RandomStream;
  readonly action: Float64Array;
  stepsLeft: number;
}

export class UniformDriver implements GroupDriver {
  readonly #group: EnvironmentGroup;
  readonly #actions: ActionSpace;
  readonly #longestHold: number;
  readonly #randomOf: (episode: number) => RandomStream;
  readonly #held: (Held | null)[];

  constructor(
    group: EnvironmentGroup,
    actions: ActionSpace,
    longestHold: number,
    randomOf: (episode: number) => RandomStream,
  ) {
    this.#group = group;
    this.#actions = actions;
    this.#longestHold = longestHold;
    this.#randomOf = randomOf;
    this.#held = Array.from({ length: group.size }, () => null);
  }

  begin(slot: number, episode: number): void {
    const action = new Float64Array(this.#group.actionSize);
    this.#held[slot] = { random: this.#randomOf(episode), action, stepsLeft: 0 };
  }

  act(_frames: Uint8Array, active: readonly boolean[], actions: Float64Array): void {
    this.#held.forEach((held, slot) => {
      if (held === null || active[slot] !== true) return;
      if (held.stepsLeft === 0) {
        draw(this.#actions, held.random, held.action);
        held.stepsLeft = 1 + held.random.integer(this.#longestHold);
      }
      held.stepsLeft -= 1;
      actions.set(held.action, slot * this.#group.actionSize);
    });
  }

  advance(): void {
    // Nothing is carried from step to step.
  }

  dispose(): void {
    // No tensors.
  }
}

function draw(space: ActionSpace, random: RandomStream, out: Float64Array): void {
  if (space.kind === 'discrete') {
    out[0] = random.integer(space.count);
    return;
  }
  for (let i = 0; i < out.length; i++) {
    out[i] = random.uniform(boundOf(space.low, i), boundOf(space.high, i));
  }
}
