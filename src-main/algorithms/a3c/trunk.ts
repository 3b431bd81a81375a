/**
 * The trunk of an actor-critic as Mnih et al. 2016 (arXiv:1602.01783) have it: for pictures two convolutions, 8x8 of stride 4 and
 * 4x4 of stride 2; then dense layers, all with ReLU; then an LSTM where one is wanted. Forward and gradient by hand; every function
 * runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import { at } from '../../numerics/at.ts';
import {
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
  lstmBackwardThrough,
  lstmForward,
  lstmStep,
  type LstmState,
  type LstmTrace,
  type LstmWeights,
} from '../../numerics/lstm.ts';
import { denseParameters } from '../../numerics/mlp.ts';
import type { ParameterSet, ParameterSpec } from '../../numerics/parameters.ts';
import { tf } from '../../numerics/tensorflow.ts';

export interface Trunk {
  /** What its parameters' paths begin with. */
  readonly name: string;
  readonly input:
    | { readonly kind: 'numbers'; readonly size: number }
    /** Square pictures of so many channels. */
    | { readonly kind: 'frames'; readonly side: number; readonly channels: number };
  /** Of the two convolutions. */
  readonly filters: readonly [number, number];
  readonly layers: number;
  readonly units: number;
  /** 0: no LSTM. */
  readonly lstmUnits: number;
}

/** What a trunk leaves for its gradient. */
export interface TrunkTrace {
  /** Null where numbers are read. */
  readonly convolutions: ConvolutionStackTrace | null;
  /** What each dense layer read, and behind them what the last put out: [N, ...]. */
  readonly dense: readonly Tensor2D[];
  readonly lstm: LstmTrace | null;
  /** [N, features] */
  readonly output: Tensor2D;
}

/** Null where numbers are read. */
function convolutionsOf({ name, input, filters }: Trunk): ConvolutionStackShape | null {
  if (input.kind === 'numbers') return null;
  const layers = [
    { channels: filters[0], size: 8, stride: 4 },
    { channels: filters[1], size: 4, stride: 2 },
  ];
  return { name, side: input.side, channels: input.channels, layers };
}

/** Numbers that the dense layers read. */
function flatSize(trunk: Trunk): number {
  const convolutions = convolutionsOf(trunk);
  if (convolutions !== null) return stackFeatures(convolutions);
  return trunk.input.kind === 'numbers' ? trunk.input.size : 0;
}

function denseNames({ name, layers }: Trunk): readonly string[] {
  return Array.from({ length: layers }, (_, index) => `${name}/dense${index + 1}`);
}

/** Numbers of a row that the heads read. */
export function featureSize(trunk: Trunk): number {
  if (trunk.lstmUnits > 0) return trunk.lstmUnits;
  return trunk.layers > 0 ? trunk.units : flatSize(trunk);
}

export function trunkParameters(trunk: Trunk): ParameterSpec[] {
  const { name, layers, units, lstmUnits } = trunk;
  const convolutions = convolutionsOf(trunk);
  const pictures = convolutions === null ? [] : stackParameters(convolutions);
  const stack = denseNames(trunk).flatMap((layer, index) =>
    denseParameters(layer, index === 0 ? flatSize(trunk) : units, units),
  );
  const below = layers > 0 ? units : flatSize(trunk);
  const recurrent = denseParameters(`${name}/lstm`, below + lstmUnits, 4 * lstmUnits);
  return [...pictures, ...stack, ...(lstmUnits > 0 ? recurrent : [])];
}

/**
 * @param x [N, ...]: rows are the steps of one stretch of an episode, in order, where there is an LSTM
 * @param before [1, H] each: the LSTM's state before the first row; null where there is none
 */
