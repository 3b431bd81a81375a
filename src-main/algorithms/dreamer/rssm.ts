/**
 * Recurrent state-space model (Hafner et al. 2019, arXiv:1811.04551), as Dreamer has it (Hafner et al. 2020,
 * arXiv:1912.01603): a deterministic GRU path h, and a stochastic latent z (see latent.ts), predicted from h alone
 * (prior) or from h and what is seen (posterior). Here its parameters and single steps with their gradient;
 * whole sequences are in rssmSequence.ts. Every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import {
  activate,
  activationGradient,
  normParameters,
  normWeights,
  type Activated,
  type ActivationGradient,
  type NormWeights,
} from '../../numerics/layerNorm.ts';
import { addBias, dense, multiply, multiplyRightTransposed } from '../../numerics/linear.ts';
import { denseParameters } from '../../numerics/mlp.ts';
import type { ParameterSet, ParameterSpec } from '../../numerics/parameters.ts';
import {
  cellBackward,
  cellParameters,
  cellStep,
  cellWeights,
  type CellKind,
  type CellTrace,
  type CellWeights,
} from '../../numerics/recurrentCell.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import {
  beliefOf,
  drawGradient,
  drawLatent,
  latentOutputs,
  latentSize,
  type Belief,
  type LatentShape,
} from '../../models/latent.ts';

export interface RssmShape {
  /** A Gaussian of 30 in the paper; S numbers. */
  readonly latent: LatentShape;
  /** D: 200. */
  readonly deterministicSize: number;
  /** Of the dense layers around the GRU: 200. */
  readonly hiddenSize: number;
  readonly actionSize: number;
  readonly embeddingSize: number;
  /** Those dense layers are normalised before their ELU; not so in the paper. */
  readonly norm: boolean;
  /** `gru`: as in the paper. */
  readonly cell: CellKind;
}

/** z [B, S] and h [B, D]. */
export interface RssmMoment {
  readonly z: Tensor2D;
  readonly h: Tensor2D;
}

export interface DenseWeights {
  readonly kernel: Tensor2D;
  readonly bias: Tensor1D;
}

export interface HiddenWeights extends DenseWeights {
  /** Null where there is no layer norm. */
  readonly norm: NormWeights | null;
}

/** Present values; owned by the parameter set, and good until its next update. */
export interface RssmWeights {
  readonly latent: LatentShape;
  /** [S + A, hidden]: rows of the latent, then of the action. */
  readonly input: HiddenWeights;
  readonly gru: CellWeights;
  /** [D, hidden], then [hidden, latentOutputs]. */
  readonly prior: { readonly hidden: HiddenWeights; readonly output: DenseWeights };
  /** [D + E, hidden]: rows of h, then of the embedding; then [hidden, latentOutputs]. */
  readonly posterior: { readonly hidden: HiddenWeights; readonly output: DenseWeights };
}

export function rssmParameters(shape: RssmShape): ParameterSpec[] {
  const { latent, deterministicSize, hiddenSize, actionSize, embeddingSize, norm, cell } = shape;
  const hidden = (name: string, inputs: number): ParameterSpec[] => [
    ...denseParameters(name, inputs, hiddenSize),
    ...(norm ? normParameters(`${name}/norm`, hiddenSize) : []),
  ];
  return [
    ...hidden('rssm/input', latentSize(latent) + actionSize),
    ...cellParameters(cell, 'rssm/gru', hiddenSize, deterministicSize),
    ...hidden('rssm/prior/hidden', deterministicSize),
    ...denseParameters('rssm/prior/output', hiddenSize, latentOutputs(latent)),
    ...hidden('rssm/posterior/hidden', deterministicSize + embeddingSize),
    ...denseParameters('rssm/posterior/output', hiddenSize, latentOutputs(latent)),
  ];
}

export function rssmWeights(
  parameters: ParameterSet,
  { latent, norm, cell, deterministicSize }: RssmShape,
): RssmWeights {
  const layer = (name: string): DenseWeights => ({
    kernel: parameters.get(`rssm/${name}/kernel`),
    bias: parameters.get(`rssm/${name}/bias`),
  });
  const hidden = (name: string): HiddenWeights => ({
    ...layer(name),
    norm: norm ? normWeights(parameters, `rssm/${name}/norm`) : null,
  });
  return {
    latent,
    input: hidden('input'),
    gru: cellWeights(cell, parameters, 'rssm/gru', deterministicSize),
    prior: { hidden: hidden('prior/hidden'), output: layer('prior/output') },
    posterior: { hidden: hidden('posterior/hidden'), output: layer('posterior/output') },
  };
}

