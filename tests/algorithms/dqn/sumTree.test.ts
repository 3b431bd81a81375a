import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SumTree } from '../../../src-main/algorithms/dqn/sumTree.ts';

const priority = fc.float({ min: 0, max: 1000, noNaN: true });
const given = fc.record({
  priorities: fc.array(priority, { minLength: 1, maxLength: 40 }),
  share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

function treeOf(priorities: readonly number[]): SumTree {
  const tree = new SumTree(priorities.length);
  priorities.forEach((one, leaf) => {
    tree.set(leaf, one);
  });
  return tree;
}

describe('a tree of sums', () => {
  it('finds the leaf that a share lies in', () => {
    const tree = treeOf([1, 0, 3, 2, 0]);
    expect(tree.total).toBe(6);
    const found = [0, 0.99, 1, 3.9, 4, 5.99].map((mass) => tree.find(mass));
    expect(found).toEqual([0, 0, 2, 2, 3, 3]);
    tree.set(2, 0.5);
    expect([tree.total, tree.get(2), tree.find(1.4), tree.find(1.6)]).toEqual([3.5, 0.5, 2, 3]);
  });

  it('never finds a leaf without priority, and finds each for its share, whatever was set before', () => {
    fc.assert(
      fc.property(given, ({ priorities, share }) => {
        fc.pre(priorities.some((one) => one > 0));
        const tree = treeOf(priorities);
        const leaf = tree.find(share * tree.total);
        expect(tree.get(leaf)).toBeGreaterThan(0);
        const below = priorities.slice(0, leaf).reduce((sum, one) => sum + one, 0);
        const near = 1e-9 * tree.total;
        expect(share * tree.total).toBeGreaterThanOrEqual(below - near);
        expect(share * tree.total).toBeLessThanOrEqual(below + tree.get(leaf) + near);
        // Set in another order, over other priorities, it is the very same tree: a resumed run draws as it would have.
        const other = treeOf(priorities.map((one) => 7 * one + 1));
        for (let at = priorities.length - 1; at >= 0; at--) other.set(at, priorities[at] ?? 0);
        expect(other.total).toBe(tree.total);
        expect(other.find(share * tree.total)).toBe(leaf);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('refuses what is no priority, and to draw from nothing', () => {
    const tree = new SumTree(3);
    expect(tree.size).toBe(4);
    for (const wrong of [-1, NaN])
      expect(() => {
        tree.set(0, wrong);
      }).toThrow('leaf 0 given');
    expect(() => {
      tree.set(4, 1);
    }).toThrow('leaf 4');
    expect(() => tree.find(0)).toThrow('nothing to draw from');
    tree.set(1, 2);
    tree.clear();
    expect(tree.total).toBe(0);
  });
});
