/** Where a run stands: the steps it has made and the time it has worked, resumed runs counted on. */
import type { Axis } from '../../shared/run.ts';
import type { TrainerContext } from './trainer.ts';

export interface Counters {
  /** Frames, action repeat counted. */
  environmentSteps: number;
  gradientSteps: number;
}

export class RunClock {
  readonly counters: Counters = { environmentSteps: 0, gradientSteps: 0 };
  readonly #context: Pick<TrainerContext, 'clock' | 'wallSecondsBefore'>;
  #startedAt: number;

  constructor(context: Pick<TrainerContext, 'clock' | 'wallSecondsBefore'>) {
    this.#context = context;
    this.#startedAt = context.clock();
  }

  /** Training begins now: what went before, such as reading a checkpoint, is not counted. */
  start(): void {
    this.#startedAt = this.#context.clock();
  }

  axis(): Axis {
    return {
      ...this.counters,
      wallSeconds: this.#context.wallSecondsBefore + this.#context.clock() - this.#startedAt,
    };
  }
}
