/** A curve over steps after eyes closed, the first of them 1. */
import type { Curve } from '../../../components/chartData.ts';

export function stepCurve(
  label: string,
  colour: string,
  values: readonly number[],
  dash?: readonly number[],
): Curve {
  return {
    label,
    colour,
    x: values.map((_, index) => index + 1),
    y: values,
    ...(dash === undefined ? {} : { dash }),
  };
}
