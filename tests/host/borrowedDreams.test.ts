/** A run that learns in another's dream has its own copy of the model: chosen, kept, handed on, and refused where it cannot be. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { unzipSync, zipSync } from 'fflate';
import { dreamOf } from '../../shared/dreamSettings.ts';
import { resolveConfig } from '../../shared/config.ts';
import type { DeepPartialConfig } from '../../shared/configFields.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { StudyInput } from '../../shared/study.ts';
import { keptDream } from '../../src-main/engine/keptModel.ts';
import { dropDream, keepDream } from '../../src-main/host/borrowedDreams.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { resolveSource } from '../../src-main/host/theatreSource.ts';
import { writeCheckpoint } from '../../src-main/store/checkpoints.ts';
import { keepModel } from '../../src-main/store/keptModel.ts';
import { temporaryFolder, testHost } from './testHost.ts';

const CAR = 'car-racing';
const STATE = { environment: { observation: 'state' } } as const;
const PAID = { memory: { predictsReward: true } } as const;

interface Dreamer {
  readonly algorithm?: string;
  readonly environment?: string;
  readonly config?: DeepPartialConfig;
  readonly phase?: string;
  readonly score?: number;
}

/** A run with one checkpoint in which hardly anything lies: nobody opens it here. */
async function dreamer(host: Host, name: string, options: Dreamer = {}): Promise<RunSummary> {
  const { algorithm = 'dreamer', environment = CAR, config = {}, phase = 'train', score = 1 } = options;
  const { store } = host;
  const run = store.createRun({
    name,
    algorithm,
    environment,
    preset: 'smoke',
    config: resolveConfig(algorithm, environment, 'smoke', config),
    tags: [],
    scoreMetric: 'evaluation/return',
    codeVersion: 'test',
  });
  const id = `${run.id}-a`;
  const file = store.folder.checkpoint(run.id, `${id}.wms`);
  const arrays = { 'model/x': { shape: [2], data: Float32Array.of(1, score) } };
  const sizeBytes = await writeCheckpoint(file, { format: 1, algorithm, header: {}, arrays });
  const axis = { environmentSteps: 1, gradientSteps: 1, wallSeconds: 1 };
  const checkpoint = { id, fileName: `${id}.wms`, sizeBytes, reason: 'best', phase, score, axis } as const;
  store.record(run.id, [{ kind: 'checkpoint', checkpoint: { ...checkpoint, createdAt: run.createdAt } }]);
  return run;
}

function learn(host: Host, run: string, overrides: Readonly<Record<string, string | number>> = {}) {
  return host.call('runs.create', {
    algorithm: 'dqn',
    environment: CAR,
    preset: 'smoke',
    overrides: { 'dream.run': run, ...overrides },
    start: false,
  });
}

const keptOf = (host: Host, { id }: RunSummary) => host.store.folder.keptModel(id);
const settingsOf = (host: Host, { id }: RunSummary) => dreamOf(host.store.run(id).config);

it('keeps a copy of the model when the run is made, and says which', async () => {
  const host = await testHost(temporaryFolder());
  const source = await dreamer(host, 'sleeper');
  const run = await learn(host, 'sleeper');
  expect(host.store.summary(run.id).learnsInDreamOf).toBe(source.id);
  expect(settingsOf(host, run)).toMatchObject({ run: source.id, checkpoint: `${source.id}-a` });
  expect(settingsOf(host, run)?.checksum).toMatch(/^[0-9a-f]{64}$/);
  const stored = host.store.run(run.id);
  const ground = await keptDream(host.store.folder.run(run.id), stored);
  expect(ground?.model).toMatchObject({ algorithm: 'dreamer', environment: CAR, temperature: 1 });
  expect(ground?.model.checkpoint.arrays['model/x']?.data).toEqual(Float32Array.of(1, 1));
});

