/** Measurements of trust in the store: kept whole, in their order, for as long as their run. */
import { describe, expect, it } from 'vitest';
import type { TrustRecord } from '../../shared/trust.ts';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';
import { newRun, olderFolder, openStore, temporaryFolder } from './testStore.ts';

function measurement(id: string, createdAt = '2026-01-02T00:00:00.000Z'): TrustRecord {
  return {
    id,
    checkpointId: 'c1',
    environmentSteps: 1000,
    gradientSteps: 20,
    seed: 4_294_967_295,
    episodes: 8,
    result: {
      instrument: 'drift',
      windows: 32,
      spaces: [
        {
          space: 'pixels',
          error: [0.1 + 0.2, 1e-17],
          mean: [1, 1],
          still: [0.5, 0.6],
          steps: null,
          low: 1,
          high: null,
        },
      ],
    },
    createdAt,
  };
}

const stored = (trust: TrustRecord) => ({ kind: 'trust' as const, trust });

describe('a measurement in the store', () => {
  it('comes back to whoever opens the folder next, to the last bit, oldest first, and is told as it is', () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    const { id } = store.createRun(newRun());
    const late = measurement('late', '2026-01-03T00:00:00.000Z');
    expect(store.record(id, [stored(late), stored(measurement('early'))])).toEqual([
      { kind: 'trust', trust: { ...late, runId: id } },
      { kind: 'trust', trust: { ...measurement('early'), runId: id } },
    ]);
    store.close();
    const again = openStore(folder);
    expect(again.trustRecords(id)).toEqual([measurement('early'), late]);
    expect([again.hasTrust('late'), again.hasTrust('other')]).toEqual([true, false]);
  });

  it('is taken by a folder of an older studio, which is backed up before', () => {
    const folder = olderFolder(5);
    const store = openStore(folder);
    expect(store.trustRecords('r1')).toEqual([]);
    store.record('r1', [stored(measurement('e1'))]);
    expect(store.trustRecords('r1')).toHaveLength(1);
    expect(store.connection.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  });
});
