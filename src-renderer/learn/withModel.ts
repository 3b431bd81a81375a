/** Learning with a model: Dyna (Sutton 1991), and planning on the learned table. Both change the table Q. */
import type { RandomStream } from '../../shared/random.ts';
import { actionValue } from './bellman.ts';
import { qLearning } from './modelFree.ts';
import type { TableModel } from './tableModel.ts';

/** Dyna: Q-learning on steps that the model imagines, in place of steps of the world. @returns values updated */
export function dyna(
  q: number[][],
  model: TableModel,
  imaginedSteps: number,
  learningRate: number,
  gamma: number,
  random: RandomStream,
): number {
  let updates = 0;
  for (let k = 0; k < imaginedSteps; k++) {
    const step = model.imagine(random);
    if (step === null) break;
    qLearning(q, step, learningRate, gamma);
    updates += 1;
  }
  return updates;
}

/** Planning: one of Bellman's sweeps over all that was tried, with the learned table in the world's place. @returns values updated */
export function planningSweep(q: number[][], model: TableModel, gamma: number): number {
  const best = q.map((actions) => Math.max(...actions));
  for (const { state, action } of model.tried) {
    const row = q[state];
    if (row !== undefined) row[action] = actionValue(model.outcomes(state, action), best, gamma);
  }
  return model.tried.length;
}
