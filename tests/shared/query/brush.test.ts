/** What was brushed becomes a query that finds the same runs, and no others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../shared/run.ts';
import { brushQuery, isBrushed, withPart, type Brush } from '../../../shared/query/brush.ts';
import { runPredicate } from '../../../shared/query/evaluateQuery.ts';
import { fieldValues, valueField, valueNames } from '../../../shared/query/fieldValues.ts';
import { parseQuery } from '../../../shared/query/parseQuery.ts';
import { sampleRun } from '../../e2e/harness/sampleData.ts';

const vocabulary = { metrics: ['evaluation/return'] };
const parse = (text: string) => parseQuery(text, vocabulary, Date.now());
const run = (change: Partial<RunSummary>): RunSummary => ({ ...sampleRun(1, 0), ...change });
const column = new Map<string, number | string | boolean | null>();

function found(text: string, runs: readonly RunSummary[]): readonly string[] {
  const { node, problems } = parse(text);
  expect(problems).toEqual([]);
  return runs.filter(runPredicate(node, { column: () => column })).map(({ id }) => id);
}

function brushed(brush: Brush, name: string, runs: readonly RunSummary[]): readonly string[] {
  const field = valueField(name, vocabulary);
  if (field === null) throw new Error(`${name} is no field`);
  const values = fieldValues(field, runs, () => column) ?? [];
  return runs.filter((_, index) => isBrushed(brush, values[index] ?? null)).map(({ id }) => id);
}

const scored = (scores: readonly (number | null)[]) =>
  scores.map((score, index) => run({ id: `run-${index}`, score }));

describe('a range', () => {
  it('finds exactly the brushed runs, whatever their scores and its ends', () => {
    const score = fc.option(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { nil: null });
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 30 }), score, score, (scores, a, b) => {
        const low = Math.min(a ?? 0, b ?? 1);
        const brush: Brush = { kind: 'range', low, high: Math.max(a ?? 0, b ?? 1) };
        const runs = scored(scores);
        const expected = brushed(brush, 'score', runs);
        fc.pre(expected.length > 0);
        const text = brushQuery(brush, { name: 'score', dates: false, values: scores });
        expect(found(text, runs)).toEqual(expected);
      }),
    );
  });

  it('is told in as few digits as find the same, and only at the ends beyond which something lies', () => {
    const values = [1, 2, 10.123456, 20, 30];
    const asked = (low: number, high: number) =>
      brushQuery({ kind: 'range', low, high }, { name: 'score', dates: false, values });
    expect(asked(5.004_321, 23.712)).toBe('score >= 5 score <= 24');
    expect(asked(5.004_321, 30)).toBe('score >= 5');
    expect(asked(0.5, 23.712)).toBe('score <= 24');
    // Everything that has a score: those without are still not asked for.
    expect(asked(1, 30)).toBe('score >= 1');
  });

  it('of dates is days where days tell them apart, else minutes', () => {
    const at = (day: number, hour = 12, minute = 30) => new Date(2026, 10, day, hour, minute).getTime();
    const times = [at(1), at(3), at(5), at(5, 12, 40), at(9)];
    const runs = times.map((time, index) =>
      run({ id: `run-${index}`, createdAt: new Date(time).toISOString() }),
    );
    const asked = (low: number, high: number) => {
      const brush: Brush = { kind: 'range', low, high };
      const text = brushQuery(brush, { name: 'created', dates: true, values: times });
      expect(found(text, runs)).toEqual(brushed(brush, 'created', runs));
      return text;
    };
    expect(asked(at(2), at(7))).toBe('created >= 2026-11-02 created <= 2026-11-07');
    expect(asked(at(2), at(5, 12, 35))).toBe('created >= 2026-11-02 created <= 2026-11-05T12:30');
  });
});

describe('kinds', () => {
  it('are any of those brushed, quoted where they need it', () => {
    column.clear();
    column.set('run-0', 'two words').set('run-1', true).set('run-2', 'plain').set('run-3', null);
    const runs = [0, 1, 2, 3].map((index) => run({ id: `run-${index}` }));
    const brush: Brush = { kind: 'choices', values: ['two words', true] };
    const text = brushQuery(brush, { name: 'vision.latentSize', dates: false, values: [] });
    expect(text).toBe('(vision.latentSize = "two words" or vision.latentSize = on)');
    expect(found(text, runs)).toEqual(['run-0', 'run-1']);
  });
});

describe('taking a part over', () => {
  const take = (text: string, name: string, part: string) => withPart(text, parse(text), name, part);

  it('asks for both, also beside an “or”', () => {
    expect(take('tag:car', 'score', 'score >= 5')).toBe('tag:car score >= 5');
    expect(take('tag:car or tag:paper', 'score', 'score >= 5')).toBe('(tag:car or tag:paper) score >= 5');
    expect(take('', 'score', 'score >= 5')).toBe('score >= 5');
  });

  it('lets nearer ends of the same field take the place of farther ones, and leaves the others', () => {
    expect(take('score >= 2 tag:car score <= 90', 'score', 'score >= 5')).toBe(
      'tag:car score <= 90 score >= 5',
    );
    expect(
      take('best(evaluation/return) >= 2', 'best(evaluation/return)', 'best(evaluation/return) >= 5'),
    ).toBe('best(evaluation/return) >= 5');
    expect(take('best >= 2', 'score', 'score >= 5')).toBe('best >= 2 score >= 5');
    // Within brackets and beside “not” a range means something else.
    expect(take('-score >= 2', 'score', 'score >= 5')).toBe('-score >= 2 score >= 5');
    expect(take('(tag:car or score >= 2) tag:x', 'score', 'score >= 5')).toBe(
      '(tag:car or score >= 2) tag:x score >= 5',
    );
  });
});

describe('fields with one value a run', () => {
  it('are the summary’s, settings and curves; what tells single runs apart is none', () => {
    for (const name of valueNames(vocabulary)) expect(valueField(name, vocabulary), name).not.toBeNull();
    expect(valueField('best(evaluation/return)', vocabulary)).toEqual({
      kind: 'columns',
      keys: [{ kind: 'metric', metric: 'evaluation/return', figure: 'best', steps: null }],
    });
    // A label that settings of several parts share is all of them.
    expect(valueField('"Size of z"', vocabulary)).toMatchObject({
      keys: expect.arrayContaining([{ kind: 'config', path: 'vision.latentSize' }]) as unknown,
    });
    for (const name of ['name', 'tag', 'notes', 'id', 'nothing', 'best(nothing)', ''])
      expect(valueField(name, vocabulary), name).toBeNull();
  });

  it('wait for the store, and are null where a run has none', () => {
    const field = valueField('vision.latentSize', vocabulary);
    if (field === null) throw new Error('no such setting');
    const runs = [run({ id: 'a' }), run({ id: 'b' })];
    expect(fieldValues(field, runs, () => undefined)).toBeUndefined();
    expect(fieldValues(field, runs, () => new Map([['b', 32]]))).toEqual([null, 32]);
  });
});
