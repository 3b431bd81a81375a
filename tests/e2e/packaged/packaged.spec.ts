/** The packaged app starts as an installed one, trains on TensorFlow from its window, and passes its self-test with its fuses burnt. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { burnFuses, wrongFuses } from '../../../scripts/packaging/fuses.mjs';
import { callHost } from '../support/callHost.ts';
import { electronMajor, launchPackaged, NO_SANDBOX, packagedEnvironment } from '../support/desktop.ts';
import { packagedApp, tensorflowHome } from '../support/runtimes.ts';

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-packaged-'));
});
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('it opens its window and computes on TensorFlow', async () => {
  const app = await launchPackaged({ dataFolder: folder });
  const page = await app.firstWindow();
  await expect(page.getByRole('button', { name: 'New experiment' }).first()).toBeVisible();
  expect(await app.evaluate(({ app: electron }) => electron.isPackaged)).toBe(true);
  await page.getByRole('link', { name: 'System' }).click();
  await expect(page.getByText('tensorflow (CPU)')).toBeVisible({ timeout: 60_000 });
  await app.close();
});

test('smoke, started from its window, trains to the end on TensorFlow', async () => {
  test.setTimeout(1_200_000);
  const app = await launchPackaged({ dataFolder: folder });
  const page = await app.firstWindow();
  await page.getByText('Train your first world model').click();
  const runs = async () =>
    Object.values(await callHost(page, 'runs.list', {})) as {
      id: string;
      status: string;
      tags: readonly string[];
    }[];
  const own = async () => (await runs()).filter(({ tags }) => !tags.includes('shipped'));
  await expect.poll(async () => (await own()).length, { timeout: 30_000 }).toBe(1);
  // The trained experiment came with the app.
  expect((await runs()).length).toBeGreaterThan(1);
  const run = async () => {
    const [summary] = await own();
    if (summary === undefined) throw new Error('the run is gone');
    return summary;
  };
  await expect
    .poll(async () => (await run()).status, { timeout: 1_080_000, intervals: [2000] })
    .toMatch(/^(completed|failed|interrupted)$/);
  const { id, status } = await run();
  const detail = await callHost(page, 'runs.get', { runId: id });
  expect(status, JSON.stringify(detail['lastError'])).toBe('completed');
  expect(detail).toMatchObject({ compute: { backend: 'tensorflow' } });
  await app.close();
});

interface SelfTestResult {
  readonly code: number | null;
  readonly result: unknown;
}

function selfTest(
  executable: string,
  words: readonly string[] = [],
  environment: Readonly<Record<string, string>> = packagedEnvironment(),
): Promise<SelfTestResult> {
  const child = spawn(executable, [...NO_SANDBOX, '--self-test', ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.on('data', (piece) => (printed += String(piece)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const line = printed.split('\n').find((each) => each.startsWith('{'));
      resolve({ code, result: line === undefined ? printed : JSON.parse(line) });
    });
  });
}

test('installed where no TensorFlow is, it fetches and checks it, and computes on it', async () => {
  test.setTimeout(600_000);
  if (packagedApp === undefined) throw new Error('STUDIO_PACKAGED_APP names no file');
  const environment = { ...packagedEnvironment(), STUDIO_TENSORFLOW_HOME: '' };
  expect(await selfTest(packagedApp, [], environment)).toMatchObject({
    code: 0,
    result: { passed: true, gauge: { backend: 'wasm' } },
  });
  expect(await selfTest(packagedApp, ['--fetch-tensorflow'], environment)).toMatchObject({
    code: 0,
    result: { passed: true, gauge: { backend: 'tensorflow' } },
  });
});

/** A library that leaves a sign when it is loaded, at the place that `SIGN` names. */
function sign(target: string): void {
  const source = path.join(folder, 'sign.c');
  writeFileSync(
    source,
    `#include <stdio.h>
     #include <stdlib.h>
     __attribute__((constructor)) static void begin(void) {
       FILE *file = fopen(getenv("SIGN"), "w");
       if (file) fclose(file);
     }`,
  );
  mkdirSync(path.dirname(target), { recursive: true });
  execFileSync('cc', ['-shared', '-fPIC', '-o', target, source]);
}

const ADDON = path.join('lib', 'napi-v8', 'tfjs_binding.node');
/** Where earlier versions looked for an addon in the data folder. */
function addonInside(data: string, app: string): string {
  const ready = readFileSync(path.join(path.dirname(app), 'resources', 'addons', 'cpu', 'tfjs_binding.node'));
  const key = createHash('sha256').update(ready).digest('hex').slice(0, 12);
  const set = path.join(data, 'tensorflow', `cpu-2.21.0-linux-${process.arch}`);
  mkdirSync(path.join(set, 'deps'), { recursive: true });
  writeFileSync(path.join(set, 'deps', 'complete'), '');
  const home = path.join(set, 'addons', key);
  mkdirSync(home, { recursive: true });
  symlinkSync(path.join('..', '..', 'deps'), path.join(home, 'deps'));
  return path.join(home, ADDON);
}

test('an addon in a data folder is not loaded, and libraries in the cache are', async () => {
  if (packagedApp === undefined || tensorflowHome === undefined) throw new Error('no app or no TensorFlow');
  const data = path.join(folder, 'data');
  const seen = path.join(folder, 'seen');
  sign(addonInside(data, packagedApp));
  const libraries = realpathSync(path.join(tensorflowHome, 'deps'));
  const place = path.join(folder, 'cache', 'tensorflow', path.basename(path.dirname(libraries)));
  mkdirSync(place, { recursive: true });
  symlinkSync(libraries, path.join(place, 'deps'));
  const app = await launchPackaged({
    dataFolder: data,
    environment: {
      SIGN: seen,
      STUDIO_TENSORFLOW_HOME: '',
      STUDIO_CACHE_DIR: path.join(folder, 'cache'),
    },
  });
  const page = await app.firstWindow();
  await page.getByRole('link', { name: 'System' }).click();
  await expect(page.getByText('tensorflow (CPU)')).toBeVisible({ timeout: 60_000 });
  await app.close();
  expect(existsSync(seen)).toBe(false);
});

