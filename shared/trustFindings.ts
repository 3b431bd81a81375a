/** What the instruments of trust say in words: the doctor's findings on a run's page, and the last lines of `studio trust`. */
import type { AnyAlgorithm, Finding, MetricReader } from './algorithms/algorithm.ts';
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
  'dreamObedienceUnsure',
  'dreamObeys',
  'dreamDriftsAtOnce',
  'dreamDriftsInTraining',
  'dreamDrifts',
  'dreamHolds',
] as const;

/** Dreamt and real scores may differ by so large a factor before a dream is called wrong. */
export const FAIR_FACTOR = 1.5;
/** A gap below this share of what lies between the worst and the best policy is small, whatever factor it is. */
const SMALL_GAP = 0.1;
/** Where nothing can be divided, a gap of this share is large. */
const LARGE_GAP = 0.25;
/** Less than this share of the pairs in order: which policy is better in the dream says little of reality. */
const FAIR_ORDER = 0.75;
/** Of fewer pairs nothing is said. */
const FEWEST_PAIRS = 3;
/** A dream of less heeds its actions next to not at all. */
const LEAST_OBEDIENCE = 0.05;
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
  /** Of its own dreams; null where they have none. */
  readonly temperature: number | null;
}

/** @param run undefined where its algorithm or config cannot be read */
export function trustedRun(
  run:
    | {
        readonly algorithm: Pick<AnyAlgorithm, 'imaginedSteps' | 'dreamTemperature'>;
        readonly config: Readonly<Record<string, unknown>>;
      }
    | undefined,
): TrustedRun {
  return {
    imaginedSteps: run?.algorithm.imaginedSteps?.(run.config) ?? null,
    temperature: run?.algorithm.dreamTemperature?.(run.config) ?? null,
  };
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
      return calibrationFindings(result, run);
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

/** The gap as a share of what lies, in reality, between the worst and the best of the policies. */
export function gapShare({ gap }: CalibratedPolicy, policies: readonly CalibratedPolicy[]): number {
  const means = policies.map(({ real }) => real.mean);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  return Math.abs(gap.mean) / (high - low || Math.abs(high) || 1);
}

/** What the dream says of a policy is off by more than chance, and by a large factor and much, or by very much. */
export function isMisjudged(policy: CalibratedPolicy, policies: readonly CalibratedPolicy[]): boolean {
  const { gap } = policy;
  if (gap.low <= 0 && gap.high >= 0) return false;
  const [factor, share] = [factorOf(policy), gapShare(policy, policies)];
  return factor === null ? share >= LARGE_GAP : factor >= FAIR_FACTOR && share >= SMALL_GAP;
}

/** Of the temperature that is nearest to the run's own: at others its dream is another. */
function calibrationFindings(calibration: Calibration, run: TrustedRun): readonly Finding[] {
  const findings: Finding[] = [];
  const apart = ({ temperature }: { readonly temperature: number | null }) =>
    Math.abs(Math.log((temperature ?? 1) / (run.temperature ?? 1)));
  const nearest = [...calibration.temperatures].sort((a, b) => apart(a) - apart(b)).slice(0, 1);
  const wrong = nearest
    .flatMap(({ policies, temperature }) =>
      policies.filter((policy) => isMisjudged(policy, policies)).map((policy) => ({ policy, temperature })),
    )
    .sort((a, b) => excessOf(b.policy) - excessOf(a.policy));
  const kind = wrong.find(({ policy }) => policy.gap.mean > 0);
  const harsh = wrong.find(({ policy }) => policy.gap.mean < 0);
  const finding = (
    id: Finding['id'],
    level: Finding['level'],
    { policy, temperature }: (typeof wrong)[0],
  ) => ({
    id,
    level,
    values: {
      ...(policy.ratio === null ? {} : { times: factorOf(policy) ?? 1 }),
      actual: policy.real.mean,
      virtual: policy.dream.mean,
      ...(temperature === null ? {} : { temperature }),
    },
    policy: policy.policy,
  });
  if (kind !== undefined) {
    findings.push(finding(calibration.survival ? 'dreamTooSafe' : 'dreamTooKind', 'bad', kind));
  }
  if (harsh !== undefined) findings.push(finding('dreamTooHarsh', 'warning', harsh));
  const disordered = nearest
    .map(({ order }) => order)
    .find(({ pairs, alike }) => pairs >= FEWEST_PAIRS && alike < FAIR_ORDER * pairs);
  if (disordered !== undefined) {
    findings.push({ id: 'dreamOrdersWrongly', level: 'bad', values: disordered });
  }
  const shares = nearest.flatMap(({ policies }) => policies.map((policy) => gapShare(policy, policies)));
  if (findings.length === 0 && shares.length > 0) {
    findings.push({ id: 'dreamCalibrated', level: 'good', values: { percent: 100 * Math.max(...shares) } });
  }
  return findings;
}

/** What pays in the dream and costs in reality comes before any factor. */
function excessOf(policy: CalibratedPolicy): number {
  return factorOf(policy) ?? Infinity;
}

function obedienceFindings({ spaces }: Obedience): readonly Finding[] {
  const shuffled = toldSpace(spaces)?.shuffled ?? [];
  const whole = shuffled.find(({ action }) => action === null)?.obedience;
  if (whole === undefined) return [];
  const percent = 100 * whole.mean;
  if (whole.mean < LEAST_OBEDIENCE) return [{ id: 'dreamDeaf', level: 'bad', values: { percent } }];
  if (whole.low <= 0) return [{ id: 'dreamObedienceUnsure', level: 'warning', values: { percent } }];
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
