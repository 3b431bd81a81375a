/** Trains M to predict the next latent, on sequences drawn from the encoded episodes. */
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { RandomStream } from '../../../numerics/random.ts';
import { disposeAll } from '../../../numerics/tidy.ts';
import { disposeBatch, memoryBatch } from '../memoryBatch.ts';
import { SequenceSampler } from '../sequences.ts';
import type { Workspace } from '../workspace.ts';
import { measureMemory } from './memoryError.ts';
import { memoryPictures } from './memoryPictures.ts';
import { memoryTrust } from './memoryTrust.ts';
import type { BatchTraining } from './batchPhase.ts';

export class MemoryTraining implements BatchTraining {
  readonly name = 'memory';
  readonly pictureSeconds = 4;
  readonly total: number;
  readonly #workspace: Workspace;
  readonly #sampler: SequenceSampler;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const { steps, sequenceLength, predictsDone } = workspace.config.memory;
    this.total = steps;
    this.#sampler = new SequenceSampler(workspace.trainingEpisodes, sequenceLength, predictsDone);
  }

  train(batch: number): Record<string, number> {
    const { config, parts, round } = this.#workspace;
    const { batchSize, doneWeight, gradientClip } = config.memory;
    const random = RandomStream.named(config.seed, `memory/${round}/batch/${batch}`);
    const sequences = Array.from({ length: batchSize }, () => this.#sampler.draw(random));
    const drawn = memoryBatch(this.#workspace, sequences, this.#sampler.length, random);
    const { nll, reward, done, gradients } = parts.memory.loss(drawn, { doneWeight });
    const learningRate = this.#learningRate(batch);
    const norm = parts.memoryOptimizer.apply(gradients, learningRate, { kind: 'value', limit: gradientClip });
    const read = (tensor: { dataSync(): ArrayLike<number> } | null) => tensor?.dataSync()[0] ?? Number.NaN;
    const values: Record<string, number> = {
      'memory/nll': read(nll),
      'memory/learningRate': learningRate,
      ...(reward === null ? {} : { 'memory/reward': read(reward) }),
      ...(done === null ? {} : { 'memory/done': read(done) }),
    };
    disposeAll([nll, reward, done, norm, gradients]);
    disposeBatch(drawn);
    return values;
  }

  /** (start - minimum) decay^step + minimum, as the authors' Take Cover training. */
  #learningRate(batch: number): number {
    const { learningRate, learningRateDecay, learningRateMinimum } = this.#workspace.config.memory;
    if (learningRateDecay === 1) return learningRate;
    const left = Math.exp(batch * Math.log(learningRateDecay));
    return (learningRate - learningRateMinimum) * left + learningRateMinimum;
  }

  pictures(): TrainingUpdate {
    return memoryPictures(this.#workspace);
  }

  /** Whether what M dreams follows the action, and for how long. */
  probe(batch: number): Record<string, number> {
    return memoryTrust(this.#workspace, batch);
  }

  measure() {
    const { nll, repeatNll, error, repeatError } = measureMemory(this.#workspace);
    return {
      figures: {
        'memory.nll': nll,
        'memory.repeatNll': repeatNll,
        'memory.error': error,
        'memory.repeatError': repeatError,
      },
      metrics: {
        'memory/heldOutNll': nll,
        'memory/repeatNll': repeatNll,
        'memory/heldOutError': error,
        'memory/repeatError': repeatError,
      },
    };
  }
}
