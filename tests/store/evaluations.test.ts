/** Evaluations in the store: kept whole, in their order, for as long as their run. */
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { EvaluationRecord } from '../../shared/evaluation.ts';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';
import { newRun, openStore, temporaryFolder } from './testStore.ts';

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
    const folder = temporaryFolder();
    const first = openStore(folder);
    const { id } = first.createRun(newRun());
    const [event] = first.record(id, [stored(evaluation('e1'))]);
    const { episodes: _, ...figures } = evaluation('e1');
    const result = { ...figures, runId: id, returns: [-1 / 3, 1e21] };
    expect(event).toEqual({ kind: 'evaluation', evaluation: result });
    first.close();
    const second = openStore(folder);
    expect(second.evaluations(id)).toEqual([result]);
    expect(second.evaluationRecords(id)).toEqual([evaluation('e1')]);
  });

  it('is listed newest first, of its own run alone, and exported oldest first', () => {
    const store = openStore();
    const one = store.createRun(newRun()).id;
    const other = store.createRun(newRun()).id;
    const at = (day: number) => ({ createdAt: new Date(Date.UTC(2026, 0, day)).toISOString() });
    store.record(one, [stored(evaluation('old', at(1))), stored(evaluation('new', at(3)))]);
    store.record(one, [stored(evaluation('same', at(3))), stored(evaluation('between', at(2)))]);
    store.record(other, [stored(evaluation('other', at(4)))]);
    expect(store.evaluations(one).map(({ id }) => id)).toEqual(['same', 'new', 'between', 'old']);
    expect(store.evaluationRecords(one).map(({ id }) => id)).toEqual(['old', 'between', 'new', 'same']);
    expect(() => store.evaluations('none')).toThrow(expect.objectContaining({ code: 'run.unknown' }));
  });

  it('changes no score, stays when its run is taken back to a checkpoint, and goes with the run', () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    store.record(id, [
      { kind: 'result', result: { score: 7, scoreDeviation: 1, scoreEpisodes: 3, figures: {} } },
      stored(evaluation('e1', { score: 1000 })),
    ]);
    expect(store.summary(id)).toMatchObject({ score: 7, scoreDeviation: 1, bestScore: 7, sparkline: [] });
    expect(store.rewind(id, null)).toBe(0);
    expect(store.evaluations(id)).toHaveLength(1);
    store.removeRun(id);
    expect(store.connection.prepare('SELECT count(*) FROM evaluations').pluck().get()).toBe(0);
  });

  it('is open to plain SQL, episode by episode', () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    store.record(id, [stored(evaluation('e1'))]);
    const best = store.connection
      .prepare(`SELECT max(json_extract(value, '$.episodeReturn')) FROM evaluations, json_each(episodes)`)
      .pluck()
      .get();
    expect(best).toBe(1e21);
  });

  it('finds its table in a folder from before there were any', () => {
    const folder = temporaryFolder();
    const first = openStore(folder);
    const { id } = first.createRun(newRun());
    first.close();
    const old = new Database(path.join(folder, 'studio.sqlite'));
    old.exec('DROP TABLE evaluations');
    old.pragma('user_version = 2');
    old.close();
    const store = openStore(folder);
    expect(store.evaluations(id)).toEqual([]);
    store.record(id, [stored(evaluation('e1'))]);
    expect(store.evaluations(id)).toHaveLength(1);
    expect(store.connection.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
  });
});
