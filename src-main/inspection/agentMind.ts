/** An agent without a world model, asked one moment at a time; states go in and out as plain numbers, as with `Mind`. */
import type { AgentInsight } from '../../shared/agentInsight.ts';
import type { Agent } from '../acting/agent.ts';
import type { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { inScope, observationOf, type Sight } from './mind.ts';
import { loadState, storeState, type StoredState } from './storedState.ts';

/** What it makes of one moment, as plain numbers. */
export interface Judgement {
  readonly state: StoredState;
  /** The return that it expects; null where it estimates none. */
  readonly value: number | null;
  /** Null where it has nothing to tell. */
  readonly insight: AgentInsight | null;
}

export class AgentMind {
  readonly #agent: Agent;

  get observes(): Agent['observes'] {
    return this.#agent.observes;
  }

  /** Takes the agent over. */
  constructor(agent: Agent) {
    this.#agent = agent;
  }

  /**
   * @param previous null at an episode's first moment @param action [A] in model form, the one that led into this moment
   */
  perceive(
    previous: StoredState | null,
    action: Float32Array,
    sight: Sight,
    random: RandomStream,
  ): Judgement {
    return inScope(() => {
      const before = previous === null ? null : loadState(previous);
      const state = this.#agent.perceive(before, observationOf(this.#agent.observes, sight), {
        action: tf.tensor2d(action, [1, action.length]),
        random,
      });
      return {
        state: storeState(state),
        value: this.#agent.value?.(state).dataSync()[0] ?? null,
        insight: this.#agent.insight?.(state) ?? null,
      };
    });
  }

  /** [A] in model form. */
  act(state: StoredState, random: RandomStream): Float32Array {
    return inScope(() => Float32Array.from(this.#agent.act(loadState(state), random).dataSync()));
  }

  dispose(): void {
    this.#agent.dispose();
  }
}
