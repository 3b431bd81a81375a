/** How long runs took until their score first reached a height: what sample efficiency is, as one number a row. */
import type { Axis } from './run.ts';

/** A run's scores as they were measured, with where the run stood. */
export interface ScoredRun {
  readonly axis: Readonly<Record<keyof Axis, ArrayLike<number>>>;
  readonly values: ArrayLike<number>;
}

export interface Reached {
  /** Means over the runs that reached it. */
  readonly at: Axis;
  readonly runs: number;
  /** Of so many that were measured at all. */
  readonly of: number;
}

/** Where a run was first measured at a score or above it; null: it never was. */
export function firstReached({ axis, values }: ScoredRun, score: number): Axis | null {
  for (let index = 0; index < values.length; index++) {
    if (!((values[index] ?? NaN) >= score)) continue;
    const at = (name: keyof Axis) => axis[name][index] ?? 0;
    return {
      environmentSteps: at('environmentSteps'),
      gradientSteps: at('gradientSteps'),
      wallSeconds: at('wallSeconds'),
    };
  }
  return null;
}

/** Null where no run reached it: a mean over those that did would hide the others, so both counts are told. */
export function stepsUntil(runs: readonly ScoredRun[], score: number): Reached | null {
  const measured = runs.filter(({ values }) => values.length > 0);
  const reached = measured.flatMap((run) => firstReached(run, score) ?? []);
  if (reached.length === 0) return null;
  const mean = (name: keyof Axis) => reached.reduce((sum, at) => sum + at[name], 0) / reached.length;
  return {
    at: {
      environmentSteps: mean('environmentSteps'),
      gradientSteps: mean('gradientSteps'),
      wallSeconds: mean('wallSeconds'),
    },
    runs: reached.length,
    of: measured.length,
  };
}
