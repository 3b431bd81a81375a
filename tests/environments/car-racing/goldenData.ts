/** Reads what Gymnasium 1.4.0's CarRacing-v3 did (Box2D 2.3.10): figures in tests/golden/carracing. */
import { readFileSync } from 'node:fs';

export interface GoldenDrive {
  readonly seed: number;
  /** alpha, beta, x, y a node. */
  readonly track: readonly (readonly [number, number, number, number])[];
  /** steer, gas, brake, x, y, angle, reward, tiles visited a step. */
  readonly steps: readonly (readonly number[])[];
  readonly tilesAfterReset?: number;
  /** x, y, angle. */
  readonly afterReset?: readonly [number, number, number];
  readonly masses?: Readonly<Record<string, number>>;
  readonly kerbs?: number | null;
}

export interface GoldenFollow {
  readonly seed: number;
  readonly totalReward: number;
  /** steer, gas, brake, x, y, reward, tiles visited, terminated a step. */
  readonly steps: readonly (readonly number[])[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../golden/carracing/${name}`, import.meta.url), 'utf8'));
}

export const drives: readonly GoldenDrive[] = [0, 1, 2, 3, 4].map(
  (seed) => read(`drive${seed}.json`) as GoldenDrive,
);
/** Other seeds and another drive: along the road, then wildly off it. */
export const furtherDrives = read('further.json') as readonly GoldenDrive[];
export const follows: readonly GoldenFollow[] = [0, 1, 2, 3, 4].map(
  (seed) => read(`follow${seed}.json`) as GoldenFollow,
);
