/** What the trainer asks of a worker's thread, and what it answers. */
import type { ErrorReport } from '../../../shared/errors.ts';
import type { ActorPlace, ActorState, RolloutReport } from './actorLearner.ts';

export interface ActorThreadData extends ActorPlace {
  /** As in the trainer's own thread, so that all compute alike. */
  readonly backend: 'tensorflow' | 'wasm';
  readonly threads: number;
}

export type ActorOrder =
  /** One roll-out; its gradient waits in the worker's place. */
  | { readonly kind: 'play' }
  /** Roll-outs for as long as there are tickets, each applied at once. */
  | { readonly kind: 'playFreely' }
  | { readonly kind: 'save' }
  | { readonly kind: 'restore'; readonly state: ActorState }
  | { readonly kind: 'close' };

/** One to each order, and one when the thread is ready. */
export type ActorAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'played'; readonly rollouts: readonly RolloutReport[] }
  | { readonly kind: 'saved'; readonly state: ActorState }
  | { readonly kind: 'failed'; readonly error: ErrorReport };
