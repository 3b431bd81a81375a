/**
 * Draws in proportion to priorities (Schaul et al. 2016, arXiv:1511.05952): a binary tree whose leaves are the priorities and whose
 * every other node is the sum of the two below it. Sums are made anew from what lies below, never corrected, so that they depend
 * on the priorities alone and not on the order in which these came.
 */
export class SumTree {
  /** Leaves, a power of two. */
  readonly size: number;
  /** The root is 1, a node's children are twice it and the next; leaves begin at `size`. */
  readonly #sums: Float64Array;

  /** @param capacity leaves that are needed at least */
  constructor(capacity: number) {
    let size = 1;
    while (size < capacity) size *= 2;
    this.size = size;
    this.#sums = new Float64Array(2 * size);
  }

  get total(): number {
    return this.#sums[1] ?? 0;
  }

  get(leaf: number): number {
    return this.#sums[this.size + leaf] ?? 0;
  }

  /** @param priority not negative */
  set(leaf: number, priority: number): void {
    if (!(priority >= 0 && leaf >= 0 && leaf < this.size)) throw new Error(`leaf ${leaf} given ${priority}`);
    this.#sums[this.size + leaf] = priority;
    for (let node = (this.size + leaf) >> 1; node >= 1; node >>= 1) {
      this.#sums[node] = (this.#sums[2 * node] ?? 0) + (this.#sums[2 * node + 1] ?? 0);
    }
  }

  clear(): void {
    this.#sums.fill(0);
  }

  /**
   * The leaf in which a share of all lies, counted from the first: never one without priority.
   * @param mass in [0, total) @throws Error where there is no priority at all
   */
  find(mass: number): number {
    if (this.total === 0) throw new Error('there is nothing to draw from');
    let node = 1;
    let rest = mass;
    while (node < this.size) {
      const left = this.#sums[2 * node] ?? 0;
      // Rounding can leave a rest where nothing lies to the right.
      if (rest < left || this.#sums[2 * node + 1] === 0) {
        node = 2 * node;
      } else {
        rest -= left;
        node = 2 * node + 1;
      }
    }
    return node - this.size;
  }
}
