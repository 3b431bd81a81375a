/**
 * Plays a list of episodes on two groups of environments: while one group steps in its worker threads, the other
 * group's frames go through the policy, so that both halves of the machine are busy. Which slot plays which episode
 * depends on the episodes alone, never on timing, so the same list gives the same outcomes.
 */
import type { EnvironmentGroup } from './environmentGroups.ts';

export interface EpisodePlan {
  readonly seed: number;
  /** Steps at most. */
  readonly maxSteps: number;
  /** Ends after so many steps in a row without a positive reward; 0: never. */
  readonly patience: number;
  /** Whether frames and actions are handed back. Actions alone cost little; frames are large. */
  readonly record: 'nothing' | 'actions' | 'frames';
}

export interface EpisodeOutcome {
  readonly index: number;
  readonly plan: EpisodePlan;
  readonly episodeReturn: number;
  readonly length: number;
  readonly terminated: boolean;
  /** [length, actionSize] where recorded. */
  readonly actions: Float64Array | null;
  /** [length] where recorded. */
  readonly rewards: Float64Array | null;
  /** [length, frameBytes], each seen before its action, where recorded. */
  readonly frames: Uint8Array | null;
}

/** What drives one group: holds the recurrent state of its slots. */
export interface GroupDriver {
  /** The slot's next frame is the first of this episode. */
  begin(slot: number, episode: number, plan: EpisodePlan): void;
  /**
   * Decides for every active slot; rows of others may hold anything.
   * @param frames [size, frameBytes] @param actions [size, actionSize], written
   */
  act(frames: Uint8Array, active: readonly boolean[], actions: Float64Array): void;
  /** Called once the actions are on their way: work that the next `act` needs, done while the group steps. */
  advance(): void;
  dispose(): void;
}

interface Slot {
  episode: number;
  length: number;
  episodeReturn: number;
  sinceReward: number;
  actions: Float64Array | null;
  rewards: Float64Array | null;
  frames: Uint8Array | null;
}

interface GroupState {
  readonly group: EnvironmentGroup;
  readonly driver: GroupDriver;
  readonly slots: (Slot | null)[];
  readonly actions: Float64Array;
  readonly stepping: boolean[];
  flight: Promise<void>;
}

export class Rollouts {
  readonly #plans: readonly EpisodePlan[];
  readonly #groups: GroupState[];
  readonly #onEpisode: (outcome: EpisodeOutcome) => void;
  #next = 0;
  #finished = 0;
  #steps = 0;
  #turn = 0;

  /** Takes the drivers over. `onEpisode` is called in the order in which episodes end. */
  constructor(
    plans: readonly EpisodePlan[],
    players: readonly { readonly group: EnvironmentGroup; readonly driver: GroupDriver }[],
    onEpisode: (outcome: EpisodeOutcome) => void,
  ) {
    this.#plans = plans;
    this.#onEpisode = onEpisode;
    this.#groups = players.map(({ group, driver }) => ({
      group,
      driver,
      slots: Array.from({ length: group.size }, () => null),
      actions: new Float64Array(group.size * group.actionSize),
      stepping: Array.from({ length: group.size }, () => false),
      flight: Promise.resolve(),
    }));
  }

  get finishedEpisodes(): number {
    return this.#finished;
  }

  /** Steps taken so far, of episodes not yet ended too. */
  get steps(): number {
    return this.#steps;
  }

  get done(): boolean {
    return this.#finished === this.#plans.length;
  }

  /** Works until everything is played or `until()` says to pause; call again to go on. */
  async run(until: () => boolean = () => false): Promise<void> {
    while (!this.done) {
      const state = this.#groups[this.#turn % this.#groups.length];
      this.#turn += 1;
      if (state === undefined) throw new Error('no environment groups');
      await state.flight;
      this.#collect(state);
      this.#dispatch(state);
      if (until()) return;
    }
  }

  /** Waits for what is in flight and frees the drivers. The environments stay open. */
  async dispose(): Promise<void> {
    for (const state of this.#groups) {
      await state.flight;
      state.driver.dispose();
    }
  }

  /** Books what the last flight brought, and ends episodes. */
  #collect(state: GroupState): void {
    const { group, slots, stepping, actions } = state;
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index];
      if (slot === null || slot === undefined || stepping[index] !== true) continue;
      const plan = this.#planOf(slot.episode);
      const reward = group.rewards[index] ?? 0;
      slot.actions?.set(
        actions.subarray(index * group.actionSize, (index + 1) * group.actionSize),
        slot.length * group.actionSize,
      );
      if (slot.rewards !== null) slot.rewards[slot.length] = reward;
      slot.length += 1;
      slot.episodeReturn += reward;
      slot.sinceReward = reward > 0 ? 0 : slot.sinceReward + 1;
      this.#steps += 1;
      const terminated = group.terminated[index] === 1;
      const over =
        terminated ||
        group.truncated[index] === 1 ||
        slot.length >= plan.maxSteps ||
        (plan.patience > 0 && slot.sinceReward >= plan.patience);
      if (!over) continue;
      slots[index] = null;
      this.#finished += 1;
      this.#onEpisode({
        index: slot.episode,
        plan,
        episodeReturn: slot.episodeReturn,
        length: slot.length,
        terminated,
        actions: slot.actions?.subarray(0, slot.length * group.actionSize) ?? null,
        rewards: slot.rewards?.subarray(0, slot.length) ?? null,
        frames: slot.frames?.subarray(0, slot.length * group.frameBytes) ?? null,
      });
    }
  }

  /** Starts episodes on free slots, decides for the others, and sends the group off. */
  #dispatch(state: GroupState): void {
    const { group, driver, slots, stepping, actions } = state;
    const resets: { slot: number; seed: number }[] = [];
    let active = 0;
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index];
      stepping[index] = slot !== null;
      if (slot !== null && slot !== undefined) {
        active += 1;
        slot.frames?.set(
          group.frames.subarray(index * group.frameBytes, (index + 1) * group.frameBytes),
          slot.length * group.frameBytes,
        );
        continue;
      }
      const plan = this.#plans[this.#next];
      if (plan === undefined) continue;
      const episode = this.#next++;
      slots[index] = newSlot(episode, plan, group);
      resets.push({ slot: index, seed: plan.seed });
    }
    if (active > 0) driver.act(group.frames, stepping, actions);
    if (active === 0 && resets.length === 0) return;
    state.flight = group.advance(stepping, actions, resets);
    // A failed worker is reported where the flight is awaited, not as an unhandled rejection before that.
    state.flight.catch(() => undefined);
    if (active > 0) driver.advance();
    for (const { slot } of resets) {
      const episode = slots[slot]?.episode ?? 0;
      driver.begin(slot, episode, this.#planOf(episode));
    }
  }

  #planOf(episode: number): EpisodePlan {
    const plan = this.#plans[episode];
    if (plan === undefined) throw new Error(`episode ${episode} of ${this.#plans.length}`);
    return plan;
  }
}

function newSlot(episode: number, plan: EpisodePlan, group: EnvironmentGroup): Slot {
  const recorded = plan.record !== 'nothing';
  return {
    episode,
    length: 0,
    episodeReturn: 0,
    sinceReward: 0,
    actions: recorded ? new Float64Array(plan.maxSteps * group.actionSize) : null,
    rewards: recorded ? new Float64Array(plan.maxSteps) : null,
    frames: plan.record === 'frames' ? new Uint8Array(plan.maxSteps * group.frameBytes) : null,
  };
}
