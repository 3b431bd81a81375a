/**
 * Drift: for how many steps an open-loop dream is better than saying always the mean of all that was recorded, and than saying
 * always what was last seen. Beyond that it shows a world, not this one.
 */
import { stepsUntilDrift } from '../../shared/driftRule.ts';
import { bootstrap, percentiles95 } from '../../shared/statistics.ts';
import type { Drift } from '../../shared/trust.ts';
import { RandomStream } from '../numerics/random.ts';
import { curveOf, errorSums } from './errorCurves.ts';
import type { Window } from './heldOut.ts';
import type { OpenLoop } from './openLoop.ts';
import type { OnShare } from './subject.ts';

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
