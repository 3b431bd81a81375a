/** Workers in System: a hub is started, a real computer joins by the line that is shown, falls silent, and is removed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { cacheFolder } from '../../../scripts/launch/paths.mjs';
import { go, violations } from '../support/page.ts';
import { chromiumPath, nodePath, projectFolder } from '../support/runtimes.ts';
import { startServing } from '../support/serve.ts';

const temporary = (name: string) => mkdtempSync(path.join(os.tmpdir(), `studio-e2e-${name}-`));

async function listen(port = 0): Promise<Server> {
  // Whoever tries for a hub there is turned away.
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

const closed = (server: Server) => new Promise((resolve) => server.close(resolve));

function startWorker(line: string, config: string): ChildProcess {
  const [, ...words] = line.trim().split(' ');
  const program = [
    '--disable-warning=ExperimentalWarning',
    path.join(projectFolder, 'src-main/cli/studio.ts'),
  ];
  const env = { ...process.env, STUDIO_CONFIG_DIR: config, STUDIO_TENSORFLOW: 'wasm' };
  return spawn(nodePath, [...program, ...words], {
    cwd: projectFolder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

test('computers are added, seen, and removed', async () => {
  test.setTimeout(150_000);
  if (chromiumPath === undefined) throw new Error('no Chromium was found; STUDIO_CHROMIUM may name one');
  const [data, config, workerConfig] = [temporary('data'), temporary('config'), temporary('worker')];
  const folders = [data, config, workerConfig];
  const taken = await listen();
  const { port } = taken.address() as AddressInfo;
  mkdirSync(path.join(config, 'hub'), { mode: 0o700 });
  writeFileSync(path.join(config, 'hub', 'hub.json'), JSON.stringify({ host: '127.0.0.1', port, names: [] }));
  const before = process.env['STUDIO_CONFIG_DIR'];
  process.env['STUDIO_CONFIG_DIR'] = config;
  const served = await startServing(data);
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  let worker: ChildProcess | undefined;
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
    await page.goto(served.address);
    await go(page, '#/system/workers');
    const add = page.getByRole('button', { name: 'Add computers' });
    await expect(add).toBeVisible();
    expect(await violations(page)).toEqual([]);

    // Somebody else has the port.
    await add.click();
    await expect(page.getByText(`Something else listens on port ${port}`)).toBeVisible({ timeout: 60_000 });
    expect(await violations(page)).toEqual([]);
    await closed(taken);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText(`on port ${port} to this computer alone`)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('No computer has joined yet.')).toBeVisible();

    await page.getByRole('button', { name: 'Invite a computer' }).click();
    const line = page.getByRole('region', { name: 'Command to join' }).locator('code');
    await expect(line).toContainText('studio worker --join wms-hub://127.0.0.1');
    worker = startWorker(await line.innerText(), workerConfig);
    const row = page.getByRole('row').filter({ hasText: os.hostname() });
    await expect(row).toContainText('there', { timeout: 60_000 });
    await expect(row).toContainText('0 of 1 places');
    folders.push(path.join(cacheFolder(), 'workers', await row.locator('code').first().innerText()));
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await violations(page)).toEqual([]);

    worker.kill('SIGKILL');
    await expect(row).toContainText('silent', { timeout: 30_000 });
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 1024, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.emulateMedia({ colorScheme: 'dark' });
    await row.getByRole('button', { name: /^Remove/ }).click();
    await expect(page.getByText('No computer has joined yet.')).toBeVisible();

    await page.getByRole('button', { name: 'Let other computers reach it' }).click();
    await expect(page.getByText(`on port ${port} to the network`)).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Stop the hub' }).click();
    await expect(add).toBeVisible();
  } finally {
    worker?.kill('SIGKILL');
    await browser.close();
    await served.stop();
    if (before === undefined) delete process.env['STUDIO_CONFIG_DIR'];
    else process.env['STUDIO_CONFIG_DIR'] = before;
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
});
