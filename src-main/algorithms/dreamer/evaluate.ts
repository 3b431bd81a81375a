/** Scores a Dreamer checkpoint's behaviour on whole episodes, without noise. */
import type { DreamerConfig } from '../../../shared/algorithms/dreamer/config.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { EvaluationListener } from '../../../shared/evaluation.ts';
import { evaluateAgent } from '../../acting/evaluateAgent.ts';
import type { EvaluationRequest, EvaluationSummary } from '../../acting/evaluationRequest.ts';
import { dreamerEnvironment, loadDreamer } from './player.ts';
import { PolicyDriver } from './policyDriver.ts';

/** @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config, `checkpoint.cannotAct` where nobody acts. */
export function evaluateDreamer(
  request: EvaluationRequest<DreamerConfig>,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  const { config, environment, checkpoint } = request;
  return evaluateAgent(
    request,
    dreamerEnvironment(environment, config),
    (spec) => {
      const { model, policy } = loadDreamer(config, spec, checkpoint);
      if (policy === null) {
        model.dispose();
        throw new StudioError('checkpoint.cannotAct');
      }
      return {
        best: (count, random) => new PolicyDriver({ model, policy, count, random, exploration: null }),
        dispose: () => {
          policy.dispose();
          model.dispose();
        },
      };
    },
    listener,
  );
}
