/** Bellman's equations as sweeps over all states, when the process is known. Sutton & Barto 2018, chapters 3 and 4. */
import {
  canAct,
  outcomesOf,
  type ActionValues,
  type DecisionProcess,
  type Outcome,
  type Policy,
  type Values,
} from './decisionProcess.ts';

/** What an action is worth: over all that may come of it, the reward and gamma times the value of where it leads. */
export function actionValue(outcomes: readonly Outcome[], values: Values, gamma: number): number {
  let worth = 0;
  for (const { probability, next, reward, ends } of outcomes) {
    const later = ends ? 0 : (values[next] ?? 0);
    worth += probability * (reward + gamma * later);
  }
  return worth;
}

/** One sweep of policy evaluation, V from V: what each state is worth if the policy acts in it. */
export function evaluationSweep(
  process: DecisionProcess,
  policy: Policy,
  values: Values,
  gamma: number,
): number[] {
  return values.map((_, state) => {
    let worth = 0;
    for (let action = 0; action < process.actions; action++) {
      const chance = policy[state]?.[action] ?? 0;
      worth += chance * actionValue(outcomesOf(process, state, action), values, gamma);
    }
    return worth;
  });
}

/** One sweep of value iteration, V from V: what each state is worth if the best action is taken in it. */
export function valueIterationSweep(process: DecisionProcess, values: Values, gamma: number): number[] {
  return values.map((_, state) => {
    if (!canAct(process, state)) return 0;
    let best = -Infinity;
    for (let action = 0; action < process.actions; action++) {
      best = Math.max(best, actionValue(outcomesOf(process, state, action), values, gamma));
    }
    return best;
  });
}

/** One sweep of Q from Q: each action's reward, and gamma times the best that Q knows where it leads. */
export function actionValueSweep(process: DecisionProcess, q: ActionValues, gamma: number): number[][] {
  const best = q.map((actions) => Math.max(...actions));
  return q.map((actions, state) =>
    actions.map((_, action) => actionValue(outcomesOf(process, state, action), best, gamma)),
  );
}

/** Q of the policy that V belongs to: one step as the action says, then V. */
export function actionValuesFrom(process: DecisionProcess, values: Values, gamma: number): number[][] {
  return values.map((_, state) =>
    Array.from({ length: process.actions }, (_action, action) =>
      actionValue(outcomesOf(process, state, action), values, gamma),
    ),
  );
}

/** The furthest that one table is from another. */
export function largestChange(before: Values, after: Values): number {
  return before.reduce((most, value, state) => Math.max(most, Math.abs(value - (after[state] ?? 0))), 0);
}
