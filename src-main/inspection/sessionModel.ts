/** What a theatre has of a checkpoint: the model that it looks through, and who acts. */
import type { TheatreInfo } from '../../shared/theatre.ts';
import type { ActingMind, Judgement } from './actingMind.ts';
import type { Mind } from './mind.ts';

export interface SessionModel {
  /** The world model that is looked through; null where there is none. */
  readonly mind: Mind | null;
  /** Who acts instead of the mind: an agent without a world model, or one whose model is not looked through. */
  readonly agent: ActingMind | null;
  readonly checkpointId: string;
  readonly checkpointScore: number | null;
  /** The run whose world model it is that is looked through; null: the same as acts. */
  readonly lensRunId: string | null;
}

export function modelInfo(from: SessionModel | null): TheatreInfo['model'] {
  if (from === null || from.mind === null) return null;
  const { mind, lensRunId } = from;
  return {
    ofRun: lensRunId,
    kind: mind.model.kind,
    hasTemperature: mind.model.hasTemperature,
    hasRewardHead: mind.model.heads.reward,
    hasContinuationHead: mind.model.heads.continuation,
    observes: mind.model.observes,
    latentSize: mind.latentSize,
    imagines: mind.imagines,
  };
}

/** Whether anybody can act by it. */
export function hasAgent(from: SessionModel | null): boolean {
  return from !== null && (from.agent !== null || (from.mind?.policy ?? null) !== null);
}

/** @param judgement what the agent made of a first step */
export function agentInfo(from: SessionModel | null, judgement: Judgement | null): TheatreInfo['agent'] {
  if (from === null) return null;
  const { mind, agent, checkpointId, checkpointScore } = from;
  return {
    checkpointId,
    checkpointScore,
    acts: hasAgent(from),
    hasValue:
      agent === null ? mind?.policy?.value !== undefined : judgement !== null && judgement.value !== null,
    insight: judgement?.insight?.kind ?? null,
  };
}

export function disposeModel(from: SessionModel | null): void {
  from?.mind?.dispose();
  from?.agent?.dispose();
}
