/** The hub beside a studio: with it, as it was left; and another program's, which is asked and left running. */
import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { HubService } from '../../../src-main/host/hubService.ts';
import { hubBeside } from '../../../src-main/machines/hub/hubBeside.ts';
import { askAdmin } from '../../../src-main/machines/hub/hubAdmin.ts';
import { connectAsOwnHost } from '../../../src-main/machines/join/join.ts';
import { end, freePort, temporary, testHub } from './testHub.ts';

function beside(folder: string, port: number): HubService {
  const service = hubBeside({ folder, port });
  onTestFinished(() => service.close());
  return service;
}

const kind = async (service: HubService) => (await service.report()).hub.kind;

test('it runs again with the studio, until a person stops it', async () => {
  const [folder, port] = [temporary('hub'), await freePort()];
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const first = beside(folder, port);
  first.resume();
  expect(await kind(first)).toBe('none');
  await expect(first.invite(1, false)).rejects.toMatchObject({ code: 'hub.notRunning' });
  await first.start(false);
  expect((await first.report()).hub).toEqual({ kind: 'running', host: '127.0.0.1', port, loopback: true });
  expect((await first.invite(1, false)).address).toContain(`wms-hub://127.0.0.1:${port}/`);
  await first.close();

  const second = beside(folder, port);
  second.resume();
  await expect.poll(() => kind(second), { timeout: 10_000 }).toBe('running');
  await second.start(true);
  expect((await second.report()).hub).toMatchObject({ host: '0.0.0.0', loopback: false });
  await second.stop();
  await second.close();

  const third = beside(folder, port);
  third.resume();
  expect(await kind(third)).toBe('none');
});

test('one that another program runs is asked, and outlives the studio', async () => {
  const hub = await testHub();
  onTestFinished(() => end(hub));
  const service = beside(hub.folder, hub.settings.port);
  await service.start(false);
  expect(await kind(service)).toBe('running');
  expect((await service.invite(1, false)).address).toContain(`:${hub.settings.port}/`);
  await service.stop();
  const connection = await connectAsOwnHost(hub.folder);
  await expect(askAdmin(connection, { ask: 'workers' })).resolves.toEqual([]);
  await connection.close();
});
