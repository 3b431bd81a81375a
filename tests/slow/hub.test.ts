/** Hub and worker as a person starts them: processes of their own, with folders of settings of their own. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cacheFolder } from '../../scripts/launch/paths.mjs';
import type { HubWorker } from '../../shared/hub.ts';
import { freePort, temporary } from '../machines/hub/testHub.ts';
import { begin, STUDIO, type Running } from '../cli/counterProcess.ts';

interface Computer {
  readonly folder: string;
  run(words: readonly string[]): Running;
  /** stdout of a command that ends well. */
  ask(words: readonly string[]): Promise<string>;
}

/** A folder of settings of its own makes another person's computer of this one. */
function computer(): Computer {
  const folder = temporary('config');
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const environment = { STUDIO_CONFIG_DIR: folder, STUDIO_TENSORFLOW: 'wasm' };
  const run = (words: readonly string[]) => begin(STUDIO, words, {}, { environment });
  return {
    folder,
    run,
    ask: async (words) => {
      const { code, stdout, stderr } = await run(words).ended;
      expect(code, stderr).toBe(0);
      return stdout.trim();
    },
  };
}

test('a computer joins once by an address, comes back by its key, is drained and removed', async () => {
  const [home, other] = [computer(), computer()];
  const port = await freePort();
  const hub = home.run(['hub', '--port', String(port)]);
  await hub.says(`127.0.0.1:${port}`);
  await hub.says('It listens to this computer alone.');
  const address = await home.ask(['hub', 'invite', '--expires', '30m']);
  const worker = other.run(['worker', '--join', address, '--places', '3']);
  await worker.says('takes up to 3 runs at a time');
  const listed = async () => JSON.parse(await home.ask(['workers', '--json'])) as readonly HubWorker[];
  await expect
    .poll(listed, { timeout: 20_000 })
    .toMatchObject([
      { host: os.hostname(), state: 'here', places: 3, running: [], compute: { backend: 'wasm' } },
    ]);
  const [{ id } = { id: '' }] = await listed();
  onTestFinished(() => {
    rmSync(path.join(cacheFolder(), 'workers', id), { recursive: true, force: true });
  });
  const [kept = ''] = readdirSync(path.join(other.folder, 'hubs'));
  expect(statSync(path.join(other.folder, 'hubs', kept)).mode & 0o777).toBe(0o600);

  const second = await other.run(['worker']).ended;
  expect(second.stderr).toContain('A worker of this hub runs on this computer.');
  await home.ask(['hub', 'drain', id]);
  expect((await worker.ended).code).toBe(0);

  // The hub is killed where it stands, its server with it left running; the next one takes over.
  hub.child.kill('SIGKILL');
  await hub.ended;
  const again = home.run(['hub']);
  await again.says(`127.0.0.1:${port}`);
  const back = other.run(['worker']);
  await back.says('takes up to 1 runs at a time');
  await home.ask(['hub', 'remove', id]);
  const removed = await back.ended;
  expect(removed.code).toBe(1);
  expect(removed.stderr).toContain('This computer is no longer a worker of the hub.');
  again.signalGroup('SIGTERM');
  await again.ended;
  const { code, stderr } = await home.run(['hub', 'workers']).ended;
  expect(code).toBe(1);
  expect(stderr).toContain('No hub runs here.');
  const log = readFileSync(path.join(home.folder, 'hub', 'logs', 'hub.log'), 'utf8');
  expect(log).toContain('hub.joined');
  expect(log).not.toContain(address.slice(address.lastIndexOf('/') + 1));
});
