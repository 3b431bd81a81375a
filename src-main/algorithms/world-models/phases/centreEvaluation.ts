/**
 * A thorough look at the centre of C's search. Trained in the real environment, it plays there. Trained in the dream,
 * it is scored in the dream and in the real environment, and a few dreams are recorded: who wants to see how a score
 * was earned that only the dream believes can open them.
 */
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { RandomStream } from '../../../numerics/random.ts';
import { DreamEpisodes } from '../dreamEpisodes.ts';
import type { DreamtEpisode } from '../dreamEpisodes.ts';
import { DreamTrial } from '../dreamTrial.ts';
import { deviationOf, meanOf } from '../../../acting/scores.ts';
import { trackSeeds } from '../../../acting/tracks.ts';
import type { EpisodeOutcome } from '../../../acting/rollouts.ts';
import { RealTrial } from '../trial.ts';
import type { Workspace } from '../workspace.ts';

const RECORDED_DREAMS = 2;

export interface Score {
  readonly mean: number;
  readonly deviation: number;
}

export interface CentreScores {
  /** In the dream; null where C is not trained there. */
  readonly virtual: Score | null;
  readonly actual: Score;
}

export class CentreEvaluation {
  readonly #workspace: Workspace;
  readonly #centre: Float64Array;
  readonly #generation: number;
  readonly #dreams: boolean;
  #dreamTrial: DreamTrial | null = null;
  #virtual: Score | null = null;
  #realTrial: RealTrial | null = null;
  #actual: Score | null = null;
  #outcomes: readonly EpisodeOutcome[] = [];
  #recording: DreamEpisodes | null = null;

  constructor(workspace: Workspace, centre: Float64Array, generation: number) {
    this.#workspace = workspace;
    this.#centre = centre;
    this.#generation = generation;
    this.#dreams = workspace.config.controller.trainIn === 'dream';
  }

  /** Works until it is finished or `until()` says to pause. @returns the scores once finished. */
  async run(until: () => boolean): Promise<CentreScores | null> {
    if (this.#dreams && this.#virtual === null) {
      this.#dreamTrial ??= this.#dream();
      if (!(await this.#dreamTrial.run(until))) return null;
      this.#virtual = scoreOf(this.#dreamTrial.scores());
    }
    if (this.#actual === null) {
      this.#realTrial ??= await this.#play();
      if (!(await this.#realTrial.run(until))) return null;
      this.#actual = scoreOf(this.#realTrial.scores());
      this.#outcomes = this.#realTrial.outcomes();
    }
    if (this.#dreams) {
      const seeds = trackSeeds(this.#workspace.config.seed, `${this.#name}/recorded`, RECORDED_DREAMS);
      this.#recording ??= new DreamEpisodes(this.#workspace, this.#centre, seeds);
      if (!this.#recording.run(until)) return null;
    }
    return { virtual: this.#virtual, actual: this.#actual };
  }

  /** Steps of real environments. */
  get environmentSteps(): number {
    return this.#realTrial?.environmentSteps ?? 0;
  }

  /** Once finished. @param keepReal whether a real episode is kept to be replayed */
  updates({ virtual, actual }: CentreScores, best: number, keepReal: boolean): readonly TrainingUpdate[] {
    return [
      {
        kind: 'metrics',
        axis: this.#workspace.runClock.axis(),
        values: {
          'evaluation/return': actual.mean,
          'evaluation/deviation': actual.deviation,
          'evaluation/best': best,
          ...(virtual === null
            ? {}
            : {
                'evaluation/virtual': virtual.mean,
                'evaluation/virtualDeviation': virtual.deviation,
                'evaluation/actual': actual.mean,
                'evaluation/actualDeviation': actual.deviation,
              }),
        },
      },
      ...this.#outcomes.map((outcome) => this.#realEpisode(outcome, keepReal)),
      ...(this.#recording?.episodes ?? []).map((dreamt) => this.#dreamtEpisode(dreamt)),
    ];
  }

  async dispose(): Promise<void> {
    await this.#dreamTrial?.dispose();
    await this.#realTrial?.dispose();
    this.#recording?.dispose();
  }

  get #name(): string {
    return `controller/${this.#workspace.round}/evaluation/${this.#generation}`;
  }

  #dream(): DreamTrial {
    const { config, layout } = this.#workspace;
    return new DreamTrial(this.#workspace, {
      candidates: [this.#centre],
      rollouts: config.controller.evaluateRollouts,
      // Cut where the real episodes are, so that both scores mean the same.
      maxSteps: layout.maxEpisodeSteps,
      random: RandomStream.named(config.seed, `${this.#name}/dreams`),
    });
  }

  #play(): Promise<RealTrial> {
    const { config, layout } = this.#workspace;
    const { evaluateRollouts, evaluateEpisodes } = config.controller;
    const seeds = trackSeeds(config.seed, this.#name, this.#dreams ? evaluateEpisodes : evaluateRollouts);
    const plans = seeds.map(
      (seed, index) =>
        ({
          seed,
          // Whole, whatever candidates are given: scores mean the same as those of the last phase.
          maxSteps: layout.maxEpisodeSteps,
          patience: 0,
          record: index === 0 ? 'actions' : 'nothing',
        }) as const,
    );
    return RealTrial.begin(this.#workspace, plans, () => this.#centre);
  }

  #realEpisode(outcome: EpisodeOutcome, keep: boolean): TrainingUpdate {
    const workspace = this.#workspace;
    const recipe = keep && outcome.actions !== null ? workspace.recipe(outcome) : undefined;
    return {
      kind: 'episode',
      episode: {
        purpose: 'evaluation',
        phase: 'controller',
        episodeReturn: outcome.episodeReturn,
        length: outcome.length,
        terminated: outcome.terminated,
        axis: workspace.runClock.axis(),
        ...(recipe === undefined ? {} : { recipe }),
        details: { generation: this.#generation },
      },
    };
  }

  #dreamtEpisode(dreamt: DreamtEpisode): TrainingUpdate {
    return {
      kind: 'episode',
      episode: {
        purpose: 'dream',
        phase: 'controller',
        ...dreamt,
        axis: this.#workspace.runClock.axis(),
        details: { generation: this.#generation },
      },
    };
  }
}

function scoreOf(scores: readonly number[]): Score {
  return { mean: meanOf(scores), deviation: deviationOf(scores) };
}
