/** Scores a D4PG checkpoint on whole episodes, without noise. */
import type { D4pgConfig } from '../../../shared/algorithms/d4pg/config.ts';
import type { EvaluationListener } from '../../../shared/evaluation.ts';
import { evaluateAgent } from '../../acting/evaluateAgent.ts';
import type { EvaluationRequest, EvaluationSummary } from '../../acting/evaluationRequest.ts';
import { actionScale } from '../../models/actionScale.ts';
import { D4pgActor } from './actorDriver.ts';
import { d4pgEnvironment, readD4pg } from './player.ts';

/** @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config. */
export function evaluateD4pg(
  request: EvaluationRequest<D4pgConfig>,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  const { config, environment, checkpoint } = request;
  return evaluateAgent(
    request,
    d4pgEnvironment(environment, config),
    (spec) => {
      const player = readD4pg(config, spec, checkpoint);
      const { sight, policy, critic } = player;
      const actor = new D4pgActor(player, player, actionScale(spec.actions));
      return {
        layout: sight.layout,
        best: (_count, random) => actor.driver(random, 0),
        dispose: () => {
          actor.dispose();
          policy.dispose();
          critic.dispose();
        },
      };
    },
    listener,
  );
}
