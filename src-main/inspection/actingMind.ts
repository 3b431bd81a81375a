/** Whoever acts in a theatre, asked one moment at a time: what it keeps between moments goes in and out as plain numbers. */
import type { AgentInsight } from '../../shared/agentInsight.ts';
import type { ModelSight } from '../models/worldModel.ts';
import type { RandomStream } from '../numerics/random.ts';
import type { Sight } from './mind.ts';
import type { StoredState } from './storedState.ts';

/** What it makes of one moment. */
export interface Judgement {
  readonly state: StoredState;
  /** The return that it expects; null where it estimates none. */
  readonly value: number | null;
  /** Null where it has nothing to tell. */
  readonly insight: AgentInsight | null;
}

export interface ActingMind {
  readonly observes: ModelSight;
  /**
   * @param previous null at an episode's first moment
   * @param action [A] in model form, the one that led into this moment; counts for nothing at the first
   */
  perceive(previous: StoredState | null, action: Float32Array, sight: Sight, random: RandomStream): Judgement;
  /** [A] in model form. */
  act(state: StoredState, random: RandomStream): Float32Array;
  /** The same for each member of a batch, after an episode's first moment. @param actions [B, A] flattened @returns what it keeps, [B, ...] */
  perceiveMany(
    previous: StoredState,
    actions: Float32Array,
    sights: readonly Sight[],
    random: readonly RandomStream[],
  ): StoredState;
  /** [B, A] flattened, in model form: each member draws as it would alone. */
  actMany(state: StoredState, random: readonly RandomStream[]): Float32Array;
  dispose(): void;
}
