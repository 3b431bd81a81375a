/** Curves of runs that differ in their seed alone as one curve: the mean over the seeds with the range around it. */
import type { Column } from '../../../shared/query/evaluateQuery.ts';
import type { Curve } from '../../components/chartData.ts';
import { seedBand } from '../../../shared/seedBand.ts';

export interface RunCurve {
  readonly runId: string;
  readonly curve: Curve;
}

/**
 * @param settings alike for runs of the same settings @param count how many seeds a band is of, in words
 * @returns one curve a group, in the order of the first members; a run without a sibling stays as it is
 */
export function overSeeds(
  curves: readonly RunCurve[],
  settings: Column,
  count: (seeds: number) => string,
): readonly Curve[] {
  const groups = new Map<string, RunCurve[]>();
  for (const one of curves) {
    const id = String(settings.get(one.runId) ?? one.runId);
    groups.set(id, [...(groups.get(id) ?? []), one]);
  }
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    if (members.length === 1) return [first.curve];
    const band = seedBand(members.map(({ curve }) => curve));
    return [
      {
        ...first.curve,
        label: `${first.curve.label}, ${count(members.length)}`,
        x: band.x,
        y: band.mean,
        minimum: band.minimum,
        maximum: band.maximum,
      },
    ];
  });
}
