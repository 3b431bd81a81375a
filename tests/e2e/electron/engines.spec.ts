/** Trainer and inspector as real utility processes over MessagePorts: the launching that only the shell can do. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { callHost } from '../support/callHost.ts';
import { launchDesktop } from '../support/desktop.ts';

let dataFolder = '';
let app: ElectronApplication;
let page: Page;
test.beforeEach(async () => {
  dataFolder = mkdtempSync(path.join(os.tmpdir(), 'studio-engines-'));
  app = await launchDesktop({ dataFolder });
  page = await app.firstWindow();
  await page.locator('#app > *').first().waitFor();
});
test.afterEach(async () => {
  await app.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const call = (command: string, args: object) => callHost(page, command, args);

/** Process ids of the utility processes with this name. */
function utilities(kind: string): Promise<number[]> {
  return app.evaluate(
    ({ app: electron }, name) =>
      electron
        .getAppMetrics()
        .filter((metric) => metric.type === 'Utility' && (metric.name ?? '').includes(name))
        .map((metric) => metric.pid),
    kind,
  );
}

/** The lowest there is, but on Windows, whose lowest stands still beside anything else. */
const TRAINER_PRIORITY =
  process.platform === 'win32'
    ? os.constants.priority.PRIORITY_BELOW_NORMAL
    : os.constants.priority.PRIORITY_LOW;

test('a theatre runs in an inspector of its own, and killing it leaves the studio standing', async () => {
  const info = await call('theatre.open', { source: { environment: 'car-racing', seed: 5 } });
  expect(info).toHaveProperty('sessionId');
  // Electron measures its processes now and then only.
  await expect.poll(async () => (await utilities('inspector')).length).toBeGreaterThan(0);
  const before = await utilities('inspector');
  for (const pid of before) process.kill(pid, 'SIGKILL');
  await expect
    .poll(async () => (await utilities('inspector')).some((pid) => before.includes(pid)))
    .toBe(false);
  expect(await call('system.info', {})).toMatchObject({ desktop: true });
  expect(await call('theatre.open', { source: { environment: 'car-racing', seed: 6 } })).toHaveProperty(
    'sessionId',
  );
});

test.setTimeout(300_000);

test('a run trains in a trainer of its own at lower priority; killed, it is marked and can be resumed', async () => {
  const run = await call('runs.create', {
    algorithm: 'world-models',
    environment: 'car-racing',
    preset: 'smoke',
  });
  const runId = String(run['id']);
  const status = async () => (await call('runs.get', { runId }))['status'];
  const trainers = () => utilities('trainer');
  await expect.poll(async () => (await trainers()).length, { timeout: 30_000 }).toBe(1);
  const [trainer] = await trainers();
  if (trainer === undefined) throw new Error('one trainer expected');
  await expect.poll(() => os.getPriority(trainer), { timeout: 20_000 }).toBe(TRAINER_PRIORITY);
  await expect.poll(status, { timeout: 100_000 }).toBe('running');
  process.kill(trainer, 'SIGKILL');
  await expect.poll(status, { timeout: 30_000 }).toBe('interrupted');
  await call('runs.resume', { runId });
  await expect.poll(async () => (await trainers()).length, { timeout: 30_000 }).toBe(1);
  await call('runs.stop', { runId });
  await expect.poll(async () => (await trainers()).length, { timeout: 90_000 }).toBe(0);
});
