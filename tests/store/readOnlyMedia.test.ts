/** A data folder on media that cannot be written: it is read all the same, with what its log still held. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { packArchive } from '../../src-main/host/archive.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { newRun, olderFolder, openStore, temporaryFolder } from './testStore.ts';
import { readArchive } from '../support/readArchive.ts';

/** Only the superuser of a Linux may mount. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

function readOnly(folder: string): string {
  const mounted = mkdtempSync(path.join(os.tmpdir(), 'studio-media-'));
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', mounted]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', mounted]);
    rmSync(mounted, { recursive: true, force: true });
  });
  const place = path.join(mounted, 'data');
  mkdirSync(place);
  cpSync(folder, place, { recursive: true });
  execFileSync('mount', ['-o', 'remount,ro', mounted]);
  return place;
}

const temporaryCopies = () => readdirSync(os.tmpdir()).filter((name) => name.startsWith('studio-read-'));

describe.runIf(canMount)('a data folder on read-only media', () => {
  it('is read, exported, and leaves no copy behind', async () => {
    const folder = temporaryFolder();
    const store = ExperimentStore.open(folder);
    const { id } = store.createRun(newRun({ name: 'burnt' }));
    store.close();
    const media = readOnly(folder);
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
    const reader = ExperimentStore.openReadOnly(readOnly(folder));
    expect(reader?.runs().map(({ name }) => name)).toEqual(['in the log']);
    reader?.close();
  });

  it('of an older studio is read, brought up to date in the copy only', () => {
    const reader = ExperimentStore.openReadOnly(readOnly(olderFolder(1)));
    expect(reader?.runs().map(({ name }) => name)).toEqual(['before']);
    reader?.close();
  });

  it('cannot be written, and says so', () => {
    const folder = temporaryFolder();
    openStore(folder).close();
    const media = readOnly(folder);
    expect(() => ExperimentStore.open(media)).toThrow(expect.objectContaining({ code: 'store.readOnly' }));
  });
});
