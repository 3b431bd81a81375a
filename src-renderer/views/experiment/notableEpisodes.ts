/** The episodes of an evaluation that are worth a look. */
import type { EvaluationResult } from '../../../shared/evaluation.ts';

export const NOTABLE = ['worst', 'median', 'best'] as const;
export type Notable = (typeof NOTABLE)[number];

export interface NotableEpisode {
  readonly which: Notable;
  readonly seed: number;
  readonly episodeReturn: number;
}

/** Of an even number the lower of the two in the middle. One episode alone is neither best nor worst. */
export function notableEpisodes({
  returns,
  seeds,
}: Pick<EvaluationResult, 'returns' | 'seeds'>): readonly NotableEpisode[] {
  const order = returns.map((_, index) => index).sort((a, b) => (returns[a] ?? 0) - (returns[b] ?? 0));
  const at = (which: Notable, place: number): readonly NotableEpisode[] => {
    const index = order[place];
    const seed = index === undefined ? undefined : seeds[index];
    return index === undefined || seed === undefined
      ? []
      : [{ which, seed, episodeReturn: returns[index] ?? 0 }];
  };
  const last = order.length - 1;
  if (last < 1) return at('median', 0);
  return [...at('worst', 0), ...(last < 2 ? [] : at('median', Math.floor(last / 2))), ...at('best', last)];
}
