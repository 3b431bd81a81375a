/** Scores a DQN checkpoint on whole episodes, with as few random decisions as its config says. */
import type { DqnConfig } from '../../../shared/algorithms/dqn/config.ts';
import type { EvaluationListener } from '../../../shared/evaluation.ts';
import { evaluateAgent } from '../../acting/evaluateAgent.ts';
import type { EvaluationRequest, EvaluationSummary } from '../../acting/evaluationRequest.ts';
import { dqnEnvironment, readDqn } from './player.ts';
import { QActor } from './qActor.ts';

/** @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config. */
export function evaluateDqn(
  request: EvaluationRequest<DqnConfig>,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  const { config, environment, checkpoint } = request;
  return evaluateAgent(
    request,
    dqnEnvironment(environment, config),
    (spec) => {
      const { shape, observation, table, parameters } = readDqn(config, spec, checkpoint);
      const actor = new QActor(parameters, shape, observation, table);
      return {
        layout: observation.layout,
        best: (count, random) => actor.driver({ count, random, epsilonAt: () => config.evaluate.epsilon }),
        dispose: () => {
          actor.dispose();
          parameters.dispose();
        },
      };
    },
    listener,
  );
}
