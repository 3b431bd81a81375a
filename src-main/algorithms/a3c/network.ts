/**
 * Actor and critic of A3C (Mnih et al. 2016, arXiv:1602.01783): linear heads on one trunk, or on one trunk each. Every function runs
 * inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { LatentState } from '../../models/worldModel.ts';
import {
  dense,
  multiplyLeftTransposed,
  multiplyRightTransposed,
  biasGradient,
} from '../../numerics/linear.ts';
import type { LstmState } from '../../numerics/lstm.ts';
import type { ParameterSet, ParameterSpec } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { rawSize, type PolicyHead } from './policyHead.ts';
import {
  featureSize,
  trunkForward,
  trunkGradients,
  trunkParameters,
  trunkStep,
  type Trunk,
  type TrunkTrace,
} from './trunk.ts';

export interface A3cShape {
  readonly actor: Trunk;
  /** The actor's own where they share it. */
  readonly critic: Trunk;
  readonly head: PolicyHead;
}

/** The state of the LSTMs, by trunk: [B, H] each; empty where there is none. */
export type Recurrent = Readonly<Record<string, LstmState>>;

/** [N, rawSize] and [N]. */
export interface A3cOutputs {
  readonly raw: Tensor2D;
  readonly value: Tensor1D;
}

export interface A3cTrace extends A3cOutputs {
  readonly actor: TrunkTrace;
  readonly critic: TrunkTrace;
}

export function trunksOf({ actor, critic }: A3cShape): readonly Trunk[] {
  return actor.name === critic.name ? [actor] : [actor, critic];
}

/**
 * Heads begin as github.com/ikostrikov/pytorch-a3c has them: weights of a number that is told have norm 0.01 in the policy, 1 in
 * the value, and biases are 0. So the first policy is next to even.
 */
export function a3cParameters(shape: A3cShape): ParameterSpec[] {
  const head = (name: string, inputs: number, outputs: number, norm: number): ParameterSpec[] => [
    {
      name: `${name}/kernel`,
      shape: [inputs, outputs],
      initialiser: { kind: 'uniform', bound: norm * Math.sqrt(3 / inputs) },
    },
    { name: `${name}/bias`, shape: [outputs], initialiser: { kind: 'zeros' } },
  ];
  return [
    ...trunksOf(shape).flatMap(trunkParameters),
    ...head('policy', featureSize(shape.actor), rawSize(shape.head), 0.01),
    ...head('value', featureSize(shape.critic), 1, 1),
  ];
}

/** At an episode's first moment. The caller's. @param count episodes side by side */
export function initialRecurrent(shape: A3cShape, count: number): Recurrent {
  return Object.fromEntries(
    trunksOf(shape)
      .filter(({ lstmUnits }) => lstmUnits > 0)
      .map(({ name, lstmUnits }) => [
        name,
        { hidden: tf.zeros([count, lstmUnits]), cell: tf.zeros([count, lstmUnits]) },
      ]),
  );
}

/** One moment of B episodes. @param x [B, ...] */
export function a3cStep(
  parameters: ParameterSet,
  shape: A3cShape,
  x: Tensor,
  before: Recurrent,
): A3cOutputs & { readonly recurrent: Recurrent } {
  const after: Record<string, LstmState> = {};
  const features = new Map(
    trunksOf(shape).map((trunk) => {
      const { output, state } = trunkStep(parameters, trunk, x, before[trunk.name] ?? null);
      if (state !== null) after[trunk.name] = state;
      return [trunk.name, output] as const;
    }),
  );
  const of = ({ name }: Trunk): Tensor2D => {
    const output = features.get(name);
    if (output === undefined) throw new Error(`no trunk ${name}`);
    return output;
  };
  return { ...heads(parameters, of(shape.actor), of(shape.critic)), recurrent: after };
}

/** A stretch of one episode. @param x [T, ...] @param before [1, H] each */
export function a3cForward(
  parameters: ParameterSet,
  shape: A3cShape,
  x: Tensor,
  before: Recurrent,
): A3cTrace {
  const actor = trunkForward(parameters, shape.actor, x, before[shape.actor.name] ?? null);
  const critic =
    shape.critic.name === shape.actor.name
      ? actor
      : trunkForward(parameters, shape.critic, x, before[shape.critic.name] ?? null);
  return { actor, critic, ...heads(parameters, actor.output, critic.output) };
}

/** All parameters' gradients, from those by what the heads put out: [T, rawSize] and [T]. */
export function a3cGradients(
  parameters: ParameterSet,
  shape: A3cShape,
  { actor, critic }: A3cTrace,
  byRaw: Tensor2D,
  byValue: Tensor1D,
): Record<string, Tensor> {
  const into: Record<string, Tensor> = {};
  const below = (name: string, { output }: TrunkTrace, gradient: Tensor2D): Tensor2D => {
    into[`${name}/kernel`] = multiplyLeftTransposed(output, gradient);
    into[`${name}/bias`] = biasGradient(gradient);
    return multiplyRightTransposed(gradient, parameters.get(`${name}/kernel`));
  };
  const fromPolicy = below('policy', actor, byRaw);
  const fromValue = below('value', critic, byValue.expandDims<Tensor2D>(1));
  if (actor === critic) {
    trunkGradients(parameters, shape.actor, actor, fromPolicy.add(fromValue), into);
  } else {
    trunkGradients(parameters, shape.actor, actor, fromPolicy, into);
    trunkGradients(parameters, shape.critic, critic, fromValue, into);
  }
  return into;
}

/** As a theatre keeps it. */
export function storedRecurrent(recurrent: Recurrent): LatentState {
  return Object.fromEntries(
    Object.entries(recurrent).flatMap(([name, { hidden, cell }]) => [
      [`${name}/hidden`, hidden],
      [`${name}/cell`, cell],
    ]),
  );
}

/** The inverse of `storedRecurrent`. */
export function recurrentOf(shape: A3cShape, state: LatentState): Recurrent {
  return Object.fromEntries(
    trunksOf(shape)
      .filter(({ lstmUnits }) => lstmUnits > 0)
      .map(({ name }) => [
        name,
        { hidden: state[`${name}/hidden`] as Tensor2D, cell: state[`${name}/cell`] as Tensor2D },
      ]),
  );
}

function heads(parameters: ParameterSet, forPolicy: Tensor2D, forValue: Tensor2D): A3cOutputs {
  const head = (x: Tensor2D, name: string) =>
    dense(x, parameters.get(`${name}/kernel`), parameters.get(`${name}/bias`));
  return { raw: head(forPolicy, 'policy'), value: head(forValue, 'value').reshape([-1]) };
}
