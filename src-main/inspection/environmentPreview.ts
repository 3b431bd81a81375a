/** A few seconds of an environment in motion, for the gallery's living pictures. Runs in an inspector process. */
import { poseLayout } from '../../shared/scene.ts';
import { neutralAction, boundOf } from '../../shared/spaces.ts';
import type { EnvironmentPreview, PicturePreview } from '../../shared/protocol.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment, StepResult } from '../environments/environment.ts';
import { createEnvironment, demonstratorOf, previewConfig } from '../environments/registry.ts';
import { RandomStream } from '../numerics/random.ts';
import { pictureOf } from './pictureOf.ts';

const PREVIEW_SECONDS = 6;
const FRAMES_PER_SECOND = 15;
const PREVIEW_SEED = 1;
const CHOICE_SECONDS = 0.5;

/** @throws StudioError `environment.unknown` or `config.invalid` */
export async function environmentPreview(id: string, config: EnvironmentConfig): Promise<EnvironmentPreview> {
  const environment = await createEnvironment(id, { ...previewConfig(id), ...config });
  try {
    return previewOf(environment, demonstratorOf);
  } finally {
    environment.close();
  }
}

/** Plays the environment, which stays the caller's. @param demonstrate somebody who plays it, if anybody is known */
export function previewOf(
  environment: Environment,
  demonstrate: typeof demonstratorOf = () => null,
): EnvironmentPreview {
  const { stepSeconds } = environment.spec;
  const last = environment.reset(PREVIEW_SEED);
  const stepsPerFrame = Math.max(1, Math.round(1 / FRAMES_PER_SECOND / stepSeconds));
  const play = {
    stepsPerFrame,
    frames: Math.max(2, Math.round(PREVIEW_SECONDS / (stepsPerFrame * stepSeconds))),
    act: demonstrate(environment) ?? waves(environment),
  };
  const frameSeconds = stepsPerFrame * stepSeconds;
  const { appearance } = environment;
  if (appearance === undefined) return { ...recordPictures(environment, last, play), frameSeconds };
  const scene = appearance.scene();
  const { length } = poseLayout(scene);
  const poses = film(environment, last, play, () => {
    if (appearance.sceneVersion !== scene.version) return null;
    const instant = new Float64Array(length);
    appearance.poses(instant);
    return instant;
  });
  const joined = new Float64Array(poses.length * length);
  poses.forEach((instant, index) => joined.set(instant, index * length));
  return { kind: 'scene', scene, poses: joined, frames: poses.length, frameSeconds };
}

interface Play {
  readonly stepsPerFrame: number;
  readonly frames: number;
  readonly act: (last: StepResult) => Float64Array;
}

function recordPictures(
  environment: Environment,
  last: StepResult,
  play: Play,
): Omit<PicturePreview, 'frameSeconds'> {
  const first = pictureOf(environment, last);
  if (first === null) {
    return { kind: 'pictures', width: 0, height: 0, pixels: new Uint8Array(), frames: 0 };
  }
  const { width, height } = first;
  const size = width * height * 3;
  const pictures = film(environment, last, play, (now) => {
    const picture = pictureOf(environment, now);
    return picture?.pixels.length === size ? picture.pixels.slice() : null;
  });
  const pixels = new Uint8Array(pictures.length * size);
  pictures.forEach((picture, index) => pixels.set(picture, index * size));
  return { kind: 'pictures', width, height, pixels, frames: pictures.length };
}

/** @param keep one frame of the film; null ends it, as the episode's end does: a short episode is a short film, it loops */
function film<Frame>(
  environment: Environment,
  first: StepResult,
  { stepsPerFrame, frames, act }: Play,
  keep: (now: StepResult) => Frame | null,
): readonly Frame[] {
  const kept: Frame[] = [];
  let last = first;
  let over = false;
  while (kept.length < frames && !over) {
    const frame = keep(last);
    if (frame === null) break;
    kept.push(frame);
    for (let step = 0; step < stepsPerFrame && !over; step++) {
      last = environment.step(act(last));
      over = last.terminated || last.truncated;
    }
  }
  return kept;
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
