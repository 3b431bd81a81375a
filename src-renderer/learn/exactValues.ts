/** A policy's values without any sweep: Bellman's equation is linear, so V = (I - gamma P)^-1 r. */
import { outcomesOf, type DecisionProcess, type Policy } from './decisionProcess.ts';

/** `gamma` below 1, or a policy under which every episode ends. */
export function exactValues(process: DecisionProcess, policy: Policy, gamma: number): number[] {
  const { states, actions } = process;
  const rows = Array.from({ length: states }, (_, state) => {
    const row = new Float64Array(states + 1);
    row[state] = 1;
    for (let action = 0; action < actions; action++) {
      const chance = policy[state]?.[action] ?? 0;
      for (const { probability, next, reward, ends } of outcomesOf(process, state, action)) {
        if (!ends) row[next] = (row[next] ?? 0) - gamma * chance * probability;
        row[states] = (row[states] ?? 0) + chance * probability * reward;
      }
    }
    return row;
  });
  return solved(rows);
}

/** Gauss and Jordan's elimination with partial pivoting. @param rows [n][n + 1], changed @returns x of A x = b */
function solved(rows: Float64Array[]): number[] {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = pivotRow(rows, column);
    const scale = pivot[column] ?? 0;
    if (Math.abs(scale) < 1e-12)
      throw new Error('the equations have no single solution: gamma is 1 and no end is reached');
    for (const row of rows) {
      const factor = (row[column] ?? 0) / scale;
      if (row === pivot || factor === 0) continue;
      for (let at = column; at <= size; at++) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0);
    }
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}

/** The row with the largest number of the column, brought to its place. */
function pivotRow(rows: Float64Array[], column: number): Float64Array {
  let best = column;
  const sizeAt = (row: number) => Math.abs(rows[row]?.[column] ?? 0);
  for (let row = column + 1; row < rows.length; row++) if (sizeAt(row) > sizeAt(best)) best = row;
  const [pivot, other] = [rows[best], rows[column]];
  if (pivot === undefined || other === undefined)
    throw new Error(`column is ${column} of ${rows.length} rows`);
  rows[column] = pivot;
  rows[best] = other;
  return pivot;
}
