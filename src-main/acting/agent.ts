/** Acts on what it observes, without a model of the world: what model-free algorithms learn. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { AgentInsight } from '../../shared/agentInsight.ts';
import type { LatentState, ObservationBatch } from '../models/worldModel.ts';
import type { RandomStream } from '../numerics/random.ts';

export interface Agent {
  readonly observes: 'pixels' | 'numbers';
  /**
   * Takes in one moment.
   * @param before what the moment before left behind; null at an episode's first
   * @param seen [B, ...] @returns all that it acts on, and the next moment needs: [B, ...] each, the caller's
   */
  perceive(before: LatentState | null, seen: ObservationBatch): LatentState;
  /** [B, A]: box actions in the environment's bounds, or one-hot for discrete; its best. */
  act(state: LatentState, random: RandomStream): Tensor2D;
  /** [B]: the return that it expects from here on; absent where it estimates none. */
  value?(state: LatentState): Tensor;
  /** What it makes of the first of the batch; absent where it has nothing to tell. */
  insight?(state: LatentState): AgentInsight;
  dispose(): void;
}
