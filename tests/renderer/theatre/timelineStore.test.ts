// @vitest-environment jsdom
/** Curves arrive in slices: what is rewritten is rewritten, what was forgotten is gone. */
import { describe, expect, test, vi } from 'vitest';
import { THEATRE_CURVES, type TheatreScalars, type TheatreTimeline } from '../../../shared/theatre.ts';
import { TimelineStore } from '../../../src-renderer/views/theatre/timelineStore.ts';
import { rangeOf } from '../../../src-renderer/views/theatre/heatStrip.ts';
import { tickEvery } from '../../../src-renderer/views/theatre/timelineAxis.ts';
import { driftZones, spanOf, spans } from '../../../src-renderer/views/theatre/timelineDrawing.ts';
import { following, panned, stepAt, xOf, zoomed } from '../../../src-renderer/views/theatre/timelineView.ts';

vi.hoisted(() => {
  globalThis.matchMedia = () =>
    ({ matches: false, addEventListener: () => undefined }) as unknown as MediaQueryList;
});

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

test('the whole episode is shown from its first step on, so that no curve moves while it plays', () => {
  expect([0, 50, 51, 900, 1000].map((step) => spanOf(step, 1000))).toEqual([1000, 1000, 1000, 1000, 1000]);
  expect(spanOf(80, 90)).toBe(90);
  // One without an end is shown as far as it has come, in few and long pages.
  expect([10, 2500, 2501, 6000].map((step) => spanOf(step, 1_000_000))).toEqual([2500, 2500, 5000, 10_000]);
});

test('looking closer keeps the step under the pointer where it is, and stays within the episode', () => {
  const whole = { from: 0, span: 1000 };
  const close = zoomed(whole, 0.25, 600, 1000);
  expect(close.span).toBe(250);
  expect(xOf({ ...close, width: 200 }, 600)).toBeCloseTo(xOf({ ...whole, width: 200 }, 600));
  expect(zoomed(close, 100, 600, 1000)).toEqual(whole);
  expect(zoomed(whole, 0.0001, 0, 1000).span).toBe(10);
  expect(panned(close, 10_000, 1000)).toEqual({ from: 750, span: 250 });
  expect(panned(close, -10_000, 1000)).toEqual({ from: 0, span: 250 });
});

test('what plays stays in view by whole pages', () => {
  const view = { from: 100, span: 100 };
  expect(following(view, 150, 1000)).toBe(view);
  expect(following(view, 201, 1000)).toEqual({ from: 191, span: 100 });
});

test('a place on the plot is a step, from the first that is shown', () => {
  expect(stepAt(50, 200, { from: 0, span: 1000 })).toBe(250);
  expect(stepAt(50, 200, { from: 100, span: 400 })).toBe(200);
  expect(stepAt(-5, 200, { from: 0, span: 1000 })).toBe(0);
});

test('ticks stand at round steps, and far enough apart to be read', () => {
  expect(tickEvery(1000, 720)).toBe(100);
  expect(tickEvery(1000, 300)).toBe(500);
  expect(tickEvery(10, 720)).toBe(1);
});

test('a total is set beside a total: what was earned, and from where eyes closed what the model expects', () => {
  const store = new TimelineStore();
  const told = slice(0, [0, 1, 2, 3]);
  const predictedReward = Float32Array.of(Number.NaN, 5, 10, 20);
  store.apply({ ...told, curves: { ...told.curves, predictedReward }, closed: Uint8Array.of(0, 0, 1, 1) });
  expect([0, 1, 2, 3].map((step) => store.summed('return', step))).toEqual([0, 1, 3, 6]);
  expect([0, 1, 2, 3].map((step) => store.summed('imaginedReturn', step))).toEqual([
    Number.NaN,
    Number.NaN,
    11,
    31,
  ]);
  expect(store.summed('return', 4)).toBeNaN();
  expect(store.summedRange('imaginedReturn')).toEqual([11, 31]);
});
