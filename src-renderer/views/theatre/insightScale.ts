/** How what an agent makes of each step is coloured on the timeline. */
import type { AgentInsight } from '../../../shared/agentInsight.ts';
import type { HeatScale } from './heatStrip.ts';

/** @param bounds least and greatest of any action */
export function insightScale(kind: AgentInsight['kind'], bounds: readonly [number, number]): HeatScale {
  switch (kind) {
    case 'actionValues':
      // Values of one step lie close together and drift over the episode: only which is preferred can be seen.
      return 'preference';
    case 'choiceProbabilities':
      return [0, 1];
    case 'normalActions':
      return bounds;
    case 'returns':
      return 'share';
  }
}
