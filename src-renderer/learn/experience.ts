/** Acting in a process without knowing it: what one step shows, drawn at random. */
import type { RandomStream } from '../../shared/random.ts';
import { outcomesOf, TIE, type DecisionProcess } from './decisionProcess.ts';

export interface Experience {
  readonly state: number;
  readonly action: number;
  readonly reward: number;
  readonly next: number;
  readonly ends: boolean;
}

/** An index, each as likely as its share. @param chances sum to 1 */
export function drawIndex(chances: readonly number[], random: RandomStream): number {
  let left = random.uniform();
  for (const [index, chance] of chances.entries()) {
    left -= chance;
    if (left < 0) return index;
  }
  // Rounding may leave a little: the last that can be drawn at all.
  return Math.max(
    0,
    chances.findLastIndex((chance) => chance > 0),
  );
}

/** One step of the world. The process draws what comes; whoever learns is told this much and no more. */
export function experienced(
  process: DecisionProcess,
  state: number,
  action: number,
  random: RandomStream,
): Experience {
  const outcomes = outcomesOf(process, state, action);
  const drawn =
    outcomes[
      drawIndex(
        outcomes.map(({ probability }) => probability),
        random,
      )
    ];
  if (drawn === undefined) throw new Error(`nobody acts in state ${state}`);
  return { state, action, reward: drawn.reward, next: drawn.next, ends: drawn.ends };
}

/** The best action that Q knows, or with probability `epsilon` any: of (nearly) equally good ones each as likely. */
export function epsilonGreedy(actions: readonly number[], epsilon: number, random: RandomStream): number {
  if (random.uniform() < epsilon) return random.integer(actions.length);
  const best = Math.max(...actions);
  const good = actions.flatMap((value, action) => (value > best - TIE ? [action] : []));
  return good[random.integer(good.length)] ?? 0;
}
