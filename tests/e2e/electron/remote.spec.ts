/** The desktop app as the window of a studio that is served elsewhere. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launchDesktop } from '../support/desktop.ts';
import { startServing } from '../support/serve.ts';

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-remote-'));
});
test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const launch = () =>
  launchDesktop({
    dataFolder: path.join(folder, 'own'),
    // Which studios were added is kept by the app, and not in the data folder.
    environment: { XDG_CONFIG_HOME: path.join(folder, 'config') },
  });

async function add(page: Page, address: string): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/system/connections';
  });
  await page.getByLabel('Address of another studio').fill(address);
  await page.getByRole('button', { name: 'Connect' }).click();
}

const entry = (page: Page, address: string) =>
  page.getByRole('listitem').filter({ hasText: new URL(address).host });

/** The data folder's name, as the host tells it. */
async function shownFolder(page: Page): Promise<string | null> {
  await page.evaluate(() => {
    location.hash = '#/system/doctor';
  });
  return page.locator('dd code').textContent();
}

test('an added studio is connected to, again after the app was started anew, and no other can be', async () => {
  test.slow();
  const served = await startServing(path.join(folder, 'elsewhere'));
  const { address } = served;
  let app = await launch();
  let page = await app.firstWindow();
  const { origin } = new URL(address);
  // Not added yet: the page may not even ask.
  expect(await page.evaluate((url) => fetch(url).then(String, () => 'refused'), `${origin}/session`)).toBe(
    'refused',
  );
  await add(page, address);
  await expect(entry(page, address)).toContainText('Connected');
  expect(await shownFolder(page)).toBe('elsewhere');
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  expect(kept).not.toContain(new URL(address).hash.slice('#code='.length));
  await app.close();
  app = await launch();
  page = await app.firstWindow();
  expect(await shownFolder(page)).toBe('elsewhere');
  await app.close();
  await served.stop();
});

/** What the app would have asked the person, who answers so. */
function answerDialogs(app: ElectronApplication, response: number): Promise<void> {
  return app.evaluate(({ dialog }, answer) => {
    const asked: unknown[] = [];
    Reflect.set(globalThis, 'asked', asked);
    dialog.showMessageBox = ((options: unknown) => {
      asked.push(options);
      return Promise.resolve({ response: answer, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  }, response);
}

const questions = (app: ElectronApplication) =>
  app.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'asked')));

test('a certificate of its own is trusted where the person finds the fingerprint that was printed, and only then', async () => {
  test.slow();
  const served = await startServing(path.join(folder, 'elsewhere'), ['--tls']);
  const { address } = served;
  const app = await launch();
  const page = await app.firstWindow();
  await answerDialogs(app, 1);
  await add(page, address);
  await expect.poll(() => questions(app)).toContain('sha256/');
  await expect(entry(page, address)).not.toContainText('Connected');
  const [fingerprint = 'none'] = /sha256\/\S+=/.exec(served.told()) ?? [];
  expect(await questions(app)).toContain(fingerprint);
  // The window tries again by itself, without asking the person each time.
  await answerDialogs(app, 0);
  await page.waitForTimeout(3_000);
  expect(await questions(app)).toBe('[]');
  await expect(entry(page, address)).not.toContainText('Connected');
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(entry(page, address)).toContainText('Connected');
  await app.close();
  await served.stop();
});
