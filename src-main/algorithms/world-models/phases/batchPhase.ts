/** A phase that trains a network batch after batch: its losses, a look at it now and then, and what it is worth at the end. */
import type { CheckpointArray } from '../../../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { demandFinite } from '../../../training/finite.ts';
import type { Workspace } from '../workspace.ts';
import { headerNumber, type Phase, type PhaseName, type PhaseState } from './phase.ts';

const METRICS_EVERY = 10;
/** So many a phase: they cost less than a hundredth of it. */
const PROBES = 10;

type Numbers = Readonly<Record<string, number>>;

/** What learns in such a phase. It lives in the workspace: there is nothing to dispose. */
export interface BatchTraining {
  readonly name: PhaseName;
  /** Batches in all. */
  readonly total: number;
  /** The least time between two looks at it. */
  readonly pictureSeconds: number;
  /** One training step, on a batch that follows from its number (and what `save` keeps). @returns losses by metric name */
  train(batch: number): Numbers;
  pictures(): TrainingUpdate;
  /** What the next step needs besides the models; absent: nothing. */
  save?(): Record<string, CheckpointArray>;
  restore?(arrays: Readonly<Record<string, CheckpointArray>>): void;
  /** Figures of episodes that it never saw, ten times a phase; absent: none until the end. @param batch how far it is */
  probe?(batch: number): Numbers;
  /** What it has learnt, on episodes that it never saw: figures of the run, and the same as metrics. */
  measure(): { readonly figures: Numbers; readonly metrics: Numbers };
}

export class BatchPhase implements Phase {
  readonly unit = 'unit.batch';
  readonly #workspace: Workspace;
  readonly #training: BatchTraining;
  #batch = 0;
  #measured = false;
  #picturesAt = Number.NEGATIVE_INFINITY;

  constructor(workspace: Workspace, training: BatchTraining) {
    this.#workspace = workspace;
    this.#training = training;
  }

  get name(): PhaseName {
    return this.#training.name;
  }

  get total(): number {
    return this.#training.total;
  }

  get done(): number {
    return this.#batch;
  }

  get finished(): boolean {
    return this.#measured;
  }

  async work(): Promise<readonly TrainingUpdate[]> {
    if (this.#batch >= this.total) return this.#measure();
    const { clock, counters, runClock } = this.#workspace;
    const updates: TrainingUpdate[] = [];
    const values = this.#training.train(this.#batch);
    this.#batch += 1;
    counters.gradientSteps += 1;
    demandFinite(values, counters.gradientSteps);
    if (this.#batch % METRICS_EVERY === 0 || this.#batch === this.total) {
      updates.push({ kind: 'metrics', axis: runClock.axis(), values });
    }
    if (this.#training.probe !== undefined && this.#batch % Math.ceil(this.total / PROBES) === 0) {
      const figures = this.#training.probe(this.#batch);
      if (Object.keys(figures).length > 0) {
        updates.push({ kind: 'metrics', axis: runClock.axis(), values: figures });
      }
    }
    if (clock() - this.#picturesAt >= this.#training.pictureSeconds) {
      this.#picturesAt = clock();
      updates.push(this.#training.pictures());
    }
    return updates;
  }

  save(): PhaseState {
    return {
      header: { batch: this.#batch, measured: this.#measured },
      arrays: this.#training.save?.() ?? {},
    };
  }

  restore(state: PhaseState): void {
    this.#batch = headerNumber(state, 'batch');
    this.#measured = state.header['measured'] === true;
    this.#training.restore?.(state.arrays);
  }

  async dispose(): Promise<void> {
    // Everything lives in the workspace.
  }

  #measure(): readonly TrainingUpdate[] {
    const { figures, parts, runClock } = this.#workspace;
    const measured = this.#training.measure();
    Object.assign(figures, measured.figures);
    parts.dropOptimizers();
    this.#measured = true;
    return [{ kind: 'metrics', axis: runClock.axis(), values: measured.metrics }, this.#training.pictures()];
  }
}
