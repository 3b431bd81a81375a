/**
 * The value of every choice from what is read at a moment. From pictures: Mnih et al. 2015's convolutions and one dense layer, ReLU
 * throughout; from numbers: dense layers with ELU, the studio's own. Gradient by hand; every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { DqnConfig } from '../../../shared/algorithms/dqn/config.ts';
import type { RecordedSight } from '../../acting/recordedSight.ts';
import {
  ATARI_LAYERS,
  stackFeatures,
  stackForward,
  stackGradients,
  stackParameters,
  type ConvolutionStackShape,
  type ConvolutionStackTrace,
} from '../../models/convolutionStack.ts';
import { relu, reluGradient } from '../../numerics/convolution.ts';
import {
  biasGradient,
  dense,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from '../../numerics/linear.ts';
import {
  denseParameters,
  mlpForward,
  mlpParameters,
  mlpWeightGradients,
  type MlpShape,
  type MlpTrace,
} from '../../numerics/mlp.ts';
import type { ParameterSet, ParameterSpec } from '../../numerics/parameters.ts';

export type QShape =
  | {
      readonly kind: 'pictures';
      readonly torso: ConvolutionStackShape;
      readonly units: number;
      readonly choices: number;
    }
  | { readonly kind: 'numbers'; readonly layers: MlpShape };

export type QTrace =
  | {
      readonly kind: 'pictures';
      readonly torso: ConvolutionStackTrace;
      /** [B, units] */
      readonly hidden: Tensor2D;
      /** [B, choices] */
      readonly values: Tensor2D;
    }
  | { readonly kind: 'numbers'; readonly layers: MlpTrace; readonly values: Tensor2D };

const HIDDEN = 'q/dense';
const OUTPUT = 'q/output';

/** @param choices how many there are */
export function qShape(
  { network }: Pick<DqnConfig, 'network'>,
  { shape, observes }: Pick<RecordedSight, 'shape' | 'observes'>,
  choices: number,
): QShape {
  const { units, layers } = network;
  if (observes === 'numbers') {
    const [inputs = 0] = shape;
    return { kind: 'numbers', layers: { name: 'q', inputs, layers, units, outputs: choices } };
  }
  const [side = 0, , channels = 0] = shape;
  return { kind: 'pictures', torso: { name: 'q', side, channels, layers: ATARI_LAYERS }, units, choices };
}

export function qParameters(shape: QShape): ParameterSpec[] {
  if (shape.kind === 'numbers') return mlpParameters(shape.layers);
  const { torso, units, choices } = shape;
  return [
    ...stackParameters(torso),
    ...denseParameters(HIDDEN, stackFeatures(torso), units),
    ...denseParameters(OUTPUT, units, choices),
  ];
}

/** @param observed [B, ...], as the shape reads it */
export function qForward(parameters: ParameterSet, shape: QShape, observed: Tensor): QTrace {
  if (shape.kind === 'numbers') {
    const layers = mlpForward(parameters, shape.layers, observed as Tensor2D);
    return { kind: 'numbers', layers, values: layers.output };
  }
  const layer = (name: string, x: Tensor2D) =>
    dense(x, parameters.get(`${name}/kernel`), parameters.get(`${name}/bias`));
  const torso = stackForward(parameters, shape.torso, observed as Tensor4D);
  const hidden = relu(layer(HIDDEN, torso.features));
  return { kind: 'pictures', torso, hidden, values: layer(OUTPUT, hidden) };
}

/** Adds the parameters' gradients to `into`, from that by the values [B, choices]. */
export function qGradients(
  parameters: ParameterSet,
  shape: QShape,
  trace: QTrace,
  gradient: Tensor2D,
  into: Record<string, Tensor>,
): void {
  if (trace.kind === 'numbers') {
    if (shape.kind === 'numbers') mlpWeightGradients(parameters, shape.layers, trace.layers, gradient, into);
    return;
  }
  if (shape.kind === 'numbers') return;
  const { torso, hidden } = trace;
  const layer = (name: string, input: Tensor2D, above: Tensor2D) => {
    into[`${name}/kernel`] = multiplyLeftTransposed(input, above);
    into[`${name}/bias`] = biasGradient(above);
    return multiplyRightTransposed(above, parameters.get(`${name}/kernel`));
  };
  const beforeRelu = reluGradient(layer(OUTPUT, hidden, gradient), hidden);
  stackGradients(parameters, shape.torso, torso, layer(HIDDEN, torso.features, beforeRelu), into);
}
