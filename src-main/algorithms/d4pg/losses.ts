/**
 * One learner step of D4PG (Barth-Maron et al. 2018, arXiv:1804.08617, as acme's `agents/jax/d4pg` has it): cross-entropy of the
 * critic against the projected n-step target, and the deterministic policy gradient through it. Gradients by hand.
 */
import type { Rank, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { layerNormMlpBackward, layerNormMlpForward } from '../../models/layerNormMlp.ts';
import { square, subtract, tanh, times } from '../../numerics/elementwise.ts';
import type { Gradients } from '../../numerics/optimizers.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { atomValues, project, type Atoms } from './categoricalReturn.ts';
import type { D4pgShape } from './shape.ts';

/** n-step transitions; tensors of the caller. */
export interface TransitionBatch {
  /** [B, O]: what was observed, and n steps later (fewer at an episode's end). */
  readonly before: Tensor2D;
  readonly after: Tensor2D;
  /** [B, A], each element in [-1, 1]. */
  readonly actions: Tensor2D;
  /** [B]: the discounted rewards between. */
  readonly rewards: Tensor1D;
  /** [B]: what a return from `after` is worth: gamma to the number of steps, 0 past a termination. */
  readonly discounts: Tensor1D;
}

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

/** [N, A] in [-1, 1] */
export function policyAction(policy: ParameterSet, shape: D4pgShape, observations: Tensor2D): Tensor2D {
  return tanh(layerNormMlpForward(policy, shape.policy, observations).output);
}

/** [N, atoms]: logits of the return from here on. */
export function returnLogits(
  critic: ParameterSet,
  shape: D4pgShape,
  observations: Tensor2D,
  actions: Tensor2D,
): Tensor2D {
  return layerNormMlpForward(critic, shape.critic, tf.concat2d([observations, actions], 1)).output;
}

/** [N]: the mean of a distribution over atoms. @param probabilities [N, atoms] */
export function expectedReturn(atoms: Atoms, probabilities: Tensor2D): Tensor1D {
  return probabilities.mul(atomValues(atoms).expandDims(0)).sum<Tensor1D>(1);
}

/** Both gradients are of the parameters as they are. Inside the caller's `tf.tidy`. */
export function d4pgLosses(networks: D4pgNetworks, shape: D4pgShape, batch: TransitionBatch): D4pgLosses {
  return { ...criticLoss(networks, shape, batch), ...policyLoss(networks, shape, batch) };
}

function criticLoss(
  { critic, targetPolicy, targetCritic }: D4pgNetworks,
  shape: D4pgShape,
  { before, after, actions, rewards, discounts }: TransitionBatch,
): Pick<D4pgLosses, 'criticLoss' | 'criticGradients' | 'value'> {
  const { atoms } = shape;
  const rows = before.shape[0];
  const next = policyAction(targetPolicy, shape, after);
  const expected = tf.softmax(returnLogits(targetCritic, shape, after, next));
  const target = project(atoms, expected, rewards, discounts);
  const trace = layerNormMlpForward(critic, shape.critic, tf.concat2d([before, actions], 1));
  const told = tf.softmax(trace.output);
  const loss = target.mul(tf.logSoftmax(trace.output)).sum(1).mean().neg();
  const gradient = told.sub(target).div<Tensor2D>(rows);
  const criticGradients: Record<string, Tensor> = {};
  layerNormMlpBackward(critic, shape.critic, trace, gradient, criticGradients);
  return { criticLoss: loss, criticGradients, value: expectedReturn(atoms, told).mean() };
}

/**
 * The action climbs the critic's expected return: g = dq/da, no longer than 1, is the step that is asked of each action. As in acme
 * at the observation after the transition; the critic is only passed through.
 */
function policyLoss(
  { policy, critic }: D4pgNetworks,
  shape: D4pgShape,
  { after }: TransitionBatch,
): Pick<D4pgLosses, 'policyLoss' | 'policyGradients'> {
  const rows = after.shape[0];
  const { atoms } = shape;
  const trace = layerNormMlpForward(policy, shape.policy, after);
  const action = tanh<Tensor2D>(trace.output);
  const judged = layerNormMlpForward(critic, shape.critic, tf.concat2d([after, action], 1));
  const told = tf.softmax(judged.output);
  const value = expectedReturn(atoms, told).expandDims<Tensor2D>(1);
  // The softmax's slope: dq/dlogit_j = p_j (z_j - q).
  const byLogits = told.mul<Tensor2D>(atomValues(atoms).expandDims<Tensor2D>(0).sub(value));
  const byInput = layerNormMlpBackward(critic, shape.critic, judged, byLogits, null);
  const byAction = byInput.slice<Tensor2D>([0, after.shape[1]], [-1, -1]);
  const length = byAction.square().sum(1, true).sqrt();
  const step = byAction.div<Tensor2D>(length.maximum(1));
  const loss = step.square().sum<Tensor<Rank.R1>>(1).mul(0.5).mean();
  const beforeTanh = times<Tensor2D>(step.div<Tensor2D>(-rows), subtract(tf.scalar(1), square(action)));
  const policyGradients: Record<string, Tensor> = {};
  layerNormMlpBackward(policy, shape.policy, trace, beforeTanh, policyGradients);
  return { policyLoss: loss, policyGradients };
}
