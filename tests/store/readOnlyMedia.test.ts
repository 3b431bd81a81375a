/** A data folder on media that cannot be written: it is read all the same, with what its log still held. */
import { readdirSync } from 'node:fs';
import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { packArchive } from '../../src-main/host/archive.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { canMount, readOnlyCopy } from '../support/readOnlyMedia.ts';
import { newRun, olderFolder, openStore, temporaryFolder } from './testStore.ts';
import { readArchive } from '../support/readArchive.ts';

const temporaryCopies = () => readdirSync(os.tmpdir()).filter((name) => name.startsWith('studio-read-'));

describe.runIf(canMount)('a data folder on read-only media', () => {
  it('is read, exported, and leaves no copy behind', async () => {
    const folder = temporaryFolder();
    const store = ExperimentStore.open(folder);
    const { id } = store.createRun(newRun({ name: 'burnt' }));
    store.close();
    const media = readOnlyCopy(folder);
    const before = temporaryCopies();
    const reader = ExperimentStore.openReadOnly(media);
    expect(reader?.runs().map(({ name }) => name)).toEqual(['burnt']);
    reader?.close();
    const { bytes } = packArchive({ dataFolder: media, runId: id, studio: 'test', checkpoints: 'all' });
    expect((await readArchive(bytes)).run.name).toBe('burnt');
    // Other tests may run at once; what this one made is gone.
    expect(temporaryCopies().filter((name) => !before.includes(name))).toEqual([]);
  });

  it('that was copied while a studio had it open shows what only its log held', () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    store.createRun(newRun({ name: 'in the log' }));
    const reader = ExperimentStore.openReadOnly(readOnlyCopy(folder));
    expect(reader?.runs().map(({ name }) => name)).toEqual(['in the log']);
    reader?.close();
  });

  it('of an older studio is read, brought up to date in the copy only', () => {
    const reader = ExperimentStore.openReadOnly(readOnlyCopy(olderFolder(1)));
    expect(reader?.runs().map(({ name }) => name)).toEqual(['before']);
    reader?.close();
  });

  it('cannot be written, and says so', () => {
    const folder = temporaryFolder();
    openStore(folder).close();
    const media = readOnlyCopy(folder);
    expect(() => ExperimentStore.open(media)).toThrow(expect.objectContaining({ code: 'store.readOnly' }));
  });
});
