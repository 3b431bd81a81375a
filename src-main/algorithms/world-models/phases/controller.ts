/**
 * Evolves C by CMA-ES: every candidate of a generation drives the same tracks in the real environment, or dreams from
 * the same first moments. Now and then the centre of the search, which noise deceives less than any one candidate, is
 * scored on episodes of its own; the best of these is the run's controller. What is trained in the dream is chosen by
 * the dream too: the real episodes beside it only tell how much of its score is true.
 */
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { controllerParameterCount } from '../linearController.ts';
import { RandomStream } from '../../../numerics/random.ts';
import { CmaEs } from '../cmaEs.ts';
import { cmaEsFromCheckpoint, cmaEsToCheckpoint } from '../cmaEsCheckpoint.ts';
import { DreamTrial } from '../dreamTrial.ts';
import { meanOf } from '../../../acting/scores.ts';
import { trackSeeds } from '../../../acting/tracks.ts';
import { decompose } from '../tensorEigen.ts';
import { RealTrial } from '../trial.ts';
import type { Trial } from '../trial.ts';
import { demandFinite } from '../../../training/finite.ts';
import type { Workspace } from '../workspace.ts';
import { CentreEvaluation } from './centreEvaluation.ts';
import { headerNumber } from './phase.ts';
import type { Phase, PhaseState } from './phase.ts';

const WORK_SECONDS = 0.5;

/** What is under way; begun anew after a resume. */
type Work =
  | { readonly kind: 'generation'; readonly trial: Trial }
  | { readonly kind: 'evaluation'; readonly evaluation: CentreEvaluation };

export class ControllerPhase implements Phase {
  readonly name = 'controller';
  readonly unit = 'unit.generation';
  readonly total: number;
  readonly #workspace: Workspace;
  readonly #search: CmaEs;
  #generation = 0;
  /** The generation that was evaluated last. */
  #evaluatedAt = 0;
  /** What decides: in the dream where C is trained there. */
  #bestScore: number | null = null;
  /** The same controller's in the real environment. */
  #bestActual: number | null = null;
  #under: Work | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const { config, controllerShape, round } = workspace;
    this.total = config.controller.generations;
    this.#search = new CmaEs({
      initialMean: workspace.controller ?? new Float64Array(controllerParameterCount(controllerShape)),
      initialSigma: config.controller.initialSigma,
      sigmaDecay: config.controller.sigmaDecay,
      populationSize: config.controller.populationSize,
      covariance: config.controller.covariance,
      random: RandomStream.named(config.seed, `controller/${round}/search`),
      decompose,
    });
  }

  get done(): number {
    if (this.#under?.kind !== 'generation') return this.#generation;
    // Episodes that end early make this an estimate: it stays below the next generation.
    return this.#generation + Math.min(0.95, this.#under.trial.share);
  }

  get finished(): boolean {
    return this.#generation >= this.total && !this.#evaluationDue;
  }

  async work(): Promise<readonly TrainingUpdate[]> {
    const { clock } = this.#workspace;
    const work = (this.#under ??= this.#evaluationDue
      ? this.#beginEvaluation()
      : { kind: 'generation', trial: await this.#beginGeneration() });
    const until = clock() + WORK_SECONDS;
    const pause = () => clock() >= until;
    return work.kind === 'generation' ? this.#breed(work.trial, pause) : this.#judge(work.evaluation, pause);
  }

  save(): PhaseState {
    const { header, arrays } = cmaEsToCheckpoint(this.#search.state());
    return {
      header: {
        generation: this.#generation,
        evaluatedAt: this.#evaluatedAt,
        bestScore: this.#bestScore,
        bestActual: this.#bestActual,
        search: header,
      },
      arrays,
    };
  }

  restore(state: PhaseState): void {
    const { bestScore, bestActual } = state.header;
    this.#generation = headerNumber(state, 'generation');
    this.#evaluatedAt = headerNumber(state, 'evaluatedAt');
    this.#bestScore = typeof bestScore === 'number' ? bestScore : null;
    this.#bestActual = typeof bestActual === 'number' ? bestActual : this.#bestScore;
    this.#search.restore(cmaEsFromCheckpoint(state.header['search'], state.arrays));
  }

  async dispose(): Promise<void> {
    const work = this.#under;
    this.#under = null;
    if (work?.kind === 'generation') await work.trial.dispose();
    else await work?.evaluation.dispose();
  }

  get #evaluationDue(): boolean {
    if (this.#evaluatedAt === this.#generation) return false;
    const { evaluateEvery } = this.#workspace.config.controller;
    return this.#generation % evaluateEvery === 0 || this.#generation >= this.total;
  }

  async #beginGeneration(): Promise<Trial> {
    const { config, round } = this.#workspace;
    const { trainIn, rollouts, maxSteps, patience } = config.controller;
    const candidates = this.#search.ask();
    const name = `controller/${round}/generation/${this.#generation}`;
    if (trainIn === 'dream') {
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

  #beginEvaluation(): Work {
    const evaluation = new CentreEvaluation(this.#workspace, this.#search.mean, this.#generation);
    return { kind: 'evaluation', evaluation };
  }

  async #breed(trial: Trial, pause: () => boolean): Promise<readonly TrainingUpdate[]> {
    if (!(await trial.run(pause))) return [];
    const updates = this.#tell(trial);
    await this.dispose();
    return updates;
  }

  #tell(trial: Trial): readonly TrainingUpdate[] {
    const workspace = this.#workspace;
    const { populationSize, rollouts } = workspace.config.controller;
    const scores = new Float64Array(populationSize);
    trial.scores().forEach((score, index) => {
      const candidate = Math.floor(index / rollouts);
      scores[candidate] = (scores[candidate] ?? 0) + score / rollouts;
    });
    demandFinite(
      { 'controller/scores': scores.reduce((sum, score) => sum + score, 0) },
      this.#search.generation,
    );
    this.#search.tell(scores.map((score) => -score));
    this.#countSteps(trial.environmentSteps);
    this.#generation += 1;
    // Something to drive with before the first evaluation.
    if (this.#bestScore === null) workspace.controller = this.#search.mean;
    const axis = workspace.runClock.axis();
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

  async #judge(evaluation: CentreEvaluation, pause: () => boolean): Promise<readonly TrainingUpdate[]> {
    const workspace = this.#workspace;
    const scores = await evaluation.run(pause);
    if (scores === null) return [];
    this.#countSteps(evaluation.environmentSteps);
    const { virtual, actual } = scores;
    const deciding = virtual?.mean ?? actual.mean;
    const better = this.#bestScore === null || deciding > this.#bestScore;
    this.#evaluatedAt = this.#generation;
    if (better) {
      this.#bestScore = deciding;
      this.#bestActual = actual.mean;
      workspace.controller = this.#search.mean;
      if (virtual !== null) {
        workspace.figures['evaluation.virtual'] = virtual.mean;
        workspace.figures['evaluation.virtualDeviation'] = virtual.deviation;
      }
    }
    const updates = evaluation.updates(scores, this.#bestActual ?? actual.mean, better);
    await this.dispose();
    return better ? [...updates, { kind: 'checkpoint', reason: 'best', score: actual.mean }] : updates;
  }

  #countSteps(environmentSteps: number): void {
    const { counters, config } = this.#workspace;
    counters.environmentSteps += environmentSteps * config.environment.actionRepeat;
  }
}

function candidateOf(candidates: readonly Float64Array[], index: number): Float64Array {
  const candidate = candidates[index];
  if (candidate === undefined) throw new Error(`candidate ${index} of ${candidates.length}`);
  return candidate;
}
