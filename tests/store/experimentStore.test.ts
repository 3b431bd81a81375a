import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../shared/config.ts';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';
import { defaultDataFolder } from '../../src-main/store/dataFolder.ts';
import { newRun, openStore } from './testStore.ts';

describe('the store', () => {
  it('keeps each tag once, also one that is no whole text', () => {
    const store = openStore();
    const { id } = store.createRun(newRun({ tags: ['a', 'a'] }));
    expect(store.summary(id).tags).toEqual(['a']);
    store.setTags(id, ['\ud800', 'b', '\udc00', 'b']);
    const { tags } = store.summary(id);
    expect([...tags].sort()).toEqual(['b', '\ufffd']);
    store.setTags(id, [...tags, '\ud800']);
    expect([...store.summary(id).tags].sort()).toEqual(['b', '\ufffd']);
  });

  it('lists a thousand runs with tags, scores and sparklines at once', () => {
    const store = openStore();
    const config = resolveConfig('dreamer', 'dmc/walker-walk', 'laptop');
    store.transaction(() => {
      for (let i = 0; i < 1000; i++) {
        const { id } = store.createRun(newRun({ name: `run ${i}`, tags: ['a', `t${i % 7}`], config }));
        store.record(
          id,
          Array.from({ length: 60 }, (_, step) => ({
            kind: 'metrics' as const,
            axis: { environmentSteps: step, gradientSteps: step, wallSeconds: step },
            values: { 'evaluation/return': step * i },
          })),
        );
      }
    });
    // Processor time that this thread took: what others on the machine do is not in it.
    const times = Array.from({ length: 5 }, () => {
      const began = process.cpuUsage();
      expect(store.runs()).toHaveLength(1000);
      return process.cpuUsage(began).user / 1000;
    });
    // The host's thread must not stand still for longer.
    expect(Math.min(...times)).toBeLessThan(50);
    const [newest] = store.runs();
    expect(newest).toMatchObject({
      name: 'run 999',
      tags: ['a', 't5'],
      score: 59 * 999,
      bestScore: 59 * 999,
    });
    expect(newest?.sparkline.length).toBeLessThanOrEqual(40);
    expect(newest?.sparkline.length).toBeGreaterThan(20);
  });

  it('knows which runs dream in pictures', () => {
    const store = openStore();
    const dreams = (algorithm: string, environment: string, preset: string) => {
      const config = resolveConfig(algorithm, environment, preset);
      return store.createRun(newRun({ algorithm, environment, preset, config })).dreamsInPictures;
    };
    expect(dreams('world-models', 'car-racing', 'laptop')).toBe(true);
    expect(dreams('dreamer', 'dmc/walker-walk', 'laptop')).toBe(true);
    expect(dreams('dreamer', 'dmc/walker-walk', 'laptop-state')).toBe(false);
  });

  it('finds a run by its id, by the beginning of its id and by its name, the newest of a name', () => {
    const store = openStore();
    const first = store.createRun(newRun({ id: 'aaa-1', name: 'twin' }));
    const second = store.createRun(newRun({ id: 'bbb-2', name: 'twin' }));
    expect(store.findRun('aaa-1').id).toBe(first.id);
    expect(store.findRun('aa').id).toBe(first.id);
    expect(store.findRun('twin').id).toBe(second.id);
    store.createRun(newRun({ id: 'aab-3', name: 'third' }));
    for (const unknown of ['aa', 'zzz', '%', '_aa-1', '']) {
      expect(() => store.findRun(unknown)).toThrow(expect.objectContaining({ code: 'run.unknown' }));
    }
  });

  it('keeps the best score beside the last, and takes both back when the run is rewound', () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    const axis = { environmentSteps: 1, gradientSteps: 1, wallSeconds: 1 };
    const scored = (score: number) => ({
      kind: 'metrics' as const,
      axis,
      values: { 'evaluation/return': score },
    });
    store.record(id, [scored(5), scored(9), scored(7)]);
    expect(store.summary(id)).toMatchObject({ score: 7, bestScore: 9, sparkline: [5, 9, 7] });
    store.rewind(id, null);
    expect(store.summary(id)).toMatchObject({ score: null, bestScore: null, sparkline: [] });
  });

  it('rewound to a checkpoint, has the last and the best score as they stood there', () => {
    const store = openStore();
    const { id } = store.createRun(newRun());
    const record = (step: number, score: number) => {
      const axis = { environmentSteps: step, gradientSteps: step, wallSeconds: step };
      store.record(id, [{ kind: 'metrics', axis, values: { 'evaluation/return': score } }]);
      const checkpoint = {
        id: `c${step}`,
        fileName: `c${step}.wms`,
        sizeBytes: 1,
        reason: 'interval' as const,
        phase: 'train',
        score: null,
        axis,
        createdAt: new Date(step).toISOString(),
      };
      store.record(id, [{ kind: 'checkpoint', checkpoint }]);
    };
    [4, 6, 5, 9, 7].forEach((score, index) => record(index + 1, score));
    expect(store.summary(id)).toMatchObject({ score: 7, bestScore: 9 });
    expect(store.rewind(id, 'c3')).toBe(4);
    expect(store.summary(id)).toMatchObject({ score: 5, bestScore: 6, sparkline: [4, 6, 5] });
    expect(store.summary(id).axis).toMatchObject({ environmentSteps: 3, gradientSteps: 3 });
    expect(store.checkpoints(id).map((checkpoint) => checkpoint.id)).toEqual(['c3', 'c2', 'c1']);
    // A worse score from there on leaves the best that is still there.
    record(4, 2);
    expect(store.summary(id)).toMatchObject({ score: 2, bestScore: 6 });
  });

  it('has every setting as it was set, of any kind of JSON', () => {
    const store = openStore();
    for (const value of [1, 'text', null, false, [1, { a: 2 }], { deep: { er: [] } }]) {
      store.setSetting('key', value);
      expect(store.setting('key')).toEqual(value);
    }
    expect(store.settings()).toEqual({ key: { deep: { er: [] } } });
    expect(store.setting('never set')).toBeUndefined();
  });

  it('writes its schema once and knows its version', () => {
    const store = openStore();
    expect(store.fresh).toBe(true);
    expect(store.connection.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(store.connection.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(store.connection.pragma('foreign_keys', { simple: true })).toBe(1);
    const { root } = store.folder;
    store.close();
    expect(openStore(root).fresh).toBe(false);
  });

  it('removes everything of a run with it', () => {
    const store = openStore();
    const { id } = store.createRun(newRun({ tags: ['x'] }));
    const axis = { environmentSteps: 1, gradientSteps: 1, wallSeconds: 1 };
    store.record(id, [
      { kind: 'metrics', axis, values: { a: 1 } },
      { kind: 'log', entry: { at: '', level: 'info', key: 'k', values: {} } },
      {
        kind: 'episode',
        episode: { purpose: 'training', phase: '', episodeReturn: 1, length: 1, terminated: true, axis },
      },
    ]);
    expect([...store.removeRun(id)].length).toBeGreaterThan(0);
    for (const table of ['runs', 'run_tags', 'metrics', 'metric_buckets', 'episodes', 'log', 'checkpoints']) {
      expect(store.connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
  });
});

describe('the default data folder', () => {
  it('follows each system’s custom, and what a person chose', () => {
    expect(defaultDataFolder({}, 'linux', '/home/a')).toBe('/home/a/.local/share/world-model-studio');
    expect(defaultDataFolder({ XDG_DATA_HOME: '/x' }, 'linux', '/home/a')).toBe('/x/world-model-studio');
    expect(defaultDataFolder({ XDG_DATA_HOME: 'relative' }, 'linux', '/h')).toBe(
      '/h/.local/share/world-model-studio',
    );
    expect(defaultDataFolder({}, 'darwin', '/Users/a')).toBe(
      '/Users/a/Library/Application Support/World Model Studio',
    );
    expect(defaultDataFolder({ LOCALAPPDATA: '/L' }, 'win32', '/u')).toBe('/L/World Model Studio');
    expect(defaultDataFolder({ STUDIO_DATA_DIR: '/mine' }, 'darwin', '/Users/a')).toBe('/mine');
  });
});
