/** An evaluation's figures in words. */
import type { EvaluationResult } from '../../../shared/evaluation.ts';
import { formatNumber, formatScore } from '../../state/format.ts';
import { t } from '../../state/language.ts';

/** `812 ± 43`; one episode has no deviation. */
export function resultText({ score, scoreDeviation, returns }: EvaluationResult): string {
  return formatScore(score, returns.length > 1 ? scoreDeviation : null);
}

export function episodesText({ returns }: EvaluationResult): string {
  return returns.length === 1
    ? t('evaluation.overOne')
    : t('evaluation.over', { episodes: formatNumber(returns.length) });
}
