/** The studio in a browser as a person opens it, and beside a page that wants to do it harm. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium, expect, test as base, type Browser } from '@playwright/test';
import { chromiumPath } from '../support/runtimes.ts';
import { startServing, type ServedStudio } from '../support/serve.ts';

const test = base.extend<object, { served: ServedStudio; chrome: Browser }>({
  served: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern.
    async ({}, use) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-e2e-'));
      const served = await startServing(folder);
      await use(served);
      await served.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  chrome: [
    // eslint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      if (chromiumPath === undefined) throw new Error('no Chromium was found; STUDIO_CHROMIUM may name one');
      const chrome = await chromium.launch({
        executablePath: chromiumPath,
        args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--disable-dev-shm-usage'],
      });
      await use(chrome);
      await chrome.close();
    },
    { scope: 'worker' },
  ],
});

test('an address opens the studio once, leaves no code behind, and the session lasts', async ({
  served,
  chrome,
}) => {
  const context = await chrome.newContext();
  const page = await context.newPage();
  const address = await served.newAddress();
  await page.goto(address);
  const first = page.getByRole('button', { name: 'New experiment' }).first();
  await expect(first).toBeVisible();
  expect(page.url()).not.toContain('code');
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.reload();
  await expect(first).toBeVisible();
  const second = await context.newPage();
  await second.goto(new URL('/', address).href);
  await expect(second.getByRole('button', { name: 'New experiment' }).first()).toBeVisible();
  await context.close();
});

test('whoever comes with a used address is told why, and how to get another, which opens in the same tab', async ({
  served,
  chrome,
}) => {
  const owner = await chrome.newContext();
  const address = await served.newAddress();
  const page = await owner.newPage();
  await page.goto(address);
  await expect(page.getByRole('button', { name: 'New experiment' }).first()).toBeVisible();
  const stranger = await chrome.newContext();
  const late = await stranger.newPage();
  await late.goto(address);
  const notice = late.getByRole('status').filter({ hasText: 'The studio refused the connection.' });
  await expect(notice).toContainText('press Enter where `studio serve` runs');
  await expect(late.getByRole('main')).toContainText('Its address was opened before');
  await late.goto(await served.newAddress());
  await expect(late.getByRole('button', { name: 'New experiment' }).first()).toBeVisible();
  await expect(notice).toBeHidden();
  expect(late.url()).not.toContain('code');
  await owner.close();
  await stranger.close();
});

test('a page of another site reaches nothing of it, and does it no harm', async ({ served, chrome }) => {
  const context = await chrome.newContext();
  const own = await context.newPage();
  const address = await served.newAddress();
  await own.goto(address);
  await expect(own.getByRole('button', { name: 'New experiment' }).first()).toBeVisible();
  const evil = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html').end('<title>evil</title>');
  });
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  const page = await context.newPage();
  await page.goto(`http://localhost:${(evil.address() as AddressInfo).port}`);
  const { origin } = new URL(address);
  // `localhost` is another site than 127.0.0.1, and the same one as the studio's own other name.
  const reached = await page.evaluate(
    async (origins) => {
      const loads = (tag: 'img' | 'script', url: string) =>
        new Promise<string>((resolve) => {
          const element = document.createElement(tag);
          element.onload = () => {
            resolve(`${tag} ${url}`);
          };
          element.onerror = () => {
            resolve('');
          };
          element.src = url;
          document.body.append(element);
        });
      const opens = (url: string) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(url.replace('http', 'ws'));
          socket.onopen = () => {
            resolve(`socket ${url}`);
          };
          socket.onerror = () => {
            resolve('');
          };
        });
      const fetches = (url: string, method: string, credentials: 'include' | 'omit') =>
        fetch(url, { method, credentials, ...(method === 'POST' ? { body: 'x' } : {}) }).then(
          () => `fetch ${url}`,
          () => '',
        );
      const tries = origins.flatMap((studio) => [
        loads('img', `${studio}/${'a'.repeat(300)}.js`),
        loads('img', `${studio}/favicon.svg`),
        loads('script', `${studio}/index.html`),
        opens(`${studio}/socket`),
        opens(`${studio}//`),
        fetches(`${studio}/session`, 'GET', 'include'),
        fetches(`${studio}/code`, 'POST', 'include'),
        fetches(`${studio}/session`, 'POST', 'omit'),
        fetches(`${studio}/`, 'GET', 'omit'),
      ]);
      return (await Promise.all(tries)).filter((text) => text !== '');
    },
    [origin, origin.replace('127.0.0.1', 'localhost')],
  );
  expect(reached).toEqual([]);
  await own.reload();
  await expect(own.getByRole('button', { name: 'New experiment' }).first()).toBeVisible();
  evil.close();
  await context.close();
});
