/**
 * The dream of a World Models run as an environment: its V and M at a temperature, beginning where recorded episodes
 * began. The trainer records episodes in it, the theatre replays them.
 */
import { environmentFacts } from '../../../shared/environmentFacts.ts';
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { DreamEnvironment, type DreamStarts } from '../../models/dreamEnvironment.ts';
import type { VisionMemory, VisionMemoryState } from './visionMemory.ts';

export interface RunDreamOptions {
  /** Of the environment that the run was trained for. */
  readonly real: EnvironmentSpec;
  /** Of V's latents: see dreamStarts.ts. */
  readonly starts: DreamStarts;
  readonly temperature: number;
  readonly decodes?: boolean;
  readonly onClose?: () => void;
}

/** What a recipe in the dream says of it; the rest is the run's. */
export function runDreamConfig(temperature: number): EnvironmentConfig {
  return { temperature };
}

/** The model stays the caller's. */
export function createRunDream(
  model: VisionMemory,
  options: RunDreamOptions,
): DreamEnvironment<VisionMemoryState> {
  const { real, starts, temperature, decodes, onClose } = options;
  const points = environmentFacts(real.id)?.pointsAFrameSurvived;
  return new DreamEnvironment(model, {
    real,
    temperature,
    starts,
    maxSteps: real.maxEpisodeSteps,
    ...(points === undefined ? {} : { rewardOfSurvival: points * real.actionRepeat }),
    ...(decodes === undefined ? {} : { decodes }),
    ...(onClose === undefined ? {} : { onClose }),
  });
}
