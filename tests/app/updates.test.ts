/** Updates by electron-updater itself, from a server on this machine: only what a pinned key has signed is ever downloaded. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater.js';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeKey, signManifests } from '../../scripts/packaging/signUpdate.mjs';
import { useSignedFeed } from '../../src-main/app/signedUpdates.ts';

const MANIFEST = process.arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${process.arch}.yml`;
const INSTALLER = 'Studio-2.0.0.AppImage';
const CONTENT = Buffer.alloc(20_000, 'the new version');

/** electron-updater's own way with requests and downloads, by Node's http in the place of Electron's. */
class NodeExecutor extends ElectronHttpExecutor {
  override createRequest(options: http.RequestOptions, callback: (response: unknown) => void): never {
    return http.request(options, callback) as never;
  }
}

let folder = '';
/** What the server holds, by name, and what was asked of it. */
let files: Map<string, string | Buffer>;
let asked: string[];
let server: http.Server;
let publicKey = '';
let keyFile = '';

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-updates-'));
  files = new Map();
  asked = [];
  server = http.createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://server').pathname);
    asked.push(name);
    const content = files.get(name);
    response.statusCode = content === undefined ? 404 : 200;
    response.end(content);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  keyFile = path.join(folder, 'key.pem');
  publicKey = makeKey(keyFile);
  vi.stubEnv('APPIMAGE', path.join(folder, 'Studio-1.0.0.AppImage'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a release on the server, signed by this key under this name. */
function publish({ version = '2.0.0', key = keyFile, name = MANIFEST, content = CONTENT } = {}): void {
  const sha512 = createHash('sha512').update(CONTENT).digest('base64');
  const manifest = [
    `version: ${version}`,
    'files:',
    `  - url: ${INSTALLER}`,
    `    sha512: ${sha512}`,
    `    size: ${CONTENT.length}`,
    `path: ${INSTALLER}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-01-01T00:00:00.000Z'",
    '',
  ].join('\n');
  const file = path.join(folder, name);
  writeFileSync(file, manifest);
  signManifests(key, [file]);
  files.set(MANIFEST, manifest);
  files.set(`${MANIFEST}.sig`, readFileSync(`${file}.sig`, 'utf8'));
  files.set(INSTALLER, content);
}

/** An installed 1.0.0 that knows these keys. */
function installed(publicKeys: readonly string[] = [publicKey]): AppImageUpdater {
  const data = path.join(folder, 'data');
  mkdirSync(data);
  writeFileSync(path.join(data, 'app-update.yml'), readFileSync('assets/packaging/app-update.yml'));
  const updater = new AppImageUpdater(null, {
    version: '1.0.0',
    name: 'studio',
    isPackaged: true,
    appUpdateConfigPath: path.join(data, 'app-update.yml'),
    userDataPath: data,
    baseCachePath: data,
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  });
  Reflect.set(updater, 'httpExecutor', new NodeExecutor());
  updater.autoDownload = false;
  const { port } = server.address() as AddressInfo;
  useSignedFeed(updater, { address: `http://127.0.0.1:${port}/releases`, publicKeys });
  // Told by the promise; an EventEmitter wants a listener all the same.
  updater.on('error', () => undefined);
  return updater;
}

test('a release that the key has signed is downloaded whole', async () => {
  publish();
  const updater = installed();
  const found = await updater.checkForUpdates();
  expect(found).toMatchObject({ isUpdateAvailable: true, updateInfo: { version: '2.0.0' } });
  const [downloaded = ''] = await updater.downloadUpdate();
  expect(readFileSync(downloaded)).toEqual(CONTENT);
});

test('so is one that the next key has signed, while keys change', async () => {
  publish();
  const other = makeKey(path.join(folder, 'other.pem'));
  expect(await installed([other, publicKey]).checkForUpdates()).toMatchObject({ isUpdateAvailable: true });
});

describe('nothing is downloaded', () => {
  async function expectRefusal(): Promise<void> {
    await expect(installed().checkForUpdates()).rejects.toThrow(/signature|404/);
    expect(asked).not.toContain(INSTALLER);
  }

  test('where another key has signed', async () => {
    const other = path.join(folder, 'other.pem');
    makeKey(other);
    publish({ key: other });
    await expectRefusal();
  });

  test('where the manifest was changed after it was signed', async () => {
    publish();
    files.set(MANIFEST, String(files.get(MANIFEST)).replace('2.0.0', '3.0.0'));
    await expectRefusal();
  });

  test('where there is no signature', async () => {
    publish();
    files.delete(`${MANIFEST}.sig`);
    await expectRefusal();
  });

  test.each(['', 'no base64 at all', Buffer.alloc(64).toString('base64')])(
    'where the signature is %j',
    async (signature) => {
      publish();
      files.set(`${MANIFEST}.sig`, signature);
      await expectRefusal();
    },
  );

  test("where what was signed is another system's manifest", async () => {
    publish({ name: 'latest-mac.yml' });
    await expectRefusal();
  });

  test('of an older version, whoever signed it', async () => {
    publish({ version: '0.9.0' });
    expect(await installed().checkForUpdates()).toMatchObject({ isUpdateAvailable: false });
    expect(asked).not.toContain(INSTALLER);
  });
});

test('an installer that is not the one whose hash was signed is thrown away', async () => {
  const content = Buffer.from(CONTENT);
  content[0] = 0;
  publish({ content });
  const updater = installed();
  await updater.checkForUpdates();
  await expect(updater.downloadUpdate()).rejects.toThrow('sha512 checksum mismatch');
});

test("a key's private half is for its owner alone, and a second one does not overwrite it", () => {
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(() => makeKey(keyFile)).toThrow('EEXIST');
});
