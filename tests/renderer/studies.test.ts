/** What the studies' pages compute: bands over seeds, estimates, values as they are typed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../shared/run.ts';
import { checkStudy, studyRows } from '../../shared/study.ts';
import { estimateStudy, median } from '../../src-renderer/views/studies/estimate.ts';
import { seedBand } from '../../shared/seedBand.ts';
import { readSeeds, splitValues } from '../../src-renderer/views/studies/typedLists.ts';

describe('a band over seeds', () => {
  it('is the mean and the range at every x that a seed was measured at', () => {
    const band = seedBand([
      { x: [0, 2], y: [0, 4] },
      { x: [0, 1, 2], y: [2, 2, 2] },
    ]);
    expect([...band.x]).toEqual([0, 1, 2]);
    expect([...band.mean]).toEqual([1, 2, 3]);
    expect([...band.minimum]).toEqual([0, 2, 2]);
    expect([...band.maximum]).toEqual([2, 2, 4]);
  });

  it('goes on with the seeds that reach on, and makes nothing up beyond them', () => {
    const band = seedBand([
      { x: [0, 1], y: [0, 0] },
      { x: [0, 1, 5], y: [2, 2, 8] },
    ]);
    expect([...band.x]).toEqual([0, 1, 5]);
    expect([...band.mean]).toEqual([1, 1, 8]);
  });

  it('leaves out what is not a number', () => {
    const band = seedBand([{ x: [0, 1, 2], y: [1, NaN, 3] }]);
    expect([...band.x]).toEqual([0, 2]);
    expect(seedBand([{ x: [], y: [] }]).x).toHaveLength(0);
  });

  it('always lies between its lowest and its highest seed', () => {
    const curve = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: -99, max: 99 })), { minLength: 1 })
      .map((points) => {
        const byX = [...new Map(points)].sort(([a], [b]) => a - b);
        return { x: byX.map(([x]) => x), y: byX.map(([, y]) => y) };
      });
    fc.assert(
      fc.property(fc.array(curve, { minLength: 1, maxLength: 4 }), (curves) => {
        const { mean, minimum, maximum } = seedBand(curves);
        for (const [index, value] of mean.entries()) {
          expect(value).toBeGreaterThanOrEqual((minimum[index] ?? 0) - 1e-9);
          expect(value).toBeLessThanOrEqual((maximum[index] ?? 0) + 1e-9);
        }
      }),
    );
  });
});

describe('an estimate', () => {
  const definition = checkStudy({
    name: 'a',
    algorithm: 'world-models',
    environments: ['car-racing'],
    preset: 'smoke',
    vary: { kind: 'grid', fields: [{ path: 'controller.inputs', values: ['z', 'zh'] }] },
    seeds: [1, 2],
    concurrent: 4,
  });
  const run = (wallSeconds: number, changes: Partial<RunSummary> = {}) =>
    ({
      status: 'completed',
      algorithm: 'world-models',
      environment: 'car-racing',
      preset: 'smoke',
      tags: [],
      studyId: null,
      wallSeconds,
      ...changes,
    }) as unknown as RunSummary;

  it('is the median of what was measured, times the runs, by how many train at a time', () => {
    const runs = [run(100), run(300), run(120)];
    expect(estimateStudy(definition, runs, [], 2)).toEqual({
      seconds: 240,
      eachSeconds: 120,
      count: 3,
      atOnce: 2,
    });
  });

  it('leaves out what the study takes in', () => {
    const [row] = studyRows(definition);
    const had = [{ row: row?.key ?? '', seed: definition.seeds[0] ?? 0, runId: 'a' }];
    const [whole, less] = [[], had].map((taken) => estimateStudy(definition, [run(100)], [], 1, taken));
    expect(whole).toHaveProperty('seconds', 400);
    expect(less).toHaveProperty('seconds', 300);
  });

  it('is not given where nothing that compares was measured', () => {
    const others = [
      run(5, { preset: 'laptop' }),
      run(5, { status: 'failed' }),
      run(5, { tags: ['shipped'] }),
    ];
    expect(estimateStudy(definition, others, [], 1)).toEqual({ unmeasured: 'car-racing' });
  });

  it('does not count runs that began where others had trained', () => {
    const sharing = { id: 's', archived: false, createdAt: '', definition: { ...definition, share: true } };
    expect(estimateStudy(definition, [run(5, { studyId: 's' })], [sharing], 1)).toHaveProperty('unmeasured');
  });

  it('takes each algorithm of a study at its own pace', () => {
    const rivals = checkStudy({
      ...definition,
      environments: ['dmc/cartpole-balance'],
      algorithm: 'dreamer',
      vary: {
        kind: 'list',
        rows: [
          { name: 'Dreamer', settings: {} },
          { name: 'D4PG', algorithm: 'd4pg', settings: {} },
        ],
      },
    });
    const there = { environment: 'dmc/cartpole-balance' };
    const slow = run(1000, { ...there, algorithm: 'dreamer' });
    const quick = run(10, { ...there, algorithm: 'd4pg' });
    expect(estimateStudy(rivals, [slow, quick], [], 1)).toHaveProperty('seconds', 2 * 1010);
    expect(estimateStudy(rivals, [slow], [], 1)).toHaveProperty('unmeasured');
  });

  it('has the middle of an even number of values between the two', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeUndefined();
  });
});

describe('what is typed', () => {
  it('is split at commas, semicolons and blanks', () => {
    expect(splitValues(' 0.1,0.5;  1 1.15 ')).toEqual(['0.1', '0.5', '1', '1.15']);
  });

  it.each([
    ['1, 2, 5-8', [1, 2, 5, 6, 7, 8]],
    ['0', [0]],
    ['4294967295', [4_294_967_295]],
  ])('%s are seeds', (text, seeds) => {
    expect(readSeeds(text)).toEqual(seeds);
  });

  it.each(['', 'a', '1.5', '-1', '1, 1', '1-3, 2', '8-5', '0-100000', '4294967296', '1e3'])(
    '%j are none',
    (text) => {
      expect(readSeeds(text)).toBeNull();
    },
  );
});
