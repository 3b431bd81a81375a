/** TensorFlow's libraries are checked whenever they are about to be loaded, and never taken from a data folder unchecked. */
import { rename } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { adoptLibraries } from '../../scripts/provision/adopt.mjs';
import { ADDON_NAME, checkLibraries, hashFile, listOf } from '../../scripts/provision/libraryCheck.mjs';
import { LIBRARIES } from '../../scripts/provision/libraries.mjs';
import { checkBeforeLoading, listOfHome, listOfPackage } from '../../scripts/provision/libraryLists.mjs';
import { linkHome, writeNote } from '../../scripts/provision/link.mjs';
import { CPU_ARM64, CPU_X64, CUDA_X64 } from '../../scripts/provision/wheels.mjs';
import { planKey } from '../../scripts/provision/plan.mjs';
import { findHome, hasLibraries, provisionWheels } from '../../scripts/provision/tensorflow.mjs';
import { planOf, temporaryFolder, writeWheel } from './wheelhouse.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const WINDOWS = process.platform === 'win32';

function write(root: string, name: string, text: string): string {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

let root = '';
let remembered = '';
beforeEach(() => {
  root = temporaryFolder();
  remembered = path.join(temporaryFolder(), 'checked.json');
  write(root, ADDON_NAME, 'addon');
  write(root, 'deps/lib/libtensorflow_cc.so.2', 'cc');
});

describe('a check', () => {
  it('passes what is as the list says, and reads nothing of it the second time', () => {
    const list = listOf(root);
    const read: string[] = [];
    const hash = (file: string) => {
      read.push(path.basename(file));
      return hashFile(file);
    };
    checkLibraries(root, list, { remembered, hash });
    expect(read.sort()).toEqual(['libtensorflow_cc.so.2', 'tfjs_binding.node']);
    checkLibraries(root, list, { remembered, hash });
    expect(read).toHaveLength(2);
    if (!WINDOWS) expect(statSync(remembered).mode & 0o777).toBe(0o600);
  });

  it('refuses a changed file, also one of the same size whose time was put back', () => {
    const list = listOf(root);
    checkLibraries(root, list, { remembered });
    const file = path.join(root, 'deps/lib/libtensorflow_cc.so.2');
    const { atime, mtime } = statSync(file);
    writeFileSync(file, 'CC');
    utimesSync(file, atime, mtime);
    expect(() => {
      checkLibraries(root, list, { remembered });
    }).toThrow(/libtensorflow_cc\.so\.2 has SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}; delete the folder/);
  });

  it.each([
    ['deps/lib/libtensorflow_cc.so.2', 'libc.so.6', 'is not one of TensorFlow’s libraries'],
    ['deps/lib/libtensorflow_cc.so.2', '__proto__', 'is not one of TensorFlow’s libraries'],
    [ADDON_NAME, 'version.dll', 'is not one of TensorFlow’s libraries'],
  ])('refuses a file beside %s that nobody listed: %s', (beside, name, reason) => {
    const list = listOf(root);
    writeFileSync(path.join(root, path.dirname(beside), name), '');
    expect(() => {
      checkLibraries(root, list, { remembered });
    }).toThrow(reason);
  });

  it('refuses a missing file', () => {
    const list = { ...listOf(root), 'deps/lib/libtensorflow_framework.so.2': sha256('framework') };
    expect(() => {
      checkLibraries(root, list, { remembered });
    }).toThrow('libtensorflow_framework.so.2 is missing');
  });

  it.skipIf(WINDOWS)('does not believe a memory that others can write', () => {
    const list = listOf(root);
    checkLibraries(root, list, { remembered });
    const read: string[] = [];
    chmodSync(remembered, 0o666);
    checkLibraries(root, list, {
      remembered,
      hash: (file) => {
        read.push(file);
        return hashFile(file);
      },
    });
    expect(read).toHaveLength(2);
  });
});

