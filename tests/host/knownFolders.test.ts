/** A data folder that is gone is told from one that never was. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { newRun } from '../store/testStore.ts';
import { temporaryFolder, testHost } from './testHost.ts';

const missing = { code: 'store.missing' };

describe('a data folder that was used before', () => {
  it('and is not there, or is empty, is missed and not made anew; found again it opens as it was', async () => {
    const configFolder = path.join(temporaryFolder(), 'config');
    const folder = path.join(temporaryFolder(), 'data');
    const host = await testHost(folder, { configFolder });
    host.store.createRun(newRun({ name: 'kept' }));
    await host.close();
    renameSync(folder, `${folder}-away`);
    await expect(testHost(folder, { configFolder })).rejects.toMatchObject(missing);
    // As the place where a disk is mounted looks without the disk.
    mkdirSync(folder);
    await expect(testHost(folder, { configFolder })).rejects.toMatchObject(missing);
    rmSync(folder, { recursive: true });
    renameSync(`${folder}-away`, folder);
    const again = await testHost(folder, { configFolder });
    expect((await again.call('runs.list', {})).map(({ name }) => name)).toEqual(['kept']);
  });

  it('begins anew where a person wants that, once', async () => {
    const configFolder = path.join(temporaryFolder(), 'config');
    const folder = path.join(temporaryFolder(), 'data');
    await (await testHost(folder, { configFolder })).close();
    rmSync(folder, { recursive: true });
    const host = await testHost(folder, { configFolder, beginNew: true });
    expect(await host.call('runs.list', {})).toEqual([]);
    await host.close();
    rmSync(folder, { recursive: true });
    await expect(testHost(folder, { configFolder })).rejects.toMatchObject(missing);
  });
});

it('a folder that nobody used before is made, also where the notes cannot be read', async () => {
  const configFolder = temporaryFolder();
  writeFileSync(path.join(configFolder, 'data-folders.json'), '{"half');
  const host = await testHost(path.join(temporaryFolder(), 'new'), { configFolder });
  expect(await host.call('runs.list', {})).toEqual([]);
});
