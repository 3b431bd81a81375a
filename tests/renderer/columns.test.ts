import { describe, expect, it } from 'vitest';
import {
  COLUMN,
  COLUMNS,
  columnsThatFit,
  DEFAULT_COLUMNS,
  runShare,
  sortRuns,
} from '../../src-renderer/views/experiments/columns.ts';
import { newestFirst } from '../../src-renderer/state/runEvents.ts';
import { progressIn, sampleRun } from '../e2e/harness/sampleData.ts';

const runs = Array.from({ length: 40 }, (_, index) => sampleRun(index, Date.UTC(2026, 10, 22)));

describe('sorting experiments', () => {
  it('keeps every run, by every column, in both directions', () => {
    for (const column of COLUMNS)
      for (const direction of ['ascending', 'descending'] as const)
        expect(new Set(sortRuns(runs, { column, direction }))).toEqual(new Set(runs));
  });

  it('puts runs without a score last in both directions', () => {
    for (const direction of ['ascending', 'descending'] as const) {
      const scores = sortRuns(runs, { column: 'score', direction }).map((run) => run.score);
      const firstNull = scores.indexOf(null);
      expect(firstNull).toBeGreaterThan(0);
      expect(scores.slice(firstNull).every((score) => score === null)).toBe(true);
      const known = scores.slice(0, firstNull).map(Number);
      const sign = direction === 'ascending' ? 1 : -1;
      expect(known).toEqual([...known].sort((a, b) => sign * (a - b)));
    }
  });

  it('leaves equal runs in the order in which they came', () => {
    const same = runs.map((run) => ({ ...run, preset: 'laptop' }));
    expect(sortRuns(same, { column: 'preset', direction: 'descending' })).toEqual(same);
  });
});

describe('experiments as they come', () => {
  it('are the newest first; those made at once by name, numbers by their size', () => {
    const made = (name: string, createdAt: string) => ({ ...sampleRun(0, 0), id: name, name, createdAt });
    const study = ['Study: 15, #1', 'Study: 5, #10', 'Study: 5, #9'].map((name) => made(name, '2026-01-02'));
    const list = [made('older', '2026-01-01'), ...study, made('newer', '2026-01-03')];
    expect([...list].sort(newestFirst).map(({ name }) => name)).toEqual([
      'newer',
      'Study: 5, #9',
      'Study: 5, #10',
      'Study: 15, #1',
      'older',
    ]);
  });
});

describe('the share of a run that is done', () => {
  it('counts phases alike and the present one by what is done of it', () => {
    expect(runShare({ status: 'running', progress: progressIn('memory', 0.5) })).toBeCloseTo(3.5 / 6);
  });
  it('is one for a completed run and none for a draft', () => {
    expect(runShare({ status: 'completed', progress: progressIn('memory', 0.5) })).toBe(1);
    expect(runShare({ status: 'draft', progress: null })).toBe(0);
  });
  it('never passes the end of its phase', () => {
    const late = { ...progressIn('collect', 0), done: 400, total: 150 };
    expect(runShare({ status: 'running', progress: late })).toBeCloseTo(1 / 6);
  });
});

describe('columns in a narrow window', () => {
  const room = (width: number, nameWidth = 0, shown = runs) => ({ width, nameWidth, runs: shown });
  const widthOf = (columns: readonly (typeof COLUMNS)[number][]) =>
    columns.reduce((sum, id) => sum + COLUMN[id].width, 0);

  it('fit where nobody chose them, and status, name and score are never left out', () => {
    for (const width of [1200, 940, 800, 720]) {
      const fitting = columnsThatFit(DEFAULT_COLUMNS, room(width));
      expect(widthOf(fitting)).toBeLessThanOrEqual(width);
      expect(fitting).toEqual(expect.arrayContaining(['status', 'name', 'score', 'progress']));
    }
    expect(columnsThatFit(DEFAULT_COLUMNS, room(1200))).toEqual(DEFAULT_COLUMNS);
  });

  it('leave a long name its room, down to a limit, and the empty ones go first', () => {
    const fitting = (nameWidth: number, shown = runs) =>
      columnsThatFit(DEFAULT_COLUMNS, room(widthOf(DEFAULT_COLUMNS), nameWidth, shown));
    expect(fitting(COLUMN.name.width)).toEqual(DEFAULT_COLUMNS);
    const wide = fitting(280);
    expect(widthOf(wide) - COLUMN.name.width + 280).toBeLessThanOrEqual(widthOf(DEFAULT_COLUMNS));
    expect(wide).not.toContain('tags');
    expect(wide).toContain('progress');
    const done = runs.map((run) => ({ ...run, status: 'completed' as const, tags: ['mine'] }));
    expect(fitting(280, done)).toEqual(DEFAULT_COLUMNS.filter((id) => id !== 'progress'));
    expect(fitting(5000)).toEqual(fitting(360));
  });

  it('all stay where a person chose them', () => {
    expect(columnsThatFit(COLUMNS, room(300))).toEqual(COLUMNS);
  });
});
