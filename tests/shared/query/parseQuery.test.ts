import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { columnId, type ColumnKey, type ColumnValue } from '../../../shared/query/columnKey.ts';
import { neededColumns, runPredicate } from '../../../shared/query/evaluateQuery.ts';
import { parseQuery } from '../../../shared/query/parseQuery.ts';
import { parseDate, parseQuantity } from '../../../shared/query/queryValues.ts';
import type { RunSummary } from '../../../shared/run.ts';
import { sampleRun } from '../../e2e/harness/sampleData.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const METRICS = ['evaluation/return', 'train/loss'];
const parse = (text: string) => parseQuery(text, { metrics: METRICS }, NOW);

const run = (change: Partial<RunSummary>): RunSummary => ({
  ...sampleRun(1, Date.UTC(2026, 10, 22)),
  ...change,
});
/** @param known what the store says of the run, by column */
const finds = (
  text: string,
  change: Partial<RunSummary>,
  known: readonly [ColumnKey, ColumnValue][] = [],
) => {
  const one = run(change);
  const values = new Map(known.map(([key, value]) => [columnId(key), value]));
  const column = (key: ColumnKey) => new Map([[one.id, values.get(columnId(key)) ?? null]]);
  return runPredicate(parse(text).node, { column })(one);
};
const problemsOf = (text: string) => parse(text).problems.map(({ code, part, at }) => [code, part, at]);

describe('the filter over experiments', () => {
  it('finds everything when nothing is typed', () => {
    expect(finds('', {})).toBe(true);
    expect(finds('   ', {})).toBe(true);
  });

  it('compares numbers, with or without spaces', () => {
    expect(finds('score > 700', { score: 701 })).toBe(true);
    expect(finds('score>700', { score: 700 })).toBe(false);
    expect(finds('score >= 700', { score: 700 })).toBe(true);
    expect(finds('score < 0', { score: -3 })).toBe(true);
    expect(finds('score:700', { score: 700 })).toBe(true);
  });

  it('never finds a run without a score by its score', () => {
    expect(finds('score < 700', { score: null })).toBe(false);
    expect(finds('score > -1000', { score: null })).toBe(false);
  });

  it('understands units', () => {
    expect(parseQuantity('1.5k')).toBe(1500);
    expect(parseQuantity('2h')).toBe(7200);
    expect(parseQuantity('300MB')).toBe(3e8);
    expect(parseQuantity('-20')).toBe(-20);
    expect(parseQuantity('many')).toBeNull();
    expect(finds('time > 1h', { wallSeconds: 3601 })).toBe(true);
    expect(finds('time > 1h', { wallSeconds: 3599 })).toBe(false);
  });

  it('joins its parts by and', () => {
    const text = 'score > 700 tag:car status:running';
    expect(finds(text, { score: 720, tags: ['car'], status: 'running' })).toBe(true);
    expect(finds(text, { score: 720, tags: ['car'], status: 'paused' })).toBe(false);
    expect(finds(text, { score: 720, tags: [], status: 'running' })).toBe(false);
  });

  it('turns a part round after a minus', () => {
    expect(finds('-tag:ablation', { tags: ['car'] })).toBe(true);
    expect(finds('-tag:ablation', { tags: ['ablation'] })).toBe(false);
    expect(finds('-wide', { name: 'Wide latents' })).toBe(false);
  });

  it('looks for words in name, notes, tags and id, whatever their case', () => {
    expect(finds('LATENTS', { name: 'Wide latents' })).toBe(true);
    expect(finds('"wide latents"', { name: 'Wide latents' })).toBe(true);
    expect(finds('"latents wide"', { name: 'Wide latents' })).toBe(false);
    expect(finds('readme', { notes: 'For the README' })).toBe(true);
    expect(finds('꿈', { name: '뜨거운 꿈' })).toBe(true);
  });

  it('says which parts it did not understand and where, and filters nothing by them', () => {
    const text = 'colour:red score > high is:purple car';
    expect(problemsOf(text)).toEqual([
      ['unknownField', 'colour', 0],
      ['notANumber', 'high', 19],
      ['unknownFlag', 'purple', 27],
    ]);
    expect(finds(text, { name: 'car' })).toBe(true);
    expect(finds(text, { name: 'bike', tags: [] })).toBe(false);
  });

  it('knows when the archive is asked for', () => {
    expect(parse('is:archived').mentionsArchive).toBe(true);
    expect(parse('archived').mentionsArchive).toBe(false);
  });

  it('is not misled by names of Object.prototype', () => {
    expect(problemsOf('constructor:x is:toString')).toHaveLength(2);
  });
});

