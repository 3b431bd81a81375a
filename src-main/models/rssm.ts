/**
 * Recurrent state-space model (Hafner et al. 2019, arXiv:1811.04551), as Dreamer has it (Hafner et al. 2020,
 * arXiv:1912.01603): a deterministic GRU path h, and a stochastic latent z that is a diagonal Gaussian, predicted from h
 * alone (prior) or from h and what is seen (posterior). Here its parameters and single steps with their gradient;
 * whole sequences are in rssmSequence.ts. Every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { elu, eluGradient } from '../numerics/elementwise.ts';
import { gruBackward, gruStep, type GruTrace, type GruWeights } from '../numerics/gru.ts';
import { addBias, dense, multiply, multiplyRightTransposed } from '../numerics/linear.ts';
import { denseParameters } from '../numerics/mlp.ts';
import type { ParameterSet, ParameterSpec } from '../numerics/parameters.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';
import {
  drawGaussian,
  gaussianOf,
  rowsGradient,
  type Gaussian,
  type RawGaussian,
} from './diagonalGaussian.ts';

export interface RssmShape {
  /** S: 30 in the paper. */
  readonly stochasticSize: number;
  /** D: 200. */
  readonly deterministicSize: number;
  /** Of the dense layers around the GRU: 200. */
  readonly hiddenSize: number;
  readonly actionSize: number;
  readonly embeddingSize: number;
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

/** Present values; owned by the parameter set, and good until its next update. */
export interface RssmWeights {
  /** [S + A, hidden]: rows of the latent, then of the action. */
  readonly input: DenseWeights;
  readonly gru: GruWeights;
  /** [D, hidden], then [hidden, 2 S]. */
  readonly prior: { readonly hidden: DenseWeights; readonly output: DenseWeights };
  /** [D + E, hidden]: rows of h, then of the embedding; then [hidden, 2 S]. */
  readonly posterior: { readonly hidden: DenseWeights; readonly output: DenseWeights };
}

export function rssmParameters(shape: RssmShape): ParameterSpec[] {
  const { stochasticSize, deterministicSize, hiddenSize, actionSize, embeddingSize } = shape;
  const read = hiddenSize + deterministicSize;
  const gru = (name: string, columns: number): ParameterSpec[] => [
    {
      name: `rssm/gru/${name}/kernel`,
      shape: [read, columns],
      initialiser: { kind: 'glorotUniform', fanIn: read, fanOut: deterministicSize },
    },
    { name: `rssm/gru/${name}/bias`, shape: [columns], initialiser: { kind: 'zeros' } },
  ];
  return [
    ...denseParameters('rssm/input', stochasticSize + actionSize, hiddenSize),
    ...gru('gates', 2 * deterministicSize),
    ...gru('candidate', deterministicSize),
    ...denseParameters('rssm/prior/hidden', deterministicSize, hiddenSize),
    ...denseParameters('rssm/prior/output', hiddenSize, 2 * stochasticSize),
    ...denseParameters('rssm/posterior/hidden', deterministicSize + embeddingSize, hiddenSize),
    ...denseParameters('rssm/posterior/output', hiddenSize, 2 * stochasticSize),
  ];
}

export function rssmWeights(parameters: ParameterSet): RssmWeights {
  const layer = (name: string): DenseWeights => ({
    kernel: parameters.get(`rssm/${name}/kernel`),
    bias: parameters.get(`rssm/${name}/bias`),
  });
  const gates = layer('gru/gates');
  const candidate = layer('gru/candidate');
  return {
    input: layer('input'),
    gru: {
      gatesKernel: gates.kernel,
      gatesBias: gates.bias,
      candidateKernel: candidate.kernel,
      candidateBias: candidate.bias,
    },
    prior: { hidden: layer('prior/hidden'), output: layer('prior/output') },
    posterior: { hidden: layer('posterior/hidden'), output: layer('posterior/output') },
  };
}

/** What a step with eyes closed leaves for its gradient. */
export interface ImagineTrace {
  /** [B, hidden]: what the GRU read. */
  readonly input: Tensor2D;
  readonly gru: GruTrace;
  /** [B, hidden]: before the prior. */
  readonly hidden: Tensor2D;
  readonly prior: RawGaussian;
  /** [B, S]; null where z is the prior's mean. */
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
  const input = tidy(() => elu(dense(tf.concat2d([z, action], 1), weights.input.kernel, weights.input.bias)));
  return { input, gru: gruStep(weights.gru, input, h) };
}

/** One step from a moment by an action [B, A], seeing nothing. @param noise standard normal [B, S], or null: the mean. */
export function imagineStep(
  weights: RssmWeights,
  from: RssmMoment,
  action: Tensor2D,
  noise: Tensor2D | null,
): ImagineTrace {
  const { input, gru } = advance(weights, from, action);
  const { hidden, gaussian: prior } = priorOf(weights, gru.hidden);
  return { input, gru, hidden, prior, noise, next: { z: drawGaussian(prior, noise), h: gru.hidden } };
}

/** Gradients of where a step began and of its action, from those of where it led. */
export function imagineBackward(
  weights: RssmWeights,
  trace: ImagineTrace,
  gradient: RssmMoment,
): RssmMoment & { readonly action: Tensor2D } {
  return tidy(() => {
    const { prior, noise } = trace;
    const deviation = noise === null ? tf.zerosLike(gradient.z) : gradient.z.mul<Tensor2D>(noise);
    const byPrior = hiddenGradient(weights.prior, trace.hidden, prior, { mean: gradient.z, deviation });
    const byHidden = gradient.h.add<Tensor2D>(byPrior.h);
    const back = gruBackward(weights.gru, trace.gru, byHidden);
    const byInput = eluGradient(back.input, trace.input);
    const joined = multiplyRightTransposed(byInput, weights.input.kernel);
    const size = gradient.z.shape[1];
    const [z, action] = tf.split(joined, [size, joined.shape[1] - size], 1) as [Tensor2D, Tensor2D];
    return { z, h: back.previous, action };
  });
}

/** The prior's gradient as far as h, and what its parameters need on the way. */
export function hiddenGradient(
  layers: RssmWeights['prior'],
  hidden: Tensor2D,
  gaussian: RawGaussian,
  gradient: Gaussian,
): { readonly rows: Tensor2D; readonly hidden: Tensor2D; readonly h: Tensor2D } {
  const rows = rowsGradient(gaussian, gradient);
  const beforeElu = tidy(() => eluGradient(multiplyRightTransposed(rows, layers.output.kernel), hidden));
  return { rows, hidden: beforeElu, h: multiplyRightTransposed(beforeElu, layers.hidden.kernel) };
}

/** What is expected next by h [N, D] alone. */
export function priorOf(
  weights: RssmWeights,
  h: Tensor2D,
): { readonly hidden: Tensor2D; readonly gaussian: RawGaussian } {
  return tidy(() => {
    const { hidden: first, output } = weights.prior;
    const hidden = elu(dense(h, first.kernel, first.bias));
    return { hidden, gaussian: gaussianOf(dense(hidden, output.kernel, output.bias)) };
  });
}

/** What is believed after seeing, from the hidden layer's linear output [N, hidden] by h and the embedding. */
export function posteriorOf(
  weights: RssmWeights,
  linear: Tensor2D,
): { readonly hidden: Tensor2D; readonly gaussian: RawGaussian } {
  return tidy(() => {
    const { output } = weights.posterior;
    const hidden = elu(linear);
    return { hidden, gaussian: gaussianOf(dense(hidden, output.kernel, output.bias)) };
  });
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
