/**
 * One learner step of D4PG (Barth-Maron et al. 2018, arXiv:1804.08617, as acme's `agents/jax/d4pg` has it): cross-entropy of the
 * critic against the projected n-step target, and the deterministic policy gradient through it. Gradients by hand.
 */
import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { layerNormMlpBackward, layerNormMlpForward } from '../../models/layerNormMlp.ts';
import { square, subtract, tanh, times } from '../../numerics/elementwise.ts';
import type { Gradients } from '../../numerics/optimizers.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { atomValues, project, type Atoms } from './categoricalReturn.ts';
import { encoderForward, encoderGradients, type EncoderTrace } from './encoder.ts';
import type { D4pgShape } from './shape.ts';

/** n-step transitions; tensors of the caller. */
export interface TransitionBatch {
  /** [B, ...]: what was read, numbers or frames, and n steps later (fewer at an episode's end). */
  readonly before: Tensor;
  readonly after: Tensor;
  /** [B, A], each element in [-1, 1]. */
  readonly actions: Tensor2D;
  /** [B]: the discounted rewards between. */
  readonly rewards: Tensor1D;
  /** [B]: what a return from `after` is worth: gamma to the number of steps, 0 past a termination. */
  readonly discounts: Tensor1D;
}

/** The encoder's parameters are among the critic's, the target encoder's among the target critic's. */
export interface D4pgNetworks {
  readonly policy: ParameterSet;
  readonly critic: ParameterSet;
  readonly targetPolicy: ParameterSet;
  readonly targetCritic: ParameterSet;
}

export interface D4pgLosses {
  /** Scalars. */
  readonly criticLoss: Tensor;
  readonly policyLoss: Tensor;
  /** Mean of the critic's expected return of what was done. */
  readonly value: Tensor;
  readonly criticGradients: Gradients;
  readonly policyGradients: Gradients;
}

interface Seen {
  readonly features: Tensor2D;
  /** Null where numbers are observed. */
  readonly trace: EncoderTrace | null;
}

function see(critic: ParameterSet, { encoder }: D4pgShape, observed: Tensor): Seen {
  if (encoder === null) return { features: observed as Tensor2D, trace: null };
  const trace = encoderForward(critic, encoder, observed as Tensor4D);
  return { features: trace.output, trace };
}

/** What policy and critic read: [N, F]. @param critic holds the encoder @param observed [N, ...], numbers or frames */
export function featuresOf(critic: ParameterSet, shape: D4pgShape, observed: Tensor): Tensor2D {
  return see(critic, shape, observed).features;
}

/** [N, A] in [-1, 1] @param features [N, F] */
export function policyAction(policy: ParameterSet, shape: D4pgShape, features: Tensor2D): Tensor2D {
  return tanh(layerNormMlpForward(policy, shape.policy, features).output);
}

/** [N, atoms]: logits of the return from here on. @param features [N, F] */
export function returnLogits(
  critic: ParameterSet,
  shape: D4pgShape,
  features: Tensor2D,
  actions: Tensor2D,
): Tensor2D {
  return layerNormMlpForward(critic, shape.critic, tf.concat2d([features, actions], 1)).output;
}

/** [N]: the mean of a distribution over atoms. @param probabilities [N, atoms] */
export function expectedReturn(atoms: Atoms, probabilities: Tensor2D): Tensor1D {
  return probabilities.mul(atomValues(atoms).expandDims(0)).sum<Tensor1D>(1);
}

/**
 * Both gradients are of the parameters as they are. Inside the caller's `tf.tidy`.
 *
 * The policy learns from numbers where acme has it, at what follows a transition. From frames it learns where the paper has it, at
 * what was seen before: that is encoded already, for the critic. No gradient of its loss reaches the encoder.
 */
export function d4pgLosses(networks: D4pgNetworks, shape: D4pgShape, batch: TransitionBatch): D4pgLosses {
  const before = see(networks.critic, shape, batch.before);
  const after = featuresOf(networks.targetCritic, shape, batch.after);
  return {
    ...criticLoss(networks, shape, batch, { before, after }),
    ...policyLoss(networks, shape, before.trace === null ? after : before.features),
  };
}

function criticLoss(
  { critic, targetPolicy, targetCritic }: D4pgNetworks,
  shape: D4pgShape,
  { actions, rewards, discounts }: TransitionBatch,
  { before, after }: { readonly before: Seen; readonly after: Tensor2D },
): Pick<D4pgLosses, 'criticLoss' | 'criticGradients' | 'value'> {
  const { atoms } = shape;
  const { features } = before;
  const [rows, size] = features.shape;
  const next = policyAction(targetPolicy, shape, after);
  const expected = tf.softmax(returnLogits(targetCritic, shape, after, next));
  const target = project(atoms, expected, rewards, discounts);
  const trace = layerNormMlpForward(critic, shape.critic, tf.concat2d([features, actions], 1));
  const told = tf.softmax(trace.output);
  const loss = target.mul(tf.logSoftmax(trace.output)).sum(1).mean().neg();
  const gradient = told.sub(target).div<Tensor2D>(rows);
  const criticGradients: Record<string, Tensor> = {};
  const byInput = layerNormMlpBackward(critic, shape.critic, trace, gradient, criticGradients);
  if (before.trace !== null && shape.encoder !== null) {
    const byFeatures = byInput.slice<Tensor2D>([0, 0], [-1, size]);
    encoderGradients(critic, shape.encoder, before.trace, byFeatures, criticGradients);
  }
  return { criticLoss: loss, criticGradients, value: expectedReturn(atoms, told).mean() };
}

/**
 * The action climbs the critic's expected return: g = dq/da, no longer than 1, is the step that is asked of each action. The critic
 * is only passed through.
 */
function policyLoss(
  { policy, critic }: D4pgNetworks,
  shape: D4pgShape,
  features: Tensor2D,
): Pick<D4pgLosses, 'policyLoss' | 'policyGradients'> {
  const [rows, size] = features.shape;
  const { atoms } = shape;
  const trace = layerNormMlpForward(policy, shape.policy, features);
  const action = tanh<Tensor2D>(trace.output);
  const judged = layerNormMlpForward(critic, shape.critic, tf.concat2d([features, action], 1));
  const told = tf.softmax(judged.output);
  const value = expectedReturn(atoms, told).expandDims<Tensor2D>(1);
  // The softmax's slope: dq/dlogit_j = p_j (z_j - q).
  const byLogits = told.mul<Tensor2D>(atomValues(atoms).expandDims<Tensor2D>(0).sub(value));
  const byInput = layerNormMlpBackward(critic, shape.critic, judged, byLogits, null);
  const byAction = byInput.slice<Tensor2D>([0, size], [-1, -1]);
  const length = byAction.square().sum(1, true).sqrt();
  const step = byAction.div<Tensor2D>(length.maximum(1));
  const loss = step.square().sum<Tensor<Rank.R1>>(1).mul(0.5).mean();
  const beforeTanh = times<Tensor2D>(step.div<Tensor2D>(-rows), subtract(tf.scalar(1), square(action)));
  const policyGradients: Record<string, Tensor> = {};
  layerNormMlpBackward(policy, shape.policy, trace, beforeTanh, policyGradients);
  return { policyLoss: loss, policyGradients };
}