/** What a step with eyes closed leaves for its gradient. */
export interface ImagineTrace {
  /** [B, hidden]: what the GRU read. */
  readonly input: Activated;
  readonly gru: CellTrace;
  /** [B, hidden]: before the prior. */
  readonly hidden: Activated;
  readonly prior: Belief;
  /** [B, S]; null where z is the prior's mean, or likeliest. */
  readonly noise: Tensor2D | null;
  /** Where the step leads. */
  readonly next: RssmMoment;
}

/** The deterministic path alone. @param action [B, A], as the model reads it. */
export function advance(
  weights: RssmWeights,
  { z, h }: RssmMoment,
  action: Tensor2D,
): Pick<ImagineTrace, 'input' | 'gru'> {
  const { kernel, bias, norm } = weights.input;
  const input = tidy(() => activate(dense(tf.concat2d([z, action], 1), kernel, bias), norm));
  return { input, gru: cellStep(weights.gru, input.output, h) };
}

/** One step from a moment by an action [B, A], seeing nothing. @param noise see `drawLatent`. */
export function imagineStep(
  weights: RssmWeights,
  from: RssmMoment,
  action: Tensor2D,
  noise: Tensor2D | null,
): ImagineTrace {
  const { input, gru } = advance(weights, from, action);
  const { hidden, belief: prior } = priorOf(weights, gru.hidden);
  return { input, gru, hidden, prior, noise, next: { z: drawLatent(prior, noise), h: gru.hidden } };
}

/** Gradients of where a step began and of its action, from those of where it led. */
export function imagineBackward(
  weights: RssmWeights,
  trace: ImagineTrace,
  gradient: RssmMoment,
): RssmMoment & { readonly action: Tensor2D } {
  return tidy(() => {
    const rows = drawGradient(trace.prior, trace.noise, gradient.z);
    const byPrior = hiddenGradient(weights.prior, trace.hidden, rows);
    const byHidden = gradient.h.add<Tensor2D>(byPrior.h);
    const back = cellBackward(weights.gru, trace.gru, byHidden);
    const { linear } = activationGradient(trace.input, weights.input.norm, back.input);
    const joined = multiplyRightTransposed(linear, weights.input.kernel);
    const size = gradient.z.shape[1];
    const [z, action] = tf.split(joined, [size, joined.shape[1] - size], 1) as [Tensor2D, Tensor2D];
    return { z, h: back.previous, action };
  });
}

/** The gradient as far as h from that of the prior's rows [N, latentOutputs], and what its parameters need on the way. */
export function hiddenGradient(
  { hidden: first, output }: RssmWeights['prior'],
  hidden: Activated,
  rows: Tensor2D,
): ActivationGradient & { readonly h: Tensor2D } {
  const back = tidy(() =>
    activationGradient(hidden, first.norm, multiplyRightTransposed(rows, output.kernel)),
  );
  return { ...back, h: multiplyRightTransposed(back.linear, first.kernel) };
}

/** A distribution, and the hidden layer that it was read from. */
export interface HiddenBelief {
  readonly hidden: Activated;
  readonly belief: Belief;
}

/** What is expected next by h [N, D] alone. */
export function priorOf(weights: RssmWeights, h: Tensor2D): HiddenBelief {
  return tidy(() => {
    const { kernel, bias } = weights.prior.hidden;
    return believed(weights.prior, weights.latent, dense(h, kernel, bias));
  });
}

/** What is believed after seeing, from the hidden layer's linear output [N, hidden] by h and the embedding. */
export function posteriorOf(weights: RssmWeights, linear: Tensor2D): HiddenBelief {
  return tidy(() => believed(weights.posterior, weights.latent, linear));
}

function believed(
  { hidden: first, output }: RssmWeights['prior'],
  latent: LatentShape,
  linear: Tensor2D,
): HiddenBelief {
  const hidden = activate(linear, first.norm);
  return { hidden, belief: beliefOf(latent, dense(hidden.output, output.kernel, output.bias)) };
}

/** The posterior's hidden kernel in two: rows of h [D, hidden], rows of the embedding [E, hidden]. */
export function posteriorKernels(weights: RssmWeights, deterministicSize: number): [Tensor2D, Tensor2D] {
  const { kernel } = weights.posterior.hidden;
  return tf.split(kernel, [deterministicSize, kernel.shape[0] - deterministicSize], 0) as [
    Tensor2D,
    Tensor2D,
  ];
}

/** The embeddings' share of the posterior's hidden layer, for any number of moments at once: [N, hidden]. */
export function seenBy(weights: RssmWeights, embeddingKernel: Tensor2D, embeddings: Tensor2D): Tensor2D {
  return tidy(() => addBias(multiply(embeddings, embeddingKernel), weights.posterior.hidden.bias));
}
