/** Spaces of observations and actions, after Gymnasium's Box and Discrete; observations are named arrays. */

export interface BoxSpace {
  readonly kind: 'box';
  readonly shape: readonly number[];
  readonly dtype: 'uint8' | 'float64';
  /** One bound for all elements, or one an element (flattened, row-major). */
  readonly low: number | readonly number[];
  readonly high: number | readonly number[];
  /** What each element is called, where it has a name (for example steer, gas, brake). */
  readonly names?: readonly string[];
}

export interface DiscreteSpace {
  readonly kind: 'discrete';
  readonly count: number;
  readonly names?: readonly string[];
}

export type ActionSpace = BoxSpace | DiscreteSpace;

/** Pixels are always under the name `image`: [height, width, 3], uint8. State observations carry the field's names. */
export type ObservationSpace = Readonly<Record<string, BoxSpace>>;

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** A bound of one element; NaN where there is none. */
export function boundOf(bound: BoxSpace['low'], element: number): number {
  return typeof bound === 'number' ? bound : (bound[element] ?? NaN);
}

/** How many numbers a policy or a model uses for one action: a box's elements, or one-hot for a discrete space. */
export function actionSize(space: ActionSpace): number {
  return space.kind === 'discrete' ? space.count : elementCount(space.shape);
}

/** How many numbers `Environment.step` takes: a box's elements, or the index alone for a discrete space. */
export function actionArgumentSize(space: ActionSpace): number {
  return space.kind === 'discrete' ? 1 : elementCount(space.shape);
}

/** Hands off: zero, clipped to the bounds; discrete: the first choice. */
export function neutralAction(space: ActionSpace): Float64Array {
  const action = new Float64Array(actionArgumentSize(space));
  if (space.kind === 'box') {
    for (let index = 0; index < action.length; index++) {
      action[index] = Math.min(boundOf(space.high, index), Math.max(boundOf(space.low, index), 0));
    }
  }
  return action;
}
