/**
 * One test, two shells: `page` shows the studio in Chromium (served by `studio serve`) or in Electron's window, whichever the
 * project names. The studio is started once a worker with an empty data folder; each test gets its page freshly loaded.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, test as base, type Page } from '@playwright/test';
import { launchDesktop } from './desktop.ts';
import { chromiumPath, electronFolder } from './runtimes.ts';
import { startServing } from './serve.ts';

export type ShellName = 'browser' | 'electron';

export interface StudioOptions {
  shell: ShellName;
}

export interface Studio {
  readonly dataFolder: string;
  readonly shell: ShellName;
  /** The studio's window, at its first view. */
  open(): Promise<Page>;
}

interface Opened {
  open(): Promise<Page>;
  close(): Promise<void>;
}

export const test = base.extend<{ page: Page }, StudioOptions & { studio: Studio }>({
  shell: ['browser', { option: true, scope: 'worker' }],
  studio: [
    async ({ shell }, use) => {
      const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'studio-e2e-'));
      const opened = await (shell === 'browser' ? openInChromium(dataFolder) : openInElectron(dataFolder));
      await use({ dataFolder, shell, open: opened.open });
      await opened.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  page: async ({ studio }, use) => {
    await use(await studio.open());
  },
});

export { expect } from '@playwright/test';

async function openInChromium(dataFolder: string): Promise<Opened> {
  if (chromiumPath === undefined) throw new Error('no Chromium was found; STUDIO_CHROMIUM may name one');
  const served = await startServing(dataFolder);
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--disable-dev-shm-usage'],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  return {
    open: async () => {
      for (const page of context.pages()) await page.close();
      const page = await context.newPage();
      await page.goto(await served.newAddress());
      return page;
    },
    close: async () => {
      await browser.close();
      await served.stop();
    },
  };
}

async function openInElectron(dataFolder: string): Promise<Opened> {
  if (electronFolder === undefined)
    throw new Error('no Electron was found; STUDIO_TEST_ELECTRON may name one');
  const app = await launchDesktop({ dataFolder });
  return {
    open: async () => {
      const page = await app.firstWindow();
      await page.evaluate(() => {
        location.hash = '';
      });
      await page.reload();
      return page;
    },
    close: () => app.close(),
  };
}
