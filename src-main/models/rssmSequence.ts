/**
 * The RSSM over whole sequences with eyes open, and backpropagation through time by hand. Only what depends on the
 * recurrence is computed step by step; shares of actions and embeddings, the prior, and every weight's gradient are
 * single products over all moments. Moments are rows, time outermost: row t * B + b. Runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { add, elu, eluGradient, times } from '../numerics/elementwise.ts';
import { gruBackward, gruStep, gruWeightGradients, type GruTrace } from '../numerics/gru.ts';
import {
  addBias,
  biasGradient,
  multiply,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from '../numerics/linear.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';
import type { Gaussian, KlGradient, RawGaussian } from './diagonalGaussian.ts';
import { drawGaussian } from './diagonalGaussian.ts';
import {
  hiddenGradient,
  posteriorKernels,
  posteriorOf,
  priorOf,
  seenBy,
  type RssmMoment,
  type RssmWeights,
} from './rssm.ts';

export interface SequenceInputs {
  /** T; every tensor below has T * B rows. */
  readonly steps: number;
  /** [T * B, E] */
  readonly embeddings: Tensor2D;
  /** [T * B, A]: each led into the moment of its row. */
  readonly actions: Tensor2D;
  /** T * B: 1 where an episode begins; what was before is forgotten there, the action too. */
  readonly isFirst: Float32Array;
  /** [T * B, S], standard normal. */
  readonly noise: Tensor2D;
}

interface StepTrace {
  /** [B, S], after the reset. */
  readonly previousZ: Tensor2D;
  /** [B, hidden] each. */
  readonly input: Tensor2D;
  readonly hidden: Tensor2D;
  readonly gru: GruTrace;
}

/** Everything [T * B, ...]. */
export interface RssmSequence {
  readonly moments: RssmMoment;
  readonly posterior: Gaussian;
  readonly prior: Gaussian;
  readonly trace: SequenceTrace;
}

interface SequenceTrace {
  readonly inputs: SequenceInputs;
  /** The actions, 0 where an episode begins. */
  readonly actions: Tensor2D;
  /** [B, 1] a step where some episode begins: 0 for those, 1 for the others. */
  readonly keep: readonly (Tensor2D | null)[];
  readonly steps: readonly StepTrace[];
  readonly posterior: RawGaussian;
  readonly prior: RawGaussian;
  readonly priorHidden: Tensor2D;
}

/** Every sequence begins from nothing, whether its first row is an episode's first or not. */
export function rssmForward(weights: RssmWeights, inputs: SequenceInputs): RssmSequence {
  const { steps: count, embeddings, isFirst, noise } = inputs;
  const [size, deterministic] = [noise.shape[1], weights.gru.candidateBias.size];
  const batch = assertRows(inputs);
  const keep = resets(isFirst, count, batch);
  const actions = keep.some((mask) => mask !== null) ? maskRows(inputs.actions, isFirst) : inputs.actions;
  const [inputOfZ, inputOfAction] = inputKernels(weights, size);
  const [hiddenOfH, hiddenOfEmbedding] = posteriorKernels(weights, deterministic);
  const moved = tf.split<Tensor2D>(addBias(multiply(actions, inputOfAction), weights.input.bias), count, 0);
  const seen = tf.split<Tensor2D>(seenBy(weights, hiddenOfEmbedding, embeddings), count, 0);
  const noises = tf.split<Tensor2D>(noise, count, 0);

  const steps: StepTrace[] = [];
  const gaussians: RawGaussian[] = [];
  const latents: Tensor2D[] = [];
  let z: Tensor2D = tf.zeros([batch, size]);
  let h: Tensor2D = tf.zeros([batch, deterministic]);
  for (let t = 0; t < count; t++) {
    const mask = keep[t];
    const previousZ: Tensor2D = mask ? times(z, mask) : z;
    const previousH: Tensor2D = mask ? times(h, mask) : h;
    const input = tidy(() => elu(add<Tensor2D>(multiply(previousZ, inputOfZ), at(moved, t))));
    const gru = tidy(() => gruStep(weights.gru, input, previousH));
    const { hidden, gaussian } = tidy(() =>
      posteriorOf(weights, add(multiply(gru.hidden, hiddenOfH), at(seen, t))),
    );
    h = gru.hidden;
    z = drawGaussian(gaussian, at(noises, t));
    steps.push({ previousZ, input, hidden, gru });
    gaussians.push(gaussian);
    latents.push(z);
  }
  const joined = (part: (gaussian: RawGaussian) => Tensor2D) => tf.concat2d(gaussians.map(part), 0);
  const posterior = {
    mean: joined(({ mean }) => mean),
    deviation: joined(({ deviation }) => deviation),
    raw: joined(({ raw }) => raw),
  };
  const moments = {
    z: tf.concat2d(latents, 0),
    h: tf.concat2d(
      steps.map(({ gru }) => gru.hidden),
      0,
    ),
  };
  const { hidden: priorHidden, gaussian: prior } = priorOf(weights, moments.h);
  const trace = { inputs, actions, keep, steps, posterior, prior, priorHidden };
  return { moments, posterior, prior, trace };
}

