// @vitest-environment jsdom
/** What the page that compares runs computes: differences under their parts, bands over seeds, files. */
import { expect, it, vi } from 'vitest';
import { configFields } from '../../shared/config.ts';
import { chartSvg, roundTicks } from '../../shared/chartSvg.ts';
import { chartCsv } from '../../src-renderer/components/chartExport.ts';
import { configDiff, groupDiff } from '../../src-renderer/views/experiments/configDiff.ts';
import { overSeeds } from '../../src-renderer/views/experiments/seedGroups.ts';

vi.hoisted(() => {
  globalThis.matchMedia = () =>
    ({ matches: false, addEventListener: () => undefined }) as unknown as MediaQueryList;
});

const groupOf = (path: string) => (path.includes('.') ? (path.split('.')[0] ?? '') : 'run');

it('only settings that differ are told, each under its part, across algorithms too', () => {
  const fields = [...configFields('world-models'), ...configFields('dreamer')];
  const one = { seed: 1, vision: { latentSize: 32, epochs: 3 }, memory: { hiddenSize: 256 } };
  const other = { seed: 2, vision: { latentSize: 64, epochs: 3 }, model: { deterministicSize: 200 } };
  const groups = groupDiff(configDiff(fields, [one, other]), groupOf);
  const told = groups.map(({ group, rows }) => [group, rows.map(({ field }) => field.path)]);
  expect(Object.fromEntries(told)).toMatchObject({
    run: ['seed'],
    vision: ['vision.latentSize'],
    memory: ['memory.hiddenSize'],
    model: ['model.deterministicSize'],
  });
  expect(configDiff(fields, [one, one])).toEqual([]);
  const paths = configDiff(fields, [one, other]).map(({ field }) => field.path);
  expect(new Set(paths).size).toBe(paths.length);
});

it('runs of the same settings become one curve with its range, others stay', () => {
  const curve = (label: string, y: number[]) => ({ label, colour: 'real', x: [0, 1], y });
  const settings = new Map([
    ['a', 'same'],
    ['b', 'same'],
    ['c', 'other'],
  ] as const);
  const curves = overSeeds(
    [
      { runId: 'a', curve: curve('one', [0, 2]) },
      { runId: 'b', curve: curve('two', [2, 4]) },
      { runId: 'c', curve: curve('three', [9, 9]) },
      { runId: 'unknown', curve: curve('four', [1, 1]) },
    ],
    settings,
    (seeds) => `${seeds} seeds`,
  );
  expect(curves.map(({ label }) => label)).toEqual(['one, 2 seeds', 'three', 'four']);
  expect(Array.from(curves[0]?.y ?? [])).toEqual([1, 3]);
  expect(Array.from(curves[0]?.minimum ?? [])).toEqual([0, 2]);
  expect(Array.from(curves[0]?.maximum ?? [])).toEqual([2, 4]);
});

const CHART = {
  title: 'Score <1>',
  xLabel: 'steps',
  logarithmic: false,
  curves: [
    { label: 'a "b", c', colour: 'real', x: [0, 10, 20], y: [1, Number.NaN, 3] },
    {
      label: 'thinned',
      colour: '#112233',
      x: [0, 20],
      y: [1, 2],
      minimum: [0, 1],
      maximum: [2, 3],
      dash: [4, 3],
    },
  ],
};

it('a chart’s table holds every point, and its labels survive', () => {
  expect(chartCsv(CHART).split('\r\n')).toEqual([
    'curve,steps,value,minimum,maximum',
    '"a ""b"", c",0,1,,',
    '"a ""b"", c",10,,,',
    '"a ""b"", c",20,3,,',
    'thinned,0,1,0,2',
    'thinned,20,2,1,3',
    '',
  ]);
});

it('a chart’s drawing is well-formed, keeps holes, dashes and ranges, and no variable of the page', () => {
  const svg = chartSvg(CHART, (colour) => (colour === 'real' ? '#0c4da8' : colour));
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
  // The first curve is two single points around its hole, the other one line.
  expect(parsed.querySelectorAll('polyline')).toHaveLength(3);
  expect(parsed.querySelectorAll('polygon')).toHaveLength(1);
  // What no line shows is a dot.
  expect(parsed.querySelectorAll('circle')).toHaveLength(2);
  expect(svg).toContain('Score &lt;1&gt;');
  expect(svg).not.toContain('var(');
  expect(svg).not.toContain('NaN');
  expect(parsed.querySelectorAll('polyline[stroke-dasharray="4 3"]')).toHaveLength(1);
});

it('ticks are round and lie within', () => {
  expect(roundTicks(0, 1000)).toEqual([0, 200, 400, 600, 800, 1000]);
  expect(roundTicks(-0.3, 0.3)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
  expect(roundTicks(5, 5)).toEqual([5]);
});
