/** Joining a hub and being refused by it, on the real server. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createUser } from '@nats-io/nkeys';
import { errors, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { publicKey } from '../../../src-main/machines/hub/hubFolder.ts';
import { connectToHub } from '../../../src-main/machines/join/hubConnection.ts';
import { parseJoinAddress } from '../../../src-main/machines/join/joinAddress.ts';
import { connectAsMember, connectAsOwnHost, joinHub } from '../../../src-main/machines/join/join.ts';
import type { Membership } from '../../../src-main/machines/join/membership.ts';
import { askAdmin, askHub } from '../../../src-main/machines/hub/hubAdmin.ts';
import { joinSubject } from '../../../src-main/machines/hub/hubSubjects.ts';
import { GONE_MILLISECONDS, openWorkersBucket } from '../../../src-main/machines/presence.ts';
import { fingerprintOf } from '../../../src-main/machines/fingerprint.ts';
import { WorkersSeen } from '../../../src-main/machines/hub/workersSeen.ts';
import { recordsSubject } from '../../../src-main/machines/subjects.ts';
import { BUILD, end, machine, testHub, type TestHub } from './testHub.ts';

/** What the hub's clock is ahead of this computer's. */
let ahead = 0;
let hub: TestHub;
beforeAll(async () => {
  hub = await testHub({ now: () => Date.now() + ahead });
});
afterAll(async () => {
  await end(hub);
});

