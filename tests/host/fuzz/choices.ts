/** Drawing among things, from a seeded stream. */
import { RandomStream } from '../../../src-main/numerics/random.ts';

export class Choices {
  readonly #random: RandomStream;

  constructor(seed: number, name: string) {
    this.#random = RandomStream.named(seed, name);
  }

  chance(probability: number): boolean {
    return this.#random.uniform() < probability;
  }

  /** From `low` up to and without `high`. */
  between(low: number, high: number): number {
    return low + this.#random.integer(high - low);
  }

  of<T>(things: readonly T[]): T {
    const thing = things[this.#random.integer(things.length)];
    if (thing === undefined) throw new Error('there is nothing to choose from');
    return thing;
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.#random.integer(256)));
  }

  /** A small size mostly, a large one now and then. */
  size(most: number): number {
    return Math.floor(most ** this.#random.uniform());
  }
}
