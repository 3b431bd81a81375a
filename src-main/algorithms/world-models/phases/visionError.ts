/** V's error on held-out frames beside that of the mean training frame, which knows nothing of the moment. */
import { tf } from '../../../numerics/tensorflow.ts';
import type { EpisodeSpan } from '../../../acting/episodeSpan.ts';
import type { Workspace } from '../workspace.ts';
import { imagesOf } from '../parts.ts';

const BATCH = 64;
/** Frames at most, at even distances: enough for three digits. */
const MEASURED_FRAMES = 1024;
const MEAN_FRAMES = 2048;

/** Squared error summed over a frame's 12,288 numbers, mean over frames. */
export function measureVision(workspace: Workspace): { error: number; meanFrameError: number } {
  const { replay, parts } = workspace;
  const size = replay.frameBytes;
  const mean = new Float64Array(size);
  const forMean = spread(workspace.trainingEpisodes, MEAN_FRAMES);
  const frame = new Uint8Array(size);
  for (const step of forMean) {
    replay.readFrames(step, 1, frame);
    for (let i = 0; i < size; i++) mean[i] = (mean[i] ?? 0) + (frame[i] ?? 0) / 255 / forMean.length;
  }
  const measured = spread(workspace.heldOutEpisodes, MEASURED_FRAMES);
  let error = 0;
  let meanFrameError = 0;
  for (let start = 0; start < measured.length; start += BATCH) {
    const steps = measured.slice(start, start + BATCH);
    const frames = new Uint8Array(steps.length * size);
    replay.gatherFrames(steps, frames);
    const decoded = tf.tidy(() => {
      const images = imagesOf(frames);
      return parts.vision.decode(parts.vision.encode(images).mean).dataSync<'float32'>();
    });
    for (let i = 0; i < frames.length; i++) {
      const truth = (frames[i] ?? 0) / 255;
      const off = (decoded[i] ?? 0) - truth;
      const offMean = (mean[i % size] ?? 0) - truth;
      error += off * off;
      meanFrameError += offMean * offMean;
    }
  }
  return { error: error / measured.length, meanFrameError: meanFrameError / measured.length };
}

/** Up to `most` steps at even distances over all of the episodes. */
function spread(episodes: readonly EpisodeSpan[], most: number): number[] {
  const steps = episodes.flatMap(({ first, length }) => Array.from({ length }, (_, k) => first + k));
  const count = Math.min(most, steps.length);
  return Array.from({ length: count }, (_, k) => steps[Math.floor((k * steps.length) / count)] ?? 0);
}
