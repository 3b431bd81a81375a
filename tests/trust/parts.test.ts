/** The instruments' arithmetic: what counts as drift, whose actions are exchanged, which windows are looked at, who plays. */
import { describe, expect, it } from 'vitest';
import type { ActionSpace } from '../../shared/spaces.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { stepsUntilDrift } from '../../shared/driftRule.ts';
import { curveOf, errorSums } from '../../src-main/trust/errorCurves.ts';
import { fixedPolicies } from '../../src-main/trust/fixedPolicies.ts';
import { windowsOf } from '../../src-main/trust/heldOut.ts';
import { exchanged, obedienceOf } from '../../src-main/trust/obedience.ts';

const random = () => RandomStream.named(1, 'test');

describe('drift', () => {
  const ones = (count: number) => new Array<number>(count).fill(1);

  it('is where the error stays as large as the still picture’s', () => {
    expect(stepsUntilDrift([0.2, 0.4, 0.5, 0.5, 0.5], ones(5), [0.5, 0.5, 0.5, 0.5, 0.5])).toBe(2);
  });

  it('is near the mean’s error already, which what is expected never passes', () => {
    expect(stepsUntilDrift([0.2, 0.94, 0.96, 0.96, 0.96], ones(5), [9, 9, 9, 9, 9])).toBe(2);
  });

  it('is not one or two steps that happen to be worse', () => {
    expect(stepsUntilDrift([0.2, 1, 1, 0.2, 0.2], ones(5), ones(5))).toBeNull();
    expect(stepsUntilDrift([0.2, 0.2, 0.2, 1, 1], ones(5), ones(5))).toBeNull();
  });

  it('never comes where nothing errs, even where nothing moves', () => {
    expect(stepsUntilDrift([0, 0, 0], [0, 0, 0], [0, 0, 0])).toBeNull();
  });
});

describe('obedience', () => {
  it('compares sums over the horizon', () => {
    expect(obedienceOf([1, 3], [4, 4])).toBe(0.5);
    expect(obedienceOf([0, 0], [0, 0])).toBe(0);
    expect(obedienceOf([4], [2])).toBe(-1);
  });

  it('gives no window its own actions, and every window somebody’s', () => {
    for (const count of [2, 3, 10]) {
      const donors = exchanged(count, random());
      expect(donors.every((donor, window) => donor !== window)).toBe(true);
      expect([...donors].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
    }
  });
});

describe('windows', () => {
  const episode = (moments: number) => ({
    moments,
    observations: new Uint8Array(),
    actions: new Float32Array(),
  });

  it('begin after five moments and end with their episode', () => {
    expect(windowsOf([episode(101)], 10, 3)).toEqual([
      { episode: 0, from: 4, steps: 10 },
      { episode: 0, from: 47, steps: 10 },
      { episode: 0, from: 90, steps: 10 },
    ]);
    expect(windowsOf([episode(8)], 10, 3)).toEqual([{ episode: 0, from: 4, steps: 3 }]);
    expect(windowsOf([episode(5)], 10, 3)).toEqual([]);
  });

  it('are shared by all episodes', () => {
    expect(
      windowsOf(
        Array.from({ length: 4 }, () => episode(101)),
        10,
        8,
      ),
    ).toHaveLength(8);
  });

  it('are averaged step by step, as far as a quarter of them goes', () => {
    const windows = [
      { episode: 0, from: 4, steps: 2 },
      { episode: 0, from: 9, steps: 1 },
      { episode: 1, from: 4, steps: 3 },
    ];
    const sums = errorSums(windows, [Float32Array.of(1, 2), Float32Array.of(3), Float32Array.of(5, 6, 7)]);
    expect(curveOf(sums)).toEqual([3, 4, 7]);
    // The first episode twice: what is drawn anew is episodes.
    expect(curveOf(sums, [0, 0])).toEqual([2, 2, NaN]);
    const few = [...windows, ...windows, ...windows.slice(0, 2)];
    const longer = errorSums(
      [...few, { episode: 2, from: 4, steps: 5 }],
      [...few, { steps: 5 }].map(({ steps }) => new Float32Array(steps).fill(1)),
    );
    // Of nine windows three go on to the third step, and one to the fifth.
    expect(longer.horizon).toBe(3);
  });
});

describe('fixed policies', () => {
  const namesOf = (actions: ActionSpace) =>
    fixedPolicies({ actions, stepSeconds: 0.1 }).map(({ name }) =>
      name.action === '' ? name.kind : `${name.kind} ${name.action}`,
    );

  it('hold each choice, the still one first', () => {
    expect(namesOf({ kind: 'discrete', count: 3, names: ['left', 'still', 'right'] })).toEqual([
      'still',
      'held left',
      'held right',
      'sweep',
      'random',
    ]);
  });

  it('hold each number at each end that is not rest, or all at once where they are many', () => {
    const box = (count: number, low: number): ActionSpace => ({
      kind: 'box',
      shape: [count],
      dtype: 'float64',
      low,
      high: 1,
    });
    expect(namesOf(box(2, 0))).toEqual(['still', 'held 0 +', 'held 1 +', 'sweep', 'random']);
    expect(namesOf(box(21, -1))).toEqual(['still', 'held −', 'held +', 'sweep', 'random']);
  });

  it('sweep from one end to the other in four seconds, and back', () => {
    const actions = { kind: 'box', shape: [1], dtype: 'float64', low: -1, high: 1 } as const;
    const sweep = fixedPolicies({ actions, stepSeconds: 1 }).find(({ name }) => name.kind === 'sweep');
    const path = Array.from({ length: 9 }, (_, step) => sweep?.act(step, random())[0]);
    expect(path).toEqual([-1, -0.5, 0, 0.5, 1, 0.5, 0, -0.5, -1]);
    const choices = { kind: 'discrete', count: 3, names: ['still', 'left', 'right'] } as const;
    const turns = fixedPolicies({ actions: choices, stepSeconds: 2 }).find(
      ({ name }) => name.kind === 'sweep',
    );
    expect(Array.from({ length: 5 }, (_, step) => turns?.act(step, random())[0])).toEqual([1, 1, 2, 2, 1]);
  });
});
