/**
 * Evolves C by CMA-ES in the real environment: every candidate of a generation drives the same tracks. Now and then
 * the centre of the search, which noise deceives less than any one candidate, is scored on tracks of its own; the best
 * of these is the run's controller.
 */
import type { TrainingUpdate } from '../../../shared/run.ts';
import { controllerParameterCount } from '../../agents/linearController.ts';
import { RandomStream } from '../../numerics/random.ts';
import { CmaEs } from '../cmaEs.ts';
import { cmaEsFromCheckpoint, cmaEsToCheckpoint } from '../cmaEsCheckpoint.ts';
import { deviationOf, meanOf, playController, trackSeeds } from '../play.ts';
import type { EpisodeOutcome, EpisodePlan, Rollouts } from '../rollouts.ts';
import { decompose } from '../tensorEigen.ts';
import type { Workspace } from '../workspace.ts';
import { headerNumber } from './phase.ts';
import type { Phase, PhaseState } from './phase.ts';

const WORK_SECONDS = 0.5;

/** A set of episodes under way: a generation or an evaluation. Begun anew after a resume. */
interface Round {
  readonly kind: 'generation' | 'evaluation';
  readonly rollouts: Rollouts;
  readonly episodes: number;
  readonly stepsAtMost: number;
  readonly outcomes: EpisodeOutcome[];
}

