/**
 * Evaluations that a person asks for: whole episodes that a checkpoint plays, kept beside it. They never change the
 * run's own score.
 */
import { readRun } from './algorithms/registry.ts';
import { configValue } from './config.ts';
import type { LockDifference } from './environmentLock.ts';

/** As many as a run's own evaluation may have. */
export const MOST_EVALUATION_EPISODES = 10_000;

export interface EvaluatedEpisode {
  readonly index: number;
  readonly seed: number;
  readonly episodeReturn: number;
  readonly length: number;
  readonly terminated: boolean;
}

/** Is told how far an evaluation is, for a progress bar. */
export interface EvaluationListener {
  /** An episode ended. */
  onEpisode?(episode: EvaluatedEpisode): void;
  /** @param episodes that were played, those under way by their steps; an estimate, since some end early. */
  onPlayed?(episodes: number): void;
  /** The Python side of its environment is not what the run was trained with. */
  onDifference?(difference: LockDifference): void;
}

/** One that is done, as it is stored and exported. */
export interface EvaluationRecord {
  /** Begins with its run's id. */
  readonly id: string;
  /** It may have made way for newer ones since. */
  readonly checkpointId: string;
  /** Names the episodes: the same seed and checkpoint give the same ones. */
  readonly seed: number;
  readonly score: number;
  /** Of a sample. */
  readonly scoreDeviation: number;
  readonly episodes: readonly EvaluatedEpisode[];
  readonly createdAt: string;
}

/** The same as it is shown. */
export interface EvaluationResult extends Omit<EvaluationRecord, 'episodes'> {
  readonly runId: string;
  /** One an episode, in their order. */
  readonly returns: readonly number[];
  /** Of each episode's start, in the same order. */
  readonly seeds: readonly number[];
}

/** One that waits for its turn or plays. */
export interface EvaluationUnderWay {
  readonly id: string;
  readonly runId: string;
  readonly checkpointId: string;
  readonly seed: number;
  readonly episodes: number;
  /** `storing`: all is played, and the disk does not take it yet. */
  readonly state: 'waiting' | 'playing' | 'storing';
  readonly done: number;
  /** At least `done`: those that go on counted by their steps. */
  readonly played: number;
  /** Of the episodes done; null before the first. */
  readonly mean: number | null;
}

/** What a run's own evaluation plays: its episodes and its seed. */
export function ownEvaluation(config: Readonly<Record<string, unknown>>): {
  readonly episodes: number;
  readonly seed: number;
} {
  const episodes = configValue(config, 'evaluate.episodes');
  const seed = configValue(config, 'seed');
  return {
    episodes: typeof episodes === 'number' ? episodes : 100,
    seed: typeof seed === 'number' ? seed : 0,
  };
}

/** Whether a checkpoint of that phase holds a behaviour, as far as can be told without its file. */
export function mayAct(
  run: { readonly algorithm: string; readonly config: Readonly<Record<string, unknown>> },
  phase: string,
): boolean {
  const read = readRun(run);
  return read === undefined || read.algorithm.mayAct(read.config, phase);
}
