/** Gradients against the short summaries that the golden figures keep of them. */
import type { Tensor } from '@tensorflow/tfjs';
import { expect } from 'vitest';

interface Summary {
  readonly norm: number;
  readonly at: readonly number[];
  readonly values: readonly number[];
}
export type GradientFigures = Readonly<Record<string, Summary>>;

/**
 * Every gradient is there, and none more; each has its norm and five of its elements.
 * @param share of the typical element and the element itself, within which each is right
 */
export function expectGradients(
  actual: Readonly<Record<string, Tensor>>,
  expected: GradientFigures,
  share = 2e-3,
): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, { norm, at, values }] of Object.entries(expected)) {
    const data = actual[name]?.dataSync<'float32'>() ?? new Float32Array();
    expect(Math.hypot(...chunks(data)) / norm, `${name}, norm`).toBeCloseTo(1, share < 1e-3 ? 4 : 3);
    // Single precision: an element is right to a share of the typical element.
    const typical = norm / Math.sqrt(data.length);
    at.forEach((index, k) => {
      const error = Math.abs((data[index] ?? NaN) - (values[k] ?? 0));
      expect(error, `${name}[${index}]`).toBeLessThan(share * (typical + Math.abs(values[k] ?? 0)));
    });
  }
}

/** Norms of pieces: `Math.hypot` takes no million arguments. */
function chunks(data: Float32Array): number[] {
  const norms: number[] = [];
  for (let i = 0; i < data.length; i += 1000) norms.push(Math.hypot(...data.subarray(i, i + 1000)));
  return norms;
}
