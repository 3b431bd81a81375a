/** In the place of collecting: takes in what somebody recorded, an episode after the other, as V and M read it. */
import type { TrainingUpdate } from '../../../../shared/run.ts';
import type { EpisodeOutcome } from '../../../acting/rollouts.ts';
import type { Workspace } from '../workspace.ts';
import { headerNumber } from './phase.ts';
import type { Phase, PhaseState } from './phase.ts';

/** Episodes whose recipe is kept for the theatre. */
const KEPT_RECIPES = 20;

export class ReadPhase implements Phase {
  readonly name = 'collect';
  readonly unit = 'unit.episode';
  readonly total: number;
  readonly #workspace: Workspace;
  #read = 0;
  #full = false;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.total = workspace.recordedEpisodes ?? 0;
  }

  get done(): number {
    return this.#read;
  }

  get finished(): boolean {
    return this.#read >= this.total || this.#full;
  }

  work(): Promise<readonly TrainingUpdate[]> {
    const workspace = this.#workspace;
    const { replay, counters } = workspace;
    const outcome = workspace.readRecorded(this.#read);
    if (!replay.fits(outcome.length)) {
      this.#full = true;
      const values = { episodes: this.#read, asked: this.total };
      return Promise.resolve([{ kind: 'log', level: 'warning', key: 'log.cacheFull', values }]);
    }
    const { plan, frames, actions, rewards, terminated } = outcome;
    if (frames === null || actions === null || rewards === null) throw new Error('nothing was read');
    replay.append({ seed: plan.seed, frames, actions, rewards, terminated });
    this.#read += 1;
    counters.environmentSteps += outcome.length;
    return Promise.resolve(this.#told(outcome));
  }

  save(): PhaseState {
    return { header: { read: this.#read, full: this.#full }, arrays: {} };
  }

  restore(state: PhaseState): void {
    this.#read = headerNumber(state, 'read');
    this.#full = state.header['full'] === true;
  }

  async dispose(): Promise<void> {
    // Everything lives in the workspace.
  }

  #told(outcome: EpisodeOutcome): readonly TrainingUpdate[] {
    const { episodeReturn, length, terminated } = outcome;
    const axis = this.#workspace.runClock.axis();
    const metrics: TrainingUpdate = {
      kind: 'metrics',
      axis,
      values: { 'collect/return': episodeReturn, 'collect/length': length },
    };
    const recipe = this.#read > KEPT_RECIPES ? undefined : this.#workspace.recipe(outcome);
    if (recipe === undefined) return [metrics];
    const episode = {
      purpose: 'collection',
      phase: this.name,
      episodeReturn,
      length,
      terminated,
      axis,
      recipe,
    } as const;
    return [{ kind: 'episode', episode }, metrics];
  }
}
