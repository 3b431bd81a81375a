/**
 * Drift: for how many steps an open-loop dream is better than saying always the mean of all that was recorded, and than saying
 * always what was last seen. Beyond that it shows a world, not this one.
 */
import { bootstrap, percentiles95 } from '../../shared/statistics.ts';
import type { Drift } from '../../shared/trust.ts';
import { RandomStream } from '../numerics/random.ts';
import { curveOf, errorSums } from './errorCurves.ts';
import type { Window } from './heldOut.ts';
import type { OpenLoop } from './openLoop.ts';
import type { OnShare } from './subject.ts';

/**
 * What is expected of the far future is the mean, and its error comes near the mean's without ever passing it: within so much of it
 * a dream knows nothing more.
 */
const NEAR_THE_MEAN = 0.95;
/** Once is chance; so many steps in a row is drift. */
const STEPS_IN_A_ROW = 3;
/** Squared error of rounding alone. */
const EXACT = 1e-9;

/** Curves a step each, from the first step after eyes closed. @returns steps that are better than both; null: all */
export function stepsUntilDrift(
  error: readonly number[],
  mean: readonly number[],
  still: readonly number[],
): number | null {
  const worse = error.map(
    (value, step) =>
      value > EXACT &&
      (value >= NEAR_THE_MEAN * (mean[step] ?? Infinity) || value >= (still[step] ?? Infinity)),
  );
  const row = Math.min(STEPS_IN_A_ROW, worse.length);
  const from = worse.findIndex(
    (_, step) => step + row <= worse.length && worse.slice(step, step + row).every((isWorse) => isWorse),
  );
  return from === -1 ? null : from;
}

export async function measureDrift(
  dreams: OpenLoop,
  windows: readonly Window[],
  trueAction: (window: number, step: number) => ArrayLike<number>,
  seed: number,
  onShare: OnShare,
): Promise<Drift> {
  const dreamt = await dreams.dream(trueAction, onShare);
  const [still, mean] = [dreams.still(), dreams.mean()];
  const spaces = dreams.spaces.map((space, index) => {
    const [e, s, m] = [dreamt, still, mean].map((errors) => errorSums(windows, errors[index] ?? []));
    if (e === undefined || s === undefined || m === undefined)
      throw new Error(`nothing was measured in ${space}`);
    const stepsOf = (episodes?: readonly number[]) =>
      stepsUntilDrift(curveOf(e, episodes), curveOf(m, episodes), curveOf(s, episodes));
    const drawn = bootstrap(
      e.sums.length,
      RandomStream.named(seed, `trust/drift/${space}`),
      // Longer than was looked counts as longest.
      (episodes) => stepsOf(episodes) ?? Infinity,
    );
    const { low, high } = percentiles95(drawn);
    const finite = (steps: number) => (Number.isFinite(steps) ? steps : null);
    return {
      space,
      error: curveOf(e),
      mean: curveOf(m),
      still: curveOf(s),
      steps: stepsOf(),
      low: finite(low),
      high: finite(high),
    };
  });
  return { instrument: 'drift', windows: windows.length, spaces };
}
