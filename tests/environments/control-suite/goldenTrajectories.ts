/** Trajectories of dm_control 1.0.50 on MuJoCo 3.17.0: a start, actions, and what followed. */
import { readdirSync, readFileSync } from 'node:fs';
import type { EnvironmentState } from '../../../shared/recipe.ts';

export interface GoldenTrajectory {
  readonly task: string;
  readonly initial: EnvironmentState;
  readonly names: readonly string[];
  readonly actions: readonly (readonly number[])[];
  readonly rewards: readonly number[];
  /** All observations of a step, one after the other in the order of `names`. */
  readonly observations: readonly (readonly number[])[];
}

const folder = new URL('../../golden/dmc/', import.meta.url);

export function readGolden<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as T;
}

export const goldenFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'starts.json')
  .sort();