export class ControllerPhase implements Phase {
  readonly name = 'controller';
  readonly unit = 'unit.generation';
  readonly total: number;
  readonly #workspace: Workspace;
  readonly #search: CmaEs;
  #generation = 0;
  /** The generation that was evaluated last. */
  #evaluatedAt = 0;
  #bestScore: number | null = null;
  #round: Round | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const { config, controllerShape, round } = workspace;
    this.total = config.controller.generations;
    this.#search = new CmaEs({
      initialMean: workspace.controller ?? new Float64Array(controllerParameterCount(controllerShape)),
      initialSigma: config.controller.initialSigma,
      populationSize: config.controller.populationSize,
      random: RandomStream.named(config.seed, `controller/${round}/search`),
      decompose,
    });
  }

  get done(): number {
    if (this.#round?.kind !== 'generation') return this.#generation;
    // Episodes that end early make this an estimate: it stays below the next generation.
    const { rollouts, episodes, stepsAtMost } = this.#round;
    const share = Math.max(rollouts.finishedEpisodes / episodes, rollouts.steps / stepsAtMost);
    return this.#generation + Math.min(0.95, share);
  }

  get finished(): boolean {
    return this.#generation >= this.total && !this.#evaluationDue;
  }

  async work(): Promise<readonly TrainingUpdate[]> {
    const { clock } = this.#workspace;
    this.#round ??= await (this.#evaluationDue ? this.#beginEvaluation() : this.#beginGeneration());
    const round = this.#round;
    const until = clock() + WORK_SECONDS;
    await round.rollouts.run(() => clock() >= until);
    if (!round.rollouts.done) return [];
    this.#round = null;
    await round.rollouts.dispose();
    const { counters, config } = this.#workspace;
    counters.environmentSteps += round.rollouts.steps * config.environment.actionRepeat;
    return round.kind === 'generation' ? this.#tell(round) : this.#judge(round);
  }

  save(): PhaseState {
    const { header, arrays } = cmaEsToCheckpoint(this.#search.state());
    return {
      header: {
        generation: this.#generation,
        evaluatedAt: this.#evaluatedAt,
        bestScore: this.#bestScore,
        search: header,
      },
      arrays,
    };
  }

  restore(state: PhaseState): void {
    this.#generation = headerNumber(state, 'generation');
    this.#evaluatedAt = headerNumber(state, 'evaluatedAt');
    const { bestScore } = state.header;
    this.#bestScore = typeof bestScore === 'number' ? bestScore : null;
    this.#search.restore(cmaEsFromCheckpoint(state.header['search'], state.arrays));
  }

  async dispose(): Promise<void> {
    await this.#round?.rollouts.dispose();
    this.#round = null;
  }

  get #evaluationDue(): boolean {
    if (this.#evaluatedAt === this.#generation) return false;
    const { evaluateEvery } = this.#workspace.config.controller;
    return this.#generation % evaluateEvery === 0 || this.#generation >= this.total;
  }

  async #beginGeneration(): Promise<Round> {
    const { config, round } = this.#workspace;
    const { rollouts, patience } = config.controller;
    const candidates = this.#search.ask();
    const seeds = trackSeeds(config.seed, `controller/${round}/generation/${this.#generation}`, rollouts);
    const plans = candidates.flatMap(() => seeds.map((seed) => this.#plan(seed, patience)));
    const parametersOf = (episode: number) => candidateOf(candidates, Math.floor(episode / rollouts));
    return this.#play('generation', plans, parametersOf);
  }

  async #beginEvaluation(): Promise<Round> {
    const { config, round } = this.#workspace;
    const name = `controller/${round}/evaluation/${this.#generation}`;
    const seeds = trackSeeds(config.seed, name, config.controller.evaluateRollouts);
    const centre = this.#search.mean;
    const plans = seeds.map((seed) => this.#plan(seed, 0));
    return this.#play('evaluation', plans, () => centre);
  }

  #plan(seed: number, patience: number): EpisodePlan {
    return { seed, maxSteps: this.#workspace.config.controller.maxSteps, patience, record: 'nothing' };
  }

  async #play(
    kind: Round['kind'],
    plans: readonly EpisodePlan[],
    parametersOf: (episode: number) => Float64Array,
  ): Promise<Round> {
    const outcomes: EpisodeOutcome[] = [];
    const recorded = plans.map((plan, index): EpisodePlan =>
      kind === 'evaluation' && index === 0 ? { ...plan, record: 'actions' } : plan,
    );
    const rollouts = await playController(this.#workspace.player, recorded, parametersOf, (outcome) =>
      outcomes.push(outcome),
    );
    const stepsAtMost = plans.reduce((sum, { maxSteps }) => sum + maxSteps, 0);
    return { kind, rollouts, outcomes, episodes: plans.length, stepsAtMost };
  }

  #tell({ outcomes, rollouts }: Round): readonly TrainingUpdate[] {
    const workspace = this.#workspace;
    const { populationSize, rollouts: perCandidate } = workspace.config.controller;
    const scores = new Float64Array(populationSize);
    for (const { index, episodeReturn } of outcomes) {
      const candidate = Math.floor(index / perCandidate);
      scores[candidate] = (scores[candidate] ?? 0) + episodeReturn / perCandidate;
    }
    this.#search.tell(scores.map((score) => -score));
    this.#generation += 1;
    // Something to drive with before the first evaluation.
    if (this.#bestScore === null) workspace.controller = this.#search.mean;
    const axis = workspace.axis();
    return [
      {
        kind: 'metrics',
        axis,
        values: {
          'controller/best': Math.max(...scores),
          'controller/mean': meanOf([...scores]),
          'controller/worst': Math.min(...scores),
          'controller/sigma': this.#search.sigma,
          'controller/axisRatio': this.#search.axisRatio,
          'controller/generation': this.#generation,
          'controller/stepsPerEpisode': rollouts.steps / outcomes.length,
        },
      },
      { kind: 'distribution', name: 'controller/scores', axis, values: scores },
    ];
  }

  #judge({ outcomes }: Round): readonly TrainingUpdate[] {
    const workspace = this.#workspace;
    const inOrder = [...outcomes].sort((a, b) => a.index - b.index);
    const returns = inOrder.map(({ episodeReturn }) => episodeReturn);
    const score = meanOf(returns);
    this.#evaluatedAt = this.#generation;
    const better = this.#bestScore === null || score > this.#bestScore;
    if (better) {
      this.#bestScore = score;
      workspace.controller = this.#search.mean;
    }
    const axis = workspace.axis();
    return [
      {
        kind: 'metrics',
        axis,
        values: {
          'evaluation/return': score,
          'evaluation/deviation': deviationOf(returns),
          'evaluation/best': this.#bestScore ?? score,
        },
      },
      ...inOrder.map((outcome): TrainingUpdate => ({
        kind: 'episode',
        episode: {
          purpose: 'evaluation',
          phase: this.name,
          episodeReturn: outcome.episodeReturn,
          length: outcome.length,
          terminated: outcome.terminated,
          axis,
          ...(better && outcome.actions !== null ? { recipe: workspace.recipe(outcome) } : {}),
          details: { generation: this.#generation },
        },
      })),
      ...(better ? [{ kind: 'checkpoint', reason: 'best', score } as const] : []),
    ];
  }
}

function candidateOf(candidates: readonly Float64Array[], index: number): Float64Array {
  const candidate = candidates[index];
  if (candidate === undefined) throw new Error(`candidate ${index} of ${candidates.length}`);
  return candidate;
}
