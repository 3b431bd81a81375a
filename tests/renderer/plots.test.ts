/** Scatter and parallel coordinates: scales, places, brushes, thinning, colours, files. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ColumnValue } from '../../shared/query/columnKey.ts';
import { parseQuery } from '../../shared/query/parseQuery.ts';
import { drawingSvg, SHAPES } from '../../src-renderer/views/experiments/plots/drawing.ts';
import { narrowedQuery } from '../../src-renderer/views/experiments/plots/narrowQuery.ts';
import { thinned } from '../../shared/thinned.ts';
import {
  brushedRuns,
  MOST_LINES,
  nearestLine,
  parallelDrawing,
  parallelFrame,
} from '../../src-renderer/views/experiments/plots/parallelLayout.ts';
import { inOrder, shortened, type PlotAxis } from '../../src-renderer/views/experiments/plots/plotAxis.ts';
import {
  FIRST_PLOT,
  isPlotChoice,
  plotFields,
} from '../../src-renderer/views/experiments/plots/plotChoice.ts';
import { plotColours, RAMPS } from '../../src-renderer/views/experiments/plots/plotColours.ts';
import { plotCsv } from '../../src-renderer/views/experiments/plots/plotExport.ts';
import {
  brushBetween,
  brushSpan,
  numberAt,
  plotScale,
  positions,
  scaleTicks,
} from '../../src-renderer/views/experiments/plots/plotScale.ts';
import {
  MOST_POINTS,
  nearestRun,
  nextRun,
  placeRuns,
  scatterDrawing,
} from '../../src-renderer/views/experiments/plots/scatterLayout.ts';

const scaleOf = (values: readonly ColumnValue[], logarithmic: boolean | null = null) =>
  plotScale(values, { dates: false, logarithmic });
const axisOf = (
  name: string,
  values: readonly ColumnValue[],
  logarithmic: boolean | null = false,
): PlotAxis => ({
  name,
  title: name,
  values,
  scale: scaleOf(values, logarithmic),
  text: String,
  tick: String,
});
const SIZE = { width: 676, height: 372 };
const scatter = (x: readonly ColumnValue[], y: readonly ColumnValue[]) => {
  const made = { x: axisOf('x', x), y: axisOf('y', y), ids: x.map((_, index) => `run-${index}`) };
  return { made, placed: placeRuns(made, SIZE.width, SIZE.height) };
};

describe('a scale', () => {
  it('of numbers goes from the lowest to the highest; a value alone stands in the middle', () => {
    const at = positions(scaleOf([10, null, 20, 30]));
    expect([10, 15, 30, null, 'x'].map(at)).toEqual([0, 0.25, 1, null, null]);
    expect(positions(scaleOf([7, 7]))(7)).toBe(0.5);
  });

  it('is logarithmic by itself where values spread far, and never where one is not above 0', () => {
    expect(scaleOf([1, 29])).toMatchObject({ logarithmic: false, canBeLogarithmic: true });
    expect(scaleOf([1, 30])).toMatchObject({ logarithmic: true });
    expect(scaleOf([1, 30], false)).toMatchObject({ logarithmic: false });
    expect(scaleOf([0, 1000], true)).toMatchObject({ logarithmic: false, canBeLogarithmic: false });
    const at = positions(scaleOf([0.001, 1000], true));
    expect([0.001, 1, 1000].map(at)).toEqual([0, expect.closeTo(0.5, 12), expect.closeTo(1, 12)]);
    expect(scaleTicks(scaleOf([0.001, 10], true))).toEqual([0.001, 0.01, 0.1, 1, 10]);
    expect(scaleTicks(scaleOf([1, 40], true))).toEqual([1, 2, 5, 10, 20]);
  });

  it('of kinds gives each an equal band; one text makes kinds of all values', () => {
    const scale = scaleOf(['b', 3, null, 'a', 'b']);
    expect(scale).toEqual({ kind: 'kinds', values: [3, 'a', 'b'] });
    expect([3, 'a', 'b', 'c', null].map(positions(scale))).toEqual([1 / 6, 0.5, 5 / 6, null, null]);
    expect(scaleOf([true, false])).toEqual({ kind: 'kinds', values: [false, true] });
  });

  it('of dates has ticks where days begin', () => {
    const day = (date: number, hour = 0) => new Date(2026, 5, date, hour).getTime();
    const scale = plotScale([day(1, 13), day(7, 9)], { dates: true, logarithmic: null });
    expect(scaleTicks(scale)).toEqual([2, 3, 4, 5, 6, 7].map((date) => day(date)));
  });
});

describe('a brush', () => {
  it('of numbers holds what lies between two places, in either direction, also on a logarithmic axis', () => {
    expect(brushBetween(scaleOf([0, 100]), 0.75, 0.25)).toEqual({ kind: 'range', low: 25, high: 75 });
    const wide = scaleOf([1, 10_000], true);
    expect(brushBetween(wide, 0.5, 1)).toEqual({ kind: 'range', low: expect.closeTo(100, 9), high: 10_000 });
    expect(brushSpan(wide, { kind: 'range', low: 100, high: 1e9 })).toEqual([0.5, 1]);
    expect(brushSpan(wide, { kind: 'range', low: 1e5, high: 1e9 })).toBeNull();
  });

  it('of kinds holds every band that it touches, and lies on whole bands', () => {
    const scale = scaleOf(['a', 'b', 'c']);
    expect(brushBetween(scale, 0.4, 0.6)).toEqual({ kind: 'choices', values: ['b'] });
    expect(brushBetween(scale, 0.3, 2 / 3)).toEqual({ kind: 'choices', values: ['a', 'b'] });
    expect(brushSpan(scale, { kind: 'choices', values: ['b'] })).toEqual([1 / 3, 2 / 3]);
    // The span of a brush holds the same kinds again: an end can be moved from where it is.
    for (const values of [['a'], ['b'], ['c'], ['a', 'b'], ['b', 'c']]) {
      const [from, to] = brushSpan(scale, { kind: 'choices', values }) ?? [0, 0];
      expect(brushBetween(scale, from, to)).toEqual({ kind: 'choices', values });
    }
    expect(brushSpan(scale, { kind: 'range', low: 0, high: 1 })).toBeNull();
  });

  it('narrows to runs within all of them; without a value, a run is within none', () => {
    const axes = [
      { axis: axisOf('x', [1, 2, 3, null]), brush: { kind: 'range', low: 2, high: 3 } as const },
      { axis: axisOf('y', ['a', 'a', 'b', 'a']), brush: { kind: 'choices', values: ['a'] } as const },
      { axis: axisOf('z', [null, null, null, null]), brush: null },
    ];
    expect(brushedRuns(axes, 4)).toEqual([1]);
    const parse = (text: string) => parseQuery(text, { metrics: [] }, 0);
    const named = [
      { ...axes[0], axis: { ...axisOf('score', [1, 2, 3, null]) }, brush: axes[0]?.brush ?? null },
      { axis: axisOf('algorithm', ['a', 'a', 'b', 'a']), brush: axes[1]?.brush ?? null },
    ];
    expect(narrowedQuery('tag:car', named, parse)).toBe('tag:car score >= 2 algorithm = a');
  });
});

describe('a scatter', () => {
  it('puts runs where their values are, leaves out those that lack one, and says how many', () => {
    const { placed } = scatter([0, 10, 5, null], [0, 100, null, 50]);
    expect(placed.indices).toEqual([0, 1]);
    expect(placed.missing).toBe(2);
    expect([placed.xs[0], placed.xs[1]]).toEqual([placed.room.left, placed.room.right]);
    // Up is more.
    expect([placed.ys[0], placed.ys[1]]).toEqual([placed.room.bottom, placed.room.top]);
  });

  it('sets runs of one kind apart within its band, always to the same place', () => {
    const kinds = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 'a' : 'b'));
    const { placed } = scatter(
      kinds,
      kinds.map((_, index) => index),
    );
    expect(new Set(placed.xs).size).toBeGreaterThan(60);
    const middle = (placed.room.left + placed.room.right) / 2;
    for (const index of placed.indices)
      expect((placed.xs[index] ?? 0) < middle, String(index)).toBe(kinds[index] === 'a');
    expect(
      scatter(
        kinds,
        kinds.map((_, index) => index),
      ).placed.xs,
    ).toEqual(placed.xs);
  });

  it('is reached run by run, whole and without repetition, in each direction', () => {
    const { placed } = scatter([3, 1, 2, 2, 2], [1, 5, 2, 2, 4]);
    for (const direction of ['right', 'left', 'up', 'down'] as const) {
      const seen: number[] = [];
      for (let at = nextRun(placed, -1, direction); at >= 0; at = nextRun(placed, at, direction))
        seen.push(at);
      expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
    }
    expect(nextRun(placed, -1, 'right')).toBe(1);
    expect(nextRun(placed, 1, 'right')).toBe(4);
    expect(nextRun(placed, -1, 'up')).toBe(0);
  });

  it('finds the run under the pointer, and none far from all', () => {
    const { placed } = scatter([0, 10], [0, 10]);
    expect(nearestRun(placed, placed.room.right - 3, placed.room.top + 4)).toBe(1);
    expect(nearestRun(placed, placed.room.right - 40, placed.room.top + 4)).toBe(-1);
  });

  it('draws ten thousand whole; of more, evenly many with the lowest and the highest, and counts the others', () => {
    const drawn = (count: number) => {
      const values = Array.from({ length: count }, (_, index) => (index * 7919) % count);
      const { made, placed } = scatter(values, values);
      const colours = plotColours(made.y.scale, values, 'dark');
      const { drawing, leftOut } = scatterDrawing(made, placed, { values, colours }, SIZE);
      const points = drawing.marks.flatMap((marks) => (marks.kind === 'points' ? [...marks.at] : []));
      return { points, leftOut, room: placed.room };
    };
    expect(drawn(10_000)).toMatchObject({ leftOut: 0 });
    const many = drawn(MOST_POINTS + 5000);
    expect(many.leftOut).toBe(5000);
    expect(many.points).toHaveLength(2 * MOST_POINTS);
    const ys = many.points.filter((_, at) => at % 2 === 1);
    expect(Math.min(...ys)).toBe(many.room.top);
    expect(Math.max(...ys)).toBe(many.room.bottom);
  });
});

describe('parallel coordinates', () => {
  const colourBy = (axis: PlotAxis) => ({ axis, colours: plotColours(axis.scale, axis.values, 'dark') });
  const look = { ...SIZE, withoutText: 'without', titles: false };

  it('pass each axis at its value; below it where there is none, which is told', () => {
    const axes = [axisOf('a', [0, 10]), axisOf('b', [null, 5]), axisOf('c', ['x', 'y'])];
    const { drawn, drawing } = parallelDrawing(axes, [0, 1], colourBy(axes[0] ?? axisOf('', [])), look);
    const frame = parallelFrame(3, SIZE.width, SIZE.height);
    const lineOf = (run: number) => [...(drawn.find(({ index }) => index === run)?.line ?? [])];
    expect(lineOf(0).filter((_, at) => at % 2 === 0)).toEqual(frame.xs);
    const height = frame.bottom - frame.top;
    expect(lineOf(0).filter((_, at) => at % 2 === 1)).toEqual([
      frame.bottom,
      frame.without,
      frame.bottom - height / 4,
    ]);
    expect(lineOf(1)[1]).toBe(frame.top);
    expect(drawing.words.filter(({ text }) => text === 'without')).toHaveLength(1);
  });

  it('draw evenly many of ten thousand, the lowest and the highest among them, and count the others', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 10_000);
    const axis = axisOf('score', values);
    const all = values.map((_, index) => index);
    const { drawn, leftOut } = parallelDrawing([axis, axis], all, colourBy(axis), look);
    expect(drawn).toHaveLength(MOST_LINES);
    expect(leftOut).toBe(10_000 - MOST_LINES);
    const shown = drawn.map(({ index }) => values[index] ?? 0);
    expect([shown[0], shown.at(-1)]).toEqual([0, 9999]);
    // Evenly: no tenth of the results is told by more lines than another.
    for (let tenth = 0; tenth < 10; tenth++) {
      const within = shown.filter((value) => Math.floor(value / 1000) === tenth).length;
      expect(Math.abs(within - MOST_LINES / 10)).toBeLessThan(3);
    }
  });

  it('are found by the pointer between two axes', () => {
    const axes = [axisOf('a', [0, 10]), axisOf('b', [0, 10])];
    const { drawn } = parallelDrawing(axes, [0, 1], colourBy(axes[0] ?? axisOf('', [])), look);
    const { xs, top, bottom } = parallelFrame(2, SIZE.width, SIZE.height);
    const middle = ((xs[0] ?? 0) + (xs[1] ?? 0)) / 2;
    expect(nearestLine(drawn, middle, top + 3)).toBe(1);
    expect(nearestLine(drawn, middle, bottom - 3)).toBe(0);
    expect(nearestLine(drawn, middle, (top + bottom) / 2)).toBe(-1);
  });
});

it('thinning keeps the order, both ends, and everything where there is room', () => {
  expect(thinned([5, 4, 3], 3)).toEqual([5, 4, 3]);
  expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8]);
  expect(inOrder([0, 1, 2, 3], Float64Array.of(0.5, Number.NaN, 0.1, 0.5))).toEqual([1, 2, 0, 3]);
});

it('texts that are too long for their place end in an ellipsis, Korean ones sooner', () => {
  expect(shortened('CarRacing', 80)).toBe('CarRacing');
  expect(shortened('CarRacing, learned on a laptop', 80)).toMatch(/^CarRacing.*…$/u);
  expect(shortened('가나다라마바사아자차', 60).length).toBeLessThan(shortened('abcdefghij', 60).length);
});

describe('colours', () => {
  const css = readFileSync(new URL('../../src-renderer/app.css', import.meta.url), 'utf8');
  const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  /** WCAG 2.2. */
  const luminance = (hex: string) =>
    [0.2126, 0.7152, 0.0722].reduce(
      (sum, weight, at) =>
        sum + weight * linear(Number.parseInt(hex.slice(1 + 2 * at, 3 + 2 * at), 16) / 255),
      0,
    );
  const contrast = (a: string, b: string) => {
    const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };

  it.each(['dark', 'light'] as const)(
    'of numbers are seen on the %s ground, each more than the last',
    (ground) => {
      const panel = new RegExp(`data-theme='${ground}'\\][^}]*--panel: (#[0-9a-f]{6})`).exec(css)?.[1] ?? '';
      const seen = RAMPS[ground].map((colour) => contrast(colour, panel));
      for (const [at, value] of seen.entries())
        expect(value, String(at)).toBeGreaterThan(at === 0 ? 3 : (seen[at - 1] ?? 0));
    },
  );

  it('of numbers are eight steps from the lowest to the highest, and one without', () => {
    const values = [0, 1, 7.9, 8, null];
    const { of, looks, meanings } = plotColours(scaleOf([0, 8]), values, 'dark');
    expect(values.map(of)).toEqual([0, 1, 7, 7, 8]);
    expect(looks).toHaveLength(9);
    expect(meanings[8]).toEqual({ value: null, others: false });
  });

  it('of kinds go to the commonest, each with a shape of its own; all others share one', () => {
    const values = ['rare', ...Array.from({ length: 18 }, (_, index) => `kind ${index % 9}`)];
    const { of, looks } = plotColours(scaleOf(values), values, 'dark');
    const named = looks.slice(0, 7);
    expect(new Set(named.map(({ shape }) => shape)).size).toBe(7);
    expect(new Set(named.map(({ colour }) => colour)).size).toBe(7);
    expect(of('kind 0')).toBe(0);
    expect(of('rare')).toBe(7);
    expect(of(null)).toBe(8);
  });
});

