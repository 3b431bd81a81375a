/** The instruments' figures in words. */
import type { Estimate, PolicyName } from '../../../../shared/trust.ts';
import { formatNumber, formatScore } from '../../../state/format.ts';
import { t } from '../../../state/language.ts';

export function policyText({ kind, action }: PolicyName): string {
  return t(`trust.policy.${kind}`, { action });
}

export function scoreText({ mean, low, high }: Estimate): string {
  return t('trust.interval', { mean: formatScore(mean), low: formatScore(low), high: formatScore(high) });
}

export function ratioText({ mean, low, high }: Estimate): string {
  const digits = (value: number) => formatNumber(value, 2);
  return t('trust.interval', { mean: digits(mean), low: digits(low), high: digits(high) });
}

export function percentText({ mean, low, high }: Estimate): string {
  // The sum makes zero of minus zero.
  const percent = (value: number) => `${formatNumber(Math.round(100 * value) + 0)}%`;
  return t('trust.interval', { mean: percent(mean), low: percent(low), high: percent(high) });
}

/** @param looked steps of the curve: what a null stands for */
export function stepsText(steps: number | null, looked: number): string {
  return steps === null
    ? t('trust.drift.atLeast', { steps: formatNumber(looked) })
    : t('trust.drift.value', { steps: formatNumber(steps) });
}
