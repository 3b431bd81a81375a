/** What a run that learns in a dream tells of its evaluations there: in World Models' own words, so that both are read alike. */
import type { Axis, TrainingUpdate } from '../../shared/run.ts';
import type { EpisodeOutcome } from './episodes.ts';
import { episodeUpdate } from './episodeUpdate.ts';
import { deviationOf, meanOf } from './scores.ts';

/** Dreams of the same evaluation. */
export interface DreamtBeside {
  readonly outcomes: readonly EpisodeOutcome[];
  /** Frames of the real environment that the run's evaluations have taken, this one's counted. */
  readonly realSteps: number;
}

/** Both scores, under the names by which the doctor and the page compare them. @param actual returns in reality */
export function dreamtFigures(
  { outcomes, realSteps }: DreamtBeside,
  actual: readonly number[],
): Readonly<Record<string, number>> {
  const virtual = returnsOf(outcomes);
  return {
    'evaluation/virtual': meanOf(virtual),
    'evaluation/virtualDeviation': deviationOf(virtual),
    'evaluation/actual': meanOf(actual),
    'evaluation/actualDeviation': deviationOf(actual),
    'evaluation/realSteps': realSteps,
  };
}

/** @param kept recipes */
export function dreamtEpisodes(
  { outcomes }: DreamtBeside,
  { phase, axis, kept }: { readonly phase: string; readonly axis: Axis; readonly kept: number },
): readonly TrainingUpdate[] {
  return outcomes.map((outcome, index) =>
    episodeUpdate(outcome, { purpose: 'dream', phase, axis, keepsRecipe: index < kept }),
  );
}

export function returnsOf(outcomes: readonly EpisodeOutcome[]): number[] {
  return outcomes.map(({ episodeReturn }) => episodeReturn);
}

/** @param actionRepeat of the environment */
export function framesOf(outcomes: readonly EpisodeOutcome[], actionRepeat: number): number {
  return actionRepeat * outcomes.reduce((sum, { length }) => sum + length, 0);
}
