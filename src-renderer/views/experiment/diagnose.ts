/**
 * What the doctor says of a run: plain findings read off its metrics, so that nobody needs to know by heart what a
 * healthy curve looks like. Each finding is a message `finding.<id>` and may name a chart to look at.
 */
import type { RunDetail } from '../../../shared/run.ts';
import { gapOf, interval } from './dreamGap.ts';

export interface Finding {
  readonly id: FindingId;
  readonly level: 'good' | 'warning' | 'bad';
  readonly values: Readonly<Record<string, number>>;
}

export const FINDING_IDS = [
  'lossNotFinite',
  'lossAbsurd',
  'visionWorseThanMean',
  'visionLearns',
  'visionForgetsLatents',
  'memoryWorseThanRepeat',
  'memoryLearns',
  'controllerStuck',
  'controllerCollapsed',
  'controllerNoBetterThanRandom',
  'controllerBeatsRandom',
  'dreamExploited',
  'dreamHolds',
  'priorUntaught',
  'imaginesNoBetterThanRepeat',
  'imagines',
  'agentNoBetterThanRandom',
  'agentBeatsRandom',
  'notExact',
] as const;
export type FindingId = (typeof FINDING_IDS)[number];

/** What diagnosis needs of a run's metrics. */
export interface MetricReader {
  last(name: string): number | undefined;
  values(name: string): Float64Array | undefined;
  readonly names: readonly string[];
}

/** Generations without a better best before the search is called stuck. */
const STUCK_GENERATIONS = 30;
/** Of the initial step size; below it the population looks at one point. */
const COLLAPSED_SIGMA = 0.02;
/** Of the newest figures, so many are looked at together: one alone is noise. */
const NEWEST = 10;
const NEWEST_EVALUATIONS = 3;
/** Episodes before the random policy's mean is worth comparing with. */
const LEAST_EPISODES = 5;

/** Names of curves that are losses. */
const LOSSES = /\/(loss|nll|kl|reconstruction|observation|gradientNorm)$/;
/** No network here that learns has a loss near this, whatever its config. */
const ABSURD_LOSS = 1e9;

type Reader = (
  run: Pick<RunDetail, 'algorithm' | 'config' | 'exact' | 'result' | 'score'>,
  metrics: MetricReader,
) => readonly Finding[];

const READERS: Readonly<Record<string, readonly Reader[]>> = {
  'world-models': [vision, memory, controller, dream],
  dreamer: [dreamer],
};

export function diagnose(...[run, metrics]: Parameters<Reader>): readonly Finding[] {
  const readers = [losses, ...(READERS[run.algorithm] ?? []), exactness];
  return readers.flatMap((read) => read(run, metrics));
}

function losses(_run: unknown, metrics: MetricReader): readonly Finding[] {
  const lasts = metrics.names.filter((name) => LOSSES.test(name)).flatMap((name) => metrics.last(name) ?? []);
  if (lasts.some((last) => !Number.isFinite(last)))
    return [{ id: 'lossNotFinite', level: 'bad', values: {} }];
  const largest = Math.max(0, ...lasts.map(Math.abs));
  return largest > ABSURD_LOSS ? [{ id: 'lossAbsurd', level: 'bad', values: { loss: largest } }] : [];
}

function vision(run: Pick<RunDetail, 'config'>, metrics: MetricReader): readonly Finding[] {
  const findings: Finding[] = [];
  const error = metrics.last('vision/heldOutError');
  const mean = metrics.last('vision/meanFrameError');
  if (error !== undefined && mean !== undefined && error > 0)
    findings.push(
      error >= mean
        ? { id: 'visionWorseThanMean', level: 'bad', values: { error, mean } }
        : { id: 'visionLearns', level: 'good', values: { times: mean / error } },
    );
  const kl = metrics.last('vision/kl');
  const options = run.config['vision'] as { latentSize?: unknown; klTolerance?: unknown } | undefined;
  const floor = Number(options?.latentSize) * Number(options?.klTolerance);
  // At its floor all along the KL pulls on nothing, which is how the paper trains; far below it z says nothing.
  if (kl !== undefined && floor > 0 && kl < floor * 0.2)
    findings.push({ id: 'visionForgetsLatents', level: 'warning', values: { kl, floor } });
  return findings;
}

function memory(_run: unknown, metrics: MetricReader): readonly Finding[] {
  const error = metrics.last('memory/heldOutError');
  const repeat = metrics.last('memory/repeatError');
  if (error === undefined || repeat === undefined || error <= 0) return [];
  return error >= repeat
    ? [{ id: 'memoryWorseThanRepeat', level: 'bad', values: { error, repeat } }]
    : [{ id: 'memoryLearns', level: 'good', values: { percent: 100 * (1 - error / repeat) } }];
}

