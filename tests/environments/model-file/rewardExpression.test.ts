import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StudioError } from '../../../shared/errors.ts';
import { checkReward, parseReward } from '../../../src-main/environments/model-file/rewardExpression.ts';

const sensors = { speed: 1, up: 3, 'left-foot': 1 };
const values: Readonly<Record<string, readonly number[]>> = { speed: [2], up: [3, 0, 4], 'left-foot': [7] };
const inputs = { sensor: (name: string, index: number) => values[name]?.[index] ?? NaN, time: () => 1.5 };
const evaluate = (text: string) => parseReward(text, sensors)(inputs);

describe('a reward expression', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 / 4 / 2', 1],
    ['5 - 3 - 1', 1],
    ['-2 * -3', 6],
    ['--2', 2],
    ['1.5e1', 15],
    ['.5', 0.5],
    ['speed * 2', 4],
    ['up[2] - up[0]', 1],
    ['length(up)', 5],
    ['left-foot + 1', 8],
    ['speed-1', 1],
    ['time', 1.5],
    ['speed > 1', 1],
    ['speed <= 1 ', 0],
    ['min(speed, max(1, 0))', 1],
    ['clamp(9, 0, 1)', 1],
    ['tolerance(speed, 0, 1, 1)', 0.1],
  ])('%s is %d', (text, expected) => {
    expect(evaluate(text)).toBeCloseTo(expected, 12);
  });

  it.each([
    ['', 1, ''],
    ['1 +', 4, ''],
    ['1 2', 3, '2'],
    ['speeed', 1, 'speeed'],
    ['1 + up', 7, ''],
    ['up[3]', 4, '3'],
    ['speed[', 7, ''],
    ['min(1)', 6, ')'],
    ['root(2)', 1, 'root'],
    ['(1', 3, ''],
    ['2 $ 3', 3, '$'],
    ['length(speeed)', 8, 'speeed'],
    ['1 < 2 < 3', 7, '<'],
  ])('%j is refused at position %d, where %j stands', (text, position, found) => {
    const error = checkReward(text, sensors) as StudioError;
    expect(error.code).toBe('environment.badExpression');
    expect(error.values).toMatchObject({ position, found });
  });

  it.each([
    '__proto__',
    'constructor',
    'constructor(1)',
    'toString(1)',
    'hasOwnProperty',
    '__proto__[0]',
    'length(__proto__)',
    'length(constructor)',
    'valueOf()',
  ])('%s is no name, though every object has it', (text) => {
    expect(checkReward(text, sensors)).toMatchObject({ code: 'environment.badExpression' });
  });

  it('reads sensors that are named like what every object has', () => {
    const odd = Object.fromEntries([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
    const read = { sensor: (name: string, index: number) => name.length + index, time: () => 0 };
    expect(parseReward('__proto__ + constructor[1]', odd)(read)).toBe(9 + 12);
  });

  it('has at most 10,000 characters', () => {
    expect(evaluate('1'.padEnd(10_000))).toBe(1);
    expect(checkReward('1'.padEnd(10_001), sensors)).toMatchObject({
      code: 'environment.expressionTooLong',
      values: { length: 10_001, limit: 10_000 },
    });
  });

  it.each([
    ['parentheses', (depth: number) => '('.repeat(depth) + '1' + ')'.repeat(depth)],
    ['signs', (depth: number) => '-'.repeat(depth) + '1'],
    ['calls', (depth: number) => 'abs('.repeat(depth) + '1' + ')'.repeat(depth)],
  ])('nests 64 %s deep and no deeper', (_, nested) => {
    expect(evaluate(nested(64))).toBe(1);
    expect(checkReward(nested(65), sensors)).toMatchObject({ code: 'environment.expressionTooDeep' });
    expect(checkReward(nested(1500), sensors)).toMatchObject({ code: 'environment.expressionTooDeep' });
  });

  it('forgets the depth of what is closed again', () => {
    expect(evaluate(Array.from({ length: 200 }, () => '(((1)))').join('+'))).toBe(200);
  });

  it('adds and multiplies as many terms as fit, from the left', () => {
    expect(evaluate(Array.from({ length: 5000 }, () => '1').join('+'))).toBe(5000);
    expect(evaluate(`8${'/2*2'.repeat(2000)}`)).toBe(8);
    expect(evaluate('1-1-1-1')).toBe(-2);
    expect(evaluate('2/4/8')).toBe(1 / 16);
  });

  it('is refused or evaluated, whatever it is', () => {
    const word = fc.constantFrom(
      'speed',
      'up',
      '__proto__',
      'length',
      'min',
      '(',
      ')',
      '[',
      ',',
      '-',
      '<',
      '1e9',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(word).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (expression) => {
        const error = checkReward(expression, sensors);
        if (error === null) expect(evaluate(expression)).toBeTypeOf('number');
        else expect(error.code).toMatch(/^environment\.(badExpression|expressionToo)/);
      }),
      { seed: 16, numRuns: 2000 },
    );
  });

  it('agrees with JavaScript on arithmetic', () => {
    const leaf = fc.integer({ min: 0, max: 99 }).map(String);
    const expression = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc
          .tuple(tie('node'), fc.constantFrom('+', '-', '*'), tie('node'))
          .map(([a, sign, b]) => `(${String(a)} ${sign} ${String(b)})`),
        tie('node').map((inner) => `-(${String(inner)})`),
      ),
    })).node;
    fc.assert(
      fc.property(expression, (text) => {
        const expected: unknown = new Function(`return ${String(text)}`)();
        expect(evaluate(String(text)) - Number(expected)).toBe(0);
      }),
    );
  });

  it('never fails otherwise, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const error = checkReward(text, sensors);
        if (error !== null) expect(error.code).toBe('environment.badExpression');
      }),
    );
  });
});
