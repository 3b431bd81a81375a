/** Trains M to predict the next latent, on sequences drawn from the encoded episodes. */
import type { Rank } from '@tensorflow/tfjs';
import type { CheckpointArray } from '../../../../shared/checkpoint.ts';
import { StudioError } from '../../../../shared/errors.ts';
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { RandomStream } from '../../../numerics/random.ts';
import { tf } from '../../../numerics/tensorflow.ts';
import { disposeAll } from '../../../numerics/tidy.ts';
import { disposeBatch, memoryBatch } from '../memoryBatch.ts';
import type { MemoryBatch } from '../mdnRnn.ts';
import { SequenceSampler, SequenceStreams } from '../sequences.ts';
import type { Workspace } from '../workspace.ts';
import { measureMemory } from './memoryError.ts';
import { memoryPictures } from './memoryPictures.ts';
import { memoryTrust } from './memoryTrust.ts';
import type { BatchTraining } from './batchPhase.ts';

const CARRIED = 'carried/';

/** [batchSize, hiddenSize] each. */
interface CarriedState {
  readonly hidden: Float32Array;
  readonly cell: Float32Array;
}

export class MemoryTraining implements BatchTraining {
  readonly name = 'memory';
  readonly pictureSeconds = 4;
  readonly total: number;
  readonly #workspace: Workspace;
  readonly #sequences: SequenceSampler | SequenceStreams;
  /** Where M's state is carried: the one after the last batch. Numbers, since nobody disposes of what is under way. */
  #carried: CarriedState | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const { trained, steps, sequenceLength, predictsDone, carriesState, batchSize } = workspace.config.memory;
    this.total = trained ? steps : 0;
    const episodes = workspace.trainingEpisodes;
    this.#sequences = carriesState
      ? new SequenceStreams(episodes, sequenceLength, batchSize)
      : new SequenceSampler(episodes, sequenceLength, predictsDone);
  }

  train(batch: number): Record<string, number> {
    const { config, parts, round } = this.#workspace;
    const { doneWeight, gradientClip } = config.memory;
    const random = RandomStream.named(config.seed, `memory/${round}/batch/${batch}`);
    const drawn = this.#draw(batch, random);
    const { nll, reward, done, final, gradients } = parts.memory.loss(drawn, { doneWeight });
    const learningRate = this.#learningRate(batch);
    const norm = parts.memoryOptimizer.apply(gradients, learningRate, { kind: 'value', limit: gradientClip });
    const read = (tensor: { dataSync(): ArrayLike<number> } | null) => tensor?.dataSync()[0] ?? Number.NaN;
    const values: Record<string, number> = {
      'memory/nll': read(nll),
      'memory/learningRate': learningRate,
      ...(reward === null ? {} : { 'memory/reward': read(reward) }),
      ...(done === null ? {} : { 'memory/done': read(done) }),
    };
    if (final !== null) {
      const [hidden, cell] = [final.hidden, final.cell].map((part) => part.dataSync<'float32'>().slice());
      if (hidden !== undefined && cell !== undefined) this.#carried = { hidden, cell };
    }
    disposeAll([nll, reward, done, norm, gradients, final]);
    disposeBatch(drawn);
    return values;
  }

  save(): Record<string, CheckpointArray> {
    if (this.#carried === null) return {};
    return Object.fromEntries(
      Object.entries(this.#carried).map(([name, data]) => [
        CARRIED + name,
        { shape: [this.#batchSize, data.length / this.#batchSize], data: data.slice() },
      ]),
    );
  }

  /** @throws StudioError `checkpoint.mismatch` where a state has another size than M's */
  restore(arrays: Readonly<Record<string, CheckpointArray>>): void {
    const size = this.#batchSize * this.#workspace.config.memory.hiddenSize;
    const read = (name: string) => {
      const array = arrays[CARRIED + name];
      if (array === undefined) return null;
      if (array.data.length !== size) {
        const found = `[${array.shape.join(', ')}]`;
        throw new StudioError('checkpoint.mismatch', { array: CARRIED + name, expected: `[${size}]`, found });
      }
      return Float32Array.from(array.data);
    };
    const [hidden, cell] = [read('hidden'), read('cell')];
    this.#carried = hidden === null || cell === null ? null : { hidden, cell };
  }

  get #batchSize(): number {
    return this.#workspace.config.memory.batchSize;
  }

  /** The batch follows from its number; the state that it goes on from does not. */
  #draw(batch: number, random: RandomStream): MemoryBatch {
    const { config, round } = this.#workspace;
    const sequences = this.#sequences;
    const { length } = sequences;
    if (sequences instanceof SequenceSampler) {
      const drawn = Array.from({ length: this.#batchSize }, () => sequences.draw(random));
      return memoryBatch(this.#workspace, drawn, length, random);
    }
    const cut = sequences.batch(batch, (epoch) =>
      RandomStream.named(config.seed, `memory/${round}/epoch/${epoch}`),
    );
    const shape: [number, number] = [this.#batchSize, config.memory.hiddenSize];
    const begins = sequences.begins(batch) || this.#carried === null;
    const part = (values: Float32Array | undefined) =>
      begins || values === undefined ? tf.zeros<Rank.R2>(shape) : tf.tensor2d(values.slice(), shape);
    return {
      ...memoryBatch(this.#workspace, cut, length, random),
      initial: { hidden: part(this.#carried?.hidden), cell: part(this.#carried?.cell) },
    };
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
