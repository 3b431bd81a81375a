/** Powers of cosines, looked up: highlights and beams want one at every pixel. */

/** Highlights and beams fainter than this do not show in eight bits. */
const FAINT = 1 / 512;
/** The error of the chord between two steps stays below 1e-5 for exponents up to 128, a hundredth of what eight bits show. */
const STEPS = 2048;

export class PowerTable {
  /** Below this the power is not worth its light. */
  readonly lowest: number;
  readonly #values = new Float64Array(STEPS + 2);
  readonly #perUnit: number;

  /** @param exponent 0 or more */
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

/** For bases in [0, 1]; multiplications where the exponent is whole. */
function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (base <= 0) return 0;
  if (!Number.isInteger(exponent) || exponent > 256) return Math.exp(exponent * Math.log(base));
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if ((rest & 1) === 1) result *= square;
    square *= square;
  }
  return result;
}
