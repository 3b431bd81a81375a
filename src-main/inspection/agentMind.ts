/** An agent without a world model, asked one moment at a time; states go in and out as plain numbers, as with `Mind`. */
import type { Agent } from '../acting/agent.ts';
import type { RandomStream } from '../numerics/random.ts';
import { inScope, observationOf, type Sight } from './mind.ts';
import { loadState, storeState, type StoredState } from './storedState.ts';

export class AgentMind {
  readonly #agent: Agent;

  /** Takes the agent over. */
  constructor(agent: Agent) {
    this.#agent = agent;
  }

  get hasValue(): boolean {
    return this.#agent.value !== undefined;
  }

  /** @param previous null at an episode's first moment */
  perceive(previous: StoredState | null, sight: Sight): StoredState {
    return inScope(() => {
      const before = previous === null ? null : loadState(previous);
      return storeState(this.#agent.perceive(before, observationOf(this.#agent.observes, sight)));
    });
  }

  /** [A] in model form. */
  act(state: StoredState, random: RandomStream): Float32Array {
    return inScope(() => Float32Array.from(this.#agent.act(loadState(state), random).dataSync()));
  }

  /** Null where it estimates none. */
  value(state: StoredState): number | null {
    return inScope(() => this.#agent.value?.(loadState(state)).dataSync()[0] ?? null);
  }

  dispose(): void {
    this.#agent.dispose();
  }
}