describe('what is unfinished or wrong', () => {
  it.each([
    ['score >', 'missingValue', 'score >', true],
    ['best(evaluation/return', 'openBracket', 'best', true],
    ['best(', 'missingCurve', 'best', true],
    ['best(evaluation/return)', 'missingValue', 'best(evaluation/return)', true],
    ['(tag:car', 'openBracket', '(', true],
    ['tag:car or', 'missingPart', 'or', true],
    ['tag:car and', 'missingPart', 'and', true],
    ['not', 'missingPart', 'not', true],
    ['-', 'missingPart', '-', true],
    ['"wide lat', 'openQuote', '"wide lat', true],
    ['tag:"wide lat', 'openQuote', '"wide lat', true],
    ['tag:car)', 'closedBracket', ')', false],
    ['> 700', 'missingField', '>', false],
    ['name > 3', 'notOrdered', 'name > 3', false],
    ['status:flying', 'unknownStatus', 'flying', false],
    ['created > soon', 'notADate', 'soon', false],
    ['created > 2026-13', 'notADate', '2026-13', false],
    ['best(evaluation/reward) > 3', 'unknownCurve', 'evaluation/reward', false],
    ['vision.latentSize > wide', 'notANumber', 'wide', false],
  ])('%s: %s at “%s”', (text, code, part, unfinished) => {
    const [problem, ...others] = parse(text).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code, part, unfinished });
    expect(text.slice(problem?.at, (problem?.at ?? 0) + (problem?.length ?? 0))).toBe(part);
  });

  it('says what was probably meant', () => {
    const meant = (text: string) => parse(text).problems[0]?.meant;
    expect(meant('vision.latenSize = 32')).toBe('vision.latentSize');
    expect(meant('socre > 3')).toBe('score');
    expect(meant('status:runing')).toBe('running');
    expect(meant('is:archvied')).toBe('archived');
    expect(meant('best(evaluation/retrun) > 3')).toBe('evaluation/return');
    expect(meant('zzzzzzzz = 3')).toBe('');
  });

  it('never throws, points into the text, and understands what stands beside', () => {
    const piece = fc.constantFrom(
      'score',
      '>',
      '<',
      '700',
      '(',
      ')',
      'or',
      'and',
      'not',
      '-',
      '"',
      ':',
      'tag',
      ' ',
      'best(',
      '@',
      'is:',
      'status:running',
      '꿈',
      '=',
      '!=',
      'created',
      '2026-11',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const { problems, node } = parse(text);
        for (const { at, length, part } of problems) {
          expect(length).toBeGreaterThan(0);
          expect(text.slice(at, at + length)).toBe(part);
        }
        runPredicate(node, { column: () => new Map() })(run({}));
      }),
      { numRuns: 500 },
    );
  });
});

describe('brackets, or and not', () => {
  it('bind as in words: not before and before or', () => {
    const text = 'tag:a tag:b or not tag:c';
    const tagged = (...tags: string[]) => finds(text, { tags });
    expect(tagged('a', 'b', 'c')).toBe(true);
    expect(tagged('a', 'c')).toBe(false);
    expect(tagged('x')).toBe(true);
    const grouped = (...tags: string[]) => finds('tag:a (tag:b or -tag:c)', { tags });
    expect(grouped('a', 'c')).toBe(false);
    expect(grouped('a')).toBe(true);
    expect(grouped('b')).toBe(false);
  });
});

describe('places and kinds by what they are called', () => {
  it('finds an environment by its id and by its shown name in each language', () => {
    const walker = { environment: 'dmc/walker-walk' };
    for (const text of [
      'env:walker',
      'env:dmc',
      'environment = dmc/walker-walk',
      'env:"Walker walk"',
      'env~alk',
    ])
      expect(finds(text, walker), text).toBe(true);
    expect(finds('env = walker', walker)).toBe(false);
    expect(finds('env != dmc/walker-walk', walker)).toBe(false);
    expect(finds('env:taker', { environment: 'take-cover' })).toBe(false);
  });

  it('takes the beginning of a status, and its Korean word', () => {
    expect(finds('status:run', { status: 'running' })).toBe(true);
    expect(finds('status:완료', { status: 'completed' })).toBe(true);
    expect(finds('status:완료', { status: 'running' })).toBe(false);
  });
});

