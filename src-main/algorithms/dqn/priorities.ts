/**
 * Proportional prioritised replay (Schaul et al. 2016, arXiv:1511.05952): a transition is drawn with P = p^a / sum p^a, p being
 * its last error, and counts (N P)^-b beside the others of its batch. One that was never drawn has the largest priority so far.
 */
import type { CheckpointArray } from '../../../shared/checkpoint.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { SumTree } from './sumTree.ts';

/** Added to an error, so that nothing is never drawn again. */
const SMALLEST_ERROR = 1e-6;
const PRIORITIES_PATH = 'replay/priorities';
/** The first transition's number and the largest priority, in doubles. */
const RANGE_PATH = 'replay/priorityRange';

interface Kept {
  readonly first: number;
  readonly priorities: Float32Array;
}

export class Priorities {
  readonly #tree: SumTree;
  readonly #exponent: number;
  #largest = 1;
  /** The last that was added: tells the numbers that share a place apart. */
  #newest = -1;
  /** As a checkpoint had them, until the transitions themselves are read again. */
  #restored: Kept | null = null;

  /**
   * @param span transitions held at the same time, at most: numbers this far apart share a place
   * @param exponent a: 0 draws all alike
   */
  constructor(span: number, exponent: number) {
    this.#tree = new SumTree(span);
    this.#exponent = exponent;
  }

  /** Transitions came. */
  add(first: number, count: number): void {
    for (let number = first; number < first + count; number++) this.#set(number, this.#largest);
  }

  /** Transitions went. */
  drop(first: number, count: number): void {
    for (let number = first; number < first + count; number++) this.#set(number, 0);
  }

  /** To be called once all transitions that are held have been added: gives back what a checkpoint said of them. */
  settle(oldest: number, count: number): void {
    if (this.#restored === null) return;
    const { first, priorities } = this.#restored;
    this.#restored = null;
    priorities.forEach((priority, index) => {
      const number = first + index;
      if (number >= oldest && number < oldest + count) this.#set(number, priority);
    });
  }

  /** Each of as many equal shares of all priority gives one, so that a batch spreads over them. */
  draw(
    rows: number,
    random: RandomStream,
    { count, importance }: { readonly count: number; readonly importance: number },
  ): { readonly numbers: readonly number[]; readonly weights: Float32Array } {
    const { total } = this.#tree;
    const leaves = Array.from({ length: rows }, (_, row) =>
      this.#tree.find(((row + random.uniform()) / rows) * total),
    );
    const raw = leaves.map((leaf) => power((count * this.#tree.get(leaf)) / total, -importance));
    const largest = Math.max(...raw);
    return {
      numbers: leaves.map((leaf) => this.#numberAt(leaf)),
      weights: Float32Array.from(raw, (weight) => weight / largest),
    };
  }

  /** @param errors [count], how far each value lay from its target */
  learnt(numbers: readonly number[], errors: ArrayLike<number>): void {
    numbers.forEach((number, row) => {
      const priority = Math.fround(power((errors[row] ?? 0) + SMALLEST_ERROR, this.#exponent));
      this.#largest = Math.max(this.#largest, priority);
      this.#set(number, priority);
    });
  }

  export(oldest: number, count: number): Record<string, CheckpointArray> {
    const priorities = Float32Array.from({ length: count }, (_, index) => this.#get(oldest + index));
    return {
      [PRIORITIES_PATH]: { shape: [count], data: priorities },
      [RANGE_PATH]: { shape: [2], data: Float64Array.of(oldest, this.#largest) },
    };
  }

  /** What is held is forgotten, and added again by whoever reads it. @throws StudioError `checkpoint.mismatch` */
  restore(arrays: Readonly<Record<string, CheckpointArray>>): void {
    const priorities = arrays[PRIORITIES_PATH]?.data;
    const [first, largest] = arrays[RANGE_PATH]?.data ?? [];
    if (!(priorities instanceof Float32Array) || first === undefined || largest === undefined) {
      const values = { array: PRIORITIES_PATH, expected: 'priorities', found: 'nothing' };
      throw new StudioError('checkpoint.mismatch', values);
    }
    this.#tree.clear();
    this.#newest = -1;
    this.#largest = largest;
    this.#restored = { first, priorities };
  }

  #set(number: number, priority: number): void {
    this.#newest = Math.max(this.#newest, number);
    this.#tree.set(number % this.#tree.size, priority);
  }

  #get(number: number): number {
    return this.#tree.get(number % this.#tree.size);
  }

  #numberAt(leaf: number): number {
    const { size } = this.#tree;
    return this.#newest - ((((this.#newest - leaf) % size) + size) % size);
  }
}

/** By exponential and logarithm: `Math.pow` differs between versions of V8. @param base positive */
function power(base: number, exponent: number): number {
  return Math.exp(exponent * Math.log(base));
}
