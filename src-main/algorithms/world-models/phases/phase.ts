/** What a phase of a World Models run is: units of work that the trainer asks for one after the other. */
import type { CheckpointArray, Json } from '../../../../shared/checkpoint.ts';
import type { TrainingUpdate } from '../../../../shared/run.ts';

export const PHASE_NAMES = ['collect', 'vision', 'encode', 'memory', 'controller', 'evaluate'] as const;
export type PhaseName = (typeof PHASE_NAMES)[number];

export interface PhaseState {
  readonly header: { readonly [key: string]: Json | undefined };
  readonly arrays: Readonly<Record<string, CheckpointArray>>;
}

export interface Phase {
  readonly name: PhaseName;
  /** What `done` and `total` count: message key `unit.*`. */
  readonly unit: string;
  /** May be fractional, and may count work that a checkpoint taken now would do again. */
  readonly done: number;
  readonly total: number;
  readonly finished: boolean;
  /**
   * Works for about a second at most. Records (metrics, episodes, logs) come only with a finished unit, together with
   * the state that follows it: `save()` after this call is past everything returned here.
   * @throws DiskFull where a finished unit finds no room: it is not booked, and the next call tries again.
   */
  work(): Promise<readonly TrainingUpdate[]>;
  /** As of the last finished unit. What lies in the workspace (models, replay, counters) is saved by the trainer. */
  save(): PhaseState;
  restore(state: PhaseState): void;
  dispose(): Promise<void>;
}

/** Reads a number from a saved header. @throws Error where it is none. */
export function headerNumber(state: PhaseState, key: string): number {
  const value = state.header[key];
  if (typeof value !== 'number')
    throw new Error(`checkpoint: ${key} is ${JSON.stringify(value)}, not a number`);
  return value;
}