/**
 * Adds the parameters' gradients to `into`, from those of all moments and of the divergence.
 * @returns the embeddings' gradient [T * B, E].
 */
export function rssmBackward(
  weights: RssmWeights,
  { moments, trace }: RssmSequence,
  gradient: RssmMoment,
  kl: KlGradient,
  into: Record<string, Tensor>,
): Tensor2D {
  const { inputs, actions, keep, steps, posterior, prior, priorHidden } = trace;
  const count = inputs.steps;
  const [size, deterministic] = [inputs.noise.shape[1], weights.gru.candidateBias.size];

  const ofPrior = hiddenGradient(weights.prior, priorHidden, prior, kl.prior);
  into['rssm/prior/output/kernel'] = multiplyLeftTransposed(priorHidden, ofPrior.rows);
  into['rssm/prior/output/bias'] = biasGradient(ofPrior.rows);
  into['rssm/prior/hidden/kernel'] = multiplyLeftTransposed(moments.h, ofPrior.hidden);
  into['rssm/prior/hidden/bias'] = biasGradient(ofPrior.hidden);

  const byH = tf.split<Tensor2D>(add(gradient.h, ofPrior.h), count, 0);
  const byZ = tf.split<Tensor2D>(gradient.z, count, 0);
  const slope = posterior.raw.sigmoid<Tensor2D>();
  const noiseSlopes = tf.split<Tensor2D>(times(inputs.noise, slope), count, 0);
  const klRows = tf.split<Tensor2D>(
    tf.concat2d([kl.posterior.mean, times(kl.posterior.deviation, slope)], 1),
    count,
    0,
  );
  const [inputOfZ] = inputKernels(weights, size);
  const [hiddenOfH, hiddenOfEmbedding] = posteriorKernels(weights, deterministic);
  const gradients = new Array<StepGradient>(count);
  let later: RssmMoment | null = null;
  for (let t = count - 1; t >= 0; t--) {
    const { input, hidden, gru } = at(steps, t);
    const from: RssmMoment | null = later;
    const step: StepGradient = tidy(() => {
      const z: Tensor2D = from === null ? at(byZ, t) : add(at(byZ, t), from.z);
      const rows = add(tf.concat2d([z, times(z, at(noiseSlopes, t))], 1), at(klRows, t));
      const byHidden = eluGradient(multiplyRightTransposed(rows, weights.posterior.output.kernel), hidden);
      const own = add(at(byH, t), multiplyRightTransposed(byHidden, hiddenOfH));
      const back = gruBackward(weights.gru, gru, from === null ? own : add(own, from.h));
      const byInput = eluGradient(back.input, input);
      const mask = keep[t];
      const previousZ = multiplyRightTransposed(byInput, inputOfZ);
      return {
        rows,
        hidden: byHidden,
        input: byInput,
        candidate: back.candidate,
        gates: back.gates,
        previous: mask
          ? { z: times(previousZ, mask), h: times(back.previous, mask) }
          : { z: previousZ, h: back.previous },
      };
    });
    gradients[t] = step;
    later = step.previous;
  }
  const rowsOf = (part: (step: StepGradient) => Tensor2D) => tf.concat2d(gradients.map(part), 0);
  const tracesOf = (part: (step: StepTrace) => Tensor2D) => tf.concat2d(steps.map(part), 0);
  const rows = rowsOf((step) => step.rows);
  const byHidden = rowsOf((step) => step.hidden);
  const byInput = rowsOf((step) => step.input);
  into['rssm/posterior/output/kernel'] = multiplyLeftTransposed(
    tracesOf((step) => step.hidden),
    rows,
  );
  into['rssm/posterior/output/bias'] = biasGradient(rows);
  into['rssm/posterior/hidden/kernel'] = tf.concat2d(
    [multiplyLeftTransposed(moments.h, byHidden), multiplyLeftTransposed(inputs.embeddings, byHidden)],
    0,
  );
  into['rssm/posterior/hidden/bias'] = biasGradient(byHidden);
  into['rssm/input/kernel'] = multiplyLeftTransposed(
    tf.concat2d([tracesOf((step) => step.previousZ), actions], 1),
    byInput,
  );
  into['rssm/input/bias'] = biasGradient(byInput);
  const gru = gruWeightGradients(
    {
      input: tracesOf((step) => step.input),
      previous: tracesOf((step) => step.gru.previous),
      reset: tracesOf((step) => step.gru.reset),
    },
    { candidate: rowsOf((step) => step.candidate), gates: rowsOf((step) => step.gates) },
  );
  into['rssm/gru/gates/kernel'] = gru.gatesKernel;
  into['rssm/gru/gates/bias'] = gru.gatesBias;
  into['rssm/gru/candidate/kernel'] = gru.candidateKernel;
  into['rssm/gru/candidate/bias'] = gru.candidateBias;
  return multiplyRightTransposed(byHidden, hiddenOfEmbedding);
}