it('does without the other run from then on: copies, exports and recorded dreams take the model along', async () => {
  const host = await testHost(temporaryFolder());
  const source = await dreamer(host, 'sleeper');
  const run = await learn(host, source.id);
  await host.call('runs.delete', { runIds: [source.id] });
  await host.call('runs.emptyBin', {});
  const kept = readFileSync(keptOf(host, run));
  await host.call('runs.update', { runId: run.id, overrides: { seed: 7 } });
  expect(readFileSync(keptOf(host, run)).equals(kept)).toBe(true);
  const copy = await host.call('runs.duplicate', { runId: run.id });
  expect(settingsOf(host, copy)).toMatchObject({ run: source.id });
  expect(existsSync(keptOf(host, copy))).toBe(true);
  const exported = await host.call('runs.export', { runId: run.id });
  const file = Uint8Array.from(exported.file);
  const other = await testHost(temporaryFolder());
  const imported = await other.call('runs.import', { file });
  expect(readFileSync(keptOf(other, imported)).equals(kept)).toBe(true);
  const stored = other.store.run(imported.id);
  expect((await keptDream(other.store.folder.run(imported.id), stored))?.model.algorithm).toBe('dreamer');

  // Somebody else's dream in its place is refused, and nothing stays.
  const parts = unzipSync(file);
  const stranger = await dreamer(host, 'stranger', { score: 2 });
  const foreign = readFileSync(keptOf(host, await learn(host, stranger.id)));
  const swapped = Uint8Array.from(zipSync({ ...parts, 'dream.wms': new Uint8Array(foreign) }));
  await expect(other.call('runs.import', { file: swapped })).rejects.toMatchObject({
    code: 'import.otherDream',
  });
  expect(other.store.runs()).toHaveLength(1);
  writeFileSync(keptOf(other, imported), foreign);
  await expect(keptDream(other.store.folder.run(imported.id), stored)).rejects.toMatchObject({
    code: 'dream.changed',
  });
});

it('opens no file that dreams of anything but the run’s own environment', async () => {
  const host = await testHost(temporaryFolder());
  const run = await learn(host, (await dreamer(host, 'sleeper')).id);
  const stored = host.store.run(run.id);
  const file = keptOf(host, run);
  const other = (environment: string, settings: DeepPartialConfig) =>
    keepModel(file, file, {
      ...{ runId: 'x', name: 'stranger', checkpointId: 'y', environment },
      config: resolveConfig('dreamer', CAR, 'smoke', settings),
    });
  const refused = [
    ['model-file', {}, 'dream.otherEnvironment'],
    [CAR, { environment: { actionRepeat: 2 } }, 'dream.otherSteps'],
  ] as const;
  for (const [environment, settings, code] of refused) {
    const checksum = await other(environment, settings);
    const config = { ...stored.config, dream: { ...dreamOf(stored.config), checksum } };
    await expect(
      keptDream(host.store.folder.run(run.id), { environment: CAR, config }),
    ).rejects.toMatchObject({ code });
  }
});

it('plays its dream in the theatre by its own copy', async () => {
  const host = await testHost(temporaryFolder());
  const source = await dreamer(host, 'sleeper');
  const run = await learn(host, source.id);
  const id = `${run.id}-b`;
  await writeCheckpoint(host.store.folder.checkpoint(run.id, `${id}.wms`), {
    format: 1,
    algorithm: 'dqn',
    header: {},
    arrays: {},
  });
  const axis = { environmentSteps: 1, gradientSteps: 1, wallSeconds: 1 };
  const checkpoint = { id, fileName: `${id}.wms`, sizeBytes: 1, reason: 'best', phase: 'train' } as const;
  const createdAt = run.createdAt;
  host.store.record(run.id, [
    { kind: 'checkpoint', checkpoint: { ...checkpoint, score: 1, axis, createdAt } },
    {
      kind: 'episode',
      episode: {
        ...{ purpose: 'training', phase: 'train', episodeReturn: 1, length: 1, terminated: false, axis },
        recipe: { environment: `dream/${CAR}`, config: {}, seed: 3, actions: [[0, 0, 0]] },
      },
    },
  ]);
  const [episode] = host.store.episodes(run.id, { limit: 1 });
  const recorded = await resolveSource(host.store, { episodeId: episode?.id ?? '', checkpointId: 'best' });
  expect(recorded.lens).toMatchObject({ runId: source.id, checkpointFile: keptOf(host, run) });
  const played = await resolveSource(host.store, { runId: run.id, checkpointId: 'best', dream: true });
  expect(played).toMatchObject({ environment: `dream/${CAR}`, lens: { checkpointFile: keptOf(host, run) } });
  // In reality it is watched as any other run.
  const watched = await resolveSource(host.store, { runId: run.id, checkpointId: 'best' });
  expect(watched).toMatchObject({ environment: CAR, lens: null });
});

it('makes a copy that is not there yet before the run trains, and says where it no longer can', async () => {
  const host = await testHost(temporaryFolder());
  const source = await dreamer(host, 'sleeper');
  const run = await learn(host, source.id);
  await dropDream(host.store, run.id);
  await keepDream(host.store, run.id);
  expect(existsSync(keptOf(host, run))).toBe(true);
  await dropDream(host.store, run.id);
  await host.call('runs.delete', { runIds: [source.id] });
  await host.call('runs.emptyBin', {});
  await expect(keepDream(host.store, run.id)).rejects.toMatchObject({ code: 'dream.lost' });
});

