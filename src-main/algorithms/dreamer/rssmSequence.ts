/**
 * The RSSM over whole sequences with eyes open, and backpropagation through time by hand. Only what depends on the
 * recurrence is computed step by step; shares of actions and embeddings, the prior, and every weight's gradient are
 * single products over all moments. Moments are rows, time outermost: row t * B + b. Runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { at } from '../../numerics/at.ts';
import { add, times } from '../../numerics/elementwise.ts';
import {
  activate,
  activationGradient,
  layerNormGradients,
  type Activated,
  type ActivationGradient,
  type NormWeights,
} from '../../numerics/layerNorm.ts';
import {
  addBias,
  biasGradient,
  multiply,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from '../../numerics/linear.ts';
import {
  cellBackward,
  cellGradients,
  cellStep,
  type CellGradient,
  type CellTrace,
} from '../../numerics/recurrentCell.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import {
  drawLatent,
  drawSlopes,
  joinedBeliefs,
  latentSize,
  slopedGradient,
  type Belief,
  type DivergenceGradient,
} from '../../models/latent.ts';
import {
  hiddenGradient,
  posteriorKernels,
  posteriorOf,
  priorOf,
  seenBy,
  type RssmMoment,
  type RssmWeights,
} from './rssm.ts';

/** Among T * B rows: what was before is forgotten there, the action too. */
export interface EpisodeStarts {
  /** [T * B, 1]: 0 where an episode begins, else 1. */
  readonly keep: Tensor2D;
  /** The steps, without the first, at which one begins in some row, in order. */
  readonly later: readonly number[];
}

/** @param isFirst T * B: 1 where an episode begins @returns tensors of the caller's */
export function episodeStarts(isFirst: Float32Array, steps: number): EpisodeStarts {
  const rows = isFirst.length;
  const batch = rows / steps;
  const keep = tf.tensor2d(
    isFirst.map((flag) => 1 - flag),
    [rows, 1],
  );
  const later = Array.from({ length: steps - 1 }, (_, index) => index + 1).filter((step) =>
    isFirst.subarray(step * batch, (step + 1) * batch).includes(1),
  );
  return { keep, later };
}

export interface SequenceInputs {
  /** T; every tensor below has T * B rows. */
  readonly steps: number;
  /** [T * B, E] */
  readonly embeddings: Tensor2D;
  /** [T * B, A]: each led into the moment of its row. */
  readonly actions: Tensor2D;
  readonly starts: EpisodeStarts;
  /** [T * B, S]: see `latentNoise`. */
  readonly noise: Tensor2D;
}

interface StepTrace {
  /** [B, S], after the reset. */
  readonly previousZ: Tensor2D;
  /** [B, hidden] each. */
  readonly input: Activated;
  readonly hidden: Activated;
  readonly gru: CellTrace;
}

/** Everything [T * B, ...]. */
export interface RssmSequence {
  readonly moments: RssmMoment;
  readonly posterior: Belief;
  readonly prior: Belief;
  readonly trace: SequenceTrace;
}

interface SequenceTrace {
  readonly inputs: SequenceInputs;
  /** The actions, 0 where an episode begins. */
  readonly actions: Tensor2D;
  /** [B, 1] a step where some episode begins: 0 for those, 1 for the others. Nothing is before the first step. */
  readonly keep: readonly (Tensor2D | null)[];
  readonly steps: readonly StepTrace[];
  readonly priorHidden: Activated;
}

/** Every sequence begins from nothing, whether its first row is an episode's first or not. */
export function rssmForward(weights: RssmWeights, inputs: SequenceInputs): RssmSequence {
  const { steps: count, embeddings, starts, noise } = inputs;
  const [size, deterministic] = [latentSize(weights.latent), weights.gru.size];
  const batch = assertRows(inputs);
  const masks = starts.later.length === 0 ? [] : tf.split<Tensor2D>(starts.keep, count, 0);
  const keep = Array.from({ length: count }, (_, t) => (starts.later.includes(t) ? at(masks, t) : null));
  const actions = times(inputs.actions, starts.keep);
  const [inputOfZ, inputOfAction] = inputKernels(weights, size);
  const [hiddenOfH, hiddenOfEmbedding] = posteriorKernels(weights, deterministic);
  const moved = tf.split<Tensor2D>(addBias(multiply(actions, inputOfAction), weights.input.bias), count, 0);
  const seen = tf.split<Tensor2D>(seenBy(weights, hiddenOfEmbedding, embeddings), count, 0);
  const noises = tf.split<Tensor2D>(noise, count, 0);

  const steps: StepTrace[] = [];
  const beliefs: Belief[] = [];
  const latents: Tensor2D[] = [];
  let z: Tensor2D = tf.zeros([batch, size]);
  let h: Tensor2D = tf.zeros([batch, deterministic]);
  for (let t = 0; t < count; t++) {
    const mask = keep[t];
    const previousZ: Tensor2D = mask ? times(z, mask) : z;
    const previousH: Tensor2D = mask ? times(h, mask) : h;
    const input = tidy(() =>
      activate(add<Tensor2D>(multiply(previousZ, inputOfZ), at(moved, t)), weights.input.norm),
    );
    const gru = tidy(() => cellStep(weights.gru, input.output, previousH));
    const { hidden, belief } = tidy(() =>
      posteriorOf(weights, add(multiply(gru.hidden, hiddenOfH), at(seen, t))),
    );
    h = gru.hidden;
    z = drawLatent(belief, at(noises, t));
    steps.push({ previousZ, input, hidden, gru });
    beliefs.push(belief);
    latents.push(z);
  }
  const posterior = joinedBeliefs(beliefs);
  const moments = {
    z: tf.concat2d(latents, 0),
    h: tf.concat2d(
      steps.map(({ gru }) => gru.hidden),
      0,
    ),
  };
  const { hidden: priorHidden, belief: prior } = priorOf(weights, moments.h);
  const trace = { inputs, actions, keep, steps, priorHidden };
  return { moments, posterior, prior, trace };
}

