/** Other machines that train: where a run is to be trained, and what the queue knows of those that take runs. */
import { z } from 'zod';

/** On the host's own machine. */
export const HERE = 'here';
/** On whichever worker has a free place. */
export const ANYWHERE = 'anywhere';

/** `here`, `anywhere`, or the id of the one worker that is to train it. */
export const WHERE_SCHEMA = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export interface WorkerPlaces {
  readonly id: string;
  /** Trainings at a time. */
  readonly places: number;
  /** Ids of the runs that it trains. */
  readonly running: readonly string[];
  /** It takes nothing new, hands back what it has, and goes. */
  readonly draining: boolean;
}
