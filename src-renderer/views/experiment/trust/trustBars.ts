/** Where the bars of a calibration begin and end, as shares of their width. Pure. */
import type { CalibratedPolicy, Estimate } from '../../../../shared/trust.ts';

export interface Bar {
  readonly from: number;
  readonly width: number;
  /** The interval's ends. */
  readonly low: number;
  readonly high: number;
}

export interface BarScale {
  /** Where zero lies. */
  readonly zero: number;
  barOf(estimate: Estimate): Bar;
}

/** One scale for all that stands below each other; zero always lies on it. */
export function barScale(policies: readonly CalibratedPolicy[]): BarScale {
  const estimates = policies.flatMap(({ real, dream }) => [real, dream]);
  const low = Math.min(0, ...estimates.map((estimate) => estimate.low));
  const high = Math.max(0, ...estimates.map((estimate) => estimate.high));
  const span = high - low || 1;
  const place = (value: number) => (value - low) / span;
  const zero = place(0);
  return {
    zero,
    barOf: (estimate) => {
      const end = place(estimate.mean);
      return {
        from: Math.min(zero, end),
        width: Math.abs(end - zero),
        low: place(estimate.low),
        high: place(estimate.high),
      };
    },
  };
}
