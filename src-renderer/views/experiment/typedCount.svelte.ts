/** A whole number that a person types, and what it comes to. */
import { readCount } from './readCount.ts';

export interface CountLimits {
  readonly low: number;
  readonly high: number;
}

export class TypedCount {
  typed = $state('');
  readonly limits: CountLimits;
  readonly #empty: () => number;
  /** Null where what is typed is no whole number within the limits. */
  readonly value = $derived.by(() => readCount(this.typed, this.empty, this.limits));

  /** @param empty what it is where nothing is typed */
  constructor(empty: () => number, limits: CountLimits) {
    this.#empty = empty;
    this.limits = limits;
  }

  get empty(): number {
    return this.#empty();
  }
}
