/** Applies the gradient of one roll-out to the parameters that all workers share. */
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';
import { at } from '../../numerics/at.ts';
import { applyGradient, clipScale, learningRateAt, normOf } from './optimiser.ts';
import { COUNTER, type SharedMemory } from './sharedMemory.ts';

/**
 * From whatever thread: only the counters are atomic, as the paper has it.
 * @param frames of the roll-out @returns the gradient's norm before it is clipped
 */
export function applyRollout(
  memory: SharedMemory,
  { learning, schedule }: Pick<A3cConfig, 'learning' | 'schedule'>,
  worker: number,
  frames: number,
): number {
  const gradient = at(memory.gradients, worker);
  const norm = normOf(gradient);
  // A number out of hand would spoil what all workers share: whoever is told of the norm stops the run.
  if (!Number.isFinite(norm)) return norm;
  const before = Atomics.add(memory.counters, COUNTER.environmentSteps, frames);
  const updates = Atomics.add(memory.counters, COUNTER.updates, 1) + 1;
  const rate = learningRateAt({ learning, schedule }, before);
  const scale = clipScale(norm, learning.gradientClip);
  applyGradient(memory, gradient, { rate, scale, updates }, learning);
  return norm;
}