export function trunkForward(
  parameters: ParameterSet,
  trunk: Trunk,
  x: Tensor,
  before: LstmState | null,
): TrunkTrace {
  const { convolutions, stack, below } = belowLstm(parameters, trunk, x);
  if (before === null) return { convolutions, dense: stack, lstm: null, output: below };
  const [rows, size] = below.shape;
  const inputs = below.reshape<Tensor3D>([rows, 1, size]);
  const unbroken = Array.from({ length: rows }, () => null);
  const lstm = lstmForward(lstmWeights(parameters, trunk), inputs, before, unbroken);
  const output = tf.concat2d(
    lstm.steps.map(({ hidden }) => hidden),
    0,
  );
  return { convolutions, dense: stack, lstm, output };
}

/** One moment of B episodes side by side. @param before [B, H] each; null without an LSTM */
export function trunkStep(
  parameters: ParameterSet,
  trunk: Trunk,
  x: Tensor,
  before: LstmState | null,
): { readonly output: Tensor2D; readonly state: LstmState | null } {
  const { below } = belowLstm(parameters, trunk, x);
  if (before === null) return { output: below, state: null };
  const state = lstmStep(lstmWeights(parameters, trunk), below, before);
  return { output: state.hidden, state };
}

/** Adds the parameters' gradients to `into`. @param gradient by the output, [N, features] */
export function trunkGradients(
  parameters: ParameterSet,
  trunk: Trunk,
  trace: TrunkTrace,
  gradient: Tensor2D,
  into: Record<string, Tensor>,
): void {
  const below = trace.lstm === null ? gradient : throughLstm(parameters, trunk, trace.lstm, gradient, into);
  const names = denseNames(trunk);
  let current = below;
  for (let index = names.length - 1; index >= 0; index--) {
    const name = at(names, index);
    const beforeRelu = reluGradient(current, at(trace.dense, index + 1));
    into[`${name}/kernel`] = multiplyLeftTransposed(at(trace.dense, index), beforeRelu);
    into[`${name}/bias`] = biasGradient(beforeRelu);
    // Nothing learns below the first layer where it reads what was observed.
    if (index === 0 && trace.convolutions === null) return;
    current = multiplyRightTransposed(beforeRelu, parameters.get(`${name}/kernel`));
  }
  const convolutions = convolutionsOf(trunk);
  if (trace.convolutions !== null && convolutions !== null)
    stackGradients(parameters, convolutions, trace.convolutions, current, into);
}

function belowLstm(parameters: ParameterSet, trunk: Trunk, x: Tensor) {
  const shape = convolutionsOf(trunk);
  const convolutions = shape === null ? null : stackForward(parameters, shape, x as Tensor4D);
  const flat = convolutions?.features ?? (x as Tensor2D);
  if (flat.shape[1] !== flatSize(trunk))
    throw new Error(`${trunk.name} was given [${x.shape.join(', ')}], expected [N, ${flatSize(trunk)}]`);
  const stack = [flat];
  for (const name of denseNames(trunk)) {
    const linear = dense(
      at(stack, stack.length - 1),
      parameters.get(`${name}/kernel`),
      parameters.get(`${name}/bias`),
    );
    stack.push(relu(linear));
  }
  return { convolutions, stack, below: at(stack, stack.length - 1) };
}

function lstmWeights(parameters: ParameterSet, { name }: Trunk): LstmWeights {
  return { kernel: parameters.get(`${name}/lstm/kernel`), bias: parameters.get(`${name}/lstm/bias`) };
}

function throughLstm(
  parameters: ParameterSet,
  trunk: Trunk,
  trace: LstmTrace,
  gradient: Tensor2D,
  into: Record<string, Tensor>,
): Tensor2D {
  const rows = tf.split(gradient, trace.steps.length, 0);
  const { kernel, bias, inputs } = lstmBackwardThrough(lstmWeights(parameters, trunk), trace, rows);
  into[`${trunk.name}/lstm/kernel`] = kernel;
  into[`${trunk.name}/lstm/bias`] = bias;
  return inputs.reshape<Tensor2D>([inputs.shape[0], inputs.shape[2]]);
}
