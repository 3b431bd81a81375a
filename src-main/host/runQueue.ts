/**
 * Which queued run is next. What a person started goes first: where all places are taken, a run that a study started
 * gives way (it keeps a checkpoint and goes on later, bit for bit). A study has no more places than it asked for.
 */
import type { QueuedRun } from '../store/runTable.ts';

export interface QueueState {
  /** The next one first. */
  readonly waiting: readonly QueuedRun[];
  readonly active: readonly {
    readonly runId: string;
    readonly studyId: string | null;
    readonly byStudy: boolean;
    /** It is pausing, and its place will be free. */
    readonly leaving: boolean;
  }[];
  /** Trainings at a time. */
  readonly limit: number;
  readonly studyLimit: (studyId: string) => number;
  /** Another run is just training what this one is to begin from. */
  readonly waitsForSibling: (run: QueuedRun) => boolean;
}

export type QueueMove = { readonly kind: 'start' | 'giveWay'; readonly runId: string };

/** Null: nothing can be done until something ends. */
export function nextMove(state: QueueState): QueueMove | null {
  const { active, limit } = state;
  const waiting = state.waiting.filter(({ id }) => active.every(({ runId }) => runId !== id));
  if (active.length < limit) {
    const next = waiting.find((run) => !run.byStudy || mayStart(run, state));
    return next === undefined ? null : { kind: 'start', runId: next.id };
  }
  const people = waiting.filter(({ byStudy }) => !byStudy).length;
  const leaving = active.filter((run) => run.leaving).length;
  if (people <= leaving) return null;
  const guest = active.findLast((run) => run.byStudy && !run.leaving);
  return guest === undefined ? null : { kind: 'giveWay', runId: guest.runId };
}

function mayStart(run: QueuedRun, { active, studyLimit, waitsForSibling }: QueueState): boolean {
  const { studyId } = run;
  if (studyId === null) return true;
  const places = active.filter((other) => other.byStudy && other.studyId === studyId).length;
  return places < studyLimit(studyId) && !waitsForSibling(run);
}
