/**
 * Acme's LayerNormMLP (github.com/google-deepmind/acme, networks/continuous): a first layer that is normalised and bent by tanh,
 * then dense layers with ELU, and a linear output. Forward and gradient by hand; every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { square, subtract, tanh, times } from '../numerics/elementwise.ts';
import {
  layerNorm,
  layerNormBackward,
  layerNormGradients,
  normParameters,
  normWeights,
  type NormTrace,
} from '../numerics/layerNorm.ts';
import { biasGradient, dense, multiplyLeftTransposed, multiplyRightTransposed } from '../numerics/linear.ts';
import {
  denseParameters,
  mlpBackward,
  mlpForward,
  mlpParameters,
  type MlpShape,
  type MlpTrace,
} from '../numerics/mlp.ts';
import type { ParameterSet, ParameterSpec } from '../numerics/parameters.ts';
import { tf } from '../numerics/tensorflow.ts';

export interface LayerNormMlpShape {
  /** What its parameters' paths begin with. */
  readonly name: string;
  readonly inputs: number;
  /** Of the normalised layer. */
  readonly firstUnits: number;
  /** How many layers follow it, and how many numbers each has. */
  readonly layers: number;
  readonly units: number;
  readonly outputs: number;
  /** A fresh network puts out almost nothing: weights of variance 1e-4 / fan-in, acme's NearZeroInitializedLinear. */
  readonly startsNearZero?: boolean;
}

export interface LayerNormMlpTrace {
  /** [N, inputs] */
  readonly input: Tensor2D;
  readonly norm: NormTrace;
  readonly rest: MlpTrace;
  /** [N, outputs] */
  readonly output: Tensor2D;
}

/** Haiku's. */
const SMALLEST_VARIANCE = 1e-5;
const NEAR_ZERO_VARIANCE = 1e-4;

export function layerNormMlpParameters(shape: LayerNormMlpShape): ParameterSpec[] {
  const { name, inputs, firstUnits, layers, units } = shape;
  const last = `${name}/rest/output/kernel`;
  const fanIn = layers === 0 ? firstUnits : units;
  const bound = Math.sqrt((3 * NEAR_ZERO_VARIANCE) / fanIn);
  return [
    ...denseParameters(`${name}/first`, inputs, firstUnits),
    ...normParameters(`${name}/first/norm`, firstUnits),
    ...mlpParameters(restOf(shape)).map((spec) =>
      shape.startsNearZero === true && spec.name === last
        ? { ...spec, initialiser: { kind: 'uniform', bound } as const }
        : spec,
    ),
  ];
}

/** @param input [N, inputs] */
export function layerNormMlpForward(
  parameters: ParameterSet,
  shape: LayerNormMlpShape,
  input: Tensor2D,
): LayerNormMlpTrace {
  const { name, inputs } = shape;
  if (input.shape[1] !== inputs) {
    throw new Error(`${name} was given [${input.shape.join(', ')}], expected [N, ${inputs}]`);
  }
  const linear = dense(input, parameters.get(`${name}/first/kernel`), parameters.get(`${name}/first/bias`));
  const { output, ...norm } = layerNorm(
    normWeights(parameters, `${name}/first/norm`),
    linear,
    SMALLEST_VARIANCE,
  );
  const rest = mlpForward(parameters, restOf(shape), tanh(output));
  return { input, norm, rest, output: rest.output };
}

/**
 * The gradient by the input [N, inputs], from that by the output [N, outputs]. The parameters' own are added to `into`; null
 * where the network is only passed through.
 */
export function layerNormMlpBackward(
  parameters: ParameterSet,
  shape: LayerNormMlpShape,
  { input, norm, rest }: LayerNormMlpTrace,
  gradient: Tensor2D,
  into: Record<string, Tensor> | null,
): Tensor2D {
  const { name } = shape;
  const bent = rest.inputs[0];
  if (bent === undefined) throw new Error(`the trace of ${name} has no layer`);
  const afterTanh = mlpBackward(parameters, restOf(shape), rest, gradient, into);
  const beforeTanh = times<Tensor2D>(afterTanh, subtract(tf.scalar(1), square(bent)));
  const linear = layerNormBackward(normWeights(parameters, `${name}/first/norm`), norm, beforeTanh);
  if (into !== null) {
    layerNormGradients(`${name}/first/norm`, norm.normalised, beforeTanh, into);
    into[`${name}/first/kernel`] = multiplyLeftTransposed(input, linear);
    into[`${name}/first/bias`] = biasGradient(linear);
  }
  return multiplyRightTransposed(linear, parameters.get(`${name}/first/kernel`));
}

function restOf({ name, firstUnits, layers, units, outputs }: LayerNormMlpShape): MlpShape {
  return { name: `${name}/rest`, inputs: firstUnits, layers, units, outputs };
}
