/**
 * Dense layers with ELU between them (Clevert et al. 2015, arXiv:1511.07289) and a linear output: forward and gradient
 * by hand over the parameters of a set. Heads, actor and critic of Dreamer are such stacks. Every function runs inside
 * the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import {
  activate,
  activationGradient,
  layerNormGradients,
  normParameters,
  normWeights,
  type NormTrace,
  type NormWeights,
} from './layerNorm.ts';
import { biasGradient, dense, multiplyLeftTransposed, multiplyRightTransposed } from './linear.ts';
import type { ParameterSet, ParameterSpec } from './parameters.ts';
import { tidy } from './tidy.ts';

export interface MlpShape {
  /** What its parameters' paths begin with. */
  readonly name: string;
  readonly inputs: number;
  /** How many hidden layers there are, and how many numbers each has. */
  readonly layers: number;
  readonly units: number;
  readonly outputs: number;
  /** Hidden layers are normalised before their ELU. */
  readonly norm?: boolean;
  /** A fresh stack puts out 0 whatever it reads. */
  readonly startsAtZero?: boolean;
}

export interface MlpTrace {
  /** What each layer read, the output's last: [N, ...]. */
  readonly inputs: readonly Tensor2D[];
  /** Of each hidden layer; null without. */
  readonly norms: readonly (NormTrace | null)[];
  /** [N, outputs] */
  readonly output: Tensor2D;
}

/** Kernel and bias of one dense layer. */
export function denseParameters(name: string, inputs: number, outputs: number): ParameterSpec[] {
  return [
    {
      name: `${name}/kernel`,
      shape: [inputs, outputs],
      initialiser: { kind: 'glorotUniform', fanIn: inputs, fanOut: outputs },
    },
    { name: `${name}/bias`, shape: [outputs], initialiser: { kind: 'zeros' } },
  ];
}

export function mlpParameters(shape: MlpShape): ParameterSpec[] {
  return layerNames(shape).flatMap((name, index) => {
    const isOutput = index === shape.layers;
    const inputs = index === 0 ? shape.inputs : shape.units;
    const layer = denseParameters(name, inputs, isOutput ? shape.outputs : shape.units);
    if (!isOutput) return shape.norm ? [...layer, ...normParameters(`${name}/norm`, shape.units)] : layer;
    return shape.startsAtZero
      ? layer.map((spec) => ({ ...spec, initialiser: { kind: 'zeros' } as const }))
      : layer;
  });
}

/** @param x [N, inputs] */
export function mlpForward(parameters: ParameterSet, shape: MlpShape, x: Tensor2D): MlpTrace {
  if (x.shape[1] !== shape.inputs) {
    throw new Error(`${shape.name} was given [${x.shape.join(', ')}], expected [N, ${shape.inputs}]`);
  }
  const inputs: Tensor2D[] = [];
  const norms: (NormTrace | null)[] = [];
  let current = x;
  for (const name of layerNames(shape)) {
    inputs.push(current);
    const layer = dense(current, parameters.get(`${name}/kernel`), parameters.get(`${name}/bias`));
    if (inputs.length > shape.layers) return { inputs, norms, output: layer };
    const { output, norm } = activate(layer, normOf(parameters, shape, name));
    norms.push(norm);
    current = output;
    layer.dispose();
  }
  throw new Error(`${shape.name} has no layer`);
}

/**
 * The gradient by the input, from that by the output [N, outputs]. The parameters' own are added to `into`; null where
 * the stack is only passed through.
 */
export function mlpBackward(
  parameters: ParameterSet,
  shape: MlpShape,
  trace: MlpTrace,
  gradient: Tensor2D,
  into: Record<string, Tensor> | null,
): Tensor2D {
  const first = descend(parameters, shape, trace, gradient, into);
  return tidy(() => multiplyRightTransposed(first, parameters.get(`${layerNames(shape)[0] ?? ''}/kernel`)));
}

/** The parameters' gradients alone: saves the first layer's product where nothing learns below it. */
export function mlpWeightGradients(
  parameters: ParameterSet,
  shape: MlpShape,
  trace: MlpTrace,
  gradient: Tensor2D,
  into: Record<string, Tensor>,
): void {
  descend(parameters, shape, trace, gradient, into);
}

/** Down to the gradient by the first layer's linear output. */
function descend(
  parameters: ParameterSet,
  shape: MlpShape,
  { inputs, norms }: MlpTrace,
  gradient: Tensor2D,
  into: Record<string, Tensor> | null,
): Tensor2D {
  const names = layerNames(shape);
  let current = gradient;
  for (let index = shape.layers; index >= 0; index--) {
    const name = names[index] ?? '';
    const input = inputs[index];
    if (input === undefined) throw new Error(`the trace of ${shape.name} has ${inputs.length} layers`);
    if (into !== null) {
      into[`${name}/kernel`] = multiplyLeftTransposed(input, current);
      into[`${name}/bias`] = biasGradient(current);
    }
    if (index === 0) break;
    const above = current;
    const below = names[index - 1] ?? '';
    const trace = norms[index - 1] ?? null;
    const { linear, beforeElu } = tidy(() =>
      activationGradient(
        { output: input, norm: trace },
        normOf(parameters, shape, below),
        multiplyRightTransposed(above, parameters.get(`${name}/kernel`)),
      ),
    );
    if (trace !== null && into !== null) {
      layerNormGradients(`${below}/norm`, trace.normalised, beforeElu, into);
    }
    if (beforeElu !== linear) beforeElu.dispose();
    current = linear;
    if (above !== gradient) above.dispose();
  }
  return current;
}

function normOf(parameters: ParameterSet, { norm }: MlpShape, layer: string): NormWeights | null {
  return norm ? normWeights(parameters, `${layer}/norm`) : null;
}

function layerNames({ name, layers }: MlpShape): string[] {
  return [...Array.from({ length: layers }, (_, index) => `${name}/dense${index + 1}`), `${name}/output`];
}
