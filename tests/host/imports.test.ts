/** Imports as clients ask for them: in one message, in pieces, told how far they are, stopped, and one at a time. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { IMPORT_MESSAGE_BYTES, MOST_IMPORT_BYTES, type TopicEvents } from '../../shared/protocol.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { realArchive } from '../support/foreignFiles.ts';
import { writeLargeArchive } from '../support/largeArchives.ts';
import { openStore } from '../store/testStore.ts';
import { client } from './theatreClient.ts';
import { temporaryFolder, testHost } from './testHost.ts';

function window(host: Host) {
  const person = client(host);
  let nextId = 1;
  const call = (command: string, args: object = {}) => {
    const id = nextId++;
    person.send({ type: 'call', id, command, args });
    return person.result(id);
  };
  return { ...person, call };
}

const uploads = (host: Host) => readdirSync(host.dataFolder).filter((name) => name.startsWith('.import-'));

async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a file in pieces', () => {
  it('is taken in as it was, and lies nowhere afterwards', async () => {
    const archive = await realArchive(openStore());
    const host = await testHost(temporaryFolder());
    const { call } = window(host);
    await call('imports.begin', { bytes: archive.length });
    expect(uploads(host)).toHaveLength(1);
    for (let from = 0; from < archive.length; from += 1000) {
      await call('imports.piece', { bytes: new Uint8Array(archive.subarray(from, from + 1000)) });
    }
    expect(await call('imports.finish')).toMatchObject({ id: 'real', name: 'real' });
    expect(host.store.checkpoints('real')).toHaveLength(2);
    expect(uploads(host)).toEqual([]);
  });

  it('that does not come as it was announced is refused, and lies nowhere', async () => {
    const host = await testHost(temporaryFolder());
    const { call } = window(host);
    await call('imports.begin', { bytes: 10 });
    await call('imports.piece', { bytes: new Uint8Array(9) });
    await expect(call('imports.finish')).rejects.toThrow('import.outOfTurn');
    await call('imports.begin', { bytes: 10 });
    await expect(call('imports.piece', { bytes: new Uint8Array(11) })).rejects.toThrow('import.outOfTurn');
    await expect(call('imports.piece', { bytes: new Uint8Array(1) })).rejects.toThrow('import.outOfTurn');
    await expect(call('imports.begin', { bytes: MOST_IMPORT_BYTES + 1 })).rejects.toThrow('import.tooLarge');
    await expect(call('imports.piece', { bytes: new Uint8Array(IMPORT_MESSAGE_BYTES + 1) })).rejects.toThrow(
      'protocol.malformed',
    );
    await expect(call('runs.import', { file: new Uint8Array(IMPORT_MESSAGE_BYTES + 1) })).rejects.toThrow(
      'protocol.malformed',
    );
    expect(uploads(host)).toEqual([]);
  });

  it('is its sender’s alone, goes with them, and keeps others waiting', async () => {
    const host = await testHost(temporaryFolder());
    const [one, other] = [window(host), window(host)];
    await one.call('imports.begin', { bytes: 10 });
    await expect(other.call('imports.begin', { bytes: 10 })).rejects.toThrow('import.busy');
    await expect(other.call('imports.piece', { bytes: new Uint8Array(1) })).rejects.toThrow(
      'import.outOfTurn',
    );
    await expect(other.call('imports.finish')).rejects.toThrow('import.outOfTurn');
    one.close();
    await eventually(() => uploads(host).length === 0);
    await other.call('imports.begin', { bytes: 10 });
    await other.call('imports.stop');
    expect(uploads(host)).toEqual([]);
  });

  it('that a studio left when it ended is swept up by the next', async () => {
    const folder = temporaryFolder();
    const first = await testHost(folder);
    await window(first).call('imports.begin', { bytes: 10 });
    await first.close();
    const left = path.join(folder, '.import-left');
    mkdirSync(left);
    writeFileSync(path.join(left, 'run.wmsx'), 'x');
    const second = await testHost(folder);
    expect(uploads(second)).toEqual([]);
  });
});

describe('a long import', () => {
  it('tells everybody how far it is, stands alone, and leaves nothing where somebody stops it', async () => {
    const host = await testHost(temporaryFolder());
    const file = path.join(temporaryFolder(), 'long.wmsx');
    writeLargeArchive(file, {
      checkpointMegabytes: 1,
      logEntries: 300_000,
      points: 1,
      episodes: 1,
      actions: 0,
    });
    const person = window(host);
    const events: TopicEvents['imports'][] = [];
    const handle = host.feed.listen(
      'imports',
      {},
      { send: (event) => events.push(event as TopicEvents['imports']), ended: () => undefined },
    );
    const running = host.importRun(file);
    const refused = expect(running).rejects.toMatchObject({ code: 'import.stopped' });
    await eventually(() => events.length > 0);
    await expect(host.importRun(file)).rejects.toMatchObject({ code: 'import.busy' });
    await expect(person.call('imports.begin', { bytes: 1 })).rejects.toThrow('import.busy');
    // It does not show before it is whole.
    expect(await host.call('runs.list', {})).toEqual([]);
    await person.call('imports.stop');
    await refused;
    const [first] = events;
    expect(first?.kind === 'progress' && first.doneBytes <= first.totalBytes && first.totalBytes > 2e7).toBe(
      true,
    );
    expect(events.at(-1)).toEqual({ kind: 'ended' });
    expect(host.store.everyRunId()).toEqual([]);
    expect(existsSync(path.join(host.dataFolder, 'runs', 'large'))).toBe(false);
    handle.close();
  });

  it('ends with the studio', async () => {
    const host = await testHost(temporaryFolder());
    const file = path.join(temporaryFolder(), 'long.wmsx');
    writeLargeArchive(file, {
      checkpointMegabytes: 1,
      logEntries: 100_000,
      points: 1,
      episodes: 1,
      actions: 0,
    });
    let told = 0;
    const running = host.importRun(file, { onProgress: () => told++ });
    const refused = expect(running).rejects.toMatchObject({ code: 'import.stopped' });
    await eventually(() => told > 2);
    await host.close();
    await refused;
  });
});
