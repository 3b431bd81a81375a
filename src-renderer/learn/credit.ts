/** A corridor with one reward at its end: which of the steps before it are told, and after how many episodes. */
import { lambdaReturns } from './lambdaReturn.ts';
import { TableModel } from './tableModel.ts';
import { planningSweep } from './withModel.ts';

export const CREDIT_METHODS = ['nStep', 'lambda', 'model'] as const;
export type CreditMethod = (typeof CREDIT_METHODS)[number];

export interface Corridor {
  /** Steps from the start to the reward of 1. */
  readonly length: number;
  readonly episodes: number;
  readonly gamma: number;
  /** Of n-step returns. */
  readonly n: number;
  readonly lambda: number;
}

/**
 * What each step of the corridor is thought to be worth after some episodes, from nothing. After each episode every
 * step's value becomes its target at once (a learning rate of 1), computed from the values before.
 */
export function creditOf(method: CreditMethod, corridor: Corridor): readonly number[] {
  if (method === 'model') return plannedCredit(corridor);
  let values = new Array<number>(corridor.length).fill(0);
  for (let episode = 0; episode < corridor.episodes; episode++) {
    values = method === 'nStep' ? nStepTargets(values, corridor) : lambdaTargets(values, corridor);
  }
  return values;
}

/** Each step sees n rewards ahead, then trusts the value that the state there has now. */
function nStepTargets(values: readonly number[], { length, gamma, n }: Corridor): number[] {
  return values.map((_, step) => {
    const reached = step + n;
    // The reward of the last step, discounted; or what the state n steps on is thought to be worth.
    return reached >= length ? power(gamma, length - 1 - step) : power(gamma, n) * (values[reached] ?? 0);
  });
}

/** Each step sees the whole episode, what lies further away counting less by lambda a step. */
function lambdaTargets(values: readonly number[], { length, gamma, lambda }: Corridor): number[] {
  const rewards = values.map((_, step) => (step === length - 1 ? 1 : 0));
  // Nothing follows the end of an episode.
  const nextValues = values.map((_, step) => values[step + 1] ?? 0);
  return lambdaReturns({ rewards, nextValues }, lambda, gamma);
}

/** One episode fills the table of a model; Bellman's sweeps over it then need no further step of the world. */
function plannedCredit({ length, episodes, gamma }: Corridor): readonly number[] {
  const model = new TableModel({ states: length, actions: 1 });
  const q = Array.from({ length }, () => [0]);
  if (episodes === 0) return q.map(() => 0);
  for (let state = 0; state < length; state++) {
    const ends = state === length - 1;
    model.learn({ state, action: 0, reward: ends ? 1 : 0, next: ends ? state : state + 1, ends });
  }
  for (let sweep = 0; sweep < length; sweep++) planningSweep(q, model, gamma);
  return q.map(([worth]) => worth ?? 0);
}

function power(base: number, exponent: number): number {
  let product = 1;
  for (let factor = 0; factor < exponent; factor++) product *= base;
  return product;
}
