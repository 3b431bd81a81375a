/** Links of the desktop app: from its command line, and from another launch while it runs. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { launchDesktop, NO_SANDBOX } from '../support/desktop.ts';
import { nodePath, projectFolder } from '../support/runtimes.ts';

let dataFolder = '';
test.beforeEach(() => {
  dataFolder = mkdtempSync(path.join(os.tmpdir(), 'studio-links-'));
});
test.afterEach(() => {
  rmSync(dataFolder, { recursive: true, force: true });
});

test('a link opens its place, at the first launch and in the window that is there', async () => {
  const app = await launchDesktop({ dataFolder, words: ['wms://system/look'] });
  const page = await app.firstWindow();
  await expect(page.getByRole('heading', { name: 'System' })).toBeVisible();
  const binary = await app.evaluate(() => process.execPath);
  const second = spawn(binary, [...NO_SANDBOX, projectFolder, 'wms://environments/car-racing?code=secret'], {
    env: { ...process.env, STUDIO_DATA_DIR: dataFolder, STUDIO_HOST_NODE: nodePath },
    stdio: 'ignore',
  });
  expect(await new Promise((resolve) => second.once('close', resolve))).toBe(0);
  await expect(page.getByRole('heading', { name: 'CarRacing' })).toBeVisible({ timeout: 60_000 });
  expect(await page.evaluate(() => location.hash)).toBe('#/environments/car-racing');
  expect(app.windows()).toHaveLength(1);
  await app.close();
});
