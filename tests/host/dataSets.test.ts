/** Recorded data through the host, with real processes: listed, tried before there is a run of it, and shown. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATA_SETS_VARIABLE } from '../../src-main/datasets/dataSetPlace.ts';
import { importDataSet } from '../../src-main/datasets/importDataSet.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { RECORDINGS } from '../datasets/recordings.ts';
import { temporaryFolder, testHost } from './testHost.ts';
import { openTheatre } from './theatreClient.ts';

describe('a data set', () => {
  it('is listed, refused where it does not serve before there is a run, and shown as it was recorded', async () => {
    // The host tells its processes where data sets lie; nobody else does.
    expect(process.env[DATA_SETS_VARIABLE]).toBeUndefined();
    const dataFolder = temporaryFolder();
    const host = await testHost(dataFolder, { launcher: nodeLauncher() });
    expect(await host.call('dataSets.list', {})).toEqual([]);
    const from = path.join(RECORDINGS, 'dreamer');
    const { id } = await importDataSet({ dataFolder, from, name: 'dots', importedAt: new Date(0) });
    expect(await host.call('dataSets.list', {})).toMatchObject([
      { id, name: 'dots', episodes: 3, steps: 36 },
    ]);

    const create = (overrides: Record<string, string | number>) => {
      const asked = { algorithm: 'dreamer', environment: 'data-set', preset: 'smoke', overrides };
      return host.call('runs.create', { ...asked, start: false });
    };
    const dataSet = 'environment.dataSet';
    await expect(create({})).rejects.toMatchObject({ code: 'dataSet.none' });
    await expect(create({ [dataSet]: 'dots-00000000' })).rejects.toMatchObject({ code: 'dataSet.unknown' });
    await expect(create({ [dataSet]: id })).rejects.toMatchObject({
      code: 'dataSet.tooShort',
      values: { longest: 14, needed: 20 },
    });
    expect(host.store.runs()).toEqual([]);
    const run = await create({ [dataSet]: id, 'model.sequenceLength': 8 });
    expect(run).toMatchObject({ status: 'draft', environment: 'data-set' });

    const source = { environment: 'data-set', environmentConfig: { dataSet: id }, seed: 1 };
    const theatre = await openTheatre(host, source);
    expect((await theatre.event('info')).info).toMatchObject({ environment: 'data-set', recordedSteps: 12 });
    expect((await theatre.event('state')).state).toMatchObject({
      seed: 1,
      settings: { driver: 'recording' },
    });
    const { frame } = await theatre.event('frame');
    expect(new Set(frame.eye.pixels).size).toBeGreaterThan(3);
  }, 60_000);
});
