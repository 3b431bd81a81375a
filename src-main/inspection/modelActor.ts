/** Somebody who acts by a world model of its own, while another's is looked through: its dreams are not shown. */
import type { ModelSight } from '../models/worldModel.ts';
import type { RandomStream } from '../numerics/random.ts';
import type { ActingMind, Judgement } from './actingMind.ts';
import type { Mind, Sight } from './mind.ts';
import type { StoredState } from './storedState.ts';

export class ModelActor implements ActingMind {
  readonly #mind: Mind;

  /** Takes the mind over, which has a policy. */
  constructor(mind: Mind) {
    this.#mind = mind;
  }

  get observes(): ModelSight {
    return this.#mind.model.observes;
  }

  perceive(
    previous: StoredState | null,
    action: Float32Array,
    sight: Sight,
    random: RandomStream,
  ): Judgement {
    const { posterior } = this.#mind.observe(previous, action, sight, random);
    return { state: posterior, value: this.#mind.expect(posterior).value, insight: null };
  }

  act(state: StoredState, random: RandomStream): Float32Array {
    return this.#mind.act(state, random);
  }

  perceiveMany(
    previous: StoredState,
    actions: Float32Array,
    sights: readonly Sight[],
    random: readonly RandomStream[],
  ): StoredState {
    return this.#mind.believe(previous, actions, sights, random);
  }

  actMany(state: StoredState, random: readonly RandomStream[]): Float32Array {
    return this.#mind.act(state, random);
  }

  dispose(): void {
    this.#mind.dispose();
  }
}
