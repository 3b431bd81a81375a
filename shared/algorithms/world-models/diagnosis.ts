/** What the doctor says of a World Models run. */
import { againstChance, indexOfMaximum, meanOf } from '../findings.ts';
import type { DiagnosedRun, Diagnosis, Finding, MetricReader } from '../algorithm.ts';
import { DREAM_FINDINGS, dreamFindings } from '../dreamGap.ts';
import type { WorldModelsConfig } from './config.ts';
import { evaluationSizes } from './dreamChecks.ts';

/** Generations without a better best before the search is called stuck. */
const STUCK_GENERATIONS = 30;
/** Of the initial step size; below it the population looks at one point. */
const COLLAPSED_SIGMA = 0.02;
/** Episodes before the random policy's mean is worth comparing with. */
const LEAST_EPISODES = 5;

export const worldModelsDiagnosis: Diagnosis<WorldModelsConfig> = {
  ids: [
    'visionWorseThanMean',
    'visionLearns',
    'visionForgetsLatents',
    'memoryWorseThanRepeat',
    'memoryLearns',
    'controllerStuck',
    'controllerCollapsed',
    'controllerNoBetterThanRandom',
    'controllerBeatsRandom',
    ...DREAM_FINDINGS,
  ],
  read: (run, metrics) => [
    ...vision(run.config, metrics),
    ...memory(metrics),
    ...controller(run, metrics),
    ...dreamFindings(metrics, evaluationSizes(run.config)),
  ],
};

function vision({ vision: options }: WorldModelsConfig, metrics: MetricReader): readonly Finding[] {
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
  const floor = options.latentSize * options.klTolerance;
  // At its floor all along the KL pulls on nothing, which is how the paper trains; far below it z says nothing.
  if (kl !== undefined && floor > 0 && kl < floor * 0.2)
    findings.push({ id: 'visionForgetsLatents', level: 'warning', values: { kl, floor } });
  return findings;
}

function memory(metrics: MetricReader): readonly Finding[] {
  const error = metrics.last('memory/heldOutError');
  const repeat = metrics.last('memory/repeatError');
  if (error === undefined || repeat === undefined || error <= 0) return [];
  return error >= repeat
    ? [{ id: 'memoryWorseThanRepeat', level: 'bad', values: { error, repeat } }]
    : [{ id: 'memoryLearns', level: 'good', values: { percent: 100 * (1 - error / repeat) } }];
}

function controller(
  { config, score }: DiagnosedRun<WorldModelsConfig>,
  metrics: MetricReader,
): readonly Finding[] {
  const findings: Finding[] = [];
  const best = metrics.values('controller/best');
  if (best !== undefined && best.length > STUCK_GENERATIONS) {
    const top = indexOfMaximum(best);
    const since = best.length - 1 - top;
    if (since >= STUCK_GENERATIONS)
      findings.push({ id: 'controllerStuck', level: 'warning', values: { generations: since } });
  }
  const sigma = metrics.last('controller/sigma');
  const initial = config.controller.initialSigma;
  if (sigma !== undefined && sigma < initial * COLLAPSED_SIGMA)
    findings.push({ id: 'controllerCollapsed', level: 'warning', values: { sigma } });
  const random = metrics.values('collect/return');
  if (score !== null && random !== undefined && random.length >= LEAST_EPISODES) {
    findings.push(againstChance('controller', score, meanOf(random)));
  }
  return findings;
}
