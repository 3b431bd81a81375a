/** The packaged app starts as an installed one, trains on TensorFlow from its window, and passes its self-test with its fuses burnt. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { launchPackaged, packagedEnvironment } from '../support/desktop.ts';
import { packagedApp } from '../support/runtimes.ts';

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

function selfTest(executable: string): Promise<{ code: number | null; result: unknown }> {
  const child = spawn(executable, ['--no-sandbox', '--self-test'], {
    env: { ...process.env, ...packagedEnvironment() },
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

test('with its fuses burnt it passes its self-test and is no Node any more', async () => {
  if (packagedApp === undefined) throw new Error('STUDIO_PACKAGED_APP names no file');
  const copy = path.join(folder, 'app');
  cpSync(path.dirname(packagedApp), copy, { recursive: true });
  const executable = path.join(copy, path.basename(packagedApp));
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
  });
  expect(await selfTest(executable)).toMatchObject({
    code: 0,
    result: { passed: true, gauge: { backend: 'tensorflow' } },
  });
  const asNode = spawn(executable, ['-e', 'process.exit(42)', '--no-sandbox', '--self-test'], {
    env: { ...process.env, ...packagedEnvironment(), ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'ignore',
  });
  expect(await new Promise((resolve) => asNode.once('close', resolve))).not.toBe(42);
});
