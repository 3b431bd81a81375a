/** Scores an A3C checkpoint on whole episodes, acting as its config says. */
import type { A3cConfig } from '../../../shared/algorithms/a3c/config.ts';
import type { EvaluationListener } from '../../../shared/evaluation.ts';
import { evaluateAgent } from '../../acting/evaluateAgent.ts';
import type { EvaluationRequest, EvaluationSummary } from '../../acting/evaluationRequest.ts';
import { ParameterSet } from '../../numerics/parameters.ts';
import { a3cParameters } from './network.ts';
import { A3cPlayer, AGENT_PREFIX, a3cEnvironment } from './player.ts';
import { a3cForm } from './shape.ts';

/** @throws StudioError `checkpoint.mismatch` where the checkpoint does not fit the config. */
export function evaluateA3c(
  request: EvaluationRequest<A3cConfig>,
  listener: EvaluationListener,
): Promise<EvaluationSummary> {
  const { config, environment, checkpoint } = request;
  return evaluateAgent(
    request,
    a3cEnvironment(environment, config),
    (spec) => {
      const form = a3cForm(config, spec);
      const { arrays } = checkpoint;
      const parameters = new ParameterSet(a3cParameters(form.shape), { arrays, prefix: AGENT_PREFIX });
      const player = new A3cPlayer(parameters, form, config.evaluate.actions === 'drawn');
      return {
        layout: form.sight.layout,
        best: (count, random) => player.driver(count, random),
        dispose: () => {
          player.dispose();
          parameters.dispose();
        },
      };
    },
    listener,
  );
}