function controller(run: Pick<RunDetail, 'config' | 'score'>, metrics: MetricReader): readonly Finding[] {
  const findings: Finding[] = [];
  const best = metrics.values('controller/best');
  if (best !== undefined && best.length > STUCK_GENERATIONS) {
    const top = indexOfMaximum(best);
    const since = best.length - 1 - top;
    if (since >= STUCK_GENERATIONS)
      findings.push({ id: 'controllerStuck', level: 'warning', values: { generations: since } });
  }
  const sigma = metrics.last('controller/sigma');
  const initial = Number((run.config['controller'] as { initialSigma?: unknown } | undefined)?.initialSigma);
  if (sigma !== undefined && initial > 0 && sigma < initial * COLLAPSED_SIGMA)
    findings.push({ id: 'controllerCollapsed', level: 'warning', values: { sigma } });
  const random = metrics.values('collect/return');
  if (run.score !== null && random !== undefined && random.length >= LEAST_EPISODES) {
    findings.push(againstChance('controller', run.score, mean(random)));
  }
  return findings;
}

/** Whether the newest dreamt score is worth anything in reality. */
function dream(run: Pick<RunDetail, 'config'>, metrics: MetricReader): readonly Finding[] {
  const options = run.config['controller'] as
    { readonly evaluateRollouts?: unknown; readonly evaluateEpisodes?: unknown } | undefined;
  const read = (name: string, episodes: unknown) => {
    const mean = metrics.last(`evaluation/${name}`);
    const deviation = metrics.last(`evaluation/${name}Deviation`);
    return mean === undefined || deviation === undefined ? null : interval(mean, deviation, Number(episodes));
  };
  const virtual = read('virtual', options?.evaluateRollouts);
  const actual = read('actual', options?.evaluateEpisodes);
  if (virtual === null || actual === null) return [];
  const gap = gapOf(virtual, actual);
  const exploited = gap.mean - gap.half > 0;
  const values = { virtual: virtual.mean, actual: actual.mean };
  return [
    exploited
      ? { id: 'dreamExploited', level: 'warning', values }
      : { id: 'dreamHolds', level: 'good', values },
  ];
}

/** Dreamer: whether its model learns to expect anything, and its actor anything beyond chance. */
function dreamer(run: Pick<RunDetail, 'config' | 'result'>, metrics: MetricReader): readonly Finding[] {
  const findings: Finding[] = [];
  const kl = newest(metrics.values('model/kl'), NEWEST);
  const free = Number((run.config['model'] as { readonly freeNats?: unknown } | undefined)?.freeNats);
  // Under the free nats the KL has no gradient, and nothing else teaches the prior.
  if (kl !== null && Math.max(...kl) < free)
    findings.push({ id: 'priorUntaught', level: 'bad', values: { kl: mean(kl), free } });
  const error = newest(metrics.values('evaluation/openLoopError'), NEWEST_EVALUATIONS);
  const repeat = newest(metrics.values('evaluation/repeatError'), NEWEST_EVALUATIONS);
  if (error !== null && repeat !== null && mean(repeat) > 0) {
    const share = mean(error) / mean(repeat);
    findings.push(
      share < 1
        ? { id: 'imagines', level: 'good', values: { percent: 100 * (1 - share) } }
        : { id: 'imaginesNoBetterThanRepeat', level: 'warning', values: { times: share } },
    );
  }
  const random = run.result?.figures['evaluation.randomReturn'];
  if (run.result !== null && random !== undefined) {
    findings.push(againstChance('agent', run.result.score, random));
  }
  return findings;
}

function againstChance(who: 'controller' | 'agent', score: number, random: number): Finding {
  const values = { score, random };
  return score > random
    ? { id: `${who}BeatsRandom`, level: 'good', values }
    : { id: `${who}NoBetterThanRandom`, level: 'bad', values };
}

/** Null where there are fewer. */
function newest(values: Float64Array | undefined, count: number): Float64Array | null {
  return values === undefined || values.length < count ? null : values.subarray(-count);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function exactness(run: Pick<RunDetail, 'exact'>): readonly Finding[] {
  return run.exact ? [] : [{ id: 'notExact', level: 'warning', values: {} }];
}

function indexOfMaximum(values: Float64Array): number {
  let top = 0;
  for (let i = 1; i < values.length; i += 1)
    if ((values[i] ?? -Infinity) > (values[top] ?? -Infinity)) top = i;
  return top;
}
