// @vitest-environment jsdom
/** What an agent makes of a moment, as bars with names. */
import { beforeAll, expect, test, vi } from 'vitest';
import { insightRows } from '../../../shared/agentInsight.ts';
import type { ActionSpace } from '../../../shared/spaces.ts';
import type * as Bars from '../../../src-renderer/views/theatre/insightBars.ts';
import type * as Labels from '../../../src-renderer/views/theatre/choiceLabel.ts';

let barsOf: (typeof Bars)['barsOf'];
let choiceLabel: (typeof Labels)['choiceLabel'];

// Their numbers are written in the person's language, which the window is asked for.
beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
  ({ barsOf } = await import('../../../src-renderer/views/theatre/insightBars.ts'));
  ({ choiceLabel } = await import('../../../src-renderer/views/theatre/choiceLabel.ts'));
});

const CAR: ActionSpace = {
  kind: 'box',
  shape: [3],
  dtype: 'float64',
  low: [-1, 0, 0],
  high: [1, 1, 1],
  names: ['steer', 'gas', 'brake'],
};
const names = {
  choice: (action: readonly number[]) => choiceLabel(CAR, action),
  element: (index: number) => ['steer', 'gas', 'brake'][index] ?? '',
  bounds: (index: number) => (index === 0 ? ([-1, 1] as const) : ([0, 1] as const)),
};

test('a choice is called by what it moves, or by its own name', () => {
  expect(choiceLabel(CAR, [-1, 0, 0])).toBe('steer -1.0');
  expect(choiceLabel(CAR, [0, 1, 0.8])).toBe('gas 1.0, brake 0.8');
  expect(choiceLabel(CAR, [0, 0, 0])).toBe('nothing');
  expect(choiceLabel({ kind: 'discrete', count: 2, names: ['left', 'right'] }, [1])).toBe('right');
  expect(choiceLabel({ kind: 'discrete', count: 2 }, [1])).toBe('1');
});

test('the most valuable action has the whole track, the least a sliver, whatever their height', () => {
  const bars = barsOf(
    {
      kind: 'actionValues',
      values: Float32Array.of(-90, -88, -89),
      choices: [
        [0, 0, 0],
        [1, 0, 0],
        [0, 1, 0],
      ],
    },
    names,
  );
  expect(bars.map(({ to }) => to)).toEqual([0.04, 1, 0.52]);
  expect(bars.map(({ best }) => best)).toEqual([false, true, false]);
  expect(bars[1]?.name).toBe('steer 1.0');
});

test('probabilities are drawn as they are', () => {
  const bars = barsOf(
    { kind: 'choiceProbabilities', values: Float32Array.of(0.25, 0.75), choices: [[0], [1]] },
    names,
  );
  expect(bars.map(({ to, value }) => [to, value])).toEqual([
    [0.25, '25%'],
    [0.75, '75%'],
  ]);
});

test('a normal policy is a band about its mean, cut at the bounds', () => {
  const [steer, gas] = barsOf(
    { kind: 'normalActions', means: Float32Array.of(0, 0.75), deviations: Float32Array.of(0.5, 0.5) },
    names,
  );
  expect(steer).toMatchObject({ name: 'steer', from: 0.25, mark: 0.5, to: 0.75 });
  expect(gas).toMatchObject({ name: 'gas', from: 0.25, mark: 0.75, to: 1 });
});

test('a strip has a row for each thing that is told', () => {
  const row = insightRows({
    kind: 'returns',
    atoms: Float32Array.of(0, 1, 2),
    probabilities: Float32Array.of(0.5, 0.5, 0),
  });
  expect([...row]).toEqual([0.5, 0.5, 0]);
});
