/**
 * What policy and critic read in place of pictures: convolutions of 3x3 with ReLU, the first of stride 2, and a few numbers behind
 * them, normalised and bent by tanh (Yarats et al. 2019, arXiv:1910.01741, `encoder.py` of its code). The critic's loss alone
 * teaches it, so its parameters are part of the critic's. Gradient by hand; every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import {
  stackFeatures,
  stackForward,
  stackGradients,
  stackParameters,
  type ConvolutionStackShape,
  type ConvolutionStackTrace,
} from '../../models/convolutionStack.ts';
import { square, subtract, tanh, times } from '../../numerics/elementwise.ts';
import {
  layerNorm,
  layerNormBackward,
  layerNormGradients,
  normParameters,
  normWeights,
  type NormTrace,
} from '../../numerics/layerNorm.ts';
import {
  biasGradient,
  dense,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from '../../numerics/linear.ts';
import { denseParameters } from '../../numerics/mlp.ts';
import type { ParameterSet, ParameterSpec } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';

export interface EncoderShape {
  readonly convolutions: ConvolutionStackShape;
  /** Numbers that a stack of frames becomes. */
  readonly features: number;
}

export interface EncoderTrace {
  readonly convolutions: ConvolutionStackTrace;
  readonly norm: NormTrace;
  /** [B, features], in (-1, 1). */
  readonly output: Tensor2D;
}

/** What its parameters' paths begin with. */
const NAME = 'encoder';
const FEATURES = `${NAME}/features`;
const NORM = `${FEATURES}/norm`;
/** PyTorch's, in which the source is written. */
const SMALLEST_VARIANCE = 1e-5;

/** @param frames side and channels of what is read @param sizes of the config's group `encoder` */
export function encoderShape(
  frames: { readonly side: number; readonly channels: number },
  sizes: { readonly filters: number; readonly layers: number; readonly features: number },
): EncoderShape {
  const layers = Array.from({ length: sizes.layers }, (_, index) => ({
    channels: sizes.filters,
    size: 3,
    stride: index === 0 ? 2 : 1,
  }));
  return { convolutions: { name: NAME, ...frames, layers }, features: sizes.features };
}

export function encoderParameters({ convolutions, features }: EncoderShape): ParameterSpec[] {
  return [
    ...stackParameters(convolutions),
    ...denseParameters(FEATURES, stackFeatures(convolutions), features),
    ...normParameters(NORM, features),
  ];
}

/** @param frames [B, side, side, channels] in [0, 1] */
export function encoderForward(
  parameters: ParameterSet,
  shape: EncoderShape,
  frames: Tensor4D,
): EncoderTrace {
  const convolutions = stackForward(parameters, shape.convolutions, frames);
  const linear = dense(
    convolutions.features,
    parameters.get(`${FEATURES}/kernel`),
    parameters.get(`${FEATURES}/bias`),
  );
  const { output, ...norm } = layerNorm(normWeights(parameters, NORM), linear, SMALLEST_VARIANCE);
  return { convolutions, norm, output: tanh(output) };
}

/** Adds the parameters' gradients to `into`, from that by the output [B, features]. */
export function encoderGradients(
  parameters: ParameterSet,
  shape: EncoderShape,
  { convolutions, norm, output }: EncoderTrace,
  gradient: Tensor2D,
  into: Record<string, Tensor>,
): void {
  const beforeTanh = times<Tensor2D>(gradient, subtract(tf.scalar(1), square(output)));
  const linear = layerNormBackward(normWeights(parameters, NORM), norm, beforeTanh);
  layerNormGradients(NORM, norm.normalised, beforeTanh, into);
  into[`${FEATURES}/kernel`] = multiplyLeftTransposed(convolutions.features, linear);
  into[`${FEATURES}/bias`] = biasGradient(linear);
  const byFeatures = multiplyRightTransposed(linear, parameters.get(`${FEATURES}/kernel`));
  stackGradients(parameters, shape.convolutions, convolutions, byFeatures, into);
}
