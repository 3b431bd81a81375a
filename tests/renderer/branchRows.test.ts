/** The table of branches: its ranking, what can be held, draws, and the address of a branch's moment. */
import { describe, expect, it } from 'vitest';
import type { BranchFigures } from '../../shared/branches.ts';
import {
  branchQuery,
  drawsOf,
  heldActions,
  ranked,
  sameFigures,
  type BranchRow,
} from '../../src-renderer/views/theatre/branchRows.ts';
import { keptBranch } from '../support/keptBranch.ts';

function row(key: string, figures: Partial<BranchFigures>): BranchRow {
  const { id: _, createdAt: __, ...moment } = keptBranch(key, 'c1');
  return {
    key,
    kept: true,
    strip: null,
    actions: null,
    differs: false,
    moment: { ...moment, figures: { ...moment.figures, ...figures } },
  };
}

describe('the ranking', () => {
  const rows = [
    row('soon', { driftSteps: 2, dreamtReward: [1, 2] }),
    row('never', { driftSteps: null, dreamtReward: null }),
    row('later', { driftSteps: 30, dreamtReward: [5, -4] }),
  ];
  const keys = (...order: Parameters<typeof ranked>) => ranked(...order).map(({ key }) => key);

  it('has what never leaves reality as the longest', () => {
    expect(keys(rows, { column: 'drift', descending: true })).toEqual(['never', 'later', 'soon']);
    expect(keys(rows, { column: 'drift', descending: false })).toEqual(['soon', 'later', 'never']);
  });

  it('has what has no return last, whichever way', () => {
    expect(keys(rows, { column: 'dreamtReturn', descending: true })).toEqual(['soon', 'later', 'never']);
    expect(keys(rows, { column: 'dreamtReturn', descending: false })).toEqual(['later', 'soon', 'never']);
  });
});

it('what can be held is nothing, and each element at its bounds', () => {
  expect(heldActions({ kind: 'discrete', count: 3 })).toEqual([[0], [1], [2]]);
  const gas = { kind: 'box', shape: [2], dtype: 'float64', low: [-1, 0], high: 1 } as const;
  expect(heldActions(gas)).toEqual([
    [0, 0],
    [1, 0],
    [-1, 0],
    [0, 1],
  ]);
});

it('several draws have numbers of their own, random actions seeds of their own', () => {
  const random = { actions: { source: 'random', seed: 5 }, temperature: 1, sample: 2 } as const;
  expect(drawsOf(random, 2)).toEqual([
    random,
    { ...random, actions: { source: 'random', seed: 6 }, sample: 3 },
  ]);
});

it('figures are the same to the last bit or not at all', () => {
  const { figures } = row('a', {}).moment;
  expect(sameFigures(figures, { ...figures, error: [...figures.error] })).toBe(true);
  expect(sameFigures(figures, { ...figures, error: [0.3, 1e-17] })).toBe(false);
});

it('a moment opens with as much of its episode as a recorded branch needs', () => {
  const held = row('a', {});
  expect(branchQuery('r1', held)).toMatchObject({ run: 'r1', checkpoint: 'c1', episode: '7', step: '12' });
  const recorded = {
    ...held,
    moment: { ...held.moment, spec: { ...held.moment.spec, actions: { source: 'recorded' } as const } },
  };
  expect(branchQuery('r1', recorded)).toMatchObject({ step: '14' });
  expect(branchQuery('r1', { ...recorded, moment: { ...recorded.moment, exact: false } })).toMatchObject({
    near: '1',
  });
});
