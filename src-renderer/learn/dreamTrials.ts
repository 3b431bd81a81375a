/** What policies earned in a dream, and what the same policies earned in reality. */
import { meanOf, sampleDeviation } from '../../shared/statistics.ts';

/** One try: the same policy in a dream of a temperature and in reality. */
export interface Trial {
  readonly policy: string;
  readonly temperature: number;
  readonly dreamt: number;
  readonly real: number;
}

/** All tries of a policy at a temperature. */
export interface TrialRow {
  readonly policy: string;
  readonly temperature: number;
  readonly tries: number;
  readonly dreamt: number;
  readonly real: number;
  /** Of a sample; null for a single try. */
  readonly dreamtDeviation: number | null;
  readonly realDeviation: number | null;
}

/** One row for each policy and temperature, the last tried first. */
export function trialRows(trials: readonly Trial[]): readonly TrialRow[] {
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = `${trial.policy} ${trial.temperature}`;
    const group = groups.get(key) ?? [];
    // Put in again, so that it is the last.
    groups.delete(key);
    groups.set(key, [...group, trial]);
  }
  return [...groups.values()].reverse().flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    const [dreamt, real] = [group.map((trial) => trial.dreamt), group.map((trial) => trial.real)];
    return [
      {
        policy: one.policy,
        temperature: one.temperature,
        tries: group.length,
        dreamt: meanOf(dreamt),
        real: meanOf(real),
        dreamtDeviation: sampleDeviation(dreamt),
        realDeviation: sampleDeviation(real),
      },
    ];
  });
}

/** The share of a dream's score that reality did not pay; negative where it paid more. */
export function lostInReality(dreamt: number, real: number): number {
  if (dreamt <= 0) return Number.NaN;
  return 1 - real / dreamt;
}
