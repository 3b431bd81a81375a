/** One training step after the other, with what there is to tell and to show of them. */
import type { TrainingUpdate } from '../../shared/run.ts';
import { RandomStream } from '../numerics/random.ts';
import { demandFinite } from '../training/finite.ts';
import type { Counters, RunClock } from '../training/runClock.ts';
import type { EpisodicAgent } from './episodicAgent.ts';

import { meanFigures, NO_FIGURES, withFigures, type Figures } from './meanFigures.ts';

/** Losses are told as means over so many steps. */
const METRICS_EVERY = 20;

/** Whose steps they are. */
export interface TrainingGround {
  readonly config: { readonly seed: number };
  readonly counters: Counters;
  readonly runClock: Pick<RunClock, 'axis'>;
}

export class TrainingSteps {
  figures: Figures = NO_FIGURES;
  readonly #workspace: TrainingGround;
  readonly #agent: Pick<EpisodicAgent, 'train' | 'pictures'>;

  constructor(workspace: TrainingGround, agent: Pick<EpisodicAgent, 'train' | 'pictures'>) {
    this.#workspace = workspace;
    this.#agent = agent;
  }

  /**
   * @param tells whether what is known must be told now, though it is early
   * @throws StudioError `training.notFinite`
   */
  step(tells: boolean): TrainingUpdate[] {
    const { config, counters } = this.#workspace;
    const figures = this.#agent.train(RandomStream.named(config.seed, `train/${counters.gradientSteps}`));
    counters.gradientSteps += 1;
    demandFinite(figures, counters.gradientSteps);
    this.figures = withFigures(this.figures, figures);
    const updates: TrainingUpdate[] = [];
    if (tells || this.figures.steps >= METRICS_EVERY) updates.push(this.#tell());
    const pictures = this.#agent.pictures?.() ?? null;
    return pictures === null ? updates : [...updates, pictures];
  }

  #tell(): TrainingUpdate {
    const values = meanFigures(this.figures);
    this.figures = NO_FIGURES;
    return { kind: 'metrics', axis: this.#workspace.runClock.axis(), values };
  }
}
