/** What the instruments of trust say in words: the doctor's findings on a run's page, and the last lines of `studio trust`. */
import type { Finding, MetricReader } from './algorithms/algorithm.ts';
import { meanOf } from './statistics.ts';
import {
  toldSpace,
  type CalibratedPolicy,
  type Calibration,
  type Drift,
  type Obedience,
  type TrustInstrument,
  type TrustRecord,
  type TrustResult,
} from './trust.ts';

export const TRUST_FINDING_IDS = [
  'dreamTooKind',
  'dreamTooSafe',
  'dreamTooHarsh',
  'dreamOrdersWrongly',
  'dreamCalibrated',
  'dreamDeaf',
  'dreamDeafToPart',
  'dreamObeys',
  'dreamDriftsAtOnce',
  'dreamDriftsInTraining',
  'dreamDrifts',
  'dreamHolds',
] as const;

/** Dreamt and real scores may differ by so large a factor before a dream is called wrong. */
export const FAIR_FACTOR = 1.5;
/** A rank correlation below this: which policy is better in the dream says next to nothing about reality. */
const FAIR_ORDER = 0.5;
/** Error that wrong actions must add before a dream counts as heeding them. */
const LEAST_OBEDIENCE = 0.02;
/** A dream that is no use for longer has hardly begun. */
const AT_ONCE_STEPS = 5;
/** Evaluations whose live figures are looked at together: one alone is noise. */
const NEWEST_FIGURES = 3;

/** The newest of each instrument, of the checkpoint that had trained longest. @param rows oldest first */
export function newestTrust(
  rows: readonly TrustRecord[],
): Readonly<Partial<Record<TrustInstrument, TrustRecord>>> {
  const newest: Partial<Record<TrustInstrument, TrustRecord>> = {};
  for (const row of rows) {
    const before = newest[row.result.instrument];
    if (before === undefined || row.gradientSteps >= before.gradientSteps)
      newest[row.result.instrument] = row;
  }
  return newest;
}

export interface TrustedRun {
  /** Steps that behaviour is taught on in dreams; null where it is not taught so, or in dreams of any length. */
  readonly imaginedSteps: number | null;
}

/** Of what was measured; where drift and obedience never were, of the figures that training left. */
export function trustFindings(
  rows: readonly TrustRecord[],
  run: TrustedRun,
  metrics: MetricReader,
): readonly Finding[] {
  const newest = newestTrust(rows);
  const found = Object.values(newest).flatMap(({ result }) => findingsOf(result, run));
  return [
    ...found,
    ...(newest.obedience === undefined ? liveObedience(metrics) : []),
    ...(newest.drift === undefined ? liveDrift(metrics, run) : []),
  ];
}

export function findingsOf(result: TrustResult, run: TrustedRun): readonly Finding[] {
  switch (result.instrument) {
    case 'calibration':
      return calibrationFindings(result);
    case 'obedience':
      return obedienceFindings(result);
    case 'drift':
      return driftFindings(result, run);
  }
}

/** How many times dream and reality differ, whichever says more; 1 where they agree, null where nothing can be divided. */
export function factorOf({ ratio }: CalibratedPolicy): number | null {
  if (ratio === null) return null;
  return ratio.mean <= 0 ? Infinity : Math.max(ratio.mean, 1 / ratio.mean);
}

