/** Diagnostics from the desktop app's menu: in its window, and where the data cannot be opened in a window of the shell's. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launchDesktop } from '../support/desktop.ts';

let dataFolder = '';
test.beforeEach(() => {
  dataFolder = mkdtempSync(path.join(os.tmpdir(), 'studio-diagnostics-'));
});
test.afterEach(() => {
  rmSync(dataFolder, { recursive: true, force: true });
});

const clickMenu = (app: ElectronApplication) =>
  app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    items.find(({ label }) => label === 'Diagnostics for a bug report…')?.click();
  });

test('the menu item opens the page, and the shell’s own log is in it', async () => {
  const app = await launchDesktop({ dataFolder });
  const page = await app.firstWindow();
  await page.getByRole('link', { name: 'System' }).waitFor();
  await clickMenu(app);
  await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/system/diagnostics');
  const logs = page.getByRole('region', { name: 'Last lines of the logs' }).locator('pre');
  await expect(logs).toContainText('### shell.log', { timeout: 60_000 });
  await expect(logs).toContainText('host.launched');
  await expect(page.getByRole('region', { name: 'Versions and machine' })).toContainText('desktop');
  await app.close();
  const log = readFileSync(path.join(dataFolder, 'shell', 'logs', 'shell.log'), 'utf8');
  expect(log).toMatch(/app\.started[^]*host\.closed[^]*app\.quits/);
});

test('where the data cannot be opened, its report can be seen and saved all the same', async () => {
  writeFileSync(path.join(dataFolder, 'studio.sqlite'), 'this is no database at all'.repeat(100));
  const app = await launchDesktop({ dataFolder });
  const saved = path.join(dataFolder, 'report.txt');
  await app.evaluate(({ dialog }, file) => {
    dialog.showSaveDialog = (() => Promise.resolve({ filePath: file, canceled: false })) as never;
  }, saved);
  // Whether the studio's own question about the data stands before it or not.
  let window: Page | undefined;
  await expect
    .poll(
      async () => {
        await clickMenu(app);
        for (const page of app.windows()) if ((await page.title()) === 'Diagnostics') window = page;
        return window !== undefined;
      },
      { timeout: 60_000, intervals: [1000] },
    )
    .toBe(true);
  if (window === undefined) throw new Error('no window');
  await expect(window.locator('pre')).toContainText('(store.corrupt)', { timeout: 60_000 });
  await expect(window.locator('pre')).toContainText('### shell.log');
  await window.getByRole('button', { name: 'Save as a file' }).click();
  const shown = await window.locator('pre').textContent();
  await expect.poll(() => (existsSync(saved) ? readFileSync(saved, 'utf8') : '')).toBe(shown);
  await expect(window.getByRole('button', { name: 'Close' })).toBeEnabled();
  // A click that takes the page with it is never answered: it happens once the page has answered.
  const closed = window.waitForEvent('close');
  await window.evaluate(() => setTimeout(() => document.getElementById('close')?.click()));
  await closed;
  await app.evaluate(({ app: studio }) => {
    studio.exit(0);
  });
});
