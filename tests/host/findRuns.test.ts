/** A query without a window: the command line asks the same language of the same store. */
import { expect, it } from 'vitest';
import { findRuns } from '../../src-main/host/findRuns.ts';
import { newRun, openStore } from '../store/testStore.ts';

const NOW = Date.UTC(2026, 10, 22);

it('finds by settings, curves and what every list shows, and leaves the archive out', () => {
  const store = openStore();
  const run = (name: string, latentSize: number, returns: readonly number[]) => {
    const { id } = store.createRun(newRun({ name, config: { seed: 1, vision: { latentSize } } }));
    store.record(
      id,
      returns.map((value, index) => ({
        kind: 'metrics' as const,
        axis: { environmentSteps: index, gradientSteps: 0, wallSeconds: 0 },
        values: { 'evaluation/return': value },
      })),
    );
    return id;
  };
  run('narrow', 16, [900, 1]);
  run('wide', 64, [5, 6]);
  const old = run('old', 64, [999]);
  store.changeRun(old, { archived: true });
  const names = (query: string) => findRuns(store, query, NOW).map(({ name }) => name);
  expect(names('')).toEqual(['wide', 'narrow']);
  expect(names('vision.latentSize = 64')).toEqual(['wide']);
  expect(names('best(evaluation/return) > 800')).toEqual(['narrow']);
  expect(names('evaluation/return > 5 or name:narrow')).toEqual(['wide', 'narrow']);
  expect(names('is:archived')).toEqual(['old']);
});

it('says what is wrong and where, instead of finding nothing', () => {
  const store = openStore();
  expect(() => findRuns(store, 'tag:car socre > 3', NOW)).toThrow(
    expect.objectContaining({
      code: 'query.unclear',
      values: expect.objectContaining({ part: 'socre', at: 9, meant: 'score' }),
    }),
  );
});
