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

export class TableModel {
  readonly states: number;
  readonly actions: number;
  readonly #seen: Seen[][][];
  /** What was tried, each pair once, in the order of its first time. */
  readonly #tried: { readonly state: number; readonly action: number }[] = [];

  constructor({ states, actions }: Pick<DecisionProcess, 'states' | 'actions'>) {
    this.states = states;
    this.actions = actions;
    this.#seen = Array.from({ length: states }, () => Array.from({ length: actions }, () => []));
  }

  /** Pairs of state and action that were tried. */
  get triedCount(): number {
    return this.#tried.length;
  }

  learn({ state, action, reward, next, ends }: Experience): void {
    const seen = this.#seen[state]?.[action];
    if (seen === undefined) throw new Error(`state is ${state}, expected 0 to ${this.states - 1}`);
    if (seen.length === 0) this.#tried.push({ state, action });
    let known = seen.find((other) => other.next === next && other.ends === ends);
    if (known === undefined) {
      known = { next, ends, count: 0, rewardSum: 0 };
      seen.push(known);
    }
    known.count += 1;
    known.rewardSum += reward;
  }

  /** What the counts say may come of an action: shares for probabilities, means for rewards. Nothing where it was never tried. */
  outcomes(state: number, action: number): readonly Outcome[] {
    const seen = this.#seen[state]?.[action] ?? [];
    const total = seen.reduce((sum, { count }) => sum + count, 0);
    return seen.map(({ next, ends, count, rewardSum }) => ({
      probability: count / total,
      next,
      reward: rewardSum / count,
      ends,
    }));
  }

  /** A step that the model imagines from somewhere it has been; null before it has seen anything. */
  imagine(random: RandomStream): Experience | null {
    const tried = this.#tried[this.#tried.length === 0 ? 0 : random.integer(this.#tried.length)];
    if (tried === undefined) return null;
    let left = random.uniform();
    const outcomes = this.outcomes(tried.state, tried.action);
    const drawn = outcomes.find(({ probability }) => (left -= probability) < 0) ?? outcomes.at(-1);
    return drawn === undefined
      ? null
      : { ...tried, reward: drawn.reward, next: drawn.next, ends: drawn.ends };
  }

  /** Everything tried so far. */
  get tried(): readonly { readonly state: number; readonly action: number }[] {
    return this.#tried;
  }
}