describe('settings and curves', () => {
  const latent: ColumnKey = { kind: 'config', path: 'vision.latentSize' };
  const curve = (
    figure: 'last' | 'best' | 'lowest' | 'at',
    metric: string | null = 'evaluation/return',
    steps: number | null = null,
  ): ColumnKey => ({ kind: 'metric', metric, figure, steps });

  it('are asked of the store, once each', () => {
    expect(neededColumns(parse('vision.latentSize = 32 or vision.latentSize > 64').node)).toEqual([latent]);
    expect(neededColumns(parse('score > 3 tag:x').node)).toEqual([]);
  });

  it.each(['vision.latentSize', 'latentSize', 'LATENTSIZE', '"Size of z"', '"z의 크기"'])(
    'a setting by %s',
    (name) => {
      const needed = neededColumns(parse(`${name} = 32`).node);
      expect(needed).toContainEqual(latent);
      expect(finds(`${name} = 32`, {}, [[latent, 32]])).toBe(true);
      expect(finds(`${name} = 32`, {}, [[latent, 64]])).toBe(false);
      expect(finds(`${name} > 32`, {}, [[latent, 64]])).toBe(true);
    },
  );

  it('a choice by its word, a switch by on and off, and what a run lacks by nothing', () => {
    const inputs: ColumnKey = { kind: 'config', path: 'controller.inputs' };
    const bias: ColumnKey = { kind: 'config', path: 'controller.bias' };
    expect(finds('controller.inputs = zh', {}, [[inputs, 'zh']])).toBe(true);
    expect(finds('controller.inputs = z', {}, [[inputs, 'zh']])).toBe(false);
    expect(finds('controller.inputs != z', {}, [[inputs, 'zh']])).toBe(true);
    expect(finds('controller.bias = on', {}, [[bias, true]])).toBe(true);
    expect(finds('controller.bias = on', {}, [[bias, false]])).toBe(false);
    expect(finds('controller.bias = off', {}, [[bias, false]])).toBe(true);
    expect(finds('controller.bias != on', {}, [])).toBe(false);
  });

  it('a curve by its newest, highest and lowest value, and at a step', () => {
    expect(neededColumns(parse('evaluation/return > 3').node)).toEqual([curve('last')]);
    expect(neededColumns(parse('best(evaluation/return) > 3').node)).toEqual([curve('best')]);
    expect(neededColumns(parse('lowest(train/loss) < 3').node)).toEqual([curve('lowest', 'train/loss')]);
    expect(neededColumns(parse('evaluation/return@100k > 3').node)).toEqual([
      curve('at', 'evaluation/return', 100_000),
    ]);
    expect(neededColumns(parse('score@1.5M > 3 last < 2').node)).toEqual([
      curve('at', null, 1_500_000),
      curve('last', null),
    ]);
    expect(finds('best(evaluation/return) > 800', {}, [[curve('best'), 801]])).toBe(true);
    expect(finds('best(evaluation/return) > 800', {}, [[curve('best'), 800]])).toBe(false);
  });
});

describe('dates', () => {
  const at = (text: string) => new Date(text).toISOString();

  it('are days, months, years, moments, and so long ago', () => {
    const inNovember = { createdAt: at('2026-11-20T10:00:00') };
    expect(finds('created = 2026-11', inNovember)).toBe(true);
    expect(finds('created:2026-11-20', inNovember)).toBe(true);
    expect(finds('created:2026-11-21', inNovember)).toBe(false);
    expect(finds('created > 2026-11-20', inNovember)).toBe(false);
    expect(finds('created >= 2026-11-20', inNovember)).toBe(true);
    expect(finds('created < 2026-11-21', inNovember)).toBe(true);
    expect(finds('created > 3d', inNovember)).toBe(true);
    expect(finds('created > 1d', inNovember)).toBe(false);
    expect(finds('created:2026 -created:2025', inNovember)).toBe(true);
    expect(finds('ended > 2020', { endedAt: null })).toBe(false);
  });

  it('know today and yesterday', () => {
    const today = parseDate('today', NOW);
    expect((today?.to ?? 0) - (today?.from ?? 0)).toBeGreaterThan(22 * 3_600_000);
    expect(parseDate('yesterday', NOW)?.to).toBe(today?.from);
    expect(parseDate('someday', NOW)).toBeNull();
  });
});
