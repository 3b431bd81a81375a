/**
 * NumPy's default random generator for a given seed: SeedSequence, PCG64 (XSL-RR 128/64), `Generator.uniform` and
 * `Generator.integers`, bit for bit. Sources: NumPy's documentation of `numpy.random.SeedSequence`; O'Neill 2014, "PCG: A Family of Simple Fast
 * Space-Efficient Statistically Good Algorithms for Random Number Generation".
 */

const POOL_SIZE = 4;
const MASK_64 = (1n << 64n) - 1n;
const MASK_128 = (1n << 128n) - 1n;
const PCG_MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/** A multiplicative hash whose constant changes with every use. */
function rollingHash(initial: number, multiplier: number): (value: number) => number {
  let constant = initial;
  return (value) => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, multiplier);
    const product = Math.imul(mixed, constant);
    return (product ^ (product >>> 16)) >>> 0;
  };
}

function mix(x: number, y: number): number {
  const result = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) | 0;
  return (result ^ (result >>> 16)) >>> 0;
}

/** Little-endian 32-bit words of a non-negative integer; zero has one word. */
function words(seed: number): number[] {
  const result: number[] = [];
  let rest = seed;
  do {
    result.push(rest % 0x1_0000_0000);
    rest = Math.floor(rest / 0x1_0000_0000);
  } while (rest > 0);
  return result;
}

/** `SeedSequence(seed).generate_state(count, uint32)`; `seed` is a safe non-negative integer. */
export function seedSequence(seed: number, count: number): Uint32Array {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Error(`seed is ${seed}, expected an integer from 0 to 2^53 - 1`);
  }
  const entropy = words(seed);
  const hash = rollingHash(0x43b0d7e5, 0x931e8875);
  const pool = Array.from({ length: POOL_SIZE }, (_, index) => hash(entropy[index] ?? 0));
  for (let source = 0; source < POOL_SIZE; source++) {
    for (let target = 0; target < POOL_SIZE; target++) {
      if (source !== target) pool[target] = mix(pool[target] ?? 0, hash(pool[source] ?? 0));
    }
  }
  const output = rollingHash(0x8b51f9dd, 0x58f38ded);
  return Uint32Array.from({ length: count }, (_, index) => output(pool[index % POOL_SIZE] ?? 0));
}

/** `numpy.random.Generator(PCG64(SeedSequence(seed)))`, which `gymnasium.Env.reset(seed=...)` makes. */
export class NumpyRandom {
  #state = 0n;
  readonly #increment: bigint;
  #upperHalf: number | null = null;

  constructor(seed: number) {
    const halves = new BigUint64Array(seedSequence(seed, 8).buffer);
    const [stateHigh = 0n, stateLow = 0n, streamHigh = 0n, streamLow = 0n] = halves;
    this.#increment = ((((streamHigh << 64n) | streamLow) << 1n) | 1n) & MASK_128;
    this.#advance();
    this.#state = (this.#state + ((stateHigh << 64n) | stateLow)) & MASK_128;
    this.#advance();
  }

  #advance(): void {
    this.#state = (this.#state * PCG_MULTIPLIER + this.#increment) & MASK_128;
  }

  /** The next 64 random bits. */
  uint64(): bigint {
    this.#advance();
    const folded = (this.#state >> 64n) ^ (this.#state & MASK_64);
    const turn = this.#state >> 122n;
    return ((folded >> turn) | (folded << ((64n - turn) & 63n))) & MASK_64;
  }

  /** The lower half of 64 random bits, then their upper half: other draws in between take fresh ones. */
  #uint32(): number {
    const kept = this.#upperHalf;
    if (kept !== null) {
      this.#upperHalf = null;
      return kept;
    }
    const bits = this.uint64();
    this.#upperHalf = Number(bits >> 32n);
    return Number(bits & 0xffff_ffffn);
  }

  /** `Generator.integers(count)`: from 0 to count - 1, by Lemire 2019, arXiv:1805.10941. @param count from 2 to 2^32 */
  integers(count: number): number {
    const wide = BigInt(count);
    const threshold = (0x1_0000_0000n - wide) % wide;
    for (;;) {
      const product = BigInt(this.#uint32()) * wide;
      if ((product & 0xffff_ffffn) >= threshold) return Number(product >> 32n);
    }
  }

  /** In [low, high), 53 random bits. */
  uniform(low: number, high: number): number {
    const unit = Number(this.uint64() >> 11n) / 0x20_0000_0000_0000;
    return low + (high - low) * unit;
  }
}
