/**
 * Evolves C by CMA-ES: every candidate of a generation drives the same tracks in the real environment, or dreams from
 * the same first moments. Now and then the centre of the search, which noise deceives less than any one candidate, is
 * scored on episodes of its own; the best of these is the run's controller. What is trained in the dream is chosen by
 * the dream too: the real episodes beside it only tell how much of its score is true.
 */
import type { TrainingUpdate } from '../../../shared/run.ts';
import { controllerParameterCount } from '../../agents/linearController.ts';
import { RandomStream } from '../../numerics/random.ts';
import { CmaEs } from '../cmaEs.ts';
import { cmaEsFromCheckpoint, cmaEsToCheckpoint } from '../cmaEsCheckpoint.ts';
import { DreamTrial } from '../dreamTrial.ts';
import { deviationOf, meanOf, trackSeeds } from '../play.ts';
import { decompose } from '../tensorEigen.ts';
import { RealTrial } from '../trial.ts';
import type { Trial } from '../trial.ts';
import type { Workspace } from '../workspace.ts';
import { headerNumber } from './phase.ts';
import type { Phase, PhaseState } from './phase.ts';

const WORK_SECONDS = 0.5;

/** What is under way; begun anew after a resume. */
type Round =
  | { readonly kind: 'generation' | 'virtual'; readonly trial: Trial }
  | { readonly kind: 'actual'; readonly trial: RealTrial };

/** A score in the dream. */
interface VirtualScore {
  readonly mean: number;
  readonly deviation: number;
}

