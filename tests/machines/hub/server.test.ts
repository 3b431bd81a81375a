/** The hub's server: killed, starved of room, found running by the next hub. Nothing that was acknowledged gets lost. */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterEach, expect, test } from 'vitest';
import { natsServerFile } from '../../../src-main/machines/hub/natsServerFile.ts';
import {
  connectAsMember,
  connectAsOwnHost,
  joinHub,
  sayHello,
} from '../../../src-main/machines/join/join.ts';
import { canMount, smallDisk } from '../../support/tmpfs.ts';
import { end, machine, temporary, testHub, type TestHub } from './testHub.ts';

const hubs: TestHub[] = [];
const open: NatsConnection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
  for (const hub of hubs.splice(0)) await end(hub);
});

async function started(...options: Parameters<typeof testHub>): Promise<TestHub> {
  const hub = await testHub(...options);
  hubs.push(hub);
  return hub;
}

async function hostOf(hub: TestHub): Promise<NatsConnection> {
  const connection = await connectAsOwnHost(hub.folder);
  open.push(connection);
  return connection;
}

async function stream(connection: NatsConnection) {
  const manager = await jetstreamManager(connection);
  const count = async () => (await manager.streams.info('RUNS')).state.messages;
  const publish = async (bytes: number) =>
    jetstream(connection).publish('run.a.records', new Uint8Array(bytes), { timeout: 500 });
  return { count, publish };
}

test('a server that is killed comes back with all that it acknowledged, and members return by themselves', async () => {
  const hub = await started();
  const membership = await joinHub(await hub.newAddress(), 'worker', machine());
  const worker = await connectAsMember(membership, machine());
  open.push(worker);
  const host = await hostOf(hub);
  const { count, publish } = await stream(host);
  for (let i = 0; i < 20; i++) await publish(100);
  const before = hub.serverProcessId ?? 0;
  process.kill(before, 'SIGKILL');
  await expect.poll(() => hub.serverProcessId, { timeout: 5000 }).not.toBe(before);
  await expect.poll(count, { timeout: 10_000 }).toBe(20);
  const saysHello = () =>
    sayHello(worker, membership, machine()).then(
      () => 'heard',
      () => 'away',
    );
  await expect.poll(saysHello, { timeout: 10_000 }).toBe('heard');
  // Also the hub itself goes on letting in.
  expect((await joinHub(await hub.newAddress(), 'worker', machine())).role).toBe('worker');
});

test('one that dies again and again is told of, and that it is back', async () => {
  const told: string[] = [];
  let file = () => natsServerFile();
  const hub = await started({
    serverFile: async () => file(),
    onServer: (state) => told.push(state.up ? 'up' : state.reason),
  });
  file = () => Promise.resolve(process.execPath);
  process.kill(hub.serverProcessId ?? 0, 'SIGKILL');
  await expect.poll(() => told.length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(told[0]).not.toBe('up');
  file = () => natsServerFile();
  await expect.poll(() => told.at(-1), { timeout: 15_000 }).toBe('up');
});

test('a second hub in the same folder is refused, and a port that is taken is named', async () => {
  const hub = await started();
  await expect(testHub({ folder: hub.folder })).rejects.toMatchObject({ code: 'store.locked' });
  const folder = temporary('hub');
  const { port } = hub.settings;
  await expect(testHub({ folder, port })).rejects.toMatchObject({ code: 'hub.portTaken', values: { port } });
  rmSync(folder, { recursive: true, force: true });
});

test('what it was told stays over a restart: address, members, certificate', async () => {
  const hub = await started();
  const membership = await joinHub(await hub.newAddress(), 'worker', machine());
  const { port } = hub.settings;
  await hub.close();
  expect(existsSync(path.join(hub.folder, 'hub.lock'))).toBe(false);
  hubs.push(await testHub({ folder: hub.folder, port }));
  open.push(await connectAsMember(membership, machine()));
});

test('nobody but this computer reaches it until a person says otherwise', async () => {
  const hub = await started();
  expect(hub.settings.host).toBe('127.0.0.1');
  const { host } = await hub.newAddress();
  expect(host).toBe('127.0.0.1');
});

test.runIf(canMount)(
  'a full disk holds senders up; with room again it goes on, and has what it acknowledged',
  async () => {
    const disk = smallDisk(256);
    const told: boolean[] = [];
    const hub = await testHub({
      folder: path.join(disk.folder, 'hub'),
      onServer: ({ up }) => told.push(up),
    });
    try {
      const host = await hostOf(hub);
      const { count, publish } = await stream(host);
      for (let i = 0; i < 20; i++) await publish(100);
      disk.fill();
      await expect(publish(100_000)).rejects.toThrow();
      await expect.poll(() => told).toEqual([false]);
      await expect(hub.newAddress()).rejects.toMatchObject({ code: 'store.full' });
      disk.free();
      await expect
        .poll(
          async () =>
            publish(100).then(
              () => 'stored',
              () => 'refused',
            ),
          { timeout: 20_000 },
        )
        .toBe('stored');
      expect(await count()).toBe(21);
      expect(told.at(-1)).toBe(true);
      expect((await joinHub(await hub.newAddress(), 'worker', machine())).role).toBe('worker');
      await host.close();
    } finally {
      await hub.close();
    }
  },
);

test.runIf(canMount)('a disk that is too small for any work is refused at once', async () => {
  const disk = smallDisk(40);
  const refused = testHub({ folder: path.join(disk.folder, 'hub') });
  await expect(refused).rejects.toMatchObject({ code: 'store.full' });
});
