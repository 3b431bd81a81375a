/** Trains M to predict the next latent, on sequences drawn from the encoded episodes. */
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { RandomStream } from '../../../numerics/random.ts';
import { disposeAll } from '../../../numerics/tidy.ts';
import { disposeBatch, memoryBatch } from '../memoryBatch.ts';
import { SequenceSampler } from '../sequences.ts';
import { demandFinite } from '../../../training/finite.ts';
import type { Workspace } from '../workspace.ts';
import { measureMemory } from './memoryError.ts';
import { memoryPictures } from './memoryPictures.ts';
import { headerNumber } from './phase.ts';
import type { Phase, PhaseState } from './phase.ts';

const PICTURE_SECONDS = 4;
const METRICS_EVERY = 10;

export class MemoryPhase implements Phase {
  readonly name = 'memory';
  readonly unit = 'unit.batch';
  readonly total: number;
  readonly #workspace: Workspace;
  readonly #sampler: SequenceSampler;
  #batch = 0;
  #measured = false;
  #picturesAt = Number.NEGATIVE_INFINITY;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const { steps, sequenceLength, predictsDone } = workspace.config.memory;
    this.total = steps;
    this.#sampler = new SequenceSampler(workspace.trainingEpisodes, sequenceLength, predictsDone);
  }

  get done(): number {
    return this.#batch;
  }

  get finished(): boolean {
    return this.#measured;
  }

  async work(): Promise<readonly TrainingUpdate[]> {
    const workspace = this.#workspace;
    const { clock } = workspace;
    if (this.#batch >= this.total) return this.#measure();
    const updates: TrainingUpdate[] = [];
    const values = this.#trainBatch();
    if (this.#batch % METRICS_EVERY === 0 || this.#batch === this.total) {
      updates.push({ kind: 'metrics', axis: workspace.runClock.axis(), values });
    }
    if (clock() - this.#picturesAt >= PICTURE_SECONDS) {
      this.#picturesAt = clock();
      updates.push(memoryPictures(workspace));
    }
    return updates;
  }

  save(): PhaseState {
    return { header: { batch: this.#batch, measured: this.#measured }, arrays: {} };
  }

  restore(state: PhaseState): void {
    this.#batch = headerNumber(state, 'batch');
    this.#measured = state.header['measured'] === true;
  }

  async dispose(): Promise<void> {
    // Everything lives in the workspace.
  }

  #trainBatch(): Record<string, number> {
    const { config, parts, counters, round } = this.#workspace;
    const { batchSize, doneWeight, gradientClip } = config.memory;
    const random = RandomStream.named(config.seed, `memory/${round}/batch/${this.#batch}`);
    const sequences = Array.from({ length: batchSize }, () => this.#sampler.draw(random));
    const batch = memoryBatch(this.#workspace, sequences, this.#sampler.length, random);
    const { nll, reward, done, gradients } = parts.memory.loss(batch, { doneWeight });
    const learningRate = this.#learningRate();
    const norm = parts.memoryOptimizer.apply(gradients, learningRate, { kind: 'value', limit: gradientClip });
    const read = (tensor: { dataSync(): ArrayLike<number> } | null) => tensor?.dataSync()[0] ?? Number.NaN;
    const values: Record<string, number> = {
      'memory/nll': read(nll),
      'memory/learningRate': learningRate,
      ...(reward === null ? {} : { 'memory/reward': read(reward) }),
      ...(done === null ? {} : { 'memory/done': read(done) }),
    };
    disposeAll([nll, reward, done, norm, gradients]);
    disposeBatch(batch);
    this.#batch += 1;
    counters.gradientSteps += 1;
    demandFinite(values, counters.gradientSteps);
    return values;
  }

  /** (start - minimum) decay^step + minimum, as the authors' Take Cover training. */
  #learningRate(): number {
    const { learningRate, learningRateDecay, learningRateMinimum } = this.#workspace.config.memory;
    if (learningRateDecay === 1) return learningRate;
    const left = Math.exp(this.#batch * Math.log(learningRateDecay));
    return (learningRate - learningRateMinimum) * left + learningRateMinimum;
  }

  #measure(): readonly TrainingUpdate[] {
    const workspace = this.#workspace;
    const { nll, repeatNll, error, repeatError } = measureMemory(workspace);
    workspace.figures['memory.nll'] = nll;
    workspace.figures['memory.repeatNll'] = repeatNll;
    workspace.figures['memory.error'] = error;
    workspace.figures['memory.repeatError'] = repeatError;
    workspace.parts.dropOptimizers();
    this.#measured = true;
    return [
      {
        kind: 'metrics',
        axis: workspace.runClock.axis(),
        values: {
          'memory/heldOutNll': nll,
          'memory/repeatNll': repeatNll,
          'memory/heldOutError': error,
          'memory/repeatError': repeatError,
        },
      },
      memoryPictures(workspace),
    ];
  }
}
