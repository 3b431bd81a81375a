/**
 * Collects episodes: with random networks as the paper does, with random actions, or from the second round on with
 * the controller that the round before ended with. Episodes are booked in the order of their numbers, whichever ends
 * first, so that a resumed run records the same ones.
 */
import type { TrainingUpdate } from '../../../../shared/run.ts';
import { RandomStream } from '../../../numerics/random.ts';
import { DiskFull } from '../../../training/diskFull.ts';
import { createCollectionDriver } from '../drivers/collectionDriver.ts';
import { Rollouts } from '../../../acting/rollouts.ts';
import type { EpisodeOutcome, EpisodePlan } from '../../../acting/rollouts.ts';
import { pictureOf } from '../../../training/pictures.ts';
import type { Workspace } from '../workspace.ts';
import { headerNumber } from './phase.ts';
import type { Phase, PhaseState } from './phase.ts';

/** Whole episodes are held until they are booked: 12 MB for each slot at 1,000 steps. */
const GROUP_SIZE = 8;
/** Episodes of a round whose recipe is kept for the theatre. */
const KEPT_RECIPES = 5;
const WORK_SECONDS = 0.5;
const PICTURE_SECONDS = 1;
const PICTURES = 8;

export class CollectPhase implements Phase {
  readonly name = 'collect';
  readonly unit = 'unit.episode';
  readonly total: number;
  readonly #workspace: Workspace;
  /** Episodes tried, dropped ones counted; all of them are booked. */
  #attempts = 0;
  #kept = 0;
  #full = false;
  #rollouts: Rollouts | null = null;
  /** Ended, waiting for an earlier one to end. */
  readonly #waiting = new Map<number, EpisodeOutcome>();
  #picturesAt = Number.NEGATIVE_INFINITY;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.total = workspace.config.collect.episodes;
  }

  get done(): number {
    const played = (this.#rollouts?.steps ?? 0) / this.#workspace.config.collect.maxSteps;
    return Math.min(this.total, Math.max(this.#kept, this.#playedBefore + played));
  }

  get finished(): boolean {
    return this.#kept >= this.total || this.#full;
  }

  /** Episodes booked before the present rollouts began. */
  #playedBefore = 0;

  async work(): Promise<readonly TrainingUpdate[]> {
    const { clock } = this.#workspace;
    this.#rollouts ??= await this.#start();
    const until = clock() + WORK_SECONDS;
    // Nothing more is played while an episode waits for room on the disk.
    if (!this.#isDue) await this.#rollouts.run(() => clock() >= until);
    const updates = this.#book();
    if ((this.#rollouts.done && !this.#isDue) || this.finished) await this.#stop();
    return updates;
  }

  save(): PhaseState {
    return { header: { attempts: this.#attempts, kept: this.#kept, full: this.#full }, arrays: {} };
  }

  restore(state: PhaseState): void {
    this.#attempts = headerNumber(state, 'attempts');
    this.#kept = headerNumber(state, 'kept');
    this.#full = state.header['full'] === true;
  }

  async dispose(): Promise<void> {
    await this.#stop();
  }

  async #stop(): Promise<void> {
    await this.#rollouts?.dispose();
    this.#rollouts = null;
    this.#waiting.clear();
  }

  async #start(): Promise<Rollouts> {
    const { config, round, environments } = this.#workspace;
    const first = this.#attempts;
    this.#playedBefore = this.#kept;
    const stream = (episode: number) => `collect/${round}/${first + episode}`;
    const plans = Array.from({ length: this.total - this.#kept }, (_, episode): EpisodePlan => ({
      seed: RandomStream.named(config.seed, `${stream(episode)}/track`).uint32(),
      maxSteps: config.collect.maxSteps,
      patience: 0,
      record: 'frames',
    }));
    const groups = await environments.pair(Math.min(GROUP_SIZE, plans.length));
    const players = groups.map((group) => ({
      group,
      driver: createCollectionDriver(this.#workspace, group, (episode) =>
        RandomStream.named(config.seed, stream(episode)),
      ),
    }));
    return new Rollouts(plans, players, (outcome) => this.#waiting.set(first + outcome.index, outcome));
  }

  /** Whether the next episode to be booked has ended. */
  get #isDue(): boolean {
    return this.#waiting.has(this.#attempts);
  }

  #book(): TrainingUpdate[] {
    const { replay, counters, config } = this.#workspace;
    const updates: TrainingUpdate[] = [];
    for (;;) {
      const outcome = this.#waiting.get(this.#attempts);
      if (outcome === undefined || this.finished) break;
      if (!replay.fits(outcome.length)) {
        this.#full = true;
        updates.push({
          kind: 'log',
          level: 'warning',
          key: 'log.cacheFull',
          values: { episodes: this.#kept, asked: this.total },
        });
        break;
      }
      const isKept = outcome.length >= config.collect.minSteps;
      if (isKept) {
        try {
          this.#store(outcome);
        } catch (error) {
          // What was booked before it is told first.
          if (error instanceof DiskFull && updates.length > 0) break;
          throw error;
        }
      }
      this.#waiting.delete(this.#attempts);
      this.#attempts += 1;
      counters.environmentSteps += outcome.length * config.environment.actionRepeat;
      if (isKept) updates.push(...this.#told(outcome));
    }
    return updates;
  }

  #store({ plan, frames, actions, rewards, terminated }: EpisodeOutcome): void {
    if (frames === null || actions === null || rewards === null) throw new Error('episode was not recorded');
    this.#workspace.replay.append({ seed: plan.seed, frames, actions, rewards, terminated });
  }

  #told(outcome: EpisodeOutcome): TrainingUpdate[] {
    const { frames } = outcome;
    const workspace = this.#workspace;
    const recipe = this.#kept < KEPT_RECIPES ? workspace.recipe(outcome) : undefined;
    this.#kept += 1;
    const updates: TrainingUpdate[] = [
      {
        kind: 'episode',
        episode: {
          purpose: 'collection',
          phase: this.name,
          episodeReturn: outcome.episodeReturn,
          length: outcome.length,
          terminated: outcome.terminated,
          axis: workspace.runClock.axis(),
          ...(recipe === undefined ? {} : { recipe }),
        },
      },
      {
        kind: 'metrics',
        axis: workspace.runClock.axis(),
        values: { 'collect/return': outcome.episodeReturn, 'collect/length': outcome.length },
      },
    ];
    if (frames !== null && workspace.clock() - this.#picturesAt >= PICTURE_SECONDS) {
      this.#picturesAt = workspace.clock();
      updates.push(collectedPictures(workspace, frames, outcome.length));
    }
    return updates;
  }
}

/** Frames at even distances through one episode. */
function collectedPictures(workspace: Workspace, frames: Uint8Array, length: number): TrainingUpdate {
  const bytes = frames.length / length;
  const pictures = Array.from({ length: PICTURES }, (_, k) => {
    const step = Math.floor((k * (length - 1)) / (PICTURES - 1));
    return pictureOf(frames.subarray(step * bytes, (step + 1) * bytes), 'real');
  });
  return workspace.panel('collect', 'panel.collected', [{ label: 'panel.row.collected', pictures }]);
}
