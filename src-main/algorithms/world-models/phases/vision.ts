/** Trains V on the collected frames: passes over all of them in an order of their own each epoch. */
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { RandomStream, shuffled } from '../../../numerics/random.ts';
import { tf } from '../../../numerics/tensorflow.ts';
import { picturesOf, pictureOf } from '../../../training/pictures.ts';
import type { Workspace } from '../workspace.ts';
import { imagesOf } from '../parts.ts';
import { measureVision } from './visionError.ts';
import type { BatchTraining } from './batchPhase.ts';

const PICTURES = 8;

export class VisionTraining implements BatchTraining {
  readonly name = 'vision';
  readonly pictureSeconds = 3;
  readonly total: number;
  readonly #workspace: Workspace;
  readonly #batchesPerEpoch: number;
  /** Numbers of all frames that may be drawn. */
  readonly #frames: Uint32Array;
  #epochOrder: { readonly epoch: number; readonly order: Uint32Array } | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const { batchSize, epochs, maxBatches } = workspace.config.vision;
    this.#frames = frameNumbers(workspace);
    this.#batchesPerEpoch = Math.max(1, Math.floor(this.#frames.length / batchSize));
    const all = this.#batchesPerEpoch * epochs;
    this.total = maxBatches > 0 ? Math.min(maxBatches, all) : all;
  }

  train(batch: number): Record<string, number> {
    const { config, parts, replay, round } = this.#workspace;
    const { batchSize, klTolerance, learningRate } = config.vision;
    const frames = new Uint8Array(batchSize * replay.frameBytes);
    replay.gatherFrames(this.#batchIndices(batch), frames);
    const random = RandomStream.named(config.seed, `vision/${round}/batch/${batch}`);
    const images = imagesOf(frames);
    const { reconstruction, kl, gradients } = parts.vision.loss(images, random, klTolerance);
    parts.visionOptimizer.apply(gradients, learningRate);
    const error = reconstruction.dataSync()[0] ?? Number.NaN;
    const divergence = kl.dataSync()[0] ?? Number.NaN;
    tf.dispose([images, reconstruction, kl, ...Object.values(gradients)]);
    return {
      'vision/reconstruction': error,
      'vision/kl': divergence,
      'vision/loss': error + divergence,
      'vision/epoch': (batch + 1) / this.#batchesPerEpoch,
    };
  }

  #batchIndices(batch: number): Uint32Array {
    const { batchSize } = this.#workspace.config.vision;
    const epoch = Math.floor(batch / this.#batchesPerEpoch);
    if (this.#epochOrder?.epoch !== epoch) {
      const { config, round } = this.#workspace;
      const random = RandomStream.named(config.seed, `vision/${round}/epoch/${epoch}`);
      this.#epochOrder = { epoch, order: shuffled(this.#frames, random) };
    }
    const { order } = this.#epochOrder;
    const first = (batch % this.#batchesPerEpoch) * batchSize;
    // Fewer frames than one batch: some are seen twice.
    return Uint32Array.from({ length: batchSize }, (_, k) => order[(first + k) % order.length] ?? 0);
  }

  pictures(): TrainingUpdate {
    const { replay, parts } = this.#workspace;
    const every = Math.max(1, Math.floor(this.#frames.length / PICTURES));
    const chosen = Array.from({ length: PICTURES }, (_, k) => this.#frames[k * every] ?? 0);
    const frames = new Uint8Array(PICTURES * replay.frameBytes);
    replay.gatherFrames(chosen, frames);
    const decoded = tf.tidy(() => {
      const images = imagesOf(frames);
      return parts.vision.decode(parts.vision.encode(images).mean).dataSync<'float32'>();
    });
    const size = replay.frameBytes;
    return this.#workspace.panel(this.name, 'panel.reconstruction', [
      {
        label: 'panel.row.original',
        pictures: chosen.map((_, k) => pictureOf(frames.subarray(k * size, (k + 1) * size), 'real')),
      },
      { label: 'panel.row.reconstruction', pictures: picturesOf(decoded, PICTURES, 'seen') },
    ]);
  }

  measure() {
    const { error, meanFrameError } = measureVision(this.#workspace);
    return {
      figures: { 'vision.error': error, 'vision.meanFrameError': meanFrameError },
      metrics: { 'vision/heldOutError': error, 'vision/meanFrameError': meanFrameError },
    };
  }
}

function frameNumbers(workspace: Workspace): Uint32Array {
  const episodes = workspace.trainingEpisodes;
  const numbers = new Uint32Array(episodes.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const { first, length } of episodes) {
    for (let step = first; step < first + length; step++) numbers[next++] = step;
  }
  return numbers;
}
