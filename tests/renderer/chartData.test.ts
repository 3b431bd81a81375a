// @vitest-environment jsdom
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type * as ChartData from '../../src-renderer/components/chartData.ts';

let chart: typeof ChartData;
beforeAll(async () => {
  // uPlot asks for the screen's density when it is loaded.
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  chart = await import('../../src-renderer/components/chartData.ts');
});

const curve = (x: number[], y: number[]) => ({ label: 'a', colour: 'real', x, y });

describe('smoothing', () => {
  it('leaves a curve alone at weight 0', () => {
    expect([...chart.smooth([3, 1, 4, 1, 5], 0)]).toEqual([3, 1, 4, 1, 5]);
  });
  it('keeps a constant curve constant from its first point on', () => {
    for (const value of chart.smooth(Array(50).fill(7), 0.95)) expect(value).toBeCloseTo(7, 10);
  });
  it('keeps gaps as gaps and goes on after them', () => {
    const smoothed = chart.smooth([1, NaN, 1], 0.5);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBeCloseTo(1);
  });
});

describe('joining curves', () => {
  it('puts curves of different x over one x, with gaps', () => {
    const { data, columns } = chart.joinCurves([curve([0, 2], [10, 12]), curve([1, 2], [5, 6])], 0, false);
    expect([...data[0]]).toEqual([0, 1, 2]);
    expect(data[columns[0]?.value ?? 0]?.[2]).toBe(12);
    expect(data[columns[1]?.value ?? 0]?.[1]).toBe(5);
    expect(data[columns[0]?.value ?? 0]?.[1] ?? null).toBeNull();
  });
  it('gives a curve with a range two columns more', () => {
    const banded = { ...curve([0, 1], [1, 2]), minimum: [0, 1], maximum: [2, 3] };
    const { data, columns } = chart.joinCurves([banded, curve([0, 1], [5, 5])], 0, false);
    expect(columns).toEqual([
      { value: 1, band: [3, 2] },
      { value: 4, band: null },
    ]);
    expect(data).toHaveLength(5);
  });
  it('smooths what was measured, and leaves what was given as it is', () => {
    const given = { ...curve([0, 1], [0, 10]), given: true };
    const { data } = chart.joinCurves([curve([0, 1], [0, 10]), given], 0.5, false);
    expect(data[1]?.[1]).toBeCloseTo(20 / 3);
    expect(data[2]?.[1]).toBe(10);
  });
  it('lets what was computed again after a resume replace what was there', () => {
    const { data } = chart.joinCurves([curve([0, 10, 20, 10, 15], [1, 2, 3, 9, 8])], 0, false);
    expect(data.map((column) => [...(column ?? [])])).toEqual([
      [0, 10, 15],
      [1, 9, 8],
    ]);
  });
  it('shows no value that a logarithmic axis cannot', () => {
    const { data } = chart.joinCurves([curve([0, 1, 2], [-1, 0, 5])], 0, true);
    expect(data[1]).toEqual([null, null, 5]);
  });
});

describe('published seeds beside a run', () => {
  it('are curves with a range, as far as the run has come and one point further', async () => {
    const { ghostCurves } = await import('../../src-renderer/views/experiment/publishedScores.ts');
    const run = { environment: 'dmc/walker-walk', config: { environment: { observation: 'state' } } };
    const [first, second, ...others] = ghostCurves(run, 60_000);
    expect(first).toMatchObject({
      label: 'DreamerV3 (5)',
      x: [50_000, 105_000],
      y: [290, 537],
      minimum: [207, 309],
      maximum: [413, 783],
      given: true,
    });
    expect(second?.dash).not.toEqual(first?.dash);
    expect(others).toEqual([]);
  });

  it('stand beside several runs where they are those of each, and beside none where they are not', async () => {
    const { ghostCurves, ghostCurvesOfAll } =
      await import('../../src-renderer/views/experiment/publishedScores.ts');
    const numbers = { environment: 'dmc/walker-walk', config: { environment: { observation: 'state' } } };
    const pixels = { environment: 'dmc/walker-walk', config: {} };
    const other = { ...numbers, environment: 'dmc/walker-run' };
    expect(ghostCurvesOfAll([numbers, { ...numbers }], 60_000)).toEqual(ghostCurves(numbers, 60_000));
    expect(ghostCurvesOfAll([numbers, pixels], 60_000)).toEqual([]);
    expect(ghostCurvesOfAll([numbers, other], 60_000)).toEqual([]);
    expect(ghostCurvesOfAll([], 60_000)).toEqual([]);
    expect(chart.lastStep([curve([0, 10], [1, 2]), curve([5, 60_000], [1, 2]), curve([], [])])).toBe(60_000);
  });
});

describe('whether there is anything to draw', () => {
  it('counts points, not places for points', () => {
    expect(chart.hasPoints([])).toBe(false);
    expect(chart.hasPoints([curve([5, 15], [NaN, NaN]), curve([], [])])).toBe(false);
    expect(chart.hasPoints([curve([5, 15], [NaN, NaN]), curve([5, 15], [NaN, 0])])).toBe(true);
  });
});
