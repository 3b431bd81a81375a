/** The registry's entry for a person's own model: MJCF and reward are its config. */
import { z } from 'zod';
import { OBSERVED } from '../../../shared/environmentSettings.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import { controlSpec } from '../control-suite/spec.ts';
import { configIssue } from '../configIssue.ts';
import { chosen, type EnvironmentFamily } from '../family.ts';
import { UNBOUNDED } from '../unbounded.ts';
import {
  EXAMPLE_ACTUATORS,
  EXAMPLE_OBSERVATIONS,
  EXAMPLE_REWARD,
  EXAMPLE_TIMESTEP,
  EXAMPLE_XML,
  OWN_MODEL,
} from '../../../shared/exampleModel.ts';
import { MODEL_FILE_VERSION, openModelFile } from './openModelFile.ts';

export const MODEL_FILE_SCHEMA = z.strictObject({
  /** The model's whole text. */
  xml: z.string().default(EXAMPLE_XML),
  /** Over the model's sensors, see rewardExpression.ts. */
  reward: z.string().default(EXAMPLE_REWARD),
  observation: z.enum(OBSERVED).default('pixels'),
  actionRepeat: z.number().int().min(1).max(32).default(1),
  physicsSteps: z.number().int().min(1).max(1000).default(2),
  maxSteps: z.number().int().min(1).max(100_000).default(1000),
  camera: z.number().int().min(0).default(0),
  startSpread: z.number().min(0).max(10).default(0.1),
  keyframe: z.string().max(200).default(''),
});

function parseConfig(config: EnvironmentConfig): z.infer<typeof MODEL_FILE_SCHEMA> {
  const parsed = MODEL_FILE_SCHEMA.safeParse(config);
  if (parsed.success) return parsed.data;
  throw configIssue(parsed.error, MODEL_FILE_SCHEMA);
}

export const modelFileFamily: EnvironmentFamily = {
  ids: [OWN_MODEL],
  async create(_id, config) {
    const { xml, reward, ...options } = parseConfig(config);
    return openModelFile(xml, reward, options);
  },
  trainingConfig: (settings) => ({
    xml: settings.model || EXAMPLE_XML,
    reward: settings.reward || EXAMPLE_REWARD,
    ...chosen(settings, ['actionRepeat', 'observation', 'physicsSteps', 'maxSteps', 'startSpread', 'camera']),
    // Runs from before there was a choice have configs without it.
    ...(settings.keyframe === undefined || settings.keyframe === '' ? {} : { keyframe: settings.keyframe }),
  }),
  previewConfig: { observation: 'state' },
  describe() {
    const { observation, actionRepeat, physicsSteps, maxSteps } = parseConfig({});
    return {
      spec: controlSpec({
        id: OWN_MODEL,
        version: MODEL_FILE_VERSION,
        actuators: EXAMPLE_ACTUATORS,
        observations: EXAMPLE_OBSERVATIONS,
        controlSeconds: EXAMPLE_TIMESTEP * physicsSteps,
        maxSteps,
        rewardRange: [-UNBOUNDED, UNBOUNDED],
        observation,
        actionRepeat,
      }),
      source: 'MuJoCo MJCF, https://mujoco.readthedocs.io/en/stable/XMLreference.html',
      keys: [
        { code: 'ArrowLeft', element: 0, value: -1, label: 'environment.key.jointBack' },
        { code: 'ArrowRight', element: 0, value: 1, label: 'environment.key.jointForth' },
      ],
    };
  },
};
