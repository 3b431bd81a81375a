/**
 * What makes a world a task, in dm_control's split: the physics gives named measurements, the task draws a start,
 * observes and rewards. Tassa et al. 2018, arXiv:1801.00690.
 */
import type { RandomStream } from '../../numerics/random.ts';
import type { MjcfElement } from './mjcf.ts';
import type { Physics } from './physics.ts';

/** Name and shape of each state observation, in dm_control's order; a scalar's shape is []. */
export type ObservationShapes = Readonly<Record<string, readonly number[]>>;

export interface MovedPart {
  readonly kind: 'geom' | 'site';
  readonly id: number;
}

/** A task bound to one physics. */
export interface ControlTask {
  /**
   * Draws a start into `physics`, which has just been reset and computed. The caller then computes what follows from it.
   */
  drawStart(random: RandomStream): void;
  /** Writes into the arrays given, one an observation. */
  observe(out: Readonly<Record<string, Float64Array>>): void;
  /** In [0, 1]. */
  reward(): number;
  /** Parts of the model that the task itself moves between episodes. */
  readonly movedParts?: readonly MovedPart[];
  /** What the task draws beside the physics' own state: three coordinates in the world. */
  readonly target?: { get(): readonly number[]; set(position: readonly number[]): void };
}

export interface TaskDefinition {
  /** Such as `walker-walk`. */
  readonly id: string;
  /** Of what is not the suite's but this project's own: where it comes from. Its id goes without `dmc/`. */
  readonly source?: string;
  readonly domain: string;
  readonly model: () => MjcfElement;
  /** Seconds of simulation that one action lasts. */
  readonly controlSeconds: number;
  /** Actions in an episode. */
  readonly maxSteps: number;
  readonly observations: ObservationShapes;
  /** Index of the camera that the agent sees through. */
  readonly camera: number;
  readonly create: (physics: Physics) => ControlTask;
}

/** All of the suite's tasks last a thousand actions. */
export const SUITE_MAX_STEPS = 1000;

/** Copies `count` numbers from `source` at `from` into `target` at `to`. */
export function copyNumbers(
  target: Float64Array | undefined,
  to: number,
  source: Float64Array,
  from: number,
  count: number,
): void {
  if (target === undefined) return;
  for (let i = 0; i < count; i++) target[to + i] = source[from + i] ?? NaN;
}
