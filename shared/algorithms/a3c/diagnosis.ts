/** What the doctor says of an A3C run. */
import type { DiagnosedRun, Diagnosis, Finding, MetricReader } from '../algorithm.ts';
import { againstChance, meanOf, newest } from '../findings.ts';
import type { A3cConfig } from './config.ts';

/** Of the newest figures, so many are looked at together: one alone is noise. */
const NEWEST = 20;
/** Nats: of two choices, one is then taken 199 times in 200. */
const LEAST_ENTROPY = 0.03;

export const a3cDiagnosis: Diagnosis<A3cConfig> = {
  ids: ['choosesOne', 'agentNoBetterThanRandom', 'agentBeatsRandom'],
  read,
};

function read({ config, result }: DiagnosedRun<A3cConfig>, metrics: MetricReader): readonly Finding[] {
  const findings: Finding[] = [];
  const entropies = newest(metrics.values('policy/entropy'), NEWEST);
  // That of numbers has no floor: a narrow distribution may be all that a task asks for.
  if (config.actions.kind === 'choices' && entropies !== null) {
    const entropy = meanOf(entropies);
    if (entropy < LEAST_ENTROPY) findings.push({ id: 'choosesOne', level: 'warning', values: { entropy } });
  }
  const random = result?.figures['evaluation.randomReturn'];
  if (result !== null && random !== undefined) findings.push(againstChance('agent', result.score, random));
  return findings;
}
