/**
 * Convolutions without padding one after the other, ReLU after each, flattened at the end: what value networks from pictures begin
 * with. Forward and gradient by hand over a set's parameters; every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { at } from '../numerics/at.ts';
import { convolve, convolveTransposed, filterGradient, relu, reluGradient } from '../numerics/convolution.ts';
import { addBias, biasGradient } from '../numerics/linear.ts';
import type { ParameterSet, ParameterSpec } from '../numerics/parameters.ts';
import { tidy } from '../numerics/tidy.ts';
import { convolutionParameters, type ConvolutionLayer } from './convolutionLayer.ts';

export interface StackLayer {
  /** Channels that come out. */
  readonly channels: number;
  /** Side of its filter, and distance between two of its places. */
  readonly size: number;
  readonly stride: number;
}

export interface ConvolutionStackShape {
  /** What its parameters' paths begin with. */
  readonly name: string;
  /** Of the square pictures that go in. */
  readonly side: number;
  readonly channels: number;
  readonly layers: readonly StackLayer[];
}

/** Mnih et al. 2015 (Nature 518:529-533); acme's AtariTorso. */
export const ATARI_LAYERS: readonly StackLayer[] = [
  { channels: 32, size: 8, stride: 4 },
  { channels: 64, size: 4, stride: 2 },
  { channels: 64, size: 3, stride: 1 },
];

export interface ConvolutionStackTrace {
  /** [B, side, side, channels] */
  readonly images: Tensor4D;
  /** Of each layer, after its ReLU. */
  readonly outputs: readonly Tensor4D[];
  /** [B, F] */
  readonly features: Tensor2D;
}

type Placed = ConvolutionLayer & { readonly stride: number };

/** @throws Error where a filter is larger than what it reads */
function placedLayers({ name, side, channels, layers }: ConvolutionStackShape): readonly Placed[] {
  let wide: readonly [number, number] = [side, channels];
  return layers.map(({ size, stride, channels: deeper }, index) => {
    const narrow = [Math.floor((wide[0] - size) / stride) + 1, deeper] as const;
    if (narrow[0] < 1) throw new Error(`a filter of ${size} does not fit on ${wide[0]} pixels`);
    const layer = { name: `${name}/convolution${index + 1}`, size, stride, wide, narrow };
    wide = narrow;
    return layer;
  });
}

/** How many numbers a picture becomes. */
export function stackFeatures(shape: ConvolutionStackShape): number {
  const [side, channels] = placedLayers(shape).at(-1)?.narrow ?? [shape.side, shape.channels];
  return side * side * channels;
}

export function stackParameters(shape: ConvolutionStackShape): ParameterSpec[] {
  return placedLayers(shape).flatMap((layer) => convolutionParameters(layer, layer.narrow[1]));
}

/** @param images [B, side, side, channels] */
export function stackForward(
  parameters: ParameterSet,
  shape: ConvolutionStackShape,
  images: Tensor4D,
): ConvolutionStackTrace {
  const { name, side, channels } = shape;
  if (images.shape.slice(1).join() !== [side, side, channels].join()) {
    throw new Error(
      `${name} was given [${images.shape.join()}], expected [B, ${side}, ${side}, ${channels}]`,
    );
  }
  const outputs: Tensor4D[] = [];
  let x = images;
  for (const layer of placedLayers(shape)) {
    const below = x;
    x = tidy(() => {
      const kernel = parameters.get<Tensor4D>(`${layer.name}/kernel`);
      return relu(addBias(convolve(below, kernel, layer.stride), parameters.get(`${layer.name}/bias`)));
    });
    outputs.push(x);
  }
  return { images, outputs, features: x.reshape([images.shape[0], stackFeatures(shape)]) };
}

/** Adds the parameters' gradients to `into`, from that by the features [B, F]. */
export function stackGradients(
  parameters: ParameterSet,
  shape: ConvolutionStackShape,
  { images, outputs }: ConvolutionStackTrace,
  featureGradient: Tensor2D,
  into: Record<string, Tensor>,
): void {
  const layers = placedLayers(shape);
  let gradient = featureGradient.reshape<Tensor4D>(at(outputs, outputs.length - 1).shape);
  for (let index = layers.length - 1; index >= 0; index--) {
    const { name, size, stride, wide, narrow } = at(layers, index);
    const below = index === 0 ? images : at(outputs, index - 1);
    const beforeRelu = reluGradient(gradient, at(outputs, index));
    gradient.dispose();
    into[`${name}/bias`] = biasGradient(beforeRelu);
    into[`${name}/kernel`] = filterGradient(below, beforeRelu, stride, [size, size, wide[1], narrow[1]]);
    if (index > 0) {
      gradient = convolveTransposed(beforeRelu, parameters.get(`${name}/kernel`), stride, below.shape);
    }
    beforeRelu.dispose();
  }
}