/**
 * Adds the parameters' gradients to `into`, from those of all moments and of the divergence.
 * @param kl by the rows of posterior and prior
 * @returns the embeddings' gradient [T * B, E].
 */
export function rssmBackward(
  weights: RssmWeights,
  { moments, posterior, trace }: RssmSequence,
  gradient: RssmMoment,
  kl: DivergenceGradient,
  into: Record<string, Tensor>,
): Tensor2D {
  const { inputs, actions, keep, steps, priorHidden } = trace;
  const count = inputs.steps;
  const [size, deterministic] = [latentSize(weights.latent), weights.gru.size];

  const ofPrior = hiddenGradient(weights.prior, priorHidden, kl.prior);
  into['rssm/prior/output/kernel'] = multiplyLeftTransposed(priorHidden.output, kl.prior);
  into['rssm/prior/output/bias'] = biasGradient(kl.prior);
  into['rssm/prior/hidden/kernel'] = multiplyLeftTransposed(moments.h, ofPrior.linear);
  into['rssm/prior/hidden/bias'] = biasGradient(ofPrior.linear);
  if (priorHidden.norm !== null) {
    layerNormGradients('rssm/prior/hidden/norm', priorHidden.norm.normalised, ofPrior.beforeElu, into);
  }

  const byH = tf.split<Tensor2D>(add(gradient.h, ofPrior.h), count, 0);
  const byZ = tf.split<Tensor2D>(gradient.z, count, 0);
  const slopes = tf.split<Tensor2D>(drawSlopes(posterior, inputs.noise), count, 0);
  const klRows = tf.split<Tensor2D>(kl.posterior, count, 0);
  const [inputOfZ] = inputKernels(weights, size);
  const [hiddenOfH, hiddenOfEmbedding] = posteriorKernels(weights, deterministic);
  const gradients = new Array<StepGradient>(count);
  let later: RssmMoment | null = null;
  for (let t = count - 1; t >= 0; t--) {
    const { input, hidden, gru } = at(steps, t);
    const from: RssmMoment | null = later;
    const step: StepGradient = tidy(() => {
      const z: Tensor2D = from === null ? at(byZ, t) : add(at(byZ, t), from.z);
      const rows = add(slopedGradient(weights.latent, at(slopes, t), z), at(klRows, t));
      const byHidden = activationGradient(
        hidden,
        weights.posterior.hidden.norm,
        multiplyRightTransposed(rows, weights.posterior.output.kernel),
      );
      const own = add(at(byH, t), multiplyRightTransposed(byHidden.linear, hiddenOfH));
      const back = cellBackward(weights.gru, gru, from === null ? own : add(own, from.h));
      const byInput = activationGradient(input, weights.input.norm, back.input);
      const mask = keep[t];
      const previousZ = multiplyRightTransposed(byInput.linear, inputOfZ);
      return {
        rows,
        hidden: byHidden,
        input: byInput,
        gru: back,
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
  const byHidden = rowsOf((step) => step.hidden.linear);
  const byInput = rowsOf((step) => step.input.linear);
  into['rssm/posterior/output/kernel'] = multiplyLeftTransposed(
    tracesOf((step) => step.hidden.output),
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
  cellGradients(
    'rssm/gru',
    steps.map((step) => step.gru),
    gradients.map((step) => step.gru),
    into,
  );
  const normGradients = (name: 'input' | 'hidden', path: string, norm: NormWeights | null) => {
    if (norm === null) return;
    const normalised = tracesOf((step) => normOf(step[name]));
    layerNormGradients(
      path,
      normalised,
      rowsOf((step) => step[name].beforeElu),
      into,
    );
  };
  normGradients('input', 'rssm/input/norm', weights.input.norm);
  normGradients('hidden', 'rssm/posterior/hidden/norm', weights.posterior.hidden.norm);
  return multiplyRightTransposed(byHidden, hiddenOfEmbedding);
}

interface StepGradient {
  readonly rows: Tensor2D;
  readonly hidden: ActivationGradient;
  readonly input: ActivationGradient;
  readonly gru: CellGradient;
  readonly previous: RssmMoment;
}

function normOf({ norm }: Activated): Tensor2D {
  if (norm === null) throw new Error('a normalised layer left no trace of its norm');
  return norm.normalised;
}

/** The input kernel in two: rows of the latent [S, hidden], rows of the action [A, hidden]. */
function inputKernels(weights: RssmWeights, size: number): [Tensor2D, Tensor2D] {
  const { kernel } = weights.input;
  return tf.split(kernel, [size, kernel.shape[0] - size], 0) as [Tensor2D, Tensor2D];
}

/** @returns B */
function assertRows({ steps, embeddings, actions, starts, noise }: SequenceInputs): number {
  const rows = starts.keep.shape[0];
  const found = [embeddings.shape[0], actions.shape[0], noise.shape[0]];
  if (rows % steps !== 0 || found.some((count) => count !== rows)) {
    throw new Error(
      `rows of embeddings, actions and noise are ${found.join(', ')}, expected ${rows} in ${steps} steps`,
    );
  }
  return rows / steps;
}