describe('the lists', () => {
  it('name every library of every pinned wheel set', () => {
    const keys = [
      planKey({ kind: 'wheels', variant: 'cpu', wheels: CPU_X64 }, 'x64'),
      planKey({ kind: 'wheels', variant: 'cpu', wheels: CPU_ARM64 }, 'arm64'),
      planKey({ kind: 'wheels', variant: 'cuda', wheels: CUDA_X64 }, 'x64'),
    ];
    expect(Object.keys(LIBRARIES)).toEqual(keys);
    for (const key of keys) {
      expect(Object.keys(LIBRARIES[key] ?? {})).toEqual(
        expect.arrayContaining(['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']),
      );
      for (const hash of Object.values(LIBRARIES[key] ?? {})) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('take the addon of a home from when it was built, not from what lies there now', async () => {
    const shelf = temporaryFolder();
    const ready = temporaryFolder();
    write(ready, path.join('cpu', 'tfjs_binding.node'), 'ready addon');
    const options = {
      cache: temporaryFolder(),
      bindingPackage: root,
      arch: 'x64',
      readyAddons: ready,
      facts: {
        platform: 'linux',
        arch: 'x64',
        glibc: [2, 36],
        nvidia: false,
        canBuild: true,
        freeBytes: undefined,
        choice: 'cpu',
      },
      node: process.execPath,
      checkHome: () => Promise.resolve(),
      onProgress: () => undefined,
      environment: { PATH: shelf, PIP_INDEX_URL: 'http://127.0.0.1:9', STUDIO_WHEELS_DIR: shelf },
    } as const;
    const plan = { ...planOf({ ...writeWheel(shelf), version: '2.21.0' }) };
    const home = await provisionWheels(plan, options);
    expect(findHome(plan, options)).toBe(home);
    const addon = path.join(home, ADDON_NAME);
    writeFileSync(addon, 'other addon');
    expect(listOfHome(home)[ADDON_NAME]).toBe(sha256('ready addon'));
    // The installed app goes by the addon that it carries: the copy is made again.
    expect(findHome(plan, options)).toBeUndefined();
    writeFileSync(path.join(home, 'addon.json'), JSON.stringify({ sha256: sha256('other addon') }));
    expect(findHome(plan, options)).toBeUndefined();
    expect(await provisionWheels(plan, options)).toBe(home);
    expect(readFileSync(addon, 'utf8')).toBe('ready addon');
  });

  it('of what the package’s own script brought are noted after it ran', async () => {
    const list = listOf(root);
    await writeNote(root, { variant: 'script', home: '', list });
    expect(listOfPackage(root, undefined)).toEqual(list);
    writeFileSync(path.join(root, ADDON_NAME), 'changed');
    expect(() => {
      checkBeforeLoading({ home: undefined, bindingPackage: root, builtIn: undefined });
    }).toThrow('tfjs_binding.node has SHA-256');
  });

  it('of an installed app that carries the libraries are built into it', () => {
    expect(listOfPackage(root, { a: 'b' })).toEqual({ a: 'b' });
  });

  it.skipIf(WINDOWS)('hold for a clone that is linked to the cache', async () => {
    const home = temporaryFolder();
    const unpacked = path.join(home, 'cpu-2.21.0-linux-x64');
    write(unpacked, 'deps/lib/libtensorflow_cc.so.2', 'cc');
    const linked = path.join(unpacked, 'addons', 'key');
    write(linked, ADDON_NAME, 'addon');
    symlinkSync(path.join('..', '..', 'deps'), path.join(linked, 'deps'));
    const clone = temporaryFolder();
    await linkHome(clone, 'cpu', linked);
    expect(listOfPackage(clone, undefined)).toMatchObject({
      [ADDON_NAME]: sha256('addon'),
      'deps/lib/libtensorflow_cc.so.2': LIBRARIES['cpu-2.21.0-linux-x64']?.['libtensorflow_cc.so.2'],
    });
    expect(() => {
      checkBeforeLoading({ home: undefined, bindingPackage: clone, builtIn: undefined });
    }).toThrow('libtensorflow_framework.so.2 is missing');
  });
});

describe.skipIf(WINDOWS)('libraries in a data folder', () => {
  const plan = planOf({ ...CPU_X64[0], version: '1.0' } as (typeof CPU_X64)[number]);
  const key = 'cpu-1.0-linux-x64';
  const known = { [key]: { 'libone.so.2': sha256('one'), 'libtwo.so.2': sha256('two') } };
  let dataFolder = '';
  let cache = '';
  const adopt = (more = {}) => adoptLibraries({ dataFolder, cache, plan, arch: 'x64', known, ...more });
  const source = () => path.join(dataFolder, 'tensorflow', key);
  const arrived = () => path.join(cache, 'tensorflow', key, 'deps');

  beforeEach(() => {
    dataFolder = temporaryFolder();
    cache = temporaryFolder();
    write(source(), 'deps/lib/libone.so.2', 'one');
    write(source(), 'deps/lib/libtwo.so.2', 'two');
    write(source(), 'deps/include/c_api.h', '');
    write(source(), 'deps/complete', '');
    write(source(), `addons/0123456789ab/${ADDON_NAME}`, 'an addon by anybody');
  });

  it('are moved, without the addon, and found without a download', async () => {
    const inode = statSync(path.join(source(), 'deps/lib/libone.so.2')).ino;
    expect(await adopt()).toBe(true);
    expect(readdirSync(path.join(arrived(), 'lib')).sort()).toEqual(['libone.so.2', 'libtwo.so.2']);
    expect(statSync(path.join(arrived(), 'lib', 'libone.so.2')).ino).toBe(inode);
    expect(existsSync(path.join(dataFolder, 'tensorflow'))).toBe(false);
    expect(existsSync(path.join(cache, 'tensorflow', key, 'addons'))).toBe(false);
    expect(hasLibraries(plan, { cache, arch: 'x64', readyAddons: '/ready' })).toBe(true);
    // To build an addon the headers are needed, which are code that nobody checked.
    expect(hasLibraries(plan, { cache, arch: 'x64' })).toBe(false);
    expect(await adopt()).toBe(false);
  });

  // A disk in memory, where the system has one.
  const otherDisk = '/dev/shm';
  const hasOtherDisk = existsSync(otherDisk) && statSync(otherDisk).dev !== statSync(os.tmpdir()).dev;

  it.skipIf(!hasOtherDisk)('on another disk are copied and removed', async () => {
    cache = mkdtempSync(path.join(otherDisk, 'studio-'));
    try {
      expect(await adopt()).toBe(true);
      expect(readFileSync(path.join(arrived(), 'lib', 'libtwo.so.2'), 'utf8')).toBe('two');
      expect(readdirSync(path.join(arrived(), 'lib')).sort()).toEqual(['libone.so.2', 'libtwo.so.2']);
      expect(existsSync(path.join(dataFolder, 'tensorflow'))).toBe(false);
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  });

  it('go on moving where that was cut off', async () => {
    const cut = async () => {
      let count = 0;
      await adopt({
        moveFile: async (from: string, to: string) => {
          if (count++ === 1) throw new Error('cut off');
          await rename(from, to);
        },
      });
    };
    await expect(cut()).rejects.toThrow('cut off');
    expect(hasLibraries(plan, { cache, arch: 'x64', readyAddons: '/ready' })).toBe(false);
    expect(await adopt()).toBe(true);
    expect(readdirSync(path.join(arrived(), 'lib')).sort()).toEqual(['libone.so.2', 'libtwo.so.2']);
  });

  it.each([
    [
      'changed',
      () => {
        write(source(), 'deps/lib/libtwo.so.2', 'evil');
      },
    ],
    [
      'a link',
      () => {
        const place = path.join(source(), 'deps/lib/libtwo.so.2');
        rmSync(place);
        symlinkSync(write(temporaryFolder(), 'libtwo.so.2', 'two'), place);
      },
    ],
  ])('stay where one is %s', async (_, spoil) => {
    spoil();
    expect(await adopt()).toBe(false);
    expect(existsSync(path.join(arrived(), 'complete'))).toBe(false);
    expect(existsSync(path.join(source(), 'deps/lib/libtwo.so.2'))).toBe(true);
  });

  it('that are reached over a link are not touched', async () => {
    const other = temporaryFolder();
    symlinkSync(path.join(dataFolder, 'tensorflow'), path.join(other, 'tensorflow'));
    expect(await adopt({ dataFolder: other })).toBe(false);
    expect(existsSync(path.join(source(), 'deps/lib/libone.so.2'))).toBe(true);
  });

  it('that the cache has already make room', async () => {
    const again = temporaryFolder();
    cpSync(dataFolder, again, { recursive: true });
    await adopt();
    expect(await adopt({ dataFolder: again })).toBe(false);
    expect(existsSync(path.join(again, 'tensorflow'))).toBe(false);
  });
});
