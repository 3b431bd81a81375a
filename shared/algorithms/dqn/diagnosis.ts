/** What the doctor says of a DQN run. */
import type { DiagnosedRun, Diagnosis, Finding, MetricReader } from '../algorithm.ts';
import { againstChance, meanOf, newest } from '../findings.ts';
import type { DqnConfig } from './config.ts';
import { explorationEpsilon, plannedDecisions } from './epsilon.ts';

/** Of the newest figures, so many are looked at together: one alone is noise. */
const NEWEST = 10;
/** Values beyond what was ever earned, times this, came from nowhere. */
const BEYOND = 3;
/** Random decisions above the lowest share that a run is meant to come to. */
const STILL_EXPLORING = 0.1;
/** Of one grey frame. */
const FRAME_BYTES = 4096;

export const dqnDiagnosis: Diagnosis<DqnConfig> = {
  ids: [
    'valuesExplode',
    'explorationOutlastsRun',
    'replayCutShort',
    'agentNoBetterThanRandom',
    'agentBeatsRandom',
  ],
  read,
};

function read({ config, result }: DiagnosedRun<DqnConfig>, metrics: MetricReader): readonly Finding[] {
  const findings = [...exploding(config, metrics), ...settings(config, metrics)];
  const random = result?.figures['evaluation.randomReturn'];
  if (result !== null && random !== undefined) findings.push(againstChance('agent', result.score, random));
  return findings;
}

/**
 * A value can exceed an episode's return only where the episode was cut by the time limit, since the value counts on what would
 * have come after.
 */
function exploding({ learning }: DqnConfig, metrics: MetricReader): Finding[] {
  const values = newest(metrics.values('q/value'), NEWEST);
  const returns = [...(metrics.values('train/return') ?? []), ...(metrics.values('seed/return') ?? [])];
  const lengths = metrics.values('train/length');
  if (values === null || returns.length === 0 || lengths === undefined || lengths.length === 0) return [];
  const value = Math.abs(meanOf(values));
  const earned = Math.max(...returns.map(Math.abs));
  const horizon = learning.gamma < 1 ? 1 / (1 - learning.gamma) : 1;
  const bound = BEYOND * earned * Math.max(1, horizon / meanOf(lengths));
  return value > bound ? [{ id: 'valuesExplode', level: 'bad', values: { value, earned } }] : [];
}

/** What was set too small or too large for this run; said once it has begun. */
function settings(config: DqnConfig, metrics: MetricReader): Finding[] {
  const findings: Finding[] = [];
  if (metrics.last('q/value') === undefined) return findings;
  const { finalEpsilon } = config.exploration;
  const epsilon = explorationEpsilon(config, plannedDecisions(config));
  if (epsilon > finalEpsilon + STILL_EXPLORING) {
    const values = { percent: Math.round(100 * epsilon) };
    findings.push({ id: 'explorationOutlastsRun', level: 'warning', values });
  }
  const { cacheBytes, transitions } = config.replay;
  const kept = Math.floor(cacheBytes / FRAME_BYTES);
  const wanted = Math.min(transitions, plannedDecisions(config));
  if (config.environment.observation === 'pixels' && kept < wanted)
    findings.push({ id: 'replayCutShort', level: 'warning', values: { kept, wanted } });
  return findings;
}