describe('files', () => {
  it('hold every run with its raw values', () => {
    const date = {
      ...axisOf('created', [0, null]),
      scale: plotScale([0, null], { dates: true, logarithmic: null }),
    };
    const runs = [
      { id: 'a', name: 'One, "quoted"' },
      { id: 'b', name: 'Two' },
    ];
    expect(plotCsv([axisOf('score', [1.5, null]), date], runs)).toBe(
      'run,name,score,created\r\na,"One, ""quoted""",1.5,1970-01-01T00:00:00.000Z\r\nb,Two,,\r\n',
    );
  });

  it('draw a mark for each run, whatever its shape, and escape names', () => {
    const drawing = {
      ...SIZE,
      rules: [],
      words: [{ text: 'a < b & c', x: 0, y: 0, anchor: 'start' as const }],
      marks: SHAPES.map((shape) => ({
        kind: 'points' as const,
        colour: '#123456',
        shape,
        at: Float32Array.of(1, 2, 3, 4),
      })),
    };
    const svg = drawingSvg(drawing, 'x & y');
    expect(svg.match(/<circle|<polygon/g)).toHaveLength(2 * SHAPES.length);
    expect(svg).toContain('a &lt; b &amp; c');
    expect(svg).toContain('<title>x &amp; y</title>');
    expect(svg).not.toContain('NaN');
  });
});