interface StepGradient {
  readonly rows: Tensor2D;
  readonly hidden: Tensor2D;
  readonly input: Tensor2D;
  readonly candidate: Tensor2D;
  readonly gates: Tensor2D;
  readonly previous: RssmMoment;
}

/** The input kernel in two: rows of the latent [S, hidden], rows of the action [A, hidden]. */
function inputKernels(weights: RssmWeights, size: number): [Tensor2D, Tensor2D] {
  const { kernel } = weights.input;
  return tf.split(kernel, [size, kernel.shape[0] - size], 0) as [Tensor2D, Tensor2D];
}

function resets(isFirst: Float32Array, steps: number, batch: number): (Tensor2D | null)[] {
  return Array.from({ length: steps }, (_, t) => {
    const first = isFirst.subarray(t * batch, (t + 1) * batch);
    return first.includes(1)
      ? tf.tensor2d(
          first.map((flag) => 1 - flag),
          [batch, 1],
        )
      : null;
  });
}

function maskRows(rows: Tensor2D, isFirst: Float32Array): Tensor2D {
  return times(
    rows,
    tf.tensor2d(
      isFirst.map((flag) => 1 - flag),
      [isFirst.length, 1],
    ),
  );
}

/** @returns B */
function assertRows({ steps, embeddings, actions, isFirst, noise }: SequenceInputs): number {
  const rows = isFirst.length;
  const found = [embeddings.shape[0], actions.shape[0], noise.shape[0]];
  if (rows % steps !== 0 || found.some((count) => count !== rows)) {
    throw new Error(
      `rows of embeddings, actions and noise are ${found.join(', ')}, expected ${rows} in ${steps} steps`,
    );
  }
  return rows / steps;
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`no element ${index} of ${values.length}`);
  return value;
}
