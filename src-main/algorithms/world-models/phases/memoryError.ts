/**
 * M on held-out episodes beside the simplest forecast, that the next latent is the last one again: as a point (squared
 * error) and as a Gaussian around it whose width is fitted, dimension by dimension, on the same transitions.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { mixtureLogProbability, mixtureMean } from '../../../numerics/mixture.ts';
import type { LstmState } from '../../../numerics/lstm.ts';
import { RandomStream } from '../../../numerics/random.ts';
import { tf } from '../../../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../numerics/tidy.ts';
import { disposeBatch, memoryBatch } from '../memoryBatch.ts';
import { SequenceSampler } from '../sequences.ts';
import type { Workspace } from '../workspace.ts';

const SEQUENCES = 32;
const LONGEST = 200;

export interface MemoryFigures {
  /** Nats a latent dimension. */
  readonly nll: number;
  readonly repeatNll: number;
  /** Mean squared error a latent dimension. */
  readonly error: number;
  readonly repeatError: number;
}

interface Step {
  readonly next: LstmState;
  /** Log probability and squared error, summed. */
  readonly sums: Tensor;
  /** Squared change of each dimension, summed. */
  readonly changes: Tensor;
}

export function measureMemory(workspace: Workspace): MemoryFigures {
  const { config, parts, latents } = workspace;
  const sampler = new SequenceSampler(
    workspace.heldOutEpisodes,
    Math.min(config.memory.sequenceLength, LONGEST),
    config.memory.predictsDone,
  );
  const random = RandomStream.named(config.seed, 'memory/heldOut');
  const drawn = Array.from({ length: SEQUENCES }, () => sampler.draw(random));
  const batch = memoryBatch(workspace, drawn, sampler.length, random);
  const size = latents.latentSize;
  let logProbability = 0;
  let squaredError = 0;
  const repeated = new Float64Array(size);
  let state: LstmState = parts.memory.initial(SEQUENCES);
  for (let t = 0; t < sampler.length; t++) {
    const { next, sums, changes } = tidy((): Step => {
      const at = (step: number) =>
        batch.latents.slice([0, step, 0], [SEQUENCES, 1, size]).reshape<never>([SEQUENCES, size]) as Tensor2D;
      const action = batch.actions.slice([0, t, 0], [SEQUENCES, 1, -1]).reshape([SEQUENCES, -1]) as Tensor2D;
      const flags = Float32Array.from(
        { length: SEQUENCES },
        (_, row) => batch.restarts?.[row * sampler.length + t] ?? 0,
      );
      const restart = tf.tensor2d(flags, [SEQUENCES, 1]);
      const kept = tf.scalar(1).sub(restart);
      const masked = { hidden: state.hidden.mul<Tensor2D>(kept), cell: state.cell.mul<Tensor2D>(kept) };
      const next = parts.memory.step(masked, at(t), action, restart);
      const { mixture } = parts.memory.predict(next.hidden);
      const target = at(t + 1);
      const mean = mixtureMean(mixture);
      return {
        next,
        sums: tf.stack([mixtureLogProbability(mixture, target).sum(), target.sub(mean).square().sum()]),
        changes: target.sub(at(t)).square().sum(0),
      };
    });
    disposeAll(state);
    state = next;
    const [logSum, errorSum] = sums.dataSync();
    logProbability += logSum ?? Number.NaN;
    squaredError += errorSum ?? Number.NaN;
    changes.dataSync<'float32'>().forEach((change, i) => (repeated[i] = (repeated[i] ?? 0) + change));
    tf.dispose([sums, changes]);
  }
  disposeAll(state);
  disposeBatch(batch);
  const transitions = SEQUENCES * sampler.length;
  const variances = repeated.map((sum) => sum / transitions);
  const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / size;
  return {
    nll: -logProbability / transitions / size,
    repeatNll: meanOf(variances.map((variance) => 0.5 * (Math.log(2 * Math.PI * variance) + 1))),
    error: squaredError / transitions / size,
    repeatError: meanOf(variances),
  };
}
