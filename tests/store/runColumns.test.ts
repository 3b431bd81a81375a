/** One value of every run: settings as they are, figures of curves as a look at every row would tell. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnKey, ColumnValue } from '../../shared/query/columnKey.ts';
import type { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { newRun } from './newRun.ts';
import { openStore } from './testStore.ts';

function column(store: ExperimentStore, key: ColumnKey, ids: readonly string[]): ColumnValue[] {
  const steps = store.columns([key]);
  for (;;) {
    const { done, value } = steps.next();
    if (done !== true) continue;
    const [values = []] = value.columns;
    return ids.map((id) => values[value.runIds.indexOf(id)] ?? null);
  }
}

const figure = (kind: 'last' | 'best' | 'lowest' | 'at', steps: number | null = null): ColumnKey => ({
  kind: 'metric',
  metric: 'a',
  figure: kind,
  steps,
});
const record = (store: ExperimentStore, id: string, values: readonly number[], from = 0) =>
  store.record(
    id,
    values.map((a, index) => ({
      kind: 'metrics' as const,
      axis: { environmentSteps: 10 * (from + index), gradientSteps: 0, wallSeconds: 0 },
      values: { a },
    })),
  );

describe('a column of settings', () => {
  it('holds each run’s own value, and follows a change', () => {
    const store = openStore();
    const first = store.createRun(
      newRun({ config: { seed: 1, vision: { latentSize: 32, on: true }, name: 'x' } }),
    ).id;
    const second = store.createRun(newRun({ config: { seed: 2, vision: { latentSize: 64, on: false } } })).id;
    const ids = [first, second];
    const latent: ColumnKey = { kind: 'config', path: 'vision.latentSize' };
    expect(column(store, latent, ids)).toEqual([32, 64]);
    expect(column(store, { kind: 'config', path: 'vision.on' }, ids)).toEqual([true, false]);
    expect(column(store, { kind: 'config', path: 'name' }, ids)).toEqual(['x', null]);
    expect(column(store, { kind: 'config', path: '__proto__.x' }, ids)).toEqual([null, null]);
    store.changeRun(first, { config: { seed: 1, vision: { latentSize: 16 } } });
    expect(column(store, latent, ids)).toEqual([16, 64]);
    expect(column(store, latent, ['gone', second])).toEqual([null, 64]);
  });

  it('tells repetitions of the same settings by any seed', () => {
    const store = openStore();
    const ids = [
      { seed: 1, a: 1 },
      { seed: 2, a: 1 },
      { seed: 1, a: 2 },
    ].map((config) => store.createRun(newRun({ config })).id);
    const [one, again, other] = column(store, { kind: 'settings' }, ids);
    expect(one).toBe(again);
    expect(one).not.toBe(other);
  });
});

describe('a column of a curve’s figures', () => {
  it('is what a look at every row tells, however long the curve', () => {
    const store = openStore();
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(Number.NaN)), {
          minLength: 1,
          maxLength: 90,
        }),
        (values) => {
          const { id } = store.createRun(newRun({}));
          record(store, id, values);
          const finite = values.filter(Number.isFinite);
          const extreme = (of: (...numbers: number[]) => number) =>
            finite.length === 0 ? null : of(...finite);
          const value = (key: ColumnKey) => column(store, key, [id])[0];
          expect(value(figure('best'))).toBe(extreme(Math.max));
          expect(value(figure('lowest'))).toBe(extreme(Math.min));
          const told = (at: number) => (Number.isNaN(values[at] ?? Number.NaN) ? null : values[at]);
          expect(value(figure('last'))).toBe(told(values.length - 1));
          const middle = Math.floor(values.length / 2);
          expect(value(figure('at', 10 * middle + 5))).toBe(told(middle));
          expect(value(figure('at', -1))).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('follows what is recorded, and what is taken back', () => {
    const store = openStore();
    const { id } = store.createRun(newRun({}));
    expect(column(store, figure('best'), [id])).toEqual([null]);
    record(store, id, [1, 7, 3]);
    expect(column(store, figure('best'), [id])).toEqual([7]);
    record(store, id, [9], 3);
    expect(column(store, figure('best'), [id])).toEqual([9]);
    store.rewind(id, null);
    expect(column(store, figure('best'), [id])).toEqual([null]);
  });

  it('of the score is the curve that decides it', () => {
    const store = openStore();
    const { id } = store.createRun(newRun({ scoreMetric: 'a' }));
    record(store, id, [4, 2]);
    expect(column(store, { kind: 'metric', metric: null, figure: 'best', steps: null }, [id])).toEqual([4]);
  });
});

it('runs come in pages, newest first, those in the bin left out', () => {
  const store = openStore();
  const ids = Array.from({ length: 520 }, () => store.createRun(newRun({})).id).reverse();
  store.changeRun(ids[3] ?? '', { deletedAt: new Date().toISOString() });
  const pages = [...store.runPages()];
  expect(pages.length).toBeGreaterThan(1);
  const expected = ids.filter((_, index) => index !== 3);
  expect(pages.flat().map(({ id }) => id)).toEqual(expected);
  expect(store.columns([]).next().value).toEqual({ runIds: expected, columns: [] });
});
