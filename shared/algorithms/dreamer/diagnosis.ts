/** What the doctor says of a Dreamer run. */
import type { DiagnosedRun, Diagnosis, Finding, MetricReader } from '../algorithm.ts';
import { EQUAL_STEP_FINDINGS } from '../../equalSteps.ts';
import { againstChance, againstPublished, meanOf, newest } from '../findings.ts';
import type { DreamerConfig } from './config.ts';

/** Of the newest figures, so many are looked at together: one alone is noise. */
const NEWEST = 10;
const NEWEST_EVALUATIONS = 3;

export const dreamerDiagnosis: Diagnosis<DreamerConfig> = {
  ids: [
    'priorUntaught',
    'imaginesNoBetterThanRepeat',
    'imagines',
    'agentNoBetterThanRandom',
    'agentBeatsRandom',
    ...EQUAL_STEP_FINDINGS,
  ],
  read,
};

/** Whether its model learns to expect anything, and its actor anything beyond chance. */
function read(run: DiagnosedRun<DreamerConfig>, metrics: MetricReader): readonly Finding[] {
  const { config, result } = run;
  const findings: Finding[] = [];
  const kl = newest(metrics.values('model/kl'), NEWEST);
  const free = config.model.freeNats;
  // Under the free nats the KL has no gradient, and nothing else teaches the prior.
  if (kl !== null && Math.max(...kl) < free)
    findings.push({ id: 'priorUntaught', level: 'bad', values: { kl: meanOf(kl), free } });
  const error = newest(metrics.values('evaluation/openLoopError'), NEWEST_EVALUATIONS);
  const repeat = newest(metrics.values('evaluation/repeatError'), NEWEST_EVALUATIONS);
  if (error !== null && repeat !== null && meanOf(repeat) > 0) {
    const share = meanOf(error) / meanOf(repeat);
    findings.push(
      share < 1
        ? { id: 'imagines', level: 'good', values: { percent: 100 * (1 - share) } }
        : { id: 'imaginesNoBetterThanRepeat', level: 'warning', values: { times: share } },
    );
  }
  const random = result?.figures['evaluation.randomReturn'];
  if (result !== null && random !== undefined) {
    findings.push(againstChance('agent', result.score, random));
  }
  findings.push(...againstPublished(run, 'DreamerV3', metrics, 'evaluation/return'));
  return findings;
}
