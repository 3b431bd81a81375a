/** The bin's rows. */
import { expect, it } from 'vitest';
import type { BinRun } from '../../shared/storage.ts';
import { binEntries } from '../../src-renderer/views/system/binEntries.ts';

const run = (id: string, day: number, studyId: string | null = null, bytes = 10): BinRun => ({
  id,
  name: `name ${id}`,
  algorithm: 'world-models',
  environment: 'car-racing',
  preset: 'smoke',
  deletedAt: `2026-01-0${day}`,
  studyId,
  bytes,
});

it('a study stands for its runs with their number and size; runs of a study that stays are rows of their own', () => {
  const rows = binEntries({
    runs: [run('a', 1), run('b', 3, 'gone', 5), run('c', 3, 'gone', 7), run('d', 4, 'stays')],
    studies: [{ id: 'gone', name: 'study', deletedAt: '2026-01-03' }],
  });
  expect(rows.map(({ id, kind, runs, bytes }) => [id, kind, runs, bytes])).toEqual([
    ['d', 'run', 1, 10],
    ['gone', 'study', 2, 12],
    ['a', 'run', 1, 10],
  ]);
});

it('a study whose runs stayed is a row without any', () => {
  const study = { id: 's', name: 'study', deletedAt: '2026-01-03' };
  expect(binEntries({ runs: [], studies: [study] })).toMatchObject([{ id: 's', runs: 0, bytes: 0 }]);
});
