import { expect, test } from 'vitest';
import { firstReached, stepsUntil, type ScoredRun } from '../../shared/stepsUntil.ts';

const run = (values: readonly number[], every: number): ScoredRun => ({
  axis: {
    environmentSteps: values.map((_, index) => (index + 1) * every),
    gradientSteps: values.map((_, index) => index + 1),
    wallSeconds: values.map((_, index) => 10 * (index + 1)),
  },
  values,
});

test('the first measurement at the score counts, though later ones fall below it', () => {
  expect(firstReached(run([100, 500, 300, 700], 1000), 500)).toEqual({
    environmentSteps: 2000,
    gradientSteps: 2,
    wallSeconds: 20,
  });
  expect(firstReached(run([100, 499.9], 1000), 500)).toBeNull();
});

test('what was not measured reaches nothing', () => {
  expect(firstReached(run([NaN, 600], 1000), 500)?.environmentSteps).toBe(2000);
  expect(stepsUntil([run([], 1000)], 0)).toBeNull();
});

test('a row tells the mean of the runs that reached it, and how many did not', () => {
  const reached = stepsUntil([run([0, 900], 1000), run([0, 0, 0, 900], 1000), run([0, 0], 1000)], 900);
  expect(reached).toEqual({
    at: { environmentSteps: 3000, gradientSteps: 3, wallSeconds: 30 },
    runs: 2,
    of: 3,
  });
  expect(stepsUntil([run([0], 1000)], 900)).toBeNull();
});
