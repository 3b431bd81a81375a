/**
 * What an actor-critic's policy can be, with log-likelihood, entropy and their gradients by hand: a softmax over choices, or a
 * normal distribution whose variance is a softplus (Mnih et al. 2016, arXiv:1602.01783, supplement 9). Numbers of box actions are in
 * units in which the bounds are -1 and 1. Every function of tensors runs inside the caller's `tf.tidy`.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { sigmoid, softplus, square, tanh } from '../../numerics/elementwise.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';

export type PolicyHead =
  | { readonly kind: 'choices'; readonly count: number }
  | {
      readonly kind: 'normal';
      /** Numbers of an action. */
      readonly size: number;
      /** 1: one for all of them (spherical), or as many. */
      readonly variances: number;
      /** The mean goes through a tanh, so that it stays within the bounds. */
      readonly bounded: boolean;
    };

/** Keeps a variance from vanishing, and the likelihood with it from growing without end. */
export const SMALLEST_VARIANCE = 1e-5;
const LOG_TWO_PI = Math.log(2 * Math.PI);

/** Numbers that the network puts out for the policy: logits, or means and then what becomes the variances. */
export function rawSize(head: PolicyHead): number {
  return head.kind === 'choices' ? head.count : head.size + head.variances;
}

/** Numbers of an action as the losses take it: the choice's number, or a box's. */
export function actionNumbers(head: PolicyHead): number {
  return head.kind === 'choices' ? 1 : head.size;
}

/** [N, rawSize], as the network puts it out, to probabilities, or to means and variances. */
export function policyOf(head: PolicyHead, raw: Tensor2D): Tensor2D {
  if (head.kind === 'choices') return tf.softmax(raw);
  const { means, variances } = normalOf(head, raw);
  return tf.concat2d([means, variances], 1);
}

/** What the policy says of what was done. */
export interface PolicyTerms {
  /** [N] log-likelihood of each action. */
  readonly logLikelihood: Tensor1D;
  /** [N] nats; of a spherical normal that of one number, as the paper has it. */
  readonly entropy: Tensor1D;
  /** The gradient by `raw` of sum(byLikelihood * logLikelihood + byEntropy * entropy). */
  gradient(byLikelihood: Tensor1D, byEntropy: Tensor1D): Tensor2D;
}

/** @param actions [N, actionNumbers], as they were drawn */
export function policyTerms(head: PolicyHead, raw: Tensor2D, actions: Tensor2D): PolicyTerms {
  return head.kind === 'choices' ? choiceTerms(head, raw, actions) : normalTerms(head, raw, actions);
}

function choiceTerms(
  { count }: Extract<PolicyHead, { kind: 'choices' }>,
  raw: Tensor2D,
  actions: Tensor2D,
): PolicyTerms {
  const logarithms = tf.logSoftmax(raw);
  const probabilities = logarithms.exp<Tensor2D>();
  // As a comparison: no kernel that turns numbers to one-hot rows can be recorded without being read.
  const numbers = tf.tensor2d(
    Float32Array.from({ length: count }, (_, choice) => choice),
    [1, count],
  );
  const taken = tf.relu(tf.scalar(1).sub<Tensor2D>(actions.sub(numbers).abs()));
  const entropy = probabilities.mul(logarithms).sum<Tensor1D>(1).neg<Tensor1D>();
  return {
    logLikelihood: taken.mul(logarithms).sum(1),
    entropy,
    gradient: (byLikelihood, byEntropy) => {
      const likelier = taken.sub(probabilities).mul(byLikelihood.expandDims(1));
      const lessSure = probabilities.mul(logarithms.add(entropy.expandDims(1))).mul(byEntropy.expandDims(1));
      return likelier.sub(lessSure);
    },
  };
}

function normalTerms(
  head: Extract<PolicyHead, { kind: 'normal' }>,
  raw: Tensor2D,
  actions: Tensor2D,
): PolicyTerms {
  const { size, variances: kinds, bounded } = head;
  const { means, variances } = normalOf(head, raw);
  const away = actions.sub<Tensor2D>(means);
  // Of each variance: how many numbers share it, and how far off those are together.
  const sharing = size / kinds;
  const squares = square<Tensor2D>(away);
  const distance = kinds === size ? squares : squares.sum<Tensor2D>(1, true);
  const logarithms = variances.log<Tensor2D>().add<Tensor2D>(LOG_TWO_PI);
  const perVariance = logarithms.mul(sharing).add<Tensor2D>(distance.div(variances)).mul<Tensor2D>(-0.5);
  return {
    logLikelihood: perVariance.sum(1),
    entropy: logarithms.add(1).mul(0.5).sum(1),
    gradient: (byLikelihood, byEntropy) => {
      const likelihood = byLikelihood.expandDims(1);
      const byMean = away.div(variances).mul<Tensor2D>(likelihood);
      const likelier = distance.div(variances).sub(sharing).mul(likelihood);
      const byVariance = likelier.add(byEntropy.expandDims(1)).mul(0.5).div<Tensor2D>(variances);
      const slope = sigmoid<Tensor2D>(raw.slice([0, size], [-1, kinds]));
      const beforeTanh = bounded ? byMean.mul<Tensor2D>(tf.scalar(1).sub(square(means))) : byMean;
      return tf.concat2d([beforeTanh, byVariance.mul<Tensor2D>(slope)], 1);
    },
  };
}

function normalOf(
  { size, variances: kinds, bounded }: Extract<PolicyHead, { kind: 'normal' }>,
  raw: Tensor2D,
): { readonly means: Tensor2D; readonly variances: Tensor2D } {
  const linear = raw.slice<Tensor2D>([0, 0], [-1, size]);
  const variances = softplus<Tensor2D>(raw.slice<Tensor2D>([0, size], [-1, kinds])).add<Tensor2D>(
    SMALLEST_VARIANCE,
  );
  return { means: bounded ? tanh<Tensor2D>(linear) : linear, variances };
}

/**
 * An action of one row of `policyOf`: the choice's number, or a box's numbers, exact in single precision.
 * @param random null: the likeliest
 */
export function drawAction(head: PolicyHead, row: Float32Array, random: RandomStream | null): number[] {
  if (head.kind === 'choices') return [random === null ? likeliest(row) : drawn(row, random)];
  return Array.from({ length: head.size }, (_, element) => {
    const mean = row[element] ?? 0;
    if (random === null) return mean;
    return Math.fround(mean + deviationOf(head, row, element) * random.normal());
  });
}

/** Of one number of a box action. @param row of `policyOf` */
export function deviationOf(
  { size, variances }: Extract<PolicyHead, { kind: 'normal' }>,
  row: Float32Array,
  element: number,
): number {
  return Math.sqrt(row[size + (variances === 1 ? 0 : element)] ?? 0);
}

function likeliest(probabilities: Float32Array): number {
  let best = 0;
  for (let choice = 1; choice < probabilities.length; choice++)
    if ((probabilities[choice] ?? 0) > (probabilities[best] ?? 0)) best = choice;
  return best;
}

function drawn(probabilities: Float32Array, random: RandomStream): number {
  let left = random.uniform() * probabilities.reduce((sum, probability) => sum + probability, 0);
  for (let choice = 0; choice < probabilities.length; choice++) {
    left -= probabilities[choice] ?? 0;
    if (left < 0) return choice;
  }
  return likeliest(probabilities);
}
