/** A finite Markov decision process of which everything is known. Sutton & Barto 2018, chapter 3. */

/** One thing that may come of an action. */
export interface Outcome {
  /** In (0, 1]; those of one action sum to 1. */
  readonly probability: number;
  readonly next: number;
  readonly reward: number;
  /** The episode is over: nothing that `next` is worth counts. */
  readonly ends: boolean;
}

export interface DecisionProcess {
  readonly states: number;
  readonly actions: number;
  /** [state][action]; no outcomes where nobody ever acts, such as inside a wall. */
  readonly outcomes: readonly (readonly (readonly Outcome[])[])[];
}

/** A number for each state. */
export type Values = readonly number[];
/** [state][action]. */
export type ActionValues = readonly (readonly number[])[];
/** [state][action]: the probability of each action, which sum to 1 in a state. */
export type Policy = readonly (readonly number[])[];

/** What may come of an action; nothing where the process has no such state or action. */
export function outcomesOf(process: DecisionProcess, state: number, action: number): readonly Outcome[] {
  return process.outcomes[state]?.[action] ?? [];
}

/** False in walls and at ends. */
export function canAct(process: DecisionProcess, state: number): boolean {
  return outcomesOf(process, state, 0).length > 0;
}

/** A table of zeros, [states][actions]. */
export function noValues({ states, actions }: Pick<DecisionProcess, 'states' | 'actions'>): number[][] {
  return Array.from({ length: states }, () => new Array<number>(actions).fill(0));
}

/** Actions whose values differ by less are equally good: what faded to nearly nothing must not lead anybody in circles. */
export const TIE = 1e-6;
