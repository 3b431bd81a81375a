/** The model that a theatre looks through, and what the interface is told of it. */
import type { TheatreInfo } from '../../shared/theatre.ts';
import type { Mind } from './mind.ts';

export interface SessionModel {
  readonly mind: Mind;
  readonly checkpointId: string;
  readonly checkpointScore: number | null;
}

export function modelInfo(from: SessionModel | null): TheatreInfo['model'] {
  if (from === null) return null;
  const { mind, checkpointId, checkpointScore } = from;
  return {
    kind: mind.model.kind,
    checkpointId,
    checkpointScore,
    hasTemperature: mind.model.hasTemperature,
    hasRewardHead: mind.model.heads.reward,
    hasContinuationHead: mind.model.heads.continuation,
    hasCritic: mind.policy?.value !== undefined,
    observes: mind.model.observes,
    hasPolicy: mind.policy !== null,
    latentSize: mind.latentSize,
  };
}