const open: NatsConnection[] = [];
afterEach(async () => {
  ahead = 0;
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

async function connected(membership: Membership, as = machine()): Promise<NatsConnection> {
  const connection = await connectAsMember(membership, as);
  open.push(connection);
  return connection;
}

const worker = async () => joinHub(await hub.newAddress(), 'worker', machine());

/** What the server says to a message that it does not pass on. */
async function violation(connection: NatsConnection, subject: string): Promise<string> {
  const said = (async () => {
    for await (const status of connection.status()) {
      if (status.type === 'error') return status.error.message;
    }
    return 'closed';
  })();
  connection.publish(subject, 'x');
  await connection.flush();
  return Promise.race([said, connection.flush().then(() => 'passed on')]);
}

test('a computer joins, is listed, and comes back with its own key', async () => {
  const membership = await worker();
  await (await connected(membership)).close();
  const again = await connected(membership);
  expect(again.isClosed()).toBe(false);
  const listed = (await hub.ask({ ask: 'workers' })).find(({ id }) => id === membership.id);
  expect(listed).toMatchObject({ host: 'a-computer', cores: 2, role: 'worker', state: 'away', build: BUILD });
});

test('neither keys that let in nor those of workers lie in the hub’s folder', async () => {
  const address = await hub.newAddress();
  const { seed } = await joinHub(address, 'worker', machine());
  for (const name of ['registry.json', 'server.conf', 'hub.json']) {
    const text = readFileSync(path.join(hub.folder, name), 'utf8');
    expect(text).not.toContain(address.seed);
    expect(text).not.toContain(seed);
  }
  for (const name of ['keys.json', 'authority-key.pem', 'server-key.pem', 'server.conf']) {
    expect(statSync(path.join(hub.folder, name)).mode & 0o777).toBe(0o600);
  }
});

describe('refused with its reason', () => {
  test('a key that was never given out', async () => {
    const seed = new TextDecoder().decode(createUser().getSeed());
    const address = { ...(await hub.newAddress()), seed };
    await expect(joinHub(address, 'worker', machine())).rejects.toMatchObject({ code: 'hub.wrongToken' });
  });

  test('an invitation whose time is up, by the hub’s clock', async () => {
    const address = await hub.newAddress({ hours: 1 });
    ahead = 3_600_000;
    await expect(joinHub(address, 'worker', machine())).rejects.toMatchObject({ code: 'hub.expiredToken' });
    ahead = 3_599_000;
    expect((await joinHub(address, 'worker', machine())).role).toBe('worker');
  });

  test('an invitation that another computer has used, unless it is for many', async () => {
    const address = await hub.newAddress();
    await joinHub(address, 'worker', machine());
    await expect(joinHub(address, 'worker', machine())).rejects.toMatchObject({ code: 'hub.usedToken' });
    const many = await hub.newAddress({ reusable: true });
    const first = await joinHub(many, 'worker', machine());
    expect((await joinHub(many, 'worker', machine())).id).not.toBe(first.id);
  });

  test('an invitation that was withdrawn', async () => {
    const { address, invitation } = await hub.ask({
      ask: 'invite',
      role: 'worker',
      reusable: true,
      hours: 1,
    });
    await hub.ask({ ask: 'revoke', id: invitation.id });
    const refused = joinHub(parseJoinAddress(address), 'worker', machine());
    await expect(refused).rejects.toMatchObject({ code: 'hub.revokedToken' });
  });

  test('an invitation for a worker that a host comes with', async () => {
    const address = await hub.newAddress();
    await expect(joinHub(address, 'host', machine())).rejects.toMatchObject({ code: 'hub.otherRole' });
    expect((await joinHub(address, 'worker', machine())).role).toBe('worker');
  });

  test('another build, with both hashes, when it joins and when it comes back', async () => {
    const other = machine({ build: '0123456789abcdef' });
    const told = { code: 'hub.otherBuild', values: { own: '0123456789abcdef', hub: BUILD } };
    const address = await hub.newAddress();
    await expect(joinHub(address, 'worker', other)).rejects.toMatchObject(told);
    // The invitation is not spent by it.
    const membership = await joinHub(address, 'worker', machine());
    await expect(connected(membership, other)).rejects.toMatchObject(told);
    const listed = (await hub.ask({ ask: 'workers' })).find(({ id }) => id === membership.id);
    expect(listed?.state).toBe('otherBuild');
    // It was brought to the hub's release.
    const mended = await connected(membership);
    expect(await violation(mended, recordsSubject('a-run'))).toBe('passed on');
  });

  test('a worker that was removed, while it is connected and when it comes back', async () => {
    const membership = await worker();
    const connection = await connected(membership);
    const ended = connection.closed();
    await hub.ask({ ask: 'remove', id: membership.id });
    expect(await ended).toBeInstanceOf(errors.AuthorizationError);
    await expect(connected(membership)).rejects.toMatchObject({ code: 'hub.removed' });
    await expect(hub.ask({ ask: 'remove', id: membership.id })).rejects.toMatchObject({
      code: 'hub.unknownWorker',
    });
  });

  test('a hub that is not the one that the address names', async () => {
    const other = await testHub();
    try {
      const address = await hub.newAddress();
      const misled = { ...address, port: other.settings.port };
      await expect(joinHub(misled, 'worker', machine())).rejects.toMatchObject({ code: 'hub.wrongCa' });
      const membership = { ...(await joinHub(address, 'worker', machine())), port: other.settings.port };
      await expect(connected(membership)).rejects.toMatchObject({ code: 'hub.wrongCa' });
    } finally {
      await end(other);
    }
  });

  test('an address that the hub’s certificate does not know', async () => {
    const membership = { ...(await worker()), host: '127.0.0.2' };
    // What listens on 127.0.0.1 alone is not even reached there.
    await expect(connected(membership)).rejects.toMatchObject({ code: 'hub.unreachable' });
    const wide = await testHub({ host: '0.0.0.0' });
    try {
      const address = { ...(await wide.newAddress()), host: '127.0.0.2' };
      await expect(joinHub(address, 'worker', machine())).rejects.toMatchObject({ code: 'hub.wrongName' });
      const { address: named } = await wide.ask({
        ask: 'invite',
        role: 'worker',
        reusable: false,
        hours: 1,
        host: '127.0.0.2',
      });
      expect((await joinHub(parseJoinAddress(named), 'worker', machine())).host).toBe('127.0.0.2');
    } finally {
      await end(wide);
    }
  });
});

describe('what a worker may say and hear', () => {
  test('its own beats and runs, and nothing in others’ names', async () => {
    const [one, two] = [await worker(), await worker()];
    const connection = await connected(one);
    expect(await violation(connection, recordsSubject('a-run'))).toBe('passed on');
    expect(await violation(connection, `$KV.workers.${one.id}`)).toBe('passed on');
    for (const subject of [
      `$KV.workers.${two.id}`,
      '$KV.wishes.a-run',
      'hub.admin',
      `hub.hello.${two.id}`,
      'hub.join.anybody',
      `worker.${two.id}.drain`,
      '$JS.API.STREAM.DELETE.RUNS',
      '$JS.API.STREAM.CREATE.MINE',
      '$JS.API.STREAM.PURGE.RUNS',
      '$SYS.REQ.SERVER.PING',
      '_INBOX_hub.x',
    ]) {
      expect(await violation(connection, subject), subject).toContain('Permissions Violation');
    }
  });

  test('not what others are answered', async () => {
    const connection = await connected(await worker());
    for (const subject of ['>', '_INBOX_own-host.>', 'hub.>', 'run.*.records', '$KV.>']) {
      const ended = await connection.subscribe(subject).closed;
      expect(ended, subject).toBeInstanceOf(errors.PermissionViolationError);
    }
  });

  test('an invitation opens the door and nothing behind it', async () => {
    const address = await hub.newAddress();
    const { authority } = await worker();
    const id = publicKey(address.seed);
    const connection = await connectToHub({ ...address, authority, id });
    open.push(connection);
    expect(await violation(connection, recordsSubject('a-run'))).toContain('Permissions Violation');
    expect(await violation(connection, joinSubject('UANOTHER'))).toContain('Permissions Violation');
    await expect(askHub(connection, joinSubject(id), { key: 'none' })).rejects.toMatchObject({
      code: 'hub.refused',
      values: { reason: 'malformed' },
    });
  });

  test('new permissions come with a new fingerprint', async () => {
    const membership = await worker();
    const compute = { ...machine().compute, cpu: 'Another' };
    const subject = `$JS.API.CONSUMER.MSG.NEXT.WORK.exactly-${fingerprintOf(compute)}`;
    expect(await violation(await connected(membership), subject)).toContain('Permissions Violation');
    const moved = await connected(membership, machine({ compute }));
    expect(await violation(moved, subject)).toBe('passed on');
  });
});

describe('clocks', () => {
  const day = 24 * 3_600_000;

  test.each([
    ['behind', -day],
    ['ahead', day],
  ])('a hub whose clock is a day %s lets computers in and sees them', async (_, off) => {
    const shifted = await testHub({ now: () => Date.now() + off });
    try {
      const membership = await joinHub(await shifted.newAddress(), 'worker', machine());
      const connection = await connected(membership);
      await beat(connection, membership.id);
      await expect
        .poll(async () => (await shifted.ask({ ask: 'workers' }))[0])
        .toMatchObject({ state: 'here', running: ['a-run'] });
    } finally {
      await end(shifted);
    }
  });

  test('one whose certificate is not valid yet by this computer’s clock says so', async () => {
    await expect(testHub({ now: () => Date.now() + 10 * day })).rejects.toMatchObject({ code: 'hub.clock' });
  });
});

async function beat(connection: NatsConnection, key: string, id = key): Promise<void> {
  const bucket = await openWorkersBucket(connection);
  const presence = { ...machine(), id, places: 2, running: ['a-run'], draining: false };
  await bucket.put(key, JSON.stringify(presence));
}

test('a worker is here with its beat, stale when none follows, and away when it says so', async () => {
  const membership = await worker();
  const connection = await connected(membership);
  let now = 0;
  const seen = new WorkersSeen(() => now);
  const bucket = await openWorkersBucket(connection);
  const watching = seen.watch(bucket);
  await beat(connection, membership.id);
  await expect.poll(() => seen.last(membership.id)).toMatchObject({ gone: false, presence: { places: 2 } });
  now = GONE_MILLISECONDS + 1000;
  expect(seen.last(membership.id)).toMatchObject({ gone: true });
  await bucket.delete(membership.id);
  await expect.poll(() => seen.last(membership.id)).toBeUndefined();
  seen.stop();
  await watching;
});

test('a beat that says to be another’s counts for nobody', async () => {
  const [one, two] = [await worker(), await worker()];
  const connection = await connected(one);
  await beat(connection, one.id, two.id);
  await beat(connection, one.id, 'nonsense');
  const bucket = await openWorkersBucket(connection);
  await bucket.put(one.id, 'no presence');
  await connection.flush();
  const states = (await hub.ask({ ask: 'workers' })).filter(({ id }) => id === one.id || id === two.id);
  expect(states.map(({ state }) => state)).toEqual(['away', 'away']);
});

test('the studio’s own host needs no invitation, and drains a worker', async () => {
  const membership = await worker();
  const connection = await connected(membership);
  let asked = 0;
  connection.subscribe(`worker.${membership.id}.drain`, { callback: () => void (asked += 1) });
  await connection.flush();
  const host = await connectAsOwnHost(hub.folder);
  open.push(host);
  await askAdmin(host, { ask: 'drain', id: membership.id });
  await expect.poll(() => asked).toBe(1);
});
