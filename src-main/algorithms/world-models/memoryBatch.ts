/** Sequences from the latent store as M's training step takes them; z is drawn anew from V's distribution each time. */
import type { WorldModelsConfig } from '../../../shared/algorithms/world-models/config.ts';
import type { MemoryBatch } from './mdnRnn.ts';
import { sampleLatents } from './mdnRnn.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll } from '../../numerics/tidy.ts';
import { writeModelAction } from '../../acting/modelActions.ts';
import type { Stretch } from './sequences.ts';
import type { Workspace } from './workspace.ts';

/** Tensors are the caller's: `disposeBatch`. */
export function memoryBatch(
  workspace: Workspace,
  sequences: readonly (readonly Stretch[])[],
  length: number,
  random: RandomStream,
): MemoryBatch {
  const { replay, latents, layout, config } = workspace;
  const count = sequences.length;
  const { latentSize } = latents;
  const moments = new Float32Array(count * (length + 1) * 2 * latentSize);
  const actions = new Float32Array(count * length * layout.actionSize);
  const rewards = new Float32Array(count * length);
  const dones = new Float32Array(count * length);
  const restarts = new Float32Array(count * length);
  sequences.forEach((stretches, row) => {
    let at = 0;
    for (const { first, length: steps, restart, ends } of stretches) {
      latents.read(first, steps, moments, (row * (length + 1) + at) * 2 * latentSize);
      const recorded = replay.readSteps(first, steps);
      // The last step is only a target: it has no action of its own here.
      for (let t = 0; t < steps && at + t < length; t++) {
        const index = row * length + at + t;
        writeModelAction(
          layout.modelActions,
          recorded.actions,
          t * layout.actionArguments,
          actions,
          index * layout.actionSize,
        );
        rewards[index] = recorded.rewards[t] ?? 0;
        dones[index] = Number(ends && t === steps - 1);
        restarts[index] = Number(restart && t === 0);
      }
      at += steps;
    }
  });
  const { predictsReward, predictsDone }: WorldModelsConfig['memory'] = config.memory;
  return {
    latents: tf.tidy(() => {
      const both = tf.tensor3d(moments, [count, length + 1, 2 * latentSize]);
      const [mean, logVariance] = tf.split(both, 2, 2);
      if (mean === undefined || logVariance === undefined) throw new Error('latents did not split');
      return sampleLatents(mean, logVariance, random).reshape([count, length + 1, latentSize]);
    }),
    actions: tf.tensor3d(actions, [count, length, layout.actionSize]),
    ...(predictsDone ? { restarts } : {}),
    ...(predictsReward ? { rewards: tf.tensor2d(rewards, [count, length]) } : {}),
    ...(predictsDone ? { dones: tf.tensor2d(dones, [count, length]) } : {}),
  };
}

export function disposeBatch(batch: MemoryBatch): void {
  disposeAll([batch.latents, batch.actions, batch.rewards, batch.dones, batch.initial]);
}
