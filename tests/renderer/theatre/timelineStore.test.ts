/** Curves arrive in slices: what is rewritten is rewritten, what was forgotten is gone. */
import { describe, expect, test } from 'vitest';
import { THEATRE_CURVES, type TheatreScalars, type TheatreTimeline } from '../../../shared/theatre.ts';
import { TimelineStore } from '../../../src-renderer/views/theatre/timelineStore.ts';
import { rangeOf } from '../../../src-renderer/views/theatre/heatStrip.ts';
import { driftZones, spanOf, spans, stepAt } from '../../../src-renderer/views/theatre/timelineDrawing.ts';

function slice(
  from: number,
  values: readonly number[],
  steps = from + values.length,
  closed = false,
): TheatreTimeline {
  const curve = Float32Array.from(values);
  return {
    from,
    steps,
    curves: Object.fromEntries(THEATRE_CURVES.map((name) => [name, curve])) as Record<
      keyof TheatreScalars,
      Float32Array
    >,
    closed: new Uint8Array(values.length).fill(closed ? 1 : 0),
    actions: Float32Array.from(values.flatMap((value) => [value, -value])),
    actionSize: 2,
    latents: Float32Array.from(values),
    latentRows: 1,
    insights: Float32Array.from(values.flatMap((value) => [value, 2 * value, 4 * value])),
    insightRows: 3,
  };
}

describe('the timeline', () => {
  test('keeps slices where they belong, beyond its first capacity too', () => {
    const store = new TimelineStore();
    for (let from = 0; from < 3000; from += 100) {
      store.apply(
        slice(
          from,
          Array.from({ length: 100 }, (_, index) => from + index),
        ),
      );
    }
    expect(store.steps).toBe(3000);
    expect(store.value('reward', 2345)).toBe(2345);
    expect(store.action(1, 2345)).toBe(-2345);
    expect(store.latents.at(0, 17)).toBe(17);
    expect(store.insights.at(2, 1234)).toBe(4 * 1234);
  });

  test('a rewritten part replaces what was there and forgets what lay beyond', () => {
    const store = new TimelineStore();
    store.apply(slice(0, [0, 1, 2, 3, 4, 5]));
    store.apply(slice(2, [9, 9], 4));
    expect(store.steps).toBe(4);
    expect([0, 1, 2, 3, 4].map((step) => store.value('surprise', step))).toEqual([0, 1, 9, 9, Number.NaN]);
    expect(store.returnAt(3)).toBe(19);
    expect(store.range('reward')).toEqual([0, 9]);
  });

  test('a slice of another shape begins anew', () => {
    const store = new TimelineStore();
    store.apply(slice(0, [1, 2, 3]));
    store.apply({ ...slice(0, [5]), insights: Float32Array.of(1, 2), insightRows: 2 });
    expect(store.steps).toBe(1);
    expect([0, 1].map((row) => store.insights.at(row, 0))).toEqual([1, 2]);
  });

  test('dark and light of a step are what its scale says', () => {
    const store = new TimelineStore();
    store.apply(slice(0, [0, 2]));
    expect(rangeOf(store.insights, 1, 'share')).toEqual([0, 8]);
    expect(rangeOf(store.insights, 1, 'preference')).toEqual([2, 8]);
    expect(rangeOf(store.insights, 1, [-3, 3])).toEqual([-3, 3]);
  });

  test('an empty slice that only shortens is enough', () => {
    const store = new TimelineStore();
    store.apply(slice(0, [1, 2, 3]));
    store.apply(slice(2, [], 2));
    expect(store.steps).toBe(2);
    expect(store.value('reward', 2)).toBeNaN();
  });

  test('a curve without any value has no range', () => {
    const store = new TimelineStore();
    store.apply(slice(0, [Number.NaN, Number.NaN]));
    expect(store.range('value')).toBeNull();
  });

  test('closed spans are found as first and last step', () => {
    const store = new TimelineStore();
    store.apply(slice(0, [0, 0]));
    store.apply(slice(2, [0, 0, 0], 5, true));
    store.apply(slice(5, [0]));
    store.apply(slice(6, [0], 7, true));
    expect(spans(store)).toEqual([
      [2, 4],
      [6, 6],
    ]);
  });

  test('a dream’s drift zone begins after its last good step and ends where eyes open', () => {
    const store = new TimelineStore();
    store.apply(slice(0, [0, 0]));
    // Eyes close on step 2, which was seen still: steps 3 to 6 are dreamt.
    store.apply(slice(2, [0, 0, 0, 0, 0], 7, true));
    store.apply(slice(7, [0]));
    store.apply(slice(8, [0, 0], 10, true));
    expect(driftZones(store, 2)).toEqual([[5, 6]]);
    expect(driftZones(store, 0)).toEqual([
      [3, 6],
      [9, 9],
    ]);
    expect(driftZones(store, 4)).toEqual([]);
    expect(driftZones(store, null)).toEqual([]);
  });
});

test('the shown span grows in steps, so that curves do not crawl', () => {
  expect([10, 50, 51, 240, 251, 900].map((step) => spanOf(step, 1000))).toEqual([
    50, 50, 100, 250, 500, 1000,
  ]);
  expect(spanOf(80, 90)).toBe(90);
  expect(stepAt(50, 200, 1000)).toBe(250);
  expect(stepAt(-5, 200, 1000)).toBe(0);
});
