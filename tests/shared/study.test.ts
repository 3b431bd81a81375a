/** What a study's definition may say, and which rows and runs follow from it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configValue } from '../../shared/config.ts';
import {
  checkStudy,
  MOST_STUDY_RUNS,
  publishedFor,
  studyAlgorithms,
  studyConfig,
  studyRows,
  studyRunCount,
  type StudyInput,
} from '../../shared/study.ts';

const study = (changes: Partial<StudyInput> = {}): StudyInput => ({
  name: 'Temperature',
  algorithm: 'world-models',
  environments: ['car-racing'],
  preset: 'smoke',
  ...changes,
});
const grid = (...fields: { path: string; values: (number | string | boolean)[] }[]): Partial<StudyInput> => ({
  vary: { kind: 'grid', fields },
});

const codeOf = (input: unknown): unknown => {
  try {
    checkStudy(input);
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

describe('a study', () => {
  it('has a row for each combination of a grid, the last field changing fastest', () => {
    const definition = checkStudy(
      study(
        grid(
          { path: 'controller.temperature', values: [0.5, 1] },
          { path: 'controller.inputs', values: ['z', 'zh'] },
        ),
      ),
    );
    expect(studyRows(definition).map(({ settings }) => Object.values(settings))).toEqual([
      [0.5, 'z'],
      [0.5, 'zh'],
      [1, 'z'],
      [1, 'zh'],
    ]);
  });

  it('makes as many runs as it counts, however it varies', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 4, max: 1024 }), { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.constantFrom('z', 'zh', 'zhc'), { minLength: 1 }),
        fc.uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 4 }),
        (sizes, inputs, seeds) => {
          const definition = checkStudy(
            study({
              ...grid(
                { path: 'controller.populationSize', values: sizes },
                { path: 'controller.inputs', values: inputs },
              ),
              seeds,
            }),
          );
          const rows = studyRows(definition);
          expect(rows.length * seeds.length).toBe(studyRunCount(definition));
          expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
        },
      ),
    );
  });

  it('gives each run the preset, what all have, what its row has, and its seed', () => {
    const definition = checkStudy(
      study({
        settings: { 'vision.epochs': 7 },
        vary: { kind: 'list', rows: [{ name: 'V only', settings: { 'controller.inputs': 'z' } }] },
        seeds: [3],
      }),
    );
    const [row] = studyRows(definition);
    if (row === undefined) throw new Error('no row');
    const config = studyConfig(definition, row, 3);
    expect(row.name).toBe('V only');
    expect(configValue(config, 'vision.epochs')).toBe(7);
    expect(configValue(config, 'controller.inputs')).toBe('z');
    expect(configValue(config, 'collect.episodes')).toBe(24);
    expect(config['seed']).toBe(3);
  });

  it.each([
    ['no name', study({ name: ' ' }), 'study.invalid'],
    ['no environment', study({ environments: [] }), 'study.invalid'],
    ['an unknown key', { ...study(), colour: 'red' }, 'study.invalid'],
    ['nothing at all', null, 'study.invalid'],
    ['an unknown algorithm', study({ algorithm: 'alchemy' }), 'config.unknownAlgorithm'],
    ['an environment it cannot train on', study({ environments: ['moon'] }), 'environment.unknown'],
    ['an unknown preset', study({ preset: 'huge' }), 'config.unknownPreset'],
    ['an unknown field', study(grid({ path: 'vision.wings', values: [1] })), 'study.unknownField'],
    ['an unknown field for all', study({ settings: { 'vision.wings': 1 } }), 'study.unknownField'],
    ['the seed varied', study(grid({ path: 'seed', values: [1, 2] })), 'study.seedsApart'],
    [
      'a value out of bounds',
      study(grid({ path: 'controller.temperature', values: [1, 99] })),
      'config.invalid',
    ],
    ['a value of another type', study(grid({ path: 'vision.epochs', values: ['many'] })), 'config.invalid'],
    ['the same value twice', study(grid({ path: 'vision.epochs', values: [2, 2] })), 'study.repeats'],
    ['the same seed twice', study({ seeds: [1, 1] }), 'study.repeats'],
    [
      'too many runs',
      study({
        ...grid(
          { path: 'vision.epochs', values: Array.from({ length: 60 }, (_, i) => i + 1) },
          { path: 'memory.steps', values: Array.from({ length: 10 }, (_, i) => i + 1) },
        ),
      }),
      'study.tooMany',
    ],
    [
      'sharing what it varies',
      study({ ...grid({ path: 'vision.latentSize', values: [8, 16] }), share: true }),
      'study.cannotShare',
    ],
    ['sharing over several rounds', study({ settings: { rounds: 2 }, share: true }), 'study.cannotShare'],
  ])('refuses %s', (_what, input, code) => {
    expect(codeOf(input)).toBe(code);
  });

  describe('of several algorithms', () => {
    const rivals = study({
      algorithm: 'dreamer',
      environments: ['dmc/walker-walk'],
      preset: 'laptop-state',
      settings: { 'schedule.environmentSteps': 50_000 },
      vary: {
        kind: 'list',
        rows: [
          { name: 'Dreamer', settings: { 'behaviour.kind': 'actor' } },
          { name: 'D4PG', algorithm: 'd4pg', preset: 'laptop', settings: {} },
        ],
      },
      published: [
        { algorithm: 'd4pg', mean: 400, source: 'a paper' },
        { algorithm: 'dreamer', mean: 537, source: 'another' },
      ],
    });

    it('gives each row its own algorithm, preset and published figure, and all the same settings', () => {
      const definition = checkStudy(rivals);
      expect(studyAlgorithms(definition)).toEqual(['dreamer', 'd4pg']);
      const rows = studyRows(definition);
      expect(rows.map(({ algorithm, preset }) => [algorithm, preset])).toEqual([
        ['dreamer', 'laptop-state'],
        ['d4pg', 'laptop'],
      ]);
      const configs = rows.map((row) => studyConfig(definition, row, 0));
      expect(configs.map((config) => configValue(config, 'schedule.environmentSteps'))).toEqual([
        50_000, 50_000,
      ]);
      expect(configValue(configs[1] ?? {}, 'critic.atoms')).toBe(51);
      expect(rows.map((row) => publishedFor(definition, row, null)?.mean)).toEqual([537, 400]);
    });

    it('keeps the keys of the rows that a study of one algorithm has', () => {
      const [own, other] = studyRows(checkStudy(rivals));
      expect(own?.key).toBe('dmc/walker-walk behaviour.kind="actor"');
      expect(other?.key).toBe('dmc/walker-walk d4pg/laptop');
    });

    it('is refused where one of them lacks a setting, a preset or the environment, or where they should share', () => {
      const rows = (row: { algorithm: string; preset: string; settings: Record<string, number> }) => ({
        ...rivals,
        vary: { kind: 'list', rows: [{ name: 'other', ...row }] },
      });
      const d4pg = { algorithm: 'd4pg', preset: 'laptop', settings: {} };
      expect(codeOf(rows({ ...d4pg, settings: { 'behaviour.horizon': 5 } }))).toBe('study.unknownField');
      expect(codeOf(rows({ ...d4pg, preset: 'laptop-state' }))).toBe('config.unknownPreset');
      expect(codeOf(rows({ ...d4pg, algorithm: 'nobody' }))).toBe('config.unknownAlgorithm');
      expect(codeOf({ ...rows(d4pg), environments: ['take-cover'] })).toBe('environment.unknown');
      expect(codeOf({ ...rivals, share: true })).toBe('study.cannotShare');
    });
  });

  it('counts before it makes rows, so that an absurd grid costs nothing', () => {
    const values = Array.from({ length: 200 }, (_, i) => i);
    const fields = Array.from({ length: 8 }, (_, i) => ({ path: `a${i}`, values }));
    const began = performance.now();
    expect(codeOf(study(grid(...fields)))).toBe('study.tooMany');
    expect(performance.now() - began).toBeLessThan(500);
    expect(MOST_STUDY_RUNS).toBe(500);
  });

  it('may share where only later phases differ', () => {
    const input = study({ ...grid({ path: 'controller.inputs', values: ['z', 'zh'] }), share: true });
    expect(codeOf(input)).toBeNull();
  });

  it('finds the published figure of a row by the values that it has', () => {
    const definition = checkStudy(
      study({
        ...grid({ path: 'controller.temperature', values: [0.5, 1] }),
        published: [
          { settings: { 'controller.temperature': 1 }, mean: 868, deviation: 511, source: 'paper' },
          { settings: { 'controller.temperature': 1 }, figure: 'virtual', mean: 1145, source: 'paper' },
        ],
      }),
    );
    const [cold, warm] = studyRows(definition);
    if (cold === undefined || warm === undefined) throw new Error('no rows');
    expect(publishedFor(definition, cold, null)).toBeNull();
    expect(publishedFor(definition, warm, null)?.mean).toBe(868);
    expect(publishedFor(definition, warm, 'virtual')?.mean).toBe(1145);
    expect(publishedFor(definition, warm, 'other')).toBeNull();
  });
});
