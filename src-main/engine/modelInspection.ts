/**
 * What a person is told of a model and a reward of their own, from what is known of the model: takes no MuJoCo and no time, so
 * that the host can say it at each letter that is typed.
 */
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import type { ModelInspection } from '../../shared/protocol.ts';
import { findKeyframe } from '../environments/model-file/keyframes.ts';
import type { ModelFacts } from '../environments/model-file/modelFacts.ts';
import {
  checkReward,
  REWARD_FUNCTIONS,
  type SensorSizes,
} from '../environments/model-file/rewardExpression.ts';
import { trainingProblem } from '../environments/trainable.ts';

function signature([name, { parameters }]: [string, { readonly parameters: readonly string[] }]): string {
  return `${name}(${parameters.join(', ')})`;
}

function sensorSizes({ sensors }: ModelFacts): SensorSizes {
  return Object.fromEntries(sensors.map(({ name, size }) => [name, size]));
}

function keyframeProblem(keyframes: readonly string[], wanted: string): ErrorReport | null {
  try {
    findKeyframe(keyframes, wanted);
    return null;
  } catch (error) {
    return reportError(error);
  }
}

/** What a reward may read and call, and what is wrong with model or reward. */
export function inspectionOf(
  found: { readonly facts: ModelFacts } | { readonly error: ErrorReport },
  reward: string,
  keyframe = '',
): ModelInspection {
  const functions = ['length(sensor)', ...Object.entries(REWARD_FUNCTIONS).map(signature)];
  if ('error' in found) {
    return {
      sensors: [],
      actuators: [],
      keyframes: [],
      functions,
      modelError: found.error,
      rewardError: null,
      trainingError: null,
    };
  }
  const { facts } = found;
  const wrong = checkReward(reward, sensorSizes(facts));
  const untrainable = trainingProblem(facts.actions);
  return {
    sensors: facts.sensors,
    actuators: facts.actions.names ?? [],
    keyframes: facts.keyframes,
    functions,
    modelError: keyframeProblem(facts.keyframes, keyframe),
    rewardError: wrong === null ? null : reportError(wrong),
    trainingError: untrainable === null ? null : reportError(untrainable),
  };
}
