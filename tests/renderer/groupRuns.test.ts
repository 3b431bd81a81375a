/** Groups of experiments: what they share, and what their scores come to. */
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../shared/run.ts';
import { groupColumns, groupRuns } from '../../src-renderer/views/experiments/groupRuns.ts';
import { sampleRun } from '../e2e/harness/sampleData.ts';

const run = (id: string, change: Partial<RunSummary>): RunSummary => ({ ...sampleRun(1, 0), id, ...change });
const seeds = [
  run('a', { score: 10, wallSeconds: 60 }),
  run('b', { score: 20, wallSeconds: 60 }),
  run('c', { score: 30, wallSeconds: 60 }),
  run('d', { score: null, wallSeconds: 60 }),
  run('e', { score: 5, wallSeconds: 60 }),
];

describe('experiments of the same settings', () => {
  const column = new Map([...'abcd'].map((id) => [id, 'same'] as const));
  const groups = groupRuns(seeds, { by: 'seeds', path: '' }, column);

  it('are one group, with the mean of its scores and Student’s interval', () => {
    const [same] = groups;
    expect(same?.runs.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(same).toMatchObject({ mean: 20, lowest: 10, highest: 30, wallSeconds: 240 });
    // 4.303 * 10 / sqrt(3): two degrees of freedom, the sample's own deviation.
    expect(same?.halfWidth).toBeCloseTo(24.84, 2);
  });

  it('have no interval where there is one score', () => {
    expect(groups[1]).toMatchObject({ value: null, mean: 5, halfWidth: null });
  });
});

it('scores of several games are not averaged', () => {
  const two = [run('a', { environment: 'x', tags: ['t'] }), run('b', { environment: 'y', tags: ['t'] })];
  expect(groupRuns(two, { by: 'tag', path: '' }, undefined)[0]).toMatchObject({
    severalGames: true,
    mean: null,
  });
});

it('a group without scores has no mean', () => {
  expect(groupRuns([run('a', { score: null })], { by: 'algorithm', path: '' }, undefined)[0]).toMatchObject({
    mean: null,
    severalGames: false,
  });
});

it('a grouping by a setting asks the store for that column, others for none', () => {
  expect(groupColumns({ by: 'setting', path: 'vision.latentSize' })).toEqual([
    { kind: 'config', path: 'vision.latentSize' },
  ]);
  expect(groupColumns({ by: 'setting', path: '' })).toEqual([]);
  expect(groupColumns({ by: 'environment', path: 'seed' })).toEqual([]);
});
