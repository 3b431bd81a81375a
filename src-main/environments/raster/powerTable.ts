/** Powers of cosines, looked up: highlights and beams want one at every pixel. */
import { power } from './lighting.ts';

/** Highlights and beams fainter than this do not show in eight bits. */
const FAINT = 1 / 512;
/** The error of the chord between two steps stays below 1e-5 for exponents up to 128, a hundredth of what eight bits show. */
const STEPS = 2048;

export class PowerTable {
  /** Below this the power is not worth its light. */
  readonly lowest: number;
  readonly #values = new Float64Array(STEPS + 2);
  readonly #perUnit: number;

  /** @param exponent above 0 */
  constructor(exponent: number) {
    this.lowest = Math.exp(Math.log(FAINT) / exponent);
    this.#perUnit = STEPS / (1 - this.lowest);
    for (let step = 0; step < this.#values.length; step++) {
      this.#values[step] = power(this.lowest + step / this.#perUnit, exponent);
    }
  }

  /** @param base from `lowest` to 1 */
  of(base: number): number {
    const place = (base - this.lowest) * this.#perUnit;
    const step = Math.floor(place);
    const value = this.#values[step] ?? 0;
    return value + (place - step) * ((this.#values[step + 1] ?? 0) - value);
  }
}

const tables = new Map<number, PowerTable>();

/** One for all who want it. */
export function powerTable(exponent: number): PowerTable {
  const table = tables.get(exponent) ?? new PowerTable(exponent);
  tables.set(exponent, table);
  return table;
}
