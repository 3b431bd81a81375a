/**
 * The run's last word: its controller on tracks that nothing was trained or chosen on, whole episodes, and the policy
 * that gathered the data on the same tracks.
 */
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { RandomStream } from '../../../numerics/random.ts';
import { createCollectionDriver } from '../drivers/collectionDriver.ts';
import { finalUpdates } from '../../../acting/finalUpdates.ts';
import { EVALUATION_CHUNK, playController } from '../play.ts';
import { EVALUATION_TRACKS, trackSeeds } from '../../../acting/tracks.ts';
import type { EpisodeOutcome, EpisodePlan } from '../../../acting/rollouts.ts';
import { Rollouts } from '../../../acting/rollouts.ts';
import type { Workspace } from '../workspace.ts';
import type { Phase, PhaseState } from './phase.ts';

const KEPT_RECIPES = 5;
const RANDOM_GROUP = 8;
const WORK_SECONDS = 0.5;

export class EvaluatePhase implements Phase {
  readonly name = 'evaluate';
  readonly unit = 'unit.episode';
  readonly total: number;
  readonly #workspace: Workspace;
  readonly #seeds: readonly number[];
  #returns: number[] = [];
  #randomReturns: number[] = [];
  #reported = false;
  #chunk: {
    readonly rollouts: Rollouts;
    readonly random: boolean;
    readonly outcomes: EpisodeOutcome[];
  } | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const { config } = workspace;
    this.#seeds = trackSeeds(config.seed, EVALUATION_TRACKS, config.evaluate.episodes);
    this.total = 2 * this.#seeds.length;
    // Before the first episode, so that the score is that of the weights that are kept. Again after a resume: no change.
    if (config.evaluate.precision === 'half') workspace.parts.roundToHalves();
  }

  get done(): number {
    const played = (this.#chunk?.rollouts.steps ?? 0) / this.#workspace.layout.maxEpisodeSteps;
    return Math.min(this.total, this.#returns.length + this.#randomReturns.length + played);
  }

  get finished(): boolean {
    return this.#reported;
  }

  async work(): Promise<readonly TrainingUpdate[]> {
    const { clock } = this.#workspace;
    if (this.#returns.length + this.#randomReturns.length === this.total) return this.#report();
    this.#chunk ??= await this.#begin();
    const chunk = this.#chunk;
    const until = clock() + WORK_SECONDS;
    await chunk.rollouts.run(() => clock() >= until);
    if (!chunk.rollouts.done) return [];
    this.#chunk = null;
    await chunk.rollouts.dispose();
    const outcomes = [...chunk.outcomes].sort((a, b) => a.index - b.index);
    if (chunk.random) {
      this.#randomReturns.push(...outcomes.map(({ episodeReturn }) => episodeReturn));
      return [];
    }
    return outcomes.map((outcome) => this.#book(outcome));
  }

  save(): PhaseState {
    return {
      header: { returns: this.#returns, randomReturns: this.#randomReturns, reported: this.#reported },
      arrays: {},
    };
  }

  restore({ header }: PhaseState): void {
    this.#returns = numbersOf(header['returns']);
    this.#randomReturns = numbersOf(header['randomReturns']);
    this.#reported = header['reported'] === true;
  }

  async dispose(): Promise<void> {
    await this.#chunk?.rollouts.dispose();
    this.#chunk = null;
  }

  async #begin() {
    const { layout, player, config, environments } = this.#workspace;
    const random = this.#returns.length === this.#seeds.length;
    const first = random ? this.#randomReturns.length : this.#returns.length;
    const plans = this.#seeds.slice(first, first + EVALUATION_CHUNK).map((seed, k): EpisodePlan => ({
      seed,
      maxSteps: layout.maxEpisodeSteps,
      patience: 0,
      record: !random && first + k < KEPT_RECIPES ? 'actions' : 'nothing',
    }));
    const outcomes: EpisodeOutcome[] = [];
    const note = (outcome: EpisodeOutcome) => outcomes.push(outcome);
    if (!random) {
      const rollouts = await playController(player, plans, () => this.#controller, note);
      return { rollouts, random, outcomes };
    }
    const groups = await environments.pair(Math.min(RANDOM_GROUP, plans.length));
    const players = groups.map((group) => ({
      group,
      driver: createCollectionDriver(
        this.#workspace,
        group,
        (episode) => RandomStream.named(config.seed, `evaluate/random/${first + episode}`),
        'initial',
      ),
    }));
    return { rollouts: new Rollouts(plans, players, note), random, outcomes };
  }

  get #controller(): Float64Array {
    const { controller } = this.#workspace;
    if (controller === null) throw new Error('there is no controller to evaluate');
    return controller;
  }

  #book(outcome: EpisodeOutcome): TrainingUpdate {
    const { axis, recipe } = { axis: this.#workspace.runClock.axis(), recipe: this.#recipe(outcome) };
    this.#returns.push(outcome.episodeReturn);
    return {
      kind: 'episode',
      episode: {
        purpose: 'evaluation',
        phase: this.name,
        episodeReturn: outcome.episodeReturn,
        length: outcome.length,
        terminated: outcome.terminated,
        axis,
        ...recipe,
        details: { final: 1 },
      },
    };
  }

  #recipe(outcome: EpisodeOutcome) {
    const recipe = outcome.actions === null ? undefined : this.#workspace.recipe(outcome);
    return recipe === undefined ? {} : { recipe };
  }

  #report(): readonly TrainingUpdate[] {
    const { runClock, figures } = this.#workspace;
    this.#reported = true;
    return finalUpdates(runClock.axis(), this.#returns, this.#randomReturns, figures);
  }
}

function numbersOf(value: unknown): number[] {
  if (!Array.isArray(value) || !value.every((element) => typeof element === 'number')) {
    throw new Error('checkpoint: returns are not numbers');
  }
  return [...value];
}
