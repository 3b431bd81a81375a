/** Numbers of every step of an episode, so many rows of them, as slices bring them: what a heat strip is drawn from. */
export class HeatTable {
  #rows = 0;
  #numbers = new Float32Array(0);
  #changedFrom = 0;

  get rows(): number {
    return this.#rows;
  }

  /** Forgets everything. */
  clear(rows: number): void {
    this.#rows = rows;
    this.#numbers = new Float32Array(0);
    this.#changedFrom = 0;
  }

  /** Makes room for so many steps. */
  reserve(steps: number): void {
    const grown = new Float32Array(steps * this.#rows);
    grown.set(this.#numbers);
    this.#numbers = grown;
  }

  /** @param numbers [steps, rows] from a step on */
  write(from: number, numbers: Float32Array): void {
    this.#numbers.set(numbers, from * this.#rows);
    this.#changedFrom = Math.min(this.#changedFrom, from);
  }

  /** NaN where there is none. */
  at(row: number, step: number): number {
    return this.#numbers[step * this.#rows + row] ?? Number.NaN;
  }

  /** The first step that is not yet drawn by whoever asks; afterwards nothing is. @param steps that are known */
  takeChange(steps: number): number {
    const from = this.#changedFrom;
    this.#changedFrom = steps;
    return from;
  }
}
