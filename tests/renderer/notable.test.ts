/** Which episodes are worth a look, and which checkpoint shows best how they came about. */
import { expect, it } from 'vitest';
import { nearestCheckpoint } from '../../src-renderer/views/experiment/nearestCheckpoint.ts';
import { notableEpisodes } from '../../src-renderer/views/experiment/notableEpisodes.ts';

const notable = (returns: readonly number[]) =>
  notableEpisodes({ returns, seeds: returns.map((_, index) => 100 + index) }).map(({ which, seed }) => [
    which,
    seed,
  ]);

it('worst, median and best are found by their returns, with their own seeds', () => {
  expect(notable([5, -3, 9, 7, 1])).toEqual([
    ['worst', 101],
    ['median', 100],
    ['best', 102],
  ]);
  expect(notable([2, 1])).toEqual([
    ['worst', 101],
    ['best', 100],
  ]);
  expect(notable([4])).toEqual([['median', 100]]);
  expect(notable([])).toEqual([]);
});

it('the nearest checkpoint is the last before the episode, else the first after it', () => {
  const at = (wallSeconds: number) => ({ environmentSteps: 0, gradientSteps: 0, wallSeconds });
  const checkpoints = [30, 10, 20].map((seconds) => ({ id: `c${seconds}`, axis: at(seconds) }));
  expect(nearestCheckpoint({ axis: at(25) }, checkpoints)).toBe('c20');
  expect(nearestCheckpoint({ axis: at(20) }, checkpoints)).toBe('c20');
  expect(nearestCheckpoint({ axis: at(5) }, checkpoints)).toBe('c10');
  expect(nearestCheckpoint({ axis: at(5) }, [])).toBeNull();
});
