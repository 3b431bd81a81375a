/** Chunks of recorded episodes as one batch for the world model: rows are moments, time outermost. */
import { actionArgumentSize, actionSize, type ActionSpace } from '../../../shared/spaces.ts';
import type { Tensor2D } from '@tensorflow/tfjs';
import type { DreamerBatch } from './dreamerLoss.ts';
import { episodeStarts } from './rssmSequence.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { writeModelAction } from '../../acting/modelActions.ts';
import type { Chunk, RecordedEpisodes } from '../../acting/recordedEpisodes.ts';
import type { ObservationLayout } from '../../acting/observationLayout.ts';

export interface BatchSource {
  readonly replay: RecordedEpisodes;
  readonly layout: ObservationLayout;
  readonly spec: { readonly actions: ActionSpace };
}

/** All tensors are the caller's. @param chunks B of them @param moments T */
export function readBatch(source: BatchSource, chunks: readonly Chunk[], moments: number): DreamerBatch {
  const { replay, layout } = source;
  const space = source.spec.actions;
  const batch = chunks.length;
  const rows = moments * batch;
  const width = actionSize(space);
  const argument = actionArgumentSize(space);
  const form = { space, values: null };
  const observations = new Uint8Array(rows * layout.bytes);
  const actions = new Float32Array(rows * width);
  const rewards = new Float32Array(rows);
  const continuations = new Float32Array(rows).fill(1);
  const isFirst = new Float32Array(rows);
  const seen = new Uint8Array(moments * layout.bytes);
  chunks.forEach((chunk, b) => {
    const { episode, first } = chunk;
    replay.readObservations(chunk, moments, seen);
    // The step that led to moment m is m - 1; none led to an episode's first moment.
    const skipped = first === 0 ? 1 : 0;
    const steps = replay.readSteps(episode, first - 1 + skipped, moments - skipped);
    for (let t = 0; t < moments; t++) {
      const row = t * batch + b;
      observations.set(seen.subarray(t * layout.bytes, (t + 1) * layout.bytes), row * layout.bytes);
      const step = t - skipped;
      if (step < 0) {
        isFirst[row] = 1;
        continue;
      }
      writeModelAction(form, steps.actions, step * argument, actions, row * width);
      rewards[row] = steps.rewards[step] ?? 0;
    }
    const span = replay.episodes[episode];
    if (span?.terminated === true && first + moments === span.length + 1) {
      continuations[(moments - 1) * batch + b] = 0;
    }
  });
  return {
    steps: moments,
    observation: layout.batch(observations),
    actions: tf.tensor2d(actions, [rows, width]),
    rewards: tf.tensor1d(rewards),
    continuations: tf.tensor1d(continuations),
    starts: episodeStarts(isFirst, moments),
  };
}

/** An episode's actions from its first on, a row a moment: nothing led to the first. @returns [moments, A], the caller's. */
export function modelActions(space: ActionSpace, actions: Float64Array, moments: number): Tensor2D {
  const width = actionSize(space);
  const argument = actionArgumentSize(space);
  const rows = new Float32Array(moments * width);
  const form = { space, values: null };
  for (let step = 0; step < moments - 1; step++) {
    writeModelAction(form, actions, step * argument, rows, (step + 1) * width);
  }
  return tf.tensor2d(rows, [moments, width]);
}
