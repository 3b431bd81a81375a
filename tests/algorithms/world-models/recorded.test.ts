/** V and M, trained on data that somebody recorded: no collecting, no controller, exact resume, and a dream beside the recording. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATA_SET } from '../../../shared/dataSet.ts';
import { resolveConfig } from '../../../shared/config.ts';
import { mergeConfigs, type DeepPartialConfig } from '../../../shared/configFields.ts';
import { createTrainer, evaluateCheckpoint, loadTrained } from '../../../src-main/algorithms/registry.ts';
import { createEnvironment } from '../../../src-main/environments/registry.ts';
import { bringIn, emptyDataFolder } from '../../datasets/recordings.ts';
import { expectStopsChangeNothing, watchRun, type WatchedRun, type WatchedTrainer } from '../watchedRun.ts';
import { comparable, pullAll, TINY_WORLD_MODELS, tinyContext } from './tinyRun.ts';

const dataFolder = emptyDataFolder();
const root = mkdtempSync(join(tmpdir(), 'recorded-vm-'));
const recorded = (changes: DeepPartialConfig) => {
  const { vision = {}, memory = {}, checkpoint = {}, compute = {} } = TINY_WORLD_MODELS;
  const tiny = mergeConfigs({ vision, memory, checkpoint, compute }, { memory: { predictsReward: true } });
  return resolveConfig('world-models', DATA_SET, 'paper', mergeConfigs(tiny, changes));
};

describe('World Models on recorded data', () => {
  let config: Record<string, unknown>;
  let run: WatchedRun;
  let watched: WatchedTrainer;
  const names = new Map([
    [3, 'reading'],
    [10, 'vision'],
  ]);

  beforeAll(async () => {
    const { id } = await bringIn(dataFolder, 'dreamer');
    config = recorded({ environment: { dataSet: id } });
    watched = { algorithm: 'world-models', root, context: (folder) => tinyContext(folder, config, DATA_SET) };
    run = await watchRun(watched, (updates) => {
      const last = updates.at(-1);
      if (last?.kind === 'metrics' && last.values['memory/nll'] !== undefined && !names.has(0)) {
        names.set(0, 'memory');
        return 'memory';
      }
      return names.get(updates.length) ?? null;
    });
  }, 120_000);
  afterAll(() => {
    rmSync(root, { recursive: true });
    rmSync(dataFolder, { recursive: true });
  });

  it('reads, trains V, encodes and trains M, and nothing else', () => {
    const phases = run.updates.flatMap((update) =>
      update.kind === 'progress' ? [update.progress.phase] : [],
    );
    expect([...new Set(phases)]).toEqual(['collect', 'vision', 'encode', 'memory']);
    const episodes = run.updates.flatMap((update) => (update.kind === 'episode' ? [update.episode] : []));
    expect(episodes.map(({ length, recipe }) => [length, recipe?.seed])).toEqual([
      [11, 0],
      [12, 1],
      [13, 2],
    ]);
    const metrics = run.updates.flatMap((update) => (update.kind === 'metrics' ? [update] : []));
    expect(metrics.at(-1)?.axis.environmentSteps).toBe(36);
    expect(metrics.some(({ values }) => values['memory/heldOutNll'] !== undefined)).toBe(true);
    expect(run.updates.some(({ kind }) => kind === 'result')).toBe(false);
    expect(run.tensorsLeft).toBe(0);
  });

  it('goes on from a checkpoint of each phase to the last bit', async () => {
    expect(run.moments.map(({ name }) => name)).toEqual(['reading', 'vision', 'memory']);
    await expectStopsChangeNothing(watched, run);
  });

  it('reads again what was lost of its cache', async () => {
    const memory = run.moments.at(-1);
    if (memory === undefined) throw new Error('nobody looked');
    const trainer = await createTrainer('world-models', tinyContext(join(root, 'bare'), config, DATA_SET));
    await trainer.restore(structuredClone(memory.checkpoint));
    const updates = await pullAll(trainer);
    expect(updates[0]).toMatchObject({ kind: 'log', key: 'log.cacheLost' });
    expect(comparable(await trainer.save())).toEqual(comparable(run.final));
    await trainer.dispose();
  });

  it('has a model to look at, and nobody who acts or could be scored', async () => {
    const environment = await createEnvironment(DATA_SET, {
      dataSet: String((config['environment'] as { dataSet: string }).dataSet),
    });
    const from = { algorithm: 'world-models', config, checkpoint: run.final };
    const loaded = loadTrained(from, environment.spec);
    environment.close();
    expect(loaded).toMatchObject({ kind: 'model', policy: null });
    if (loaded.kind === 'model') loaded.model.dispose();
    const request = { environment: DATA_SET, config, checkpoint: run.final, episodes: 1, workers: 0 };
    await expect(evaluateCheckpoint(request)).rejects.toMatchObject({ code: 'checkpoint.cannotAct' });
  });

  it('has one round', () => {
    expect(() => recorded({ rounds: 2 })).toThrow(expect.objectContaining({ code: 'config.recordedRounds' }));
  });
});
