/** Learning values from experience alone. Sutton & Barto 2018, chapters 5 and 6. All change the table that they are given. */
import type { Experience } from './experience.ts';

/** Monte Carlo: waits for the end of the episode, then moves each state's value towards the return that followed it. */
export function monteCarlo(
  values: number[],
  episode: readonly Experience[],
  learningRate: number,
  gamma: number,
): void {
  let worth = 0;
  for (let t = episode.length - 1; t >= 0; t--) {
    const step = episode[t];
    if (step === undefined) continue;
    worth = step.reward + gamma * worth;
    const value = values[step.state] ?? 0;
    values[step.state] = value + learningRate * (worth - value);
  }
}

/** TD(0): after each step, moves the state's value towards the reward and gamma times the next state's value. */
export function temporalDifference(
  values: number[],
  { state, reward, next, ends }: Experience,
  learningRate: number,
  gamma: number,
): void {
  const value = values[state] ?? 0;
  const target = reward + (ends ? 0 : gamma * (values[next] ?? 0));
  values[state] = value + learningRate * (target - value);
}

/** Q-learning (Watkins 1989): moves Q of what was done towards the reward and gamma times the best that Q knows next. */
export function qLearning(
  q: number[][],
  { state, action, reward, next, ends }: Experience,
  learningRate: number,
  gamma: number,
): void {
  const row = q[state];
  const best = ends ? 0 : Math.max(...(q[next] ?? [0]));
  if (row === undefined) throw new Error(`state is ${state}, expected 0 to ${q.length - 1}`);
  const value = row[action] ?? 0;
  row[action] = value + learningRate * (reward + gamma * best - value);
}
