/** Policies over a table of actions. */
import { canAct, TIE, type ActionValues, type DecisionProcess, type Policy } from './decisionProcess.ts';

/** Every action as likely as any other. */
export function uniformPolicy({ states, actions }: Pick<DecisionProcess, 'states' | 'actions'>): Policy {
  return Array.from({ length: states }, () => new Array<number>(actions).fill(1 / actions));
}

/** The best action, or the best ones in equal shares. */
export function greedyPolicy(q: ActionValues): Policy {
  return q.map((actions) => {
    const best = Math.max(...actions);
    const isBest = actions.map((value) => value > best - TIE);
    const share = 1 / isBest.filter(Boolean).length;
    return isBest.map((good) => (good ? share : 0));
  });
}

/** One state's action set by hand; the others stay. */
export function withAction(policy: Policy, state: number, action: number): Policy {
  return policy.map((chances, at) =>
    at === state ? chances.map((_, other) => (other === action ? 1 : 0)) : chances,
  );
}

/** States in which two policies differ, of those in which somebody acts. */
export function differences(process: DecisionProcess, one: Policy, other: Policy): number {
  return one.filter(
    (chances, state) =>
      canAct(process, state) &&
      chances.some((chance, action) => Math.abs(chance - (other[state]?.[action] ?? 0)) > TIE),
  ).length;
}