export class ControllerPhase implements Phase {
  readonly name = 'controller';
  readonly unit = 'unit.generation';
  readonly total: number;
  readonly #workspace: Workspace;
  readonly #search: CmaEs;
  readonly #dreams: boolean;
  #generation = 0;
  /** The generation that was evaluated last. */
  #evaluatedAt = 0;
  /** What decides: in the dream where C is trained there. */
  #bestScore: number | null = null;
  /** The same controller's in the real environment. */
  #bestActual: number | null = null;
  /** The present centre's, until its real episodes are played too. */
  #virtual: VirtualScore | null = null;
  #round: Round | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const { config, controllerShape, round } = workspace;
    this.#dreams = config.controller.trainIn === 'dream';
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
    return this.#generation + Math.min(0.95, this.#round.trial.share);
  }

  get finished(): boolean {
    return this.#generation >= this.total && !this.#evaluationDue;
  }

  async work(): Promise<readonly TrainingUpdate[]> {
    const { clock, counters, config } = this.#workspace;
    const until = clock() + WORK_SECONDS;
    const round = (this.#round ??= await this.#begin());
    if (!(await round.trial.run(() => clock() >= until))) return [];
    this.#round = null;
    counters.environmentSteps += round.trial.environmentSteps * config.environment.actionRepeat;
    const updates = this.#conclude(round);
    await round.trial.dispose();
    return updates;
  }

  save(): PhaseState {
    const { header, arrays } = cmaEsToCheckpoint(this.#search.state());
    return {
      header: {
        generation: this.#generation,
        evaluatedAt: this.#evaluatedAt,
        bestScore: this.#bestScore,
        bestActual: this.#bestActual,
        virtual: this.#virtual === null ? null : { ...this.#virtual },
        search: header,
      },
      arrays,
    };
  }

  restore(state: PhaseState): void {
    const { bestScore, bestActual, virtual } = state.header;
    this.#generation = headerNumber(state, 'generation');
    this.#evaluatedAt = headerNumber(state, 'evaluatedAt');
    this.#bestScore = typeof bestScore === 'number' ? bestScore : null;
    this.#bestActual = typeof bestActual === 'number' ? bestActual : null;
    this.#virtual = virtualScore(virtual);
    this.#search.restore(cmaEsFromCheckpoint(state.header['search'], state.arrays));
  }

  async dispose(): Promise<void> {
    await this.#round?.trial.dispose();
    this.#round = null;
  }

  get #evaluationDue(): boolean {
    if (this.#evaluatedAt === this.#generation) return false;
    const { evaluateEvery } = this.#workspace.config.controller;
    return this.#generation % evaluateEvery === 0 || this.#generation >= this.total;
  }

  async #begin(): Promise<Round> {
    if (!this.#evaluationDue) return { kind: 'generation', trial: await this.#beginGeneration() };
    if (this.#dreams && this.#virtual === null) return { kind: 'virtual', trial: this.#beginVirtual() };
    return { kind: 'actual', trial: await this.#beginActual() };
  }

  async #beginGeneration(): Promise<Trial> {
    const { config, round } = this.#workspace;
    const { rollouts, maxSteps, patience } = config.controller;
    const candidates = this.#search.ask();
    const name = `controller/${round}/generation/${this.#generation}`;
    if (this.#dreams) {
      const random = RandomStream.named(config.seed, name);
      return new DreamTrial(this.#workspace, { candidates, rollouts, maxSteps, random });
    }
    const seeds = trackSeeds(config.seed, name, rollouts);
    const plans = candidates.flatMap(() =>
      seeds.map((seed) => ({ seed, maxSteps, patience, record: 'nothing' }) as const),
    );
    return RealTrial.begin(this.#workspace, plans, (episode) =>
      candidateOf(candidates, Math.floor(episode / rollouts)),
    );
  }

  #beginVirtual(): Trial {
    const { config, layout } = this.#workspace;
    return new DreamTrial(this.#workspace, {
      candidates: [this.#search.mean],
      rollouts: config.controller.evaluateRollouts,
      maxSteps: layout.maxEpisodeSteps,
      random: RandomStream.named(config.seed, `${this.#evaluationName}/dreams`),
    });
  }

  #beginActual(): Promise<RealTrial> {
    const { config, layout } = this.#workspace;
    const { evaluateRollouts, evaluateEpisodes } = config.controller;
    const count = this.#dreams ? evaluateEpisodes : evaluateRollouts;
    // Dreams are cut where the real game is, so that both scores mean the same.
    const maxSteps = this.#dreams ? layout.maxEpisodeSteps : config.controller.maxSteps;
    const plans = trackSeeds(config.seed, this.#evaluationName, count).map(
      (seed, index) => ({ seed, maxSteps, patience: 0, record: index === 0 ? 'actions' : 'nothing' }) as const,
    );
    const centre = this.#search.mean;
    return RealTrial.begin(this.#workspace, plans, () => centre);
  }

  get #evaluationName(): string {
    return `controller/${this.#workspace.round}/evaluation/${this.#generation}`;
  }

  #conclude(round: Round): readonly TrainingUpdate[] {
    switch (round.kind) {
      case 'generation':
        return this.#tell(round.trial);
      case 'virtual': {
        const scores = round.trial.scores();
        this.#virtual = { mean: meanOf(scores), deviation: deviationOf(scores) };
        return [];
      }
      case 'actual':
        return this.#judge(round.trial);
    }
  }

  #tell(trial: Trial): readonly TrainingUpdate[] {
    const workspace = this.#workspace;
    const { populationSize, rollouts } = workspace.config.controller;
    const scores = new Float64Array(populationSize);
    trial.scores().forEach((score, index) => {
      const candidate = Math.floor(index / rollouts);
      scores[candidate] = (scores[candidate] ?? 0) + score / rollouts;
    });
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
          'controller/stepsPerEpisode': trial.meanLength(),
        },
      },
      { kind: 'distribution', name: 'controller/scores', axis, values: scores },
    ];
  }

  #judge(trial: RealTrial): readonly TrainingUpdate[] {
    const workspace = this.#workspace;
    const outcomes = trial.outcomes();
    const actual = { mean: meanOf(trial.scores()), deviation: deviationOf(trial.scores()) };
    const virtual = this.#virtual;
    const deciding = virtual?.mean ?? actual.mean;
    this.#virtual = null;
    this.#evaluatedAt = this.#generation;
    const better = this.#bestScore === null || deciding > this.#bestScore;
    if (better) {
      this.#bestScore = deciding;
      this.#bestActual = actual.mean;
      workspace.controller = this.#search.mean;
      if (virtual !== null) {
        workspace.figures['evaluation.virtual'] = virtual.mean;
        workspace.figures['evaluation.virtualDeviation'] = virtual.deviation;
      }
    }
    const axis = workspace.axis();
    return [
      {
        kind: 'metrics',
        axis,
        values: {
          'evaluation/return': actual.mean,
          'evaluation/deviation': actual.deviation,
          'evaluation/best': this.#bestActual ?? actual.mean,
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
      ...outcomes.map((outcome): TrainingUpdate => ({
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
      ...(better ? [{ kind: 'checkpoint', reason: 'best', score: actual.mean } as const] : []),
    ];
  }
}

function candidateOf(candidates: readonly Float64Array[], index: number): Float64Array {
  const candidate = candidates[index];
  if (candidate === undefined) throw new Error(`candidate ${index} of ${candidates.length}`);
  return candidate;
}

function virtualScore(saved: unknown): VirtualScore | null {
  if (typeof saved !== 'object' || saved === null) return null;
  const { mean, deviation } = saved as { mean?: unknown; deviation?: unknown };
  return typeof mean === 'number' && typeof deviation === 'number' ? { mean, deviation } : null;
}
