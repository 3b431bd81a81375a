/** Evaluations in the store: kept whole, in their order, for as long as their run. */
import { describe, expect, it } from 'vitest';
import type { EvaluationRecord } from '../../shared/evaluation.ts';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';
import { olderFolder, openStore } from './testStore.ts';

function evaluation(id: string, changes: Partial<EvaluationRecord> = {}): EvaluationRecord {
  return {
    id,
    checkpointId: 'c1',
    seed: 4_294_967_295,
    score: 0.1 + 0.2,
    scoreDeviation: 1e-17,
    episodes: [
      { index: 0, seed: 1, episodeReturn: -1 / 3, length: 10, terminated: true },
      { index: 1, seed: 4_294_967_295, episodeReturn: 1e21, length: 1000, terminated: false },
    ],
    createdAt: '2026-01-02T00:00:00.000Z',
    ...changes,
  };
}

const stored = (record: EvaluationRecord) => ({ kind: 'evaluation' as const, evaluation: record });

describe('an evaluation in the store', () => {
  it('comes back to whoever opens the folder next, to the last bit, and is told without its episodes', () => {
    const id = 'r1';
    const store = openStore(olderFolder(2));
    expect(store.evaluations(id)).toEqual([]);
    store.record(id, [stored(evaluation('e1'))]);
    expect(store.evaluations(id)).toHaveLength(1);
    expect(store.connection.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  });
});
