/** An action curve that a person draws: one action a step, changed by strokes of the pointer and by keys. Pure. */
import { boundOf, neutralAction, type ActionSpace } from '../../../shared/spaces.ts';

/** One action a step, as the environment takes them. */
export type ActionCurve = readonly (readonly number[])[];

/** What one element may be, and how far a key moves it. */
export interface ElementRange {
  readonly low: number;
  readonly high: number;
  readonly keyStep: number;
}

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** Of an element without a bound, which a picture must have. */
const UNBOUNDED = 1;
const KEY_STEPS = 20;
const DECIMALS = 3;

export function elementRange(space: ActionSpace, element: number): ElementRange {
  if (space.kind === 'discrete') return { low: 0, high: space.count - 1, keyStep: 1 };
  const [low, high] = [boundOf(space.low, element), boundOf(space.high, element)];
  const bounds = {
    low: Number.isFinite(low) ? low : -UNBOUNDED,
    high: Number.isFinite(high) ? high : UNBOUNDED,
  };
  return { ...bounds, keyStep: (bounds.high - bounds.low) / KEY_STEPS };
}

/** So many steps of it: what is missing is held on, or nothing is done where there is none. */
export function curveOfLength(curve: ActionCurve, space: ActionSpace, steps: number): ActionCurve {
  const neutral = [...neutralAction(space)];
  return Array.from({ length: steps }, (_, step) => curve[Math.min(step, curve.length - 1)] ?? neutral);
}

/** What was taken, to be drawn on: rounded as drawn values are. */
export function curveOf(actions: ActionCurve, space: ActionSpace): ActionCurve {
  return actions.map((action) => action.map((value, element) => fitted(space, element, value)));
}

/** A stroke of the pointer: a straight line from one point to another, both included. */
export function drawn(
  curve: ActionCurve,
  space: ActionSpace,
  element: number,
  from: CurvePoint,
  to: CurvePoint,
): ActionCurve {
  const [first, last] = from.step <= to.step ? [from, to] : [to, from];
  // Going nowhere, it is where the pointer is now.
  const valueAt = (step: number) =>
    first.step === last.step
      ? to.value
      : first.value + ((last.value - first.value) * (step - first.step)) / (last.step - first.step);
  return curve.map((action, step) =>
    step < first.step || step > last.step
      ? action
      : withElement(action, element, fitted(space, element, valueAt(step))),
  );
}

/** Moved by so many key steps at one step, or from it to the end: all to the value that the first gets. */
export function nudged(
  curve: ActionCurve,
  space: ActionSpace,
  element: number,
  { step, keys, toEnd }: { readonly step: number; readonly keys: number; readonly toEnd: boolean },
): ActionCurve {
  const before = curve[step]?.[element] ?? 0;
  const value = fitted(space, element, before + keys * elementRange(space, element).keyStep);
  return curve.map((action, at) =>
    at === step || (toEnd && at > step) ? withElement(action, element, value) : action,
  );
}

/** Within its range, with as many decimals as a hand can mean; a choice is whole. */
function fitted(space: ActionSpace, element: number, value: number): number {
  const { low, high } = elementRange(space, element);
  const rounded = space.kind === 'discrete' ? Math.round(value) : Number(value.toFixed(DECIMALS));
  return Math.min(high, Math.max(low, rounded));
}

function withElement(action: readonly number[], element: number, value: number): readonly number[] {
  return action.map((own, index) => (index === element ? value : own));
}
