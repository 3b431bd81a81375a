import { describe, expect, it } from 'vitest';
import { drawIndex, drawOffset } from '../../../shared/drawing/penMixture.ts';
import { RandomStream } from '../../../shared/random.ts';
import { MIXTURE_ROW as ROW, rowComponent as component } from '../../support/penMixtureRow.ts';

describe('drawOffset', () => {
  it.each([1, 0.3])('at temperature %d has the moments that the mixture says', (temperature) => {
    const random = RandomStream.named(4, 'draws');
    const count = 40_000;
    const draws = Array.from({ length: count }, () => drawOffset(ROW, 2, temperature, random));
    const parts = [0, 1].map(component);
    const raised = parts.map(({ weight }) => weight ** (1 / temperature));
    const weights = raised.map((weight) => weight / raised.reduce((a, b) => a + b, 0));
    const expected = (of: (part: ReturnType<typeof component>) => number) =>
      parts.reduce((sum, part, k) => sum + (weights[k] ?? 0) * of(part), 0);
    const found = (of: (x: number, y: number) => number) =>
      draws.reduce((sum, [x, y]) => sum + of(x, y), 0) / count;
    expect(Math.abs(found((x) => x) - expected(({ meanX }) => meanX))).toBeLessThan(0.03);
    expect(Math.abs(found((_, y) => y) - expected(({ meanY }) => meanY))).toBeLessThan(0.03);
    const products = expected(
      ({ meanX, meanY, sigmaX, sigmaY, rho }) => meanX * meanY + temperature * rho * sigmaX * sigmaY,
    );
    expect(Math.abs(found((x, y) => x * y) - products)).toBeLessThan(0.06);
    const squares = expected(({ meanX, sigmaX }) => meanX ** 2 + temperature * sigmaX ** 2);
    expect(Math.abs(found((x) => x * x) - squares)).toBeLessThan(0.06);
  });
});

describe('drawIndex', () => {
  it('draws each index as often as its logit over the temperature says', () => {
    const random = RandomStream.named(5, 'index');
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) {
      const index = drawIndex([0, 1, -1], 0.5, random);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    const weights = [0, 2, -2].map(Math.exp);
    const whole = weights.reduce((a, b) => a + b, 0);
    for (const [index, weight] of weights.entries()) {
      expect(Math.abs((counts[index] ?? 0) / 30_000 - weight / whole)).toBeLessThan(0.01);
    }
  });
});