/** Of the temperature at which most is wrong. */
function calibrationFindings(calibration: Calibration): readonly Finding[] {
  const findings: Finding[] = [];
  const all = calibration.temperatures.flatMap(({ policies, temperature }) =>
    policies.map((policy) => ({ ...policy, temperature })),
  );
  const worst = (excess: (policy: CalibratedPolicy) => number) =>
    all
      .filter((policy) => policy.ratio !== null && excess(policy) >= FAIR_FACTOR)
      .sort((a, b) => excess(b) - excess(a))[0];
  const kind = worst(({ ratio, gap }) => (gap.low > 0 ? (ratio?.mean ?? 0) : 0));
  const harsh = worst(({ ratio, gap }) => (gap.high < 0 ? 1 / Math.max(1e-9, ratio?.mean ?? 1) : 0));
  const values = (of: CalibratedPolicy & { readonly temperature: number | null }, times: number) => ({
    times,
    actual: of.real.mean,
    virtual: of.dream.mean,
    ...(of.temperature === null ? {} : { temperature: of.temperature }),
  });
  if (kind !== undefined) {
    const id = calibration.survival ? 'dreamTooSafe' : 'dreamTooKind';
    findings.push({ id, level: 'bad', values: values(kind, kind.ratio?.mean ?? 1), policy: kind.policy });
  }
  if (harsh !== undefined) {
    const times = 1 / Math.max(1e-9, harsh.ratio?.mean ?? 1);
    findings.push({
      id: 'dreamTooHarsh',
      level: 'warning',
      values: values(harsh, times),
      policy: harsh.policy,
    });
  }
  const orders = calibration.temperatures.flatMap(({ order }) => order ?? []);
  const order = orders.length === 0 ? null : Math.min(...orders);
  if (order !== null && order < FAIR_ORDER) {
    findings.push({ id: 'dreamOrdersWrongly', level: 'bad', values: { order } });
  }
  const factors = all.flatMap((policy) => factorOf(policy) ?? []);
  if (findings.length === 0 && factors.length > 0) {
    findings.push({ id: 'dreamCalibrated', level: 'good', values: { times: Math.max(...factors) } });
  }
  return findings;
}

function obedienceFindings({ spaces }: Obedience): readonly Finding[] {
  const shuffled = toldSpace(spaces)?.shuffled ?? [];
  const whole = shuffled.find(({ action }) => action === null)?.obedience;
  if (whole === undefined) return [];
  const percent = 100 * whole.mean;
  if (whole.low < LEAST_OBEDIENCE) return [{ id: 'dreamDeaf', level: 'bad', values: { percent } }];
  const [deafTo] = shuffled.filter(({ action, obedience }) => action !== null && obedience.low <= 0);
  return [
    { id: 'dreamObeys', level: 'good', values: { percent } },
    ...(deafTo === undefined
      ? []
      : [
          {
            id: 'dreamDeafToPart',
            level: 'warning',
            values: { percent: 100 * deafTo.obedience.mean },
            action: deafTo.action ?? '',
          } as const,
        ]),
  ];
}

function driftFindings({ spaces }: Drift, run: TrustedRun): readonly Finding[] {
  const told = toldSpace(spaces);
  return told === undefined ? [] : [driftFinding(told.steps, told.error.length, run)];
}

function driftFinding(steps: number | null, looked: number, { imaginedSteps }: TrustedRun): Finding {
  if (steps === null) return { id: 'dreamHolds', level: 'good', values: { steps: looked } };
  if (steps < AT_ONCE_STEPS) return { id: 'dreamDriftsAtOnce', level: 'bad', values: { steps } };
  if (imaginedSteps !== null && steps < imaginedSteps) {
    return { id: 'dreamDriftsInTraining', level: 'warning', values: { steps, horizon: imaginedSteps } };
  }
  return { id: 'dreamDrifts', level: 'good', values: { steps } };
}

/** What training measures of itself, under whatever phase's name. */
export const LIVE_OBEDIENCE = ['evaluation/obedience', 'memory/obedience'] as const;
export const LIVE_DRIFT = ['evaluation/driftSteps', 'memory/driftSteps'] as const;

function newestFigures(metrics: MetricReader, names: readonly string[]): number | null {
  for (const name of names) {
    const values = metrics.values(name);
    if (values !== undefined && values.length >= NEWEST_FIGURES)
      return meanOf([...values.subarray(-NEWEST_FIGURES)]);
  }
  return null;
}

function liveObedience(metrics: MetricReader): readonly Finding[] {
  const share = newestFigures(metrics, LIVE_OBEDIENCE);
  if (share === null) return [];
  const values = { percent: 100 * share };
  return share < LEAST_OBEDIENCE
    ? [{ id: 'dreamDeaf', level: 'warning', values }]
    : [{ id: 'dreamObeys', level: 'good', values }];
}

function liveDrift(metrics: MetricReader, run: TrustedRun): readonly Finding[] {
  const steps = newestFigures(metrics, LIVE_DRIFT);
  return steps === null ? [] : [driftFinding(Math.round(steps), steps, run)];
}
