/** Take Cover is as hard as the original: policies that look at nothing live as long as in ViZDoom's own scenario. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluatePolicy } from '../../../src-main/cli/commands/evaluatePolicy.ts';

interface Survival {
  readonly mean: number;
  readonly standardDeviation: number;
  readonly quartiles: readonly number[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../golden/take-cover/survival.json', import.meta.url), 'utf8'),
) as {
  policies: Record<string, Survival>;
};

describe('Take Cover against ViZDoom', () => {
  it.each(Object.entries(golden.policies))('%s survives as long, over 2,000 episodes', (policy, original) => {
    const ours = evaluatePolicy('take-cover', policy, 2000);
    expect(ours.mean / original.mean).toBeGreaterThan(0.9);
    expect(ours.mean / original.mean).toBeLessThan(1.1);
    expect(ours.standardDeviation / original.standardDeviation).toBeGreaterThan(0.9);
    expect(ours.standardDeviation / original.standardDeviation).toBeLessThan(1.1);
    for (const [index, quartile] of ours.quartiles.entries()) {
      expect(quartile / (original.quartiles[index] ?? 0)).toBeGreaterThan(0.85);
      expect(quartile / (original.quartiles[index] ?? 0)).toBeLessThan(1.15);
    }
  });

  it('refuses a policy it does not know, naming those it does', () => {
    expect(() => evaluatePolicy('take-cover', 'hold:9-2', 1)).toThrow(/uniform-two/);
  });
});
