/** What the doctor says of a D4PG run. */
import type { DiagnosedRun, Diagnosis, Finding, MetricReader } from '../algorithm.ts';
import { EQUAL_STEP_FINDINGS } from '../../equalSteps.ts';
import { againstChance, againstPublished, meanOf, newest } from '../findings.ts';
import type { D4pgConfig } from './config.ts';

/** Of the newest figures, so many are looked at together: one alone is noise. */
const NEWEST = 10;
/** Nearer to an end of the atoms than this part of their range, returns are cut off there. */
const EDGE = 0.02;
/** Of one grey frame. */
const FRAME_BYTES = 4096;

export const d4pgDiagnosis: Diagnosis<D4pgConfig> = {
  ids: [
    'returnsBeyondAtoms',
    'replayCutShort',
    'agentNoBetterThanRandom',
    'agentBeatsRandom',
    ...EQUAL_STEP_FINDINGS,
  ],
  read,
};

function read(run: DiagnosedRun<D4pgConfig>, metrics: MetricReader): readonly Finding[] {
  const { config, result } = run;
  const findings: Finding[] = [];
  const values = newest(metrics.values('critic/value'), NEWEST);
  const { lowestReturn: lowest, highestReturn: highest } = config.critic;
  if (values !== null) {
    const value = meanOf(values);
    const edge = EDGE * (highest - lowest);
    if (value > highest - edge || value < lowest + edge)
      findings.push({ id: 'returnsBeyondAtoms', level: 'warning', values: { value, lowest, highest } });
  }
  const { cacheBytes, transitions } = config.replay;
  const { environment, schedule } = config;
  const kept = Math.floor(cacheBytes / FRAME_BYTES);
  const wanted = Math.min(transitions, Math.floor(schedule.environmentSteps / environment.actionRepeat));
  if (environment.observation === 'pixels' && kept < wanted && metrics.last('critic/value') !== undefined)
    findings.push({ id: 'replayCutShort', level: 'warning', values: { kept, wanted } });
  const random = result?.figures['evaluation.randomReturn'];
  if (result !== null && random !== undefined) findings.push(againstChance('agent', result.score, random));
  findings.push(...againstPublished(run, 'D4PG', metrics, 'evaluation/return'));
  return findings;
}
