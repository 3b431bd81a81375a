/**
 * The desktop window that is timed: an Electron of the project's own, or a folder that STUDIO_TEST_ELECTRON names. It is
 * drawn in software. Needs a display (`xvfb-run -a` gives one).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { RunSummary } from '../../shared/run.ts';
import { callHost } from '../e2e/support/callHost.ts';
import { launchDesktop } from '../e2e/support/desktop.ts';

export interface Opened {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly close: () => Promise<void>;
}

export async function open(): Promise<Opened> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'studio-bench-'));
  const app = await launchDesktop({ dataFolder });
  const page = await app.firstWindow();
  await page.locator('#app > *').first().waitFor();
  return {
    app,
    page,
    close: async () => {
      await app.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

let shared: Promise<Opened> | null = null;

/** One window for all rounds; it ends with the process. */
export function sharedWindow(): Promise<Opened> {
  shared ??= open().then((opened) => {
    process.once('exit', () => opened.app.process().kill());
    return opened;
  });
  return shared;
}

/** From a click on the shipped CarRacing's theatre to its first picture. */
export async function openTheatre(): Promise<number> {
  const { page } = await sharedWindow();
  return untilItPlays(page, 'car-racing', 'Open in theatre');
}

/** @param environment of the shipped experiment @param action what is clicked on its page */
export async function untilItPlays(page: Page, environment: string, action: string): Promise<number> {
  const runs = (await callHost(page, 'runs.list', {})) as unknown as readonly RunSummary[];
  const shipped = runs.find((run) => run.environment === environment && run.tags.includes('shipped'));
  if (shipped === undefined) throw new Error(`no experiment of ${environment} came with the studio`);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/experiments/${shipped.id}`);
  const button = page.locator('main').getByRole('button', { name: action }).first();
  await button.waitFor();
  // The engine that the next theatre takes is made ready beforehand, as it is after a launch.
  await page.waitForTimeout(5000);
  const begin = performance.now();
  await button.click();
  await clockMoves(page);
  return (performance.now() - begin) / 1000;
}

export async function clockMoves(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    /^(?!0$)\d+/.test(
      document.querySelector('[role=slider][aria-label=Clock]')?.getAttribute('aria-valuenow') ?? '',
    ),
  );
}
