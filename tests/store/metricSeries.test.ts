import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Axis, MetricSeries } from '../../shared/run.ts';
import type { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { exhaust, newRun, openStore } from './testStore.ts';

const axisAt = (step: number): Axis => ({
  environmentSteps: step * 4,
  gradientSteps: step,
  wallSeconds: step / 10,
});

function append(store: ExperimentStore, runId: string, values: readonly number[], from = 0): void {
  store.record(
    runId,
    values.map((value, i) => ({ kind: 'metrics', axis: axisAt(from + i), values: { loss: value } })),
  );
}

function read(store: ExperimentStore, runId: string, maxPoints: number, name = 'loss'): MetricSeries {
  const [series] = [...store.metrics(runId, [name], maxPoints)];
  if (series === undefined) throw new Error('no series');
  return series;
}

describe('a metric series', () => {
  it('comes back as it was recorded when it is short enough, NaN and infinity included', () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    append(store, id, [1.5, NaN, -Infinity, 1e-300, 3]);
    const series = read(store, id, 100);
    expect([...series.values]).toEqual([1.5, NaN, -Infinity, 1e-300, 3]);
    expect([...series.axis.environmentSteps]).toEqual([0, 4, 8, 12, 16]);
    expect(series.minimum).toBeUndefined();
    expect(series.storedPoints).toBe(5);
  });

  it.each([NaN, Infinity, -Infinity, 3e12])('thinned still tells that the newest is %d', (newest) => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    append(store, id, [...Array<number>(5000).fill(1), newest]);
    const series = read(store, id, 100);
    expect(series.values.length).toBeLessThan(200);
    expect([...(series.newest ?? [])]).toEqual([newest]);
  });

  it('thinned has at most the points asked for, in order, and loses no extreme', () => {
    // SQLite keeps no sign of zero, and no curve shows it.
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((drawn) => drawn + 0);
    const values = fc.array(value, { minLength: 1, maxLength: 3000 });
    const store = openStore();
    fc.assert(
      fc.property(values, fc.integer({ min: 10, max: 200 }), (recorded, maxPoints) => {
        const { id } = store.createRun(newRun());
        append(store, id, recorded);
        const series = read(store, id, maxPoints);
        expect(series.values.length).toBeLessThanOrEqual(maxPoints + 1);
        expect(series.storedPoints).toBe(recorded.length);
        const lows = series.minimum ?? series.values;
        const highs = series.maximum ?? series.values;
        expect(Math.min(...lows)).toBe(Math.min(...recorded));
        expect(Math.max(...highs)).toBe(Math.max(...recorded));
        const steps = [...series.axis.gradientSteps];
        expect(steps).toEqual(steps.toSorted((a, b) => a - b));
        expect(steps.at(-1)).toBe(recorded.length - 1);
        exhaust(store.removeRun(id));
      }),
      { numRuns: 40 },
    );
  });

  it('each bucket holds the range of exactly its own points', () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    const recorded = Array.from({ length: 5000 }, (_, i) => Math.sin(i / 7) * i);
    append(store, id, recorded);
    const { axis, minimum, maximum } = read(store, id, 100);
    let from = 0;
    axis.gradientSteps.forEach((last, bucket) => {
      const own = recorded.slice(from, last + 1);
      expect(minimum?.[bucket]).toBe(Math.min(...own));
      expect(maximum?.[bucket]).toBe(Math.max(...own));
      from = last + 1;
    });
    expect(from).toBe(5000);
  });

  it('rewound and recorded again is as if nothing had been taken back', () => {
    const store = openStore();
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 400 }),
        (kept, lost, more) => {
          const values = (length: number, salt: number) =>
            Array.from({ length }, (_, i) => Math.cos(i * salt) * 10);
          const rewound = store.createRun(newRun()).id;
          append(store, rewound, values(kept, 1));
          const checkpoint = recordCheckpoint(store, rewound);
          append(store, rewound, values(lost, 2), kept);
          expect(store.rewind(rewound, checkpoint)).toBe(lost);
          append(store, rewound, values(more, 3), kept);
          const plain = store.createRun(newRun()).id;
          append(store, plain, [...values(kept, 1), ...values(more, 3)]);
          for (const maxPoints of [10, 50, 1000]) {
            if (kept + more > 0) {
              expect(read(store, rewound, maxPoints)).toEqual(read(store, plain, maxPoints));
            }
          }
          exhaust(store.removeRun(rewound));
          exhaust(store.removeRun(plain));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('goes on from where it stood when the store is opened again', () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    const values = Array.from({ length: 777 }, (_, i) => (i * 7919) % 101);
    append(store, id, values.slice(0, 333));
    const { root } = store.folder;
    store.close();
    const again = openStore(root);
    append(again, id, values.slice(333), 333);
    const plain = again.createRun(newRun()).id;
    append(again, plain, values);
    expect(read(again, id, 20)).toEqual(read(again, plain, 20));
  });

  it(
    'of three hundred thousand points is read as quickly as one of ten thousand',
    { timeout: 120_000 },
    () => {
      const store = openStore();
      const record = (name: string, length: number) => {
        const { id } = store.createRun(newRun());
        for (let from = 0; from < length; from += 50_000) {
          store.record(
            id,
            Array.from({ length: Math.min(50_000, length - from) }, (_, i) => ({
              kind: 'metrics' as const,
              axis: axisAt(from + i),
              values: { [name]: i },
            })),
          );
        }
        return id;
      };
      const long = record('long', 300_000);
      const short = record('short', 10_000);
      const time = (run: string, name: string) => {
        const began = performance.now();
        read(store, run, 1000, name);
        return performance.now() - began;
      };
      // Interleaved, since the machine may be busy; the median tells.
      const ratios = Array.from({ length: 9 }, () => time(long, 'long') / time(short, 'short'));
      expect(ratios.toSorted((a, b) => a - b)[4]).toBeLessThan(5);
    },
  );
});

function recordCheckpoint(store: ExperimentStore, runId: string): string {
  const id = `${runId}-c`;
  store.record(runId, [
    {
      kind: 'checkpoint',
      checkpoint: {
        id,
        fileName: `${id}.wms`,
        sizeBytes: 1,
        reason: 'interval',
        phase: '',
        score: null,
        axis: axisAt(0),
        createdAt: '',
      },
    },
  ]);
  return id;
}
