/** How many runs may train where: what is bound to one worker is not for the others. */
import { expect, test } from 'vitest';
import { poolsOf } from '../../src-main/host/placePools.ts';

const worker = (id: string, places: number, running: readonly string[] = [], draining = false) => ({
  id,
  places,
  running,
  draining,
});
const limits = (places: Parameters<typeof poolsOf>[0]) =>
  Object.fromEntries(poolsOf(places).map(({ where, limit }) => [where, limit]));
const waiting = (...places: readonly string[]) => places.map((where) => ({ where }));

test('only pools that a run waits for are asked, each with its places', () => {
  const workers = [worker('a', 2), worker('b', 3)];
  expect(limits({ here: 1, workers, waiting: waiting('here'), active: [] })).toEqual({ here: 1 });
  expect(limits({ here: 1, workers, waiting: waiting('anywhere', 'b'), active: [] })).toEqual({
    anywhere: 5,
    b: 3,
  });
});

test('a run that is bound to a worker takes a place from those that are not, and the other way round', () => {
  const workers = [worker('a', 2, ['bound', 'free'])];
  const active = [
    { runId: 'bound', where: 'a' },
    { runId: 'free', where: 'anywhere' },
  ];
  expect(limits({ here: 1, workers, waiting: waiting('anywhere', 'a'), active })).toEqual({
    anywhere: 1,
    a: 1,
  });
});

test('a worker that drains or is gone has no places', () => {
  const workers = [worker('a', 2, [], true)];
  expect(limits({ here: 1, workers, waiting: waiting('anywhere', 'a', 'gone'), active: [] })).toEqual({
    anywhere: 0,
    a: 0,
    gone: 0,
  });
});
