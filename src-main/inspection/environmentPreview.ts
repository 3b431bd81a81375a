/** A few seconds of an environment in motion, for the gallery's living pictures. Runs in an inspector process. */
import { poseLayout } from '../../shared/scene.ts';
import { boundOf } from '../../shared/spaces.ts';
import type { EnvironmentPreview } from '../../shared/protocol.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment } from '../environments/environment.ts';
import { createEnvironment, demonstratorOf } from '../environments/registry.ts';
import { RandomStream } from '../numerics/random.ts';
import { neutralAction } from './actionForms.ts';

const PREVIEW_SECONDS = 6;
const FRAMES_PER_SECOND = 15;
const PREVIEW_SEED = 1;
const CHOICE_SECONDS = 0.5;

/** @throws StudioError `environment.unknown` or `config.invalid` */
export async function environmentPreview(id: string, config: EnvironmentConfig): Promise<EnvironmentPreview> {
  const environment = await createEnvironment(id, config);
  try {
    return record(environment);
  } finally {
    environment.close();
  }
}

function record(environment: Environment): EnvironmentPreview {
  const { stepSeconds } = environment.spec;
  let last = environment.reset(PREVIEW_SEED);
  const scene = environment.scene();
  const { length } = poseLayout(scene);
  const stepsPerFrame = Math.max(1, Math.round(1 / FRAMES_PER_SECOND / stepSeconds));
  const frames = Math.max(2, Math.round(PREVIEW_SECONDS / (stepsPerFrame * stepSeconds)));
  const act = demonstratorOf(environment) ?? waves(environment);
  const recorded: Float64Array[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const poses = new Float64Array(length);
    environment.poses(poses);
    recorded.push(poses);
    let over = false;
    for (let step = 0; step < stepsPerFrame && !over; step++) {
      last = environment.step(act(last));
      over = last.terminated || last.truncated;
    }
    // A short episode is a short film: it loops.
    if (over || environment.sceneVersion !== scene.version) break;
  }
  const poses = new Float64Array(recorded.length * length);
  recorded.forEach((each, index) => {
    poses.set(each, index * length);
  });
  return {
    scene,
    poses,
    frames: recorded.length,
    frameSeconds: stepsPerFrame * stepSeconds,
  };
}

/** Slow waves through the bounds, each element at its own pace; a discrete choice changes every half second. */
function waves({ spec }: Environment): () => Float64Array {
  const { actions, stepSeconds } = spec;
  const random = RandomStream.named(PREVIEW_SEED, 'preview');
  let step = 0;
  let action = neutralAction(actions);
  return () => {
    const seconds = step++ * stepSeconds;
    if (actions.kind === 'discrete') {
      if (seconds % CHOICE_SECONDS < stepSeconds) action = Float64Array.of(random.integer(actions.count));
      return action;
    }
    action.forEach((_, element) => {
      const low = boundOf(actions.low, element);
      const high = boundOf(actions.high, element);
      const wave = Math.sin(seconds * (1.5 + 0.55 * element) + 2 * element);
      action[element] = low + ((high - low) * (wave + 1)) / 2;
    });
    return action;
  };
}
