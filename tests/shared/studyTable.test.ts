/** A study's table: what counts, what its figures mean, and how it leaves the studio as text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunResult, RunStatus, RunSummary } from '../../shared/run.ts';
import { confidenceHalfWidth, meanOf, sampleDeviation, studentT975 } from '../../shared/statistics.ts';
import { checkStudy, studyRows, type Study, type StudyInput } from '../../shared/study.ts';
import { numberPaths, studyFigures } from '../../shared/studyFigures.ts';
import { rowFigure, studyProgress, studyTable } from '../../shared/studyTable.ts';
import { studyCsv, studyGrid, studyMarkdown, type TableWords } from '../../shared/studyText.ts';

const makeStudy = (changes: Partial<StudyInput> = {}): Study => ({
  id: 's1',
  archived: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  definition: checkStudy({
    name: 'Inputs | of C',
    algorithm: 'world-models',
    environments: ['car-racing'],
    preset: 'smoke',
    vary: { kind: 'grid', fields: [{ path: 'controller.inputs', values: ['z', 'zh'] }] },
    seeds: [1, 2],
    published: [{ settings: { 'controller.inputs': 'z' }, mean: 632, deviation: 251, source: 'the paper' }],
    ...changes,
  }),
});

function makeRun(
  study: Study,
  rowIndex: number,
  seed: number,
  changes: Partial<RunSummary> = {},
): RunSummary {
  const row = studyRows(study.definition)[rowIndex];
  return {
    id: `r${rowIndex}-${seed}`,
    name: 'run',
    algorithm: 'world-models',
    environment: 'car-racing',
    preset: 'smoke',
    status: 'completed',
    tags: [],
    notes: '',
    archived: false,
    score: null,
    scoreDeviation: null,
    bestScore: null,
    sparkline: [],
    progress: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    startedAt: null,
    endedAt: null,
    wallSeconds: 60,
    axis: { environmentSteps: 10, gradientSteps: 20, wallSeconds: 60 },
    sizeBytes: 0,
    exact: true,
    dreamsInPictures: true,
    learnsInDreamOf: null,
    dreamScore: null,
    lastError: null,
    studyId: study.id,
    where: 'here',
    worker: null,
    studyCell: { row: row?.key ?? '', seed },
    ...changes,
  };
}
const result = (score: number, scoreDeviation = 10, figures = {}): RunResult => ({
  score,
  scoreDeviation,
  scoreEpisodes: 100,
  figures,
});
const words: TableWords = {
  language: 'en',
  settingName: (path) => path,
  settingText: (_path, value) => String(value),
  environmentName: (id) => id,
  durationText: (seconds) => `${seconds} s`,
};

describe('a row’s figure', () => {
  it('has the deviation of all episodes together, as if they were one sample', () => {
    // Two seeds' episodes, equally many: the pooled deviation is that of the whole list.
    const seeds = [
      [1, 2, 3, 4],
      [11, 12, 13, 16],
    ];
    const population = (values: readonly number[]) =>
      Math.sqrt(meanOf(values.map((value) => (value - meanOf(values)) ** 2)));
    const figure = rowFigure(
      seeds.map((values) => ({ mean: meanOf(values), deviation: population(values), episodes: 4 })),
    );
    expect(figure?.mean).toBeCloseTo(meanOf(seeds.flat()), 12);
    expect(figure?.deviation).toBeCloseTo(population(seeds.flat()), 12);
    expect(figure).toMatchObject({ over: 'seeds', seeds: 2, episodes: 8 });
  });

  it('has its interval over seeds by Student’s t, over episodes where there is one seed', () => {
    const three = rowFigure([10, 12, 17].map((mean) => ({ mean, deviation: 1, episodes: 5 })));
    // 4.303 * 3.6056 / sqrt(3)
    expect(three?.confidence).toBeCloseTo(8.957, 3);
    const one = rowFigure([{ mean: 900, deviation: 20, episodes: 100 }]);
    expect(one?.over).toBe('episodes');
    expect(one?.confidence).toBeCloseTo((1.984 * 20) / 10, 2);
    expect(rowFigure([{ mean: 900, deviation: null, episodes: null }])?.confidence).toBeNull();
    expect(rowFigure([])).toBeNull();
  });

  it('has an interval that shrinks as values are repeated, and none of a single value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 20 }),
        (values) => {
          const once = confidenceHalfWidth(sampleDeviation(values) ?? 0, values.length);
          const twice = [...values, ...values];
          expect(confidenceHalfWidth(sampleDeviation(twice) ?? 0, twice.length)).toBeLessThanOrEqual(once);
        },
      ),
    );
    expect(sampleDeviation([1])).toBeNull();
    // From tables: t at 97.5% for 40 and 120 degrees.
    expect(studentT975(40)).toBeCloseTo(2.021, 2);
    expect(studentT975(120)).toBeCloseTo(1.98, 2);
  });
});

describe('the table', () => {
  it('counts completed runs only; the others stand in their cells', () => {
    const study = makeStudy();
    const runs = [
      makeRun(study, 0, 1, { score: 600 }),
      makeRun(study, 0, 2, { status: 'running', score: 9999 }),
      makeRun(study, 1, 1, { status: 'failed' }),
    ];
    const table = studyTable(study, runs, { 'r0-1': result(600), 'r0-2': result(9999) });
    expect(table[0]?.score).toMatchObject({ mean: 600, seeds: 1 });
    expect(table[0]?.published?.mean).toBe(632);
    expect(table[1]?.score).toBeNull();
    expect(table[1]?.published).toBeNull();
    expect(table[1]?.cells.map(({ run }) => run?.status ?? null)).toEqual(['failed', null]);
    expect(studyProgress(table)).toMatchObject({
      total: 4,
      completed: 1,
      running: 1,
      failed: 1,
      notBegun: 1,
    });
  });

  it('passes over other studies’ runs, and of two in a cell takes the completed one', () => {
    const study = makeStudy();
    const stray = makeRun(study, 0, 1, { id: 'stray', studyId: 'other' });
    const done = makeRun(study, 0, 1, { id: 'done' });
    const newer = makeRun(study, 0, 1, {
      id: 'newer',
      status: 'draft',
      createdAt: '2026-02-01T00:00:00.000Z',
    });
    for (const runs of [
      [stray, done, newer],
      [newer, done, stray],
    ]) {
      expect(studyTable(study, runs, {})[0]?.cells[0]?.run?.id).toBe('done');
    }
  });

  it('has columns for further figures, with their own published ones', () => {
    const study = makeStudy({
      columns: [{ figure: 'dream.return', deviation: 'dream.deviation', title: 'In the dream' }],
      published: [{ figure: 'dream.return', mean: 918, deviation: 546, source: 'the paper' }],
      seeds: [1],
    });
    const figures = { 'dream.return': 1000, 'dream.deviation': 5 };
    const table = studyTable(study, [makeRun(study, 0, 1)], { 'r0-1': result(10, 1, figures) });
    expect(table[0]?.columns[0]?.figure).toMatchObject({ mean: 1000, deviation: 5, confidence: null });
    expect(table[0]?.columns[0]?.published?.mean).toBe(918);
    expect(table[1]?.columns[0]?.figure).toBeNull();
  });

  it('knows each status and how far the whole is', () => {
    const study = makeStudy();
    const statuses: RunStatus[] = ['queued', 'paused', 'interrupted', 'running'];
    const progress = {
      phase: 'vision',
      index: 1,
      phases: ['a', 'b'],
      done: 5,
      total: 10,
      unit: 'step',
      phaseSecondsLeft: null,
      runSecondsLeft: null,
    };
    const runs = [0, 1].flatMap((row) =>
      [1, 2].map((seed, index) => {
        const status = statuses[row * 2 + index] ?? 'draft';
        return makeRun(study, row, seed, { status, ...(status === 'running' ? { progress } : {}) });
      }),
    );
    expect(studyProgress(studyTable(study, runs, {}))).toMatchObject({
      queued: 1,
      resting: 2,
      running: 1,
      share: 0.75 / 4,
      wallSeconds: 240,
    });
  });
});

describe('the table as text', () => {
  const study = makeStudy({ question: 'Does h help?' });
  const table = studyTable(study, [makeRun(study, 0, 1), makeRun(study, 0, 2)], {
    'r0-1': result(600.123),
    'r0-2': result(640),
  });

  it('is one line of CSV a run, numbers in full', () => {
    const lines = studyCsv(study, table).trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe(
      'row,environment,controller.inputs,seed,run,status,score,score_deviation,episodes,published,published_deviation,wall_seconds,environment_steps,gradient_steps',
    );
    expect(lines[1]).toBe(',car-racing,z,1,r0-1,completed,600.123,10,100,632,251,60,10,20');
    expect(lines[4]).toBe(',car-racing,zh,2,,,,,,,,,,');
  });

  it('keeps names with commas, quotes and formulas harmless in CSV', () => {
    const odd = makeStudy({
      vary: { kind: 'list', rows: [{ name: '=SUM(1,2) "x"', settings: { 'controller.inputs': 'z' } }] },
    });
    const [, first] = studyCsv(odd, studyTable(odd, [], {})).split('\r\n');
    expect(first?.startsWith(`"'=SUM(1,2) ""x""",car-racing`)).toBe(true);
  });

  it('is one line of Markdown a row, with signs escaped and the source named', () => {
    const text = studyMarkdown(study, table, words);
    expect(text).toContain('## Inputs \\| of C');
    expect(text).toContain('Does h help?');
    expect(text).toContain('| z | 2/2 | 620 ± 22 | ± 253 | 632 ± 251 | 200 | 120 s |');
    expect(text).toContain('| zh | 0/2 | – | – | – | – | 0 s |');
    expect(text).toContain('Published: the paper');
  });

  it('has as many fields in each line as in its head', () => {
    const { head, rows } = studyGrid(study, table, words);
    for (const row of rows) expect(row).toHaveLength(head.length);
  });
});

describe('figures over a varied number', () => {
  const horizons = (changes: Partial<StudyInput> = {}) =>
    makeStudy({
      algorithm: 'dreamer',
      environments: ['dmc/walker-walk', 'dmc/cheetah-run'],
      preset: 'laptop-state',
      vary: {
        kind: 'grid',
        fields: [
          { path: 'behaviour.horizon', values: [15, 5] },
          { path: 'behaviour.kind', values: ['actor-critic', 'planner'] },
        ],
      },
      seeds: [0],
      published: [],
      ...changes,
    });

  it('have a line for what else is varied, in each environment, by the growing number', () => {
    const study = horizons();
    const scores = [150, 15, 50, 5, 1500];
    const runs = scores.map((_, index) => makeRun(study, index, 0));
    const results = Object.fromEntries(scores.map((score, index) => [`r${index}-0`, result(score)]));
    expect(numberPaths(study.definition)).toEqual(['behaviour.horizon']);
    const figures = studyFigures(study.definition, studyTable(study, runs, results), 'behaviour.horizon');
    const drawn = figures.map(({ environment, lines }) => [
      environment,
      lines.map(({ settings, measured }) => [
        settings['behaviour.kind'],
        measured.map(({ x, figure }) => [x, figure.mean]),
      ]),
    ]);
    expect(drawn).toEqual([
      [
        'dmc/walker-walk',
        [
          [
            'actor-critic',
            [
              [5, 50],
              [15, 150],
            ],
          ],
          [
            'planner',
            [
              [5, 5],
              [15, 15],
            ],
          ],
        ],
      ],
      [
        'dmc/cheetah-run',
        [
          ['actor-critic', [[15, 1500]]],
          ['planner', []],
        ],
      ],
    ]);
  });

  it('have a line for each column, with what was published for it, before anything is measured', () => {
    const study = makeStudy({
      vary: { kind: 'grid', fields: [{ path: 'controller.temperature', values: [0.5, 1] }] },
      columns: [{ figure: 'evaluation.virtual', title: 'In the dream' }],
      published: [
        { settings: { 'controller.temperature': 0.5 }, mean: 196, source: 'the paper' },
        { settings: { 'controller.temperature': 1 }, mean: 868, source: 'the paper' },
        {
          settings: { 'controller.temperature': 1 },
          figure: 'evaluation.virtual',
          mean: 1145,
          source: 'the paper',
        },
      ],
    });
    const figures = studyFigures(study.definition, studyTable(study, [], {}), 'controller.temperature');
    expect(
      figures[0]?.lines.map(({ column, published }) => [
        column,
        published.map(({ x, figure }) => [x, figure.mean]),
      ]),
    ).toEqual([
      [
        null,
        [
          [0.5, 196],
          [1, 868],
        ],
      ],
      [0, [[1, 1145]]],
    ]);
  });

  it('need a grid and two numbers: neither words, nor one value, nor rows by hand', () => {
    const grid = (values: (string | number)[], path: string) =>
      numberPaths(horizons({ vary: { kind: 'grid', fields: [{ path, values }] } }).definition);
    expect(grid(['actor', 'planner'], 'behaviour.kind')).toEqual([]);
    expect(grid([15], 'behaviour.horizon')).toEqual([]);
    const rows = [5, 15].map((horizon) => ({
      name: `H ${horizon}`,
      settings: { 'behaviour.horizon': horizon },
    }));
    expect(numberPaths(horizons({ vary: { kind: 'list', rows } }).definition)).toEqual([]);
  });
});
