/** Random streams: reproducible, restorable, and independent of one another even for neighbouring seeds. */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src-main/numerics/random.ts';

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - meanA) * ((b[i] ?? 0) - meanB)));
  const deviation = (values: readonly number[], centre: number) =>
    Math.sqrt(mean(values.map((value) => (value - centre) * (value - centre))));
  return covariance / (deviation(a, meanA) * deviation(b, meanB));
}

describe('RandomStream', () => {
  it('gives the same numbers again from the same name, and from a saved state', () => {
    const stream = RandomStream.named(7, 'test');
    const again = RandomStream.named(7, 'test');
    stream.normal();
    again.normal();
    const restored = new RandomStream(stream.state());
    const draws = (source: RandomStream) =>
      Array.from({ length: 50 }, () => [source.uniform(), source.normal()]);
    const first = draws(stream);
    expect(draws(again)).toEqual(first);
    expect(draws(restored)).toEqual(first);
  });

  it('has no correlation between the streams of neighbouring seeds, draw by draw or shifted', () => {
    const draws = Array.from({ length: 4000 }, (_, seed) => {
      const stream = RandomStream.named(seed, 'environment');
      return [stream.uniform(), stream.uniform(), stream.uniform()];
    });
    const column = (index: number, shift: number) =>
      draws.slice(shift, 3990 + shift).map((row) => row[index] ?? 0);
    for (const [left, right, shift] of [
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 1],
      [0, 2, 1],
      [2, 0, 2],
    ] as const) {
      expect(Math.abs(correlation(column(left, 0), column(right, shift)))).toBeLessThan(0.06);
    }
  });

  it('draws uniforms, normals and integers of the right moments', () => {
    const stream = RandomStream.named(1, 'moments');
    const count = 100_000;
    const normals = Array.from({ length: count }, () => stream.normal());
    const mean = normals.reduce((sum, value) => sum + value, 0) / count;
    const variance = normals.reduce((sum, value) => sum + value * value, 0) / count - mean * mean;
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    const counts = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const face = stream.integer(3);
      counts[face] = (counts[face] ?? 0) + 1;
    }
    for (const face of counts) expect(Math.abs(face / count - 1 / 3)).toBeLessThan(0.01);
  });
});
