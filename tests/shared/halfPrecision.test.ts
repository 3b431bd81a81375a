import { describe, expect, it } from 'vitest';
import { floatsOf, halvesOf, nearestHalf, planesOf, roundToHalves } from '../../shared/halfPrecision.ts';

/** Every half there is but infinities and NaN, from their definition. */
function* allHalves(): Generator<{ readonly half: number; readonly value: number }> {
  for (let half = 0; half < 0x10000; half++) {
    const exponent = (half >> 10) & 31;
    if (exponent === 31) continue;
    const fraction = half & 1023;
    let value = exponent === 0 ? fraction : 1024 + fraction;
    for (let e = exponent === 0 ? 1 : exponent; e < 25; e++) value /= 2;
    for (let e = 25; e < exponent; e++) value *= 2;
    yield { half, value: half >= 0x8000 ? -value : value };
  }
}

describe('half precision', () => {
  it('reads and writes every half there is', () => {
    const all = [...allHalves()];
    const values = Float32Array.from(all, ({ value }) => value);
    const halves = Uint16Array.from(all, ({ half }) => half);
    expect(halvesOf(values)).toEqual(halves);
    expect(floatsOf(planesOf(halves))).toEqual(values);
    expect(values.every((value) => Object.is(nearestHalf(value), value))).toBe(true);
  });

  it('rounds to the nearest, ties to even, and never to infinity', () => {
    expect(nearestHalf(1 + 1 / 2048)).toBe(1);
    expect(nearestHalf(1 + 3 / 2048)).toBe(1 + 2 / 1024);
    expect(nearestHalf(Math.fround(0.1))).toBe(0.0999755859375);
    expect(nearestHalf(1e-9)).toBe(0);
    expect(nearestHalf(4e-8)).toBe(5.960464477539063e-8);
    expect(nearestHalf(1e30)).toBe(65504);
    expect(nearestHalf(-70000)).toBe(-65504);
    expect(nearestHalf(NaN)).toBeNaN();
  });

  it('refuses what is not exactly a half, and takes it once rounded', () => {
    const values = Float32Array.from([0.5, 0.1]);
    expect(halvesOf(values)).toBeNull();
    roundToHalves(values);
    expect(floatsOf(planesOf(halvesOf(values) ?? new Uint16Array()))).toEqual(values);
  });
});
