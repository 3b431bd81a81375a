import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { project, type Atoms } from '../../../src-main/algorithms/d4pg/categoricalReturn.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const ATOMS: Atoms = { count: 5, lowest: -1, highest: 3 };

function projected(
  rows: readonly { readonly masses: readonly number[]; readonly reward: number; readonly discount: number }[],
  atoms = ATOMS,
): number[][] {
  return tf.tidy(() => {
    const probabilities = tf.tensor2d(rows.map(({ masses }) => [...masses]));
    const rewards = tf.tensor1d(rows.map(({ reward }) => reward));
    const discounts = tf.tensor1d(rows.map(({ discount }) => discount));
    return project(atoms, probabilities, rewards, discounts).arraySync();
  });
}

describe('a distribution of returns, moved and put back on its atoms', () => {
  const masses = [0.1, 0.2, 0.3, 0.25, 0.15];

  it('stays as it is where nothing is earned and nothing discounted', () => {
    const [row = []] = projected([{ masses, reward: 0, discount: 1 }]);
    row.forEach((mass, atom) => expect(mass).toBeCloseTo(masses[atom] ?? NaN, 6));
  });

  it('lies on the last atom where all returns are beyond it, on the first where all are below', () => {
    const rows = projected([
      { masses, reward: 50, discount: 1 },
      { masses, reward: -50, discount: 1 },
    ]);
    expect(rows[0]).toEqual([0, 0, 0, 0, 1].map((mass) => expect.closeTo(mass, 6)));
    expect(rows[1]).toEqual([1, 0, 0, 0, 0].map((mass) => expect.closeTo(mass, 6)));
  });

  it('shares a mass between its two neighbours by nearness: past an end only the reward counts', () => {
    // Atoms at -1, 0, 1, 2, 3; 1.25 lies a quarter of the way from 1 to 2.
    const [row] = projected([{ masses, reward: 1.25, discount: 0 }]);
    expect(row).toEqual([0, 0, 0.75, 0.25, 0].map((mass) => expect.closeTo(mass, 6)));
  });

  it('moves atom by atom by R + G z', () => {
    // z = 1 goes to 0.5 + 0.5 * 1 = 1, z = 2 to 1.5.
    const [row] = projected([{ masses: [0, 0, 0.5, 0.5, 0], reward: 0.5, discount: 0.5 }]);
    expect(row).toEqual([0, 0, 0.75, 0.25, 0].map((mass) => expect.closeTo(mass, 6)));
  });

  it('keeps its mass and, within the ends, its mean', () => {
    const atoms: Atoms = { count: 51, lowest: -150, highest: 150 };
    const weight = fc.double({ min: 0, max: 1, noNaN: true });
    const row = fc.record({
      weights: fc.array(weight, { minLength: 51, maxLength: 51 }),
      reward: fc.double({ min: -400, max: 400, noNaN: true }),
      discount: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(row, ({ weights, reward, discount }) => {
        const sum = weights.reduce((total, one) => total + one, 1e-3);
        const drawn = weights.map((one) => (one + 1e-3 / 51) / sum);
        const [result = []] = projected([{ masses: drawn, reward, discount }], atoms);
        expect(Math.min(...result)).toBeGreaterThanOrEqual(0);
        expect(Math.abs(result.reduce((total, mass) => total + mass, 0) - 1)).toBeLessThan(1e-6 * 4);
        const value = (atom: number) => -150 + 6 * atom;
        const mean = drawn.reduce(
          (total, mass, atom) =>
            total + mass * Math.min(150, Math.max(-150, reward + discount * value(atom))),
          0,
        );
        const found = result.reduce((total, mass, atom) => total + mass * value(atom), 0);
        expect(Math.abs(found - mean)).toBeLessThan(1e-2);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
