/**
 * What the doctor says of a run: plain findings read off its metrics, so that nobody needs to know by heart what a healthy
 * curve looks like. What is said of every algorithm stands here, the rest in the algorithms' own folders.
 */
import type { RunDetail } from '../run.ts';
import type { Finding, MetricReader } from './algorithm.ts';
import type { TrustRecord } from '../trust.ts';
import { TRUST_FINDING_IDS, trustedRun, trustFindings } from '../trustFindings.ts';
import { DREAM_FINDINGS } from './dreamGap.ts';
import { guestDreamFindings } from './guestDreams.ts';
import { ALGORITHMS, readRun } from './registry.ts';

const COMMON_IDS = ['lossNotFinite', 'lossAbsurd', 'notExact'] as const;

/** Every finding there is. */
export const FINDING_IDS: readonly string[] = [
  ...new Set([
    ...COMMON_IDS,
    ...DREAM_FINDINGS,
    ...TRUST_FINDING_IDS,
    ...Object.values(ALGORITHMS).flatMap(({ diagnosis }) => diagnosis.ids),
  ]),
];

/** Names of curves that are losses. */
const LOSSES = /\/(loss|nll|kl|reconstruction|observation|gradientNorm)$/;
/** No network here that learns has a loss near this, whatever its config. */
const ABSURD_LOSS = 1e9;

/** @param trust what was measured of its dream, oldest first */
export function diagnose(
  run: Pick<RunDetail, 'algorithm' | 'environment' | 'config' | 'exact' | 'result' | 'score'>,
  metrics: MetricReader,
  trust: readonly TrustRecord[] = [],
): readonly Finding[] {
  const read = readRun(run);
  return [
    ...losses(metrics),
    ...(read?.algorithm.diagnosis.read({ ...run, config: read.config }, metrics) ?? []),
    ...trustFindings(trust, trustedRun(read), metrics),
    ...guestDreamFindings(run, metrics),
    ...(run.exact ? [] : [{ id: 'notExact', level: 'warning', values: {} } as const]),
  ];
}

function losses(metrics: MetricReader): readonly Finding[] {
  const lasts = metrics.names.filter((name) => LOSSES.test(name)).flatMap((name) => metrics.last(name) ?? []);
  if (lasts.some((last) => !Number.isFinite(last)))
    return [{ id: 'lossNotFinite', level: 'bad', values: {} }];
  const largest = Math.max(0, ...lasts.map(Math.abs));
  return largest > ABSURD_LOSS ? [{ id: 'lossAbsurd', level: 'bad', values: { loss: largest } }] : [];
}
