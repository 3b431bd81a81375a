/**
 * Actions as Dreamer's networks read and write them: each element of a box scaled to [-1, 1], discrete ones one-hot.
 */
import type { Tensor2D } from '@tensorflow/tfjs';
import { actionSize, boundOf, type ActionSpace } from '../../shared/spaces.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';

export interface ActionScale {
  readonly kind: ActionSpace['kind'];
  /** Numbers an action. */
  readonly size: number;
  /** [B, size] in the environment's bounds to what the networks read; a new tensor. */
  toModel(action: Tensor2D): Tensor2D;
  /** The inverse; a new tensor. */
  toEnvironment(action: Tensor2D): Tensor2D;
}

/** @throws where a box has a bound that is not finite. */
export function actionScale(space: ActionSpace): ActionScale {
  const size = actionSize(space);
  if (space.kind === 'discrete') return identity('discrete', size);
  const bound = (of: number | readonly number[]) =>
    Float32Array.from({ length: size }, (_, index) => boundOf(of, index));
  const [low, high] = [bound(space.low), bound(space.high)];
  const middle = low.map((value, index) => (value + (high[index] ?? NaN)) / 2);
  const half = low.map((value, index) => ((high[index] ?? NaN) - value) / 2);
  if (![...middle, ...half].every(Number.isFinite)) {
    throw new Error(
      `actions are bounded by [${low.join(', ')}] and [${high.join(', ')}], expected finite bounds`,
    );
  }
  if (middle.every((value) => value === 0) && half.every((value) => value === 1))
    return identity('box', size);
  const rows = (values: Float32Array) => tf.tensor2d(values, [1, size]);
  return {
    kind: 'box',
    size,
    toModel: (action) => tidy(() => action.sub(rows(middle)).div<Tensor2D>(rows(half))),
    toEnvironment: (action) => tidy(() => action.mul(rows(half)).add<Tensor2D>(rows(middle))),
  };
}

function identity(kind: ActionSpace['kind'], size: number): ActionScale {
  return { kind, size, toModel: (action) => action.clone(), toEnvironment: (action) => action.clone() };
}
