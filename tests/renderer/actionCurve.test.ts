/** The curve that a person draws: strokes, keys, its length and its bounds. */
import { describe, expect, it } from 'vitest';
import {
  curveOf,
  curveOfLength,
  drawn,
  elementRange,
  nudged,
} from '../../src-renderer/views/theatre/actionCurve.ts';
import type { ActionSpace } from '../../shared/spaces.ts';

const DRIVE: ActionSpace = { kind: 'box', shape: [3], dtype: 'float64', low: [-1, 0, 0], high: [1, 1, 1] };
const CHOICES: ActionSpace = { kind: 'discrete', count: 4 };
const still = (space: ActionSpace, steps: number) => curveOfLength([], space, steps);
const column = (curve: readonly (readonly number[])[], element: number) =>
  curve.map((action) => action[element]);

describe('its length', () => {
  it('begins with nothing done, is cut, and holds its last action on', () => {
    expect(still(DRIVE, 2)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    const curve = [[1], [2], [3]];
    expect(curveOfLength(curve, CHOICES, 2)).toEqual([[1], [2]]);
    expect(curveOfLength(curve, CHOICES, 5)).toEqual([[1], [2], [3], [3], [3]]);
  });
});

describe('a stroke', () => {
  it('is a straight line in its element alone, drawn from either side', () => {
    const there = drawn(still(DRIVE, 6), DRIVE, 1, { step: 1, value: 0.2 }, { step: 4, value: 0.8 });
    expect(column(there, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 0]);
    expect(column(there, 0)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(drawn(still(DRIVE, 6), DRIVE, 1, { step: 4, value: 0.8 }, { step: 1, value: 0.2 })).toEqual(there);
  });

  it('stays within the bounds, and within one step is where the pointer is now', () => {
    expect(
      column(drawn(still(DRIVE, 3), DRIVE, 1, { step: 0, value: -2 }, { step: 2, value: 5 }), 1),
    ).toEqual([0, 1, 1]);
    const [first] = drawn(still(DRIVE, 1), DRIVE, 0, { step: 0, value: -1 }, { step: 0, value: 0.12345 });
    expect(first).toEqual([0.123, 0, 0]);
  });

  it('over choices gives whole ones', () => {
    expect(drawn(still(CHOICES, 4), CHOICES, 0, { step: 0, value: 0 }, { step: 3, value: 2 })).toEqual([
      [0],
      [1],
      [1],
      [2],
    ]);
  });
});

describe('a key', () => {
  it('moves one step by a twentieth of the range, or all that follow to the same value', () => {
    expect(elementRange(DRIVE, 0).keyStep).toBeCloseTo(0.1, 12);
    const sloped = drawn(still(DRIVE, 4), DRIVE, 0, { step: 0, value: 0 }, { step: 3, value: 0.6 });
    expect(column(nudged(sloped, DRIVE, 0, { step: 1, keys: 1, toEnd: false }), 0)).toEqual([
      0, 0.3, 0.4, 0.6,
    ]);
    expect(column(nudged(sloped, DRIVE, 0, { step: 1, keys: -1, toEnd: true }), 0)).toEqual([
      0, 0.1, 0.1, 0.1,
    ]);
  });

  it('goes to the next choice, and no further than the last', () => {
    const up = nudged(still(CHOICES, 2), CHOICES, 0, { step: 1, keys: 1, toEnd: false });
    expect(up).toEqual([[0], [1]]);
    expect(nudged([[3]], CHOICES, 0, { step: 0, keys: 1, toEnd: false })).toEqual([[3]]);
  });
});

it('an element without bounds is drawn between two that it is given', () => {
  const free: ActionSpace = { kind: 'box', shape: [1], dtype: 'float64', low: -Infinity, high: Infinity };
  const { low, high } = elementRange(free, 0);
  expect([low, high].every(Number.isFinite)).toBe(true);
  expect(low).toBeLessThan(high);
  expect(curveOf([[7], [0.12345]], free)).toEqual([[high], [0.123]]);
});