it('refuses by name what cannot dream for the agent, before anything is written', async () => {
  const host = await testHost(temporaryFolder());
  await dreamer(host, 'elsewhere', { environment: 'take-cover' });
  await dreamer(host, 'numbers', { environment: 'dmc/cartpole-balance', config: STATE });
  await dreamer(host, 'slow', { config: { environment: { actionRepeat: 2 } } });
  await dreamer(host, 'unpaid', { algorithm: 'world-models', phase: 'evaluate' });
  await dreamer(host, 'unfinished', { algorithm: 'world-models', config: PAID, phase: 'vision' });
  await dreamer(host, 'free', { algorithm: 'd4pg', environment: 'dmc/cartpole-balance' });
  await dreamer(host, 'sleeper');
  const raw = { memory: { actions: 'raw' } };
  await dreamer(host, 'raw', { algorithm: 'world-models', environment: 'take-cover', config: raw });
  const before = host.store.runs().length;
  const cover = { environment: 'take-cover' } as const;
  const car = { environment: CAR } as const;
  const pole = { environment: 'dmc/cartpole-balance' } as const;
  const refused = [
    ['nobody', car, {}, { code: 'dream.unknownRun' }],
    ['elsewhere', car, {}, { code: 'dream.otherEnvironment', values: { dreamt: 'take-cover' } }],
    ['numbers', pole, { 'environment.observation': 'pixels' }, { code: 'dream.blindModel' }],
    ['numbers', pole, { 'environment.observation': 'state' }, { code: 'config.dreamIsPictures' }],
    ['slow', car, {}, { code: 'dream.otherSteps', values: { settings: 'actionRepeat 4 / 2' } }],
    ['raw', cover, {}, { code: 'dream.otherSteps', values: { settings: 'memory.actions chosen / raw' } }],
    ['unpaid', car, {}, { code: 'dream.noReward' }],
    ['unfinished', car, {}, { code: 'dream.notWhole' }],
    ['free', pole, { 'environment.observation': 'pixels' }, { code: 'dream.noModel' }],
    ['sleeper', car, { 'dream.temperature': 1.2 }, { code: 'dream.noTemperature' }],
    ['sleeper', car, { 'dream.checkpoint': 'none' }, { code: 'checkpoint.unknown' }],
  ] as const;
  for (const [run, { environment }, overrides, error] of refused) {
    const asked = { algorithm: 'dqn', environment, preset: 'smoke', start: false } as const;
    const settings = { 'dream.run': run, ...overrides };
    await expect(host.call('runs.create', { ...asked, overrides: settings }), run).rejects.toMatchObject(
      error,
    );
  }
  expect(host.store.runs()).toHaveLength(before);
  const offers = await host.call('runs.dreams', { algorithm: 'dqn', environment: CAR, preset: 'smoke' });
  expect(offers.map(({ name, problem }) => [name, problem?.code ?? null])).toEqual([
    ['sleeper', null],
    ['unfinished', 'dream.notWhole'],
    ['unpaid', 'dream.noReward'],
    ['slow', 'dream.otherSteps'],
  ]);
});

it('gives every run of a study the dream of its row', async () => {
  const host = await testHost(temporaryFolder());
  const sources = [await dreamer(host, 'first'), await dreamer(host, 'second', { score: 2 })];
  const definition: StudyInput = {
    ...{ name: 'Dreams', algorithm: 'dqn', environments: [CAR], preset: 'smoke', seeds: [0, 1] },
    vary: { kind: 'grid', fields: [{ path: 'dream.run', values: ['first', 'second'] }] },
  };
  const study = await host.call('studies.create', { definition, start: false });
  const runs = host.store.runsOfStudy(study.id);
  expect(runs.map(({ learnsInDreamOf }) => learnsInDreamOf).sort()).toEqual(
    sources.flatMap(({ id }) => [id, id]).sort(),
  );
  expect(runs.every((run) => existsSync(keptOf(host, run)))).toBe(true);
  const missing: StudyInput = { ...definition, vary: { kind: 'grid', fields: [] } };
  await expect(
    host.call('studies.create', {
      definition: { ...missing, settings: { 'dream.run': 'nobody' } },
      start: false,
    }),
  ).rejects.toMatchObject({ code: 'dream.unknownRun' });
  expect(host.store.studies.list()).toHaveLength(1);
});