describe('what a view remembers', () => {
  it('is what is looked at, its fields, scales and brushes; anything else is refused', () => {
    const brush = { kind: 'choices', values: ['a', 1, true] } as const;
    const axes = [{ field: 'score', logarithmic: true, brush }];
    const choice = { ...FIRST_PLOT, parallel: { axes, colour: 'score' } };
    expect(isPlotChoice(JSON.parse(JSON.stringify(choice)))).toBe(true);
    for (const change of [
      { look: 'pie' },
      { scatter: { ...FIRST_PLOT.scatter, x: { field: 3, logarithmic: null } } },
      { scatter: null },
      { parallel: { axes: [{ field: 'score', logarithmic: null }], colour: 'score' } },
      {
        parallel: {
          axes: [{ field: 'score', logarithmic: null, brush: { kind: 'range', low: 'x', high: 1 } }],
          colour: '',
        },
      },
    ])
      expect(isPlotChoice({ ...FIRST_PLOT, ...change }), JSON.stringify(change)).toBe(false);
    expect(isPlotChoice(null)).toBe(false);
  });

  it('asks the store only for what is looked at', () => {
    expect(plotFields(FIRST_PLOT)).toEqual([]);
    expect(plotFields({ ...FIRST_PLOT, look: 'scatter' })).toEqual(['steps', 'score', 'algorithm']);
  });
});

it('a number on a scale is found again from its place', () => {
  for (const logarithmic of [false, true]) {
    const scale = scaleOf([2, 50], logarithmic);
    if (scale.kind === 'kinds') throw new Error('numbers make no kinds');
    expect(positions(scale)(numberAt(scale, 0.3))).toBeCloseTo(0.3, 12);
    expect([numberAt(scale, 0), numberAt(scale, 1)]).toEqual([2, 50]);
  }
});
