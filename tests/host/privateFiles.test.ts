/** Everything that a host, its trainers and its threads leave in a data folder is its owner's alone, whatever the umask. */
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EpisodeReplay } from '../../src-main/acting/episodeReplay.ts';
import { RecordFile } from '../../src-main/acting/recordFile.ts';
import { behave, createCounterRun, temporaryFolder, testHost, until } from './testHost.ts';

/** Paths below with rights that others have. */
function open(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return ['.', ...entries].filter((name) => {
    const found = lstatSync(path.join(folder, name), { throwIfNoEntry: false });
    return found !== undefined && (found.mode & 0o777) !== (found.isDirectory() ? 0o700 : 0o600);
  });
}

describe.skipIf(process.platform === 'win32')('a data folder in use', () => {
  const before = process.umask();
  beforeEach(() => {
    process.umask(0);
  });
  afterEach(() => {
    process.umask(before);
  });

  it('after a training, an export and an import', async () => {
    behave({});
    const folder = path.join(temporaryFolder(), 'data');
    const host = await testHost(folder);
    const { id } = await createCounterRun(host, 5);
    await until(host, id, ({ status }) => status === 'completed');
    const { file } = await host.call('runs.export', { runId: id, checkpoints: 'all' });
    const archive = path.join(temporaryFolder(), 'run.wmsx');
    writeFileSync(archive, file);
    await host.importRun(archive);
    expect(host.store.runs()).toHaveLength(2);
    expect(readdirSync(path.join(folder, 'runs'))).toHaveLength(2);
    expect(open(folder)).toEqual([]);
  });

  it('before a host has set the umask: caches by themselves', () => {
    const folder = path.join(temporaryFolder(), 'cache');
    const frames = new RecordFile(path.join(folder, 'frames.bin'), 2);
    frames.append(new Uint8Array(4));
    frames.close();
    const replay = new EpisodeReplay({
      folder: path.join(folder, 'replay'),
      observationBytes: 1,
      actionSize: 1,
      capacityBytes: 100,
    });
    replay.append({
      seed: 1,
      observations: new Uint8Array(2),
      actions: new Float64Array(1),
      rewards: new Float64Array(1),
      terminated: true,
    });
    replay.close();
    expect(readFileSync(path.join(folder, 'frames.bin'))).toHaveLength(4);
    expect(open(folder)).toEqual([]);
  });
});
