/** An agent without a world model, as a theatre asks it. */
import type { Agent } from '../acting/agent.ts';
import type { RandomStream } from '../numerics/random.ts';
import type { ActingMind, Judgement } from './actingMind.ts';
import { inScope, observationOf, type Sight } from './mind.ts';
import { loadState, memberOf, storeState, type StoredState } from './storedState.ts';

export class AgentMind implements ActingMind {
  readonly #agent: Agent;

  /** Takes the agent over. */
  constructor(agent: Agent) {
    this.#agent = agent;
  }

  get observes(): Agent['observes'] {
    return this.#agent.observes;
  }

  perceive(previous: StoredState | null, _action: Float32Array, sight: Sight): Judgement {
    return inScope(() => {
      const before = previous === null ? null : loadState(previous);
      const state = this.#agent.perceive(before, observationOf(this.observes, [sight]));
      return {
        state: storeState(state),
        value: this.#agent.value?.(state).dataSync()[0] ?? null,
        insight: this.#agent.insight?.(state) ?? null,
      };
    });
  }

  act(state: StoredState, random: RandomStream): Float32Array {
    return inScope(() => Float32Array.from(this.#agent.act(loadState(state), random).dataSync()));
  }

  perceiveMany(previous: StoredState, _actions: Float32Array, sights: readonly Sight[]): StoredState {
    return inScope(() =>
      storeState(this.#agent.perceive(loadState(previous), observationOf(this.observes, sights))),
    );
  }

  /** One by one: an agent may draw for all members from one stream. */
  actMany(state: StoredState, random: readonly RandomStream[]): Float32Array {
    const actions = random.map((stream, member) => this.act(memberOf(state, member), stream));
    return Float32Array.from(actions.flatMap((action) => [...action]));
  }

  dispose(): void {
    this.#agent.dispose();
  }
}
