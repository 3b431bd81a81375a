/**
 * Open-loop prediction as the paper shows it (Hafner et al. 2020, arXiv:1912.01603, figure 5): the model sees a few
 * moments of a recorded episode, then imagines the rest from the recorded actions alone.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { DreamerModel } from './dreamerModel.ts';
import type { ObservationBatch } from '../../models/worldModel.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';

/** Moments seen, and moments in all: 5 and 45 more in the paper. */
export const CONTEXT = 5;
export const OPEN_LOOP_MOMENTS = 50;

/** Of one episode; all tensors have a row a moment. */
export interface RecordedMoments {
  readonly observation: ObservationBatch;
  /** [T, A], each led into its row. */
  readonly actions: Tensor2D;
  readonly rewards: Tensor;
}

export interface OpenLoop {
  /** Observation numbers, [T, n] flattened: pixels in [0, 1], or the vector's elements. */
  readonly truth: Float32Array;
  readonly predicted: Float32Array;
  /** Numbers an observation. */
  readonly size: number;
  /** Mean squared error over what was imagined; and of a model that says that nothing changes after the context. */
  readonly error: number;
  readonly repeatError: number;
  /** Mean absolute error of the imagined rewards. */
  readonly rewardError: number;
}

export function openLoop(
  model: DreamerModel,
  { observation, actions, rewards }: RecordedMoments,
  random: RandomStream,
): OpenLoop {
  const count = actions.shape[0];
  if (count <= CONTEXT) throw new Error(`${count} moments leave nothing to imagine after ${CONTEXT}`);
  const computed = tidy(() => {
    const at = (tensor: Tensor2D, t: number) => tensor.slice<Tensor2D>([t, 0], [1, tensor.shape[1]]);
    const embeddings = model.encode(observation);
    let state = model.initial(1);
    const features: Tensor2D[] = [];
    for (let t = 0; t < count; t++) {
      state =
        t < CONTEXT
          ? model.perceive(state, at(actions, t), at(embeddings, t), tf.tensor1d([Number(t === 0)]), random)
          : model.imagine(state, at(actions, t), random, { mode: 'mean' });
      features.push(model.feature(state));
    }
    const all = model.stateOf(tf.concat2d(features, 0));
    const expected = model.expectedObservation(all);
    // Beside a picture a few numbers would not be seen, and their squares are of another kind.
    const names = 'image' in expected ? ['image'] : Object.keys(expected);
    const rows = (batch: ObservationBatch) =>
      tf.concat2d(
        names.map((name) => (batch[name] ?? tf.zeros([count, 0])).reshape<Tensor2D>([count, -1])),
        1,
      );
    const off = model
      .predict(all)
      .reward.sub(rewards)
      .abs()
      .slice(CONTEXT, count - CONTEXT);
    return { truth: rows(observation), predicted: rows(expected), rewardError: off.mean() };
  });
  const [truth, predicted] = [computed.truth, computed.predicted].map((rows) => rows.dataSync<'float32'>());
  const rewardError = computed.rewardError.dataSync()[0] ?? NaN;
  disposeAll(computed);
  if (truth === undefined || predicted === undefined) throw new Error('nothing was predicted');
  const size = truth.length / count;
  let error = 0;
  let repeatError = 0;
  for (let at = CONTEXT * size; at < truth.length; at++) {
    const real = truth[at] ?? 0;
    const off = (predicted[at] ?? 0) - real;
    const still = (truth[(CONTEXT - 1) * size + (at % size)] ?? 0) - real;
    error += off * off;
    repeatError += still * still;
  }
  const imagined = truth.length - CONTEXT * size;
  return {
    truth,
    predicted,
    rewardError,
    size,
    error: error / imagined,
    repeatError: repeatError / imagined,
  };
}