test('libraries that an earlier version left in the data folder are moved to the cache, and nobody is asked', async () => {
  if (tensorflowHome === undefined) throw new Error('no TensorFlow');
  const data = path.join(folder, 'data');
  const libraries = realpathSync(path.join(tensorflowHome, 'deps', 'lib'));
  const set = path.basename(path.dirname(path.dirname(libraries)));
  const old = path.join(data, 'tensorflow', set, 'deps');
  mkdirSync(path.join(old, 'lib'), { recursive: true });
  writeFileSync(path.join(old, 'complete'), '');
  for (const name of readdirSync(libraries)) {
    cpSync(path.join(libraries, name), path.join(old, 'lib', name));
  }
  const cache = path.join(folder, 'cache');
  const app = await launchPackaged({
    dataFolder: data,
    environment: { STUDIO_TENSORFLOW_HOME: '', STUDIO_CACHE_DIR: cache },
  });
  const page = await app.firstWindow();
  await page.getByRole('link', { name: 'System' }).click();
  await expect(page.getByText('tensorflow (CPU)')).toBeVisible({ timeout: 60_000 });
  await app.close();
  expect(existsSync(path.join(data, 'tensorflow'))).toBe(false);
  expect(readdirSync(path.join(cache, 'tensorflow', set, 'deps', 'lib'))).toEqual(readdirSync(libraries));
});

test('a release runs no program that a variable names; a build for tests, which says so, does', async () => {
  if (packagedApp === undefined) throw new Error('STUDIO_PACKAGED_APP names no file');
  const seen = path.join(folder, 'seen');
  const program = path.join(folder, 'node');
  writeFileSync(program, '#!/bin/sh\n: > "$SIGN"\n', { mode: 0o755 });
  const start = async (executable: string, data: string) => {
    const app = await _electron.launch({
      executablePath: executable,
      args: [...NO_SANDBOX, '--disable-dev-shm-usage'],
      env: {
        ...(process.env as Record<string, string>),
        ...packagedEnvironment(),
        STUDIO_DATA_DIR: path.join(folder, data),
        STUDIO_HOST_NODE: program,
        STUDIO_TENSORFLOW: 'wasm',
        SIGN: seen,
      },
    });
    await app.firstWindow();
    return app;
  };
  const copy = path.join(folder, 'app');
  cpSync(path.dirname(packagedApp), copy, { recursive: true });
  const archive = path.join(copy, 'resources', 'app.asar');
  const packed = readFileSync(archive, 'latin1');
  expect(packed).toContain('"studioBuild": "test"');
  writeFileSync(archive, packed.replace('"studioBuild": "test"', '"studioBuild": "none"'), 'latin1');
  const release = await start(path.join(copy, path.basename(packagedApp)), 'release');
  await release.close();
  expect(existsSync(seen)).toBe(false);
  const forTests = await start(packagedApp, 'test');
  await expect.poll(() => existsSync(seen)).toBe(true);
  await forTests.close();
});

test('with its fuses burnt it passes its self-test and is no Node any more', async () => {
  if (packagedApp === undefined) throw new Error('STUDIO_PACKAGED_APP names no file');
  const copy = path.join(folder, 'app');
  cpSync(path.dirname(packagedApp), copy, { recursive: true });
  const executable = path.join(copy, path.basename(packagedApp));
  const isOlder = electronMajor(copy) < 45;
  await burnFuses(executable, { olderElectron: isOlder });
  // What Electron 22 does not have yet; a current one has them all.
  const absent = isOlder ? { GrantFileProtocolExtraPrivileges: 'absent', WasmTrapHandlers: 'absent' } : {};
  expect(await wrongFuses(executable)).toEqual(absent);
  expect(await selfTest(executable)).toMatchObject({
    code: 0,
    result: { passed: true, gauge: { backend: 'tensorflow' } },
  });
  const asNode = spawn(executable, ['-e', 'process.exit(42)', ...NO_SANDBOX, '--self-test'], {
    env: { ...process.env, ...packagedEnvironment(), ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'ignore',
  });
  expect(await new Promise((resolve) => asNode.once('close', resolve))).not.toBe(42);
});

test('with its fuses burnt it starts no other app that lies beside its archive', async () => {
  if (packagedApp === undefined) throw new Error('STUDIO_PACKAGED_APP names no file');
  const copy = path.join(folder, 'app');
  cpSync(path.dirname(packagedApp), copy, { recursive: true });
  const executable = path.join(copy, path.basename(packagedApp));
  const resources = path.join(copy, 'resources');
  // Electron takes a plain folder where there is no archive.
  rmSync(path.join(resources, 'app.asar'));
  mkdirSync(path.join(resources, 'app'));
  writeFileSync(path.join(resources, 'app', 'package.json'), '{"main": "other.js"}');
  writeFileSync(path.join(resources, 'app', 'other.js'), 'process.exit(42);');
  const start = () => {
    const child = spawn(executable, NO_SANDBOX, { stdio: 'ignore' });
    return new Promise((resolve) => child.once('close', resolve));
  };
  expect(await start()).toBe(42);
  await burnFuses(executable, { olderElectron: electronMajor(copy) < 45 });
  expect(await start()).not.toBe(42);
});
