/** Turns what a person asks to measure into what an evaluator does: for the window and for `studio trust`. */
import { algorithmDefinition, readRun } from '../../shared/algorithms/registry.ts';
import { DATA_SET } from '../../shared/dataSet.ts';
import { StudioError } from '../../shared/errors.ts';
import { TRUST_EPISODES, type TrustInstrument } from '../../shared/trust.ts';
import { trustedRun } from '../../shared/trustFindings.ts';
import type { TrustStart } from '../engine/messages.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { planEvaluation, type EvaluationPlan } from './evaluationPlan.ts';
import { findCheckpoint } from './theatreSource.ts';

export interface AskedTrust {
  readonly instrument: TrustInstrument;
  /** An id, `best` or `latest`; where absent the one that the run's score is of, else the best. */
  readonly checkpoint?: string | undefined;
  readonly episodes?: number | undefined;
  /** The run's own where absent. */
  readonly temperatures?: readonly number[] | undefined;
  /** The run's own where absent. */
  readonly seed?: number | undefined;
}

export interface TrustPlan extends EvaluationPlan, TrustStart {
  readonly environmentSteps: number;
  readonly gradientSteps: number;
}

/** @throws StudioError `run.unknown`, `checkpoint.unknown`, `trust.noModel`, `trust.recordedOnly` */
export function planTrust(store: ExperimentStore, runId: string, asked: AskedTrust): TrustPlan {
  const { instrument, checkpoint, episodes = TRUST_EPISODES, seed } = asked;
  const plan = planEvaluation(store, runId, { checkpoint, episodes, seed });
  if (!algorithmDefinition(plan.algorithm).hasWorldModel) {
    throw new StudioError('trust.noModel', { algorithm: plan.algorithm });
  }
  if (plan.environment === DATA_SET && instrument === 'calibration')
    throw new StudioError('trust.recordedOnly');
  const { axis } = findCheckpoint(store, runId, plan.checkpointId);
  return {
    ...plan,
    instrument,
    temperatures: asked.temperatures ?? [trustedRun(readRun(plan)).temperature ?? 1],
    environmentSteps: axis.environmentSteps,
    gradientSteps: axis.gradientSteps,
  };
}
