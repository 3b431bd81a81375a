/** Figures: NumPy 2.4.6, `SeedSequence(seed).generate_state(8)`, `PCG64(seed).random_raw()`, `default_rng(seed).uniform(50, 150)`. */
import { describe, expect, it } from 'vitest';
import { NumpyRandom, seedSequence } from '../../src-main/numerics/numpyRandom.ts';

const FIGURES = [
  {
    seed: 0,
    words: [2968811710, 3677149159, 745650761, 2884920346, 2642120001, 549907821, 574372308, 742431198],
    raw: 0xa30febcfd9c2825fn,
    uniform: [113.69616873214542, 76.97867137638703, 54.09735239361947],
  },
  {
    seed: 5,
    words: [16823399, 2940995229, 2290007392, 1039507385, 1236621906, 1471659462, 2525499814, 662767037],
    raw: 0xce14abeeabb8e5a8n,
    uniform: [130.50029237453802, 130.7940789736494, 101.5325561042142],
  },
  {
    seed: 4_294_967_295,
    words: [1992424968, 705021410, 3255730584, 540206095, 2021606294, 3981099117, 4091248893, 1451846836],
    raw: 0x407f5fa930d8fd9fn,
    uniform: [75.19435680449965, 71.90657962868566, 78.72847204351702],
  },
  {
    // Two words of entropy.
    seed: 4_294_967_296,
    words: [3964924996, 1358922860, 3894904162, 2051610843, 908995353, 1006608236, 2584106211, 3182524243],
    raw: 0xe3c5ebe285ac1625n,
    uniform: [138.97387912781343, 105.71380502062263, 130.09080868919722],
  },
  {
    seed: Number.MAX_SAFE_INTEGER,
    words: [3367776697, 1170575226, 2422347966, 3181658150, 1605020015, 1122250651, 2290456265, 2757758994],
    raw: 0xc948dddc0fcf0895n,
    uniform: [128.6268106676115, 110.63032385025929, 103.76094823800642],
  },
];

describe('NumPy randomness', () => {
  it.each(FIGURES)('gives NumPy’s numbers for seed $seed, bit for bit', ({ seed, words, raw, uniform }) => {
    expect(Array.from(seedSequence(seed, 8))).toEqual(words);
    expect(new NumpyRandom(seed).uint64()).toBe(raw);
    const random = new NumpyRandom(seed);
    expect(uniform.map(() => random.uniform(50, 150))).toEqual(uniform);
  });

  it.each([-1, 0.5, Number.NaN, 2 * Number.MAX_SAFE_INTEGER])('refuses the seed %s', (seed) => {
    expect(() => new NumpyRandom(seed)).toThrow(/expected an integer/);
  });
});
