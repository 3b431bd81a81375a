/** A model of the world as a table of counts: how often each action led where, and what it earned. */
import type { RandomStream } from '../../shared/random.ts';
import type { DecisionProcess, Outcome } from './decisionProcess.ts';
import type { Experience } from './experience.ts';

interface Seen {
  readonly next: number;
  readonly ends: boolean;
  count: number;
  rewardSum: number;
}

/** What is known of one action in one state. */
interface Tried {
  readonly state: number;
  readonly action: number;
  readonly seen: Seen[];
  /** The oldest first; empty where nothing is ever forgotten. */
  readonly remembered: Experience[];
  /** Made from `seen` when it is asked for, until something new is learned. */
  outcomes: readonly Outcome[] | null;
}

export class TableModel {
  readonly #pairs: (Tried | undefined)[][];
  readonly #memory: number;
  readonly #tried: Tried[] = [];

  /** @param memory how many times of each state and action count, the latest; older ones are forgotten */
  constructor({ states, actions }: Pick<DecisionProcess, 'states' | 'actions'>, memory = Infinity) {
    this.#pairs = Array.from({ length: states }, () => new Array<Tried | undefined>(actions));
    this.#memory = memory;
  }

  /** The pairs of state and action that were tried, in the order of their first time. */
  get tried(): readonly { readonly state: number; readonly action: number }[] {
    return this.#tried;
  }

  learn(experience: Experience): void {
    const { state, action } = experience;
    const row = this.#pairs[state];
    if (row === undefined) throw new Error(`state is ${state}, expected 0 to ${this.#pairs.length - 1}`);
    let pair = row[action];
    if (pair === undefined) {
      pair = { state, action, seen: [], remembered: [], outcomes: null };
      row[action] = pair;
      this.#tried.push(pair);
    }
    count(pair, experience, 1);
    if (this.#memory === Infinity) return;
    pair.remembered.push(experience);
    const oldest = pair.remembered.length > this.#memory ? pair.remembered.shift() : undefined;
    if (oldest !== undefined) count(pair, oldest, -1);
  }

  /** What the counts say may come of an action: shares for probabilities, means for rewards. Nothing where it was never tried. */
  outcomes(state: number, action: number): readonly Outcome[] {
    const pair = this.#pairs[state]?.[action];
    if (pair === undefined) return [];
    const total = pair.seen.reduce((sum, seen) => sum + seen.count, 0);
    pair.outcomes ??= pair.seen
      .filter((seen) => seen.count > 0)
      .map(({ next, ends, count: times, rewardSum }) => ({
        probability: times / total,
        next,
        reward: rewardSum / times,
        ends,
      }));
    return pair.outcomes;
  }

  /** A step that the model imagines from somewhere it has been; null before it has seen anything. */
  imagine(random: RandomStream): Experience | null {
    if (this.#tried.length === 0) return null;
    const tried = this.#tried[random.integer(this.#tried.length)];
    if (tried === undefined) return null;
    const { state, action } = tried;
    const outcomes = this.outcomes(state, action);
    let left = random.uniform();
    const drawn = outcomes.find(({ probability }) => (left -= probability) < 0) ?? outcomes.at(-1);
    return drawn === undefined
      ? null
      : { state, action, reward: drawn.reward, next: drawn.next, ends: drawn.ends };
  }
}

/** Adds a step to the counts, or with -1 takes it away. */
function count(pair: Tried, { next, ends, reward }: Experience, times: 1 | -1): void {
  let seen = pair.seen.find((other) => other.next === next && other.ends === ends);
  if (seen === undefined) {
    seen = { next, ends, count: 0, rewardSum: 0 };
    pair.seen.push(seen);
  }
  seen.count += times;
  seen.rewardSum += times * reward;
  pair.outcomes = null;
}
