/** One training step after the other, with what there is to tell and to show of them. */
import type { TrainingUpdate } from '../../shared/run.ts';
import { RandomStream } from '../numerics/random.ts';
import { demandFinite } from '../training/finite.ts';
import type { EpisodicAgent } from './episodicAgent.ts';
import type { EpisodicWorkspace } from './episodicWorkspace.ts';

/** Losses are told as means over so many steps. */
const METRICS_EVERY = 20;

/** Sums of the figures since they were last told: part of a checkpoint. */
export interface Figures {
  readonly steps: number;
  readonly sums: Readonly<Record<string, number>>;
}

export class TrainingSteps {
  figures: Figures = { steps: 0, sums: {} };
  readonly #workspace: EpisodicWorkspace;
  readonly #agent: Pick<EpisodicAgent, 'train' | 'pictures'>;

  constructor(workspace: EpisodicWorkspace, agent: Pick<EpisodicAgent, 'train' | 'pictures'>) {
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
    this.#add(figures);
    const updates: TrainingUpdate[] = [];
    if (tells || this.figures.steps >= METRICS_EVERY) updates.push(this.#tell());
    const pictures = this.#agent.pictures?.() ?? null;
    return pictures === null ? updates : [...updates, pictures];
  }

  #add(figures: Readonly<Record<string, number>>): void {
    const { steps, sums } = this.figures;
    const added = Object.entries(figures).map(([name, value]) => [name, (sums[name] ?? 0) + value] as const);
    this.figures = { steps: steps + 1, sums: Object.fromEntries(added) };
  }

  #tell(): TrainingUpdate {
    const { steps, sums } = this.figures;
    this.figures = { steps: 0, sums: {} };
    const means = Object.entries(sums).map(([name, sum]) => [name, sum / steps] as const);
    return { kind: 'metrics', axis: this.#workspace.runClock.axis(), values: Object.fromEntries(means) };
  }
}
