/**
 * Seeded, serialisable random streams: xoshiro128** (Blackman & Vigna, https://prng.di.unimi.it), seeded from
 * hashes of a name, so that streams of different names are independent.
 */

/** Four unsigned 32-bit words and, when a second normal deviate is waiting, that one. */
export interface RandomState {
  readonly words: readonly [number, number, number, number];
  readonly spareNormal: number | null;
}

/** Fowler, Noll and Vo's hash, 32 bits. */
function fnv1a(text: string, offset: number): number {
  let hash = offset;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: every input bit reaches every output bit. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export class RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spareNormal: number | null;

  constructor(state: RandomState) {
    [this.#a, this.#b, this.#c, this.#d] = state.words;
    this.#spareNormal = state.spareNormal;
  }

  /** A stream for one purpose of one run, for example `RandomStream.named(seed, 'collect/episode/12')`. */
  static named(seed: number, name: string): RandomStream {
    // Two hashes of name and seed give 64 bits; each word mixes both, so that neighbouring seeds share nothing.
    const text = `${name}:${seed}`;
    const first = fnv1a(text, 0x811c9dc5);
    const second = fnv1a(text, 0x9747b28c);
    const word = (index: number) =>
      (mix(first + Math.imul(index, 0x9e3779b9)) ^ mix(second + Math.imul(index, 0x85ebca6b))) >>> 0;
    return new RandomStream({ words: [word(1), word(2), word(3), (word(4) | 1) >>> 0], spareNormal: null });
  }

  state(): RandomState {
    return { words: [this.#a, this.#b, this.#c, this.#d], spareNormal: this.#spareNormal };
  }

  restore(state: RandomState): void {
    [this.#a, this.#b, this.#c, this.#d] = state.words;
    this.#spareNormal = state.spareNormal;
  }

  /** An unsigned 32-bit integer. */
  uint32(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b = (this.#b ^ this.#c) >>> 0;
    this.#a = (this.#a ^ this.#d) >>> 0;
    this.#c = (this.#c ^ shifted) >>> 0;
    this.#d = ((this.#d << 11) | (this.#d >>> 21)) >>> 0;
    return result;
  }

  /** In [0, 1), 53 random bits; scaled to [low, high) where given. */
  uniform(low = 0, high = 1): number {
    const unit = ((this.uint32() >>> 5) * 0x4000000 + (this.uint32() >>> 6)) / 0x20000000000000;
    return low + (high - low) * unit;
  }

  /** An integer in [0, count), without modulo bias. */
  integer(count: number): number {
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % count);
    let draw = this.uint32();
    while (draw >= limit) draw = this.uint32();
    return draw % count;
  }

  /** Standard normal, by the polar method (Marsaglia 1964). */
  normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal;
      this.#spareNormal = null;
      return spare;
    }
    for (;;) {
      const u = this.uniform(-1, 1);
      const v = this.uniform(-1, 1);
      const squared = u * u + v * v;
      if (squared === 0 || squared >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(squared)) / squared);
      this.#spareNormal = v * factor;
      return u * factor;
    }
  }

  /** Standard Cauchy. */
  cauchy(): number {
    return Math.tan(Math.PI * (this.uniform() - 0.5));
  }

  /** Two 31-bit seeds, the form that TensorFlow's stateless random kernels take. */
  tensorSeed(): [number, number] {
    return [this.uint32() >>> 1, this.uint32() >>> 1];
  }

  /** A fresh stream that no later draw of this one repeats. */
  fork(): RandomStream {
    return new RandomStream({
      words: [this.uint32(), this.uint32(), this.uint32(), (this.uint32() | 1) >>> 0],
      spareNormal: null,
    });
  }
}
