/** What an agent makes of a moment, as bars. */
import type { AgentInsight } from '../../../shared/agentInsight.ts';
import { formatNumber } from '../../state/format.ts';

export interface InsightBar {
  readonly name: string;
  /** Where the bar begins and ends, as shares of the track. */
  readonly from: number;
  readonly to: number;
  /** A line across it, as a share of the track; null: none. */
  readonly mark: number | null;
  readonly value: string;
  /** It is what the agent prefers. */
  readonly best: boolean;
}

export interface InsightNames {
  choice(action: readonly number[]): string;
  element(index: number): string;
  bounds(index: number): readonly [number, number];
}

export function barsOf(
  insight: Exclude<AgentInsight, { kind: 'returns' }>,
  names: InsightNames,
): readonly InsightBar[] {
  if (insight.kind === 'normalActions') {
    return [...insight.means].map((mean, index) => {
      const [low, high] = names.bounds(index);
      const share = (value: number) => Math.min(1, Math.max(0, (value - low) / Math.max(1e-9, high - low)));
      const deviation = insight.deviations[index] ?? 0;
      return {
        name: names.element(index),
        from: share(mean - deviation),
        to: share(mean + deviation),
        mark: share(mean),
        value: `${formatNumber(mean, 2)} ± ${formatNumber(deviation, 2)}`,
        best: true,
      };
    });
  }
  const values = [...insight.values];
  const highest = Math.max(...values);
  const likely = insight.kind === 'choiceProbabilities';
  const lowest = likely ? 0 : Math.min(...values);
  // The worst action's value keeps a sliver: a bar that is not there reads as one without a value.
  const floor = likely ? 0 : 0.04;
  const span = likely ? 1 : Math.max(1e-9, highest - lowest);
  return values.map((value, index) => ({
    name: names.choice(insight.choices[index] ?? []),
    from: 0,
    to: floor + (1 - floor) * ((value - lowest) / span),
    mark: null,
    value: likely ? `${formatNumber(100 * value, 0)}%` : formatNumber(value, 2),
    best: value === highest,
  }));
}
