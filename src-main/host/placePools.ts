/**
 * Places that queued runs compete for: this machine's, those of any worker, and those of one worker that a person named. Each
 * pool has its own queue, in which the rules of runQueue.ts hold.
 */
import { ANYWHERE, HERE, type WorkerPlaces } from '../../shared/machines.ts';

export interface Pool {
  /** What runs of this pool have as their `where`. */
  readonly where: string;
  /** Trainings at a time. */
  readonly limit: number;
}

interface Placed {
  readonly runId: string;
  readonly where: string;
}

export interface Places {
  /** Trainings at a time on this machine. */
  readonly here: number;
  readonly workers: readonly WorkerPlaces[];
  readonly waiting: readonly { readonly where: string }[];
  readonly active: readonly Placed[];
}

/** Only those that a run waits for. */
export function poolsOf({ here, workers, waiting, active }: Places): readonly Pool[] {
  const asked = new Set(waiting.map(({ where }) => where));
  const limitOf = (where: string) => {
    if (where === HERE) return here;
    const usable = workers.filter(({ draining }) => !draining);
    return where === ANYWHERE ? placesOfAll(usable, active) : placesOfOne(usable, where, active);
  };
  return [...asked].map((where) => ({ where, limit: limitOf(where) }));
}

/** What runs that are bound to one worker have there is not for the others. */
function placesOfAll(workers: readonly WorkerPlaces[], active: readonly Placed[]): number {
  const bound = (id: string) => active.filter(({ where }) => where === id).length;
  return workers.reduce((sum, { id, places }) => sum + Math.max(0, places - bound(id)), 0);
}

function placesOfOne(workers: readonly WorkerPlaces[], id: string, active: readonly Placed[]): number {
  const worker = workers.find((other) => other.id === id);
  if (worker === undefined) return 0;
  const own = new Set(active.filter(({ where }) => where === id).map(({ runId }) => runId));
  return worker.places - worker.running.filter((runId) => !own.has(runId)).length;
}
