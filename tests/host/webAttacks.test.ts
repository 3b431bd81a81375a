/** The web server under what an attacker would try beyond a wrong password: each attack by name, over real sockets. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createConnection } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import WebSocket from 'ws';
import { decodeMessage, encodeMessage } from '../../shared/codec.ts';
import type { HostMessage } from '../../shared/protocol.ts';
import { ownCertificate } from '../../src-main/host/ownCertificate.ts';
import { WEB_LIMITS } from '../../src-main/host/webLimits.ts';
import { timesOpen, watchClosing } from './openFiles.ts';
import { BEARER, serve } from './servedStudio.ts';
import { createCounterRun, temporaryFolder, testHost } from './testHost.ts';

/** A connection on which bytes are sent as they are. */
function line(port: number) {
  const socket = createConnection({ port, host: '127.0.0.1' });
  let answer = '';
  const closed = new Promise<string>((resolve) => {
    socket.on('data', (bytes) => (answer += bytes.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(answer);
    });
  });
  onTestFinished(() => {
    socket.destroy();
  });
  return { socket, closed, answered: () => answer };
}

const ask = (method: string, target: string, headers: Record<string, string> = {}) =>
  [
    `${method} ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

function get(port: number, url: string, headers: Record<string, string> = {}, method = 'GET', sent = '') {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: url, headers, method }, (response) => {
      let body = '';
      response.on('data', (text) => (body += String(text)));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    })
      .on('error', reject)
      .end(sent);
  });
}

async function socketTo(port: number) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: BEARER });
  onTestFinished(() => {
    socket.terminate();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const waiting = new Map<number, (message: HostMessage) => void>();
  socket.on('message', (data: Buffer) => {
    const message = decodeMessage(data) as HostMessage;
    waiting.get(message.id)?.(message);
  });
  const call = (id: number, command: string, args: unknown = {}) =>
    new Promise<HostMessage>((resolve) => {
      waiting.set(id, resolve);
      socket.send(encodeMessage({ type: 'call', id, command, args }));
    });
  return { socket, call };
}

describe('an attacker without a session', () => {
  it('holds no files open by asking for many and reading none, nor by going away then', async () => {
    const { port } = await serve();
    const closed = watchClosing('large.js');
    const lines = Array.from({ length: 10 }, () => line(port));
    for (const { socket } of lines) {
      socket.pause();
      socket.write(ask('GET', '/assets/large.js').repeat(100));
    }
    await vi.waitFor(() => {
      expect(timesOpen('large.js')).toBeGreaterThan(20);
    });
    for (const { socket } of lines) socket.destroy();
    await closed();
  });

  it('gets so many answers at once on one connection, and loses it by asking for more', async () => {
    const { port } = await serve();
    const { socket, closed } = line(port);
    // All in one piece: none is answered before the last has come.
    socket.write(ask('GET', '/').repeat(50));
    const statuses = [...(await closed).matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status);
    expect(statuses).toEqual([...Array<string>(WEB_LIMITS.answersAtOnce).fill('200'), '429']);
  });

  it('keeps no connection by sending a secret letter by letter, or headers, or nothing at all', async () => {
    const limits = { bodyMilliseconds: 200, headersMilliseconds: 200, lookMilliseconds: 50 };
    const { port } = await serve(undefined, { limits });
    const dripping = [
      ask('POST', '/session', { 'Content-Length': '4000' }),
      'GET / HTTP/1.1\r\nHost: 127',
      '',
    ];
    const ended = dripping.map((begin) => {
      const { socket, closed } = line(port);
      socket.write(begin);
      // Each letter comes well before the connection counts as idle.
      const drip = setInterval(() => socket.write(begin === '' ? '' : 'x'), 20);
      return closed.finally(() => {
        clearInterval(drip);
      });
    });
    await Promise.all(ended);
    expect((await get(port, '/')).status).toBe(200);
  });

  it('is closed without an answer where it asked nothing: a browser would take it for that of its first question', async () => {
    const { port } = await serve(undefined, { limits: { headersMilliseconds: 200, lookMilliseconds: 50 } });
    expect(await line(port).closed).toBe('');
    const half = line(port);
    half.socket.write('GET / HTTP/1.1\r\nHost: 127');
    expect(await half.closed).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('is told nothing, and not to go on, before it is known who asks', async () => {
    const { port } = await serve();
    const foreign = line(port);
    foreign.socket.write(
      ask('POST', '/session', {
        Origin: 'https://evil.example',
        Expect: '100-continue',
        'Content-Length': '9',
      }),
    );
    expect(await foreign.closed).toMatch(/^HTTP\/1\.1 403 /);
    // A script that waits for it is told.
    const own = line(port);
    own.socket.write(ask('POST', '/session', { Expect: '100-continue', 'Content-Length': '5' }));
    await vi.waitFor(() => {
      expect(own.answered()).toMatch(/^HTTP\/1\.1 100 /);
    });
    own.socket.end('wrong');
    await vi.waitFor(() => {
      expect(own.answered()).toMatch(/HTTP\/1\.1 401 /);
    });
  });

  it('learns from a page of another site not even whether a file is there; links to the studio work', async () => {
    const { port } = await serve();
    const from = (site: string, mode: string) =>
      get(port, '/assets/large.js', { 'sec-fetch-site': site, 'sec-fetch-mode': mode });
    for (const site of ['cross-site', 'same-site']) expect((await from(site, 'no-cors')).status).toBe(403);
    expect((await from('same-origin', 'no-cors')).status).toBe(200);
    expect((await from('none', 'navigate')).status).toBe(200);
    expect((await from('cross-site', 'navigate')).status).toBe(200);
  });

  it('shuts nobody out by setting a cookie beside the true one', async () => {
    const server = await serve();
    const code = server.newAddress().split('#code=')[1] ?? '';
    const { body } = await get(server.port, '/session', {}, 'POST', code);
    const { session } = JSON.parse(body) as { session: string };
    const name = `studio-session-${server.port}`;
    const status = async (cookie: string) => (await get(server.port, '/session', { cookie })).status;
    expect(await status(`${name}=forged.by; ${name}=${session}`)).toBe(200);
    expect(await status(`${name}=forged.by; other=${session}`)).toBe(401);
  });
});

describe('who reads the launch file', () => {
  it('gets addresses with what stands there, and can do nothing else with it', async () => {
    const { port, opener } = await serve();
    const bearer = { authorization: `Bearer ${opener}` };
    expect((await get(port, '/session', bearer)).status).toBe(401);
    expect((await get(port, '/import', bearer, 'POST')).status).toBe(401);
    const { code } = JSON.parse((await get(port, '/code', bearer, 'POST')).body) as { code: string };
    expect((await get(port, '/session', {}, 'POST', code)).status).toBe(200);
    // Another start of the studio, with the same token: worthless.
    const other = await serve();
    expect((await get(other.port, '/code', bearer, 'POST')).status).toBe(401);
  });
});

describe('an encrypted server', () => {
  it('is reached under the names in its certificate, and under no other', async () => {
    const tls = await ownCertificate(temporaryFolder(), ['lab.example', '*.cluster.example']);
    const { port } = await serve(undefined, { tls });
    const status = (host: string) =>
      new Promise((resolve, reject) => {
        secureRequest(
          { port, host: '127.0.0.1', path: '/', headers: { host }, rejectUnauthorized: false },
          ({ statusCode }) => {
            resolve(statusCode);
          },
        )
          .on('error', reject)
          .end();
      });
    for (const host of ['lab.example', `lab.example:${port}`, 'n1.cluster.example', '127.0.0.1']) {
      expect(await status(host), host).toBe(200);
    }
    for (const host of ['evil.example', 'lab.example.evil.example', 'example', '10.0.0.1']) {
      expect(await status(host), host).toBe(403);
    }
  });

  it('is refused with a reason where certificate and key are no pair, or none at all', async () => {
    const one = await ownCertificate(temporaryFolder(), ['localhost']);
    const other = await ownCertificate(temporaryFolder(), ['localhost']);
    for (const tls of [
      { certificate: one.certificate, key: other.key },
      { certificate: 'no certificate', key: 'no key' },
    ]) {
      await expect(serve(undefined, { tls })).rejects.toMatchObject({ code: 'serve.badCertificate' });
    }
  });
});

describe('an upload', () => {
  it('that is too large is refused before it is sent, and in the middle where nobody said how large it is', async () => {
    const host = await testHost(temporaryFolder());
    const { port } = await serve(host, { limits: { importBytes: 100_000 } });
    const told = line(port);
    told.socket.write(ask('POST', '/import', { ...BEARER, 'Content-Length': '100001' }));
    await vi.waitFor(() => {
      expect(told.answered()).toMatch(/^HTTP\/1\.1 422 [^]*import\.tooLarge/);
    });
    const untold = line(port);
    untold.socket.write(ask('POST', '/import', { ...BEARER, 'Transfer-Encoding': 'chunked' }));
    const chunk = `${(10_000).toString(16)}\r\n${'x'.repeat(10_000)}\r\n`;
    for (let sent = 0; sent < 20; sent++) untold.socket.write(chunk);
    await vi.waitFor(() => {
      expect(untold.answered()).toMatch(/^HTTP\/1\.1 422 [^]*import\.tooLarge/);
    });
    expect(readdirSync(host.dataFolder).filter((name) => name.startsWith('.import'))).toEqual([]);
  });

  it('that a killed studio has left lying is gone once the studio serves again', async () => {
    const host = await testHost(temporaryFolder());
    const left = path.join(host.dataFolder, '.import-abc123');
    mkdirSync(left);
    writeFileSync(path.join(left, 'run.wmsx'), 'half');
    await serve(host);
    expect(existsSync(left)).toBe(false);
  });
});

describe('an export', () => {
  it('goes out to who has a session, as it is, and says why where it cannot', async () => {
    const host = await testHost(temporaryFolder());
    const run = await createCounterRun(host, 4, false);
    const exportRun = (args: object) => host.call('runs.export', args as { runId: string });
    const { port } = await serve(host, { exportRun });
    const url = `/export?runId=${run.id}&checkpoints=final`;
    expect((await get(port, url)).status).toBe(401);
    const answer = await fetch(`http://127.0.0.1:${port}${url}`, { headers: BEARER });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''.*\.wmsx$/);
    const copy = await fetch(`http://127.0.0.1:${port}/import`, {
      method: 'POST',
      headers: BEARER,
      body: await answer.blob(),
    });
    expect(await copy.json()).toMatchObject({ name: run.name, status: 'draft' });
    for (const [query, code] of [
      ['runId=none', 'run.unknown'],
      ['', 'protocol.malformed'],
      [`runId=${run.id}&__proto__=x`, 'protocol.malformed'],
    ]) {
      const refused = await get(port, `/export?${query}`, BEARER);
      expect(refused.status).toBe(422);
      expect(JSON.parse(refused.body)).toMatchObject({ code });
    }
  });
});

describe('somebody with a session', () => {
  it('who sends as fast as possible has one message read a turn, and leaves the others theirs', async () => {
    let turn = 0;
    const count = () => {
      turn += 1;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    onTestFinished(() => {
      clearImmediate(timer);
    });
    const turns: number[] = [];
    const { port } = await serve(undefined, {
      connect: (client) => {
        client.onMessage(() => turns.push(turn));
      },
    });
    const { socket } = await socketTo(port);
    for (let id = 0; id < 2000; id++) socket.send(encodeMessage(id));
    await vi.waitFor(() => {
      expect(turns).toHaveLength(2000);
    });
    const most = Math.max(...[...Map.groupBy(turns, (at) => at).values()].map((read) => read.length));
    expect(most).toBeLessThanOrEqual(2);
  });

  it('cannot hold the host up with a message that takes long to read; large texts and arrays it takes', async () => {
    const host = await testHost(temporaryFolder());
    const { port } = await serve(host);
    const { socket, call } = await socketTo(port);
    const refused = new Promise<HostMessage>((resolve) => {
      socket.once('message', (data: Buffer) => {
        resolve(decodeMessage(data) as HostMessage);
      });
    });
    const args = Array.from({ length: 200_000 }, () => ({}));
    socket.send(encodeMessage({ type: 'call', id: 1, command: 'settings.set', args }));
    expect(await refused).toMatchObject({ type: 'error', id: -1, error: { code: 'protocol.malformed' } });
    const notes = 'n'.repeat(100_001);
    expect(await call(2, 'runs.update', { runId: 'none', notes })).toMatchObject({
      error: { code: 'protocol.malformed', values: { field: 'notes' } },
    });
    expect(await call(3, 'runs.update', { runId: 'none', notes: notes.slice(1) })).toMatchObject({
      error: { code: 'run.unknown' },
    });
    expect(await call(4, 'runs.import', { file: new Uint8Array(2_000_000) })).toMatchObject({
      error: { code: 'import.notArchive' },
    });
  });

  it('keeps no more calls and listeners open than the host can bear, and no setting of any size', async () => {
    const host = await testHost(temporaryFolder());
    const { port } = await serve(host);
    const { socket, call } = await socketTo(port);
    const answers = await Promise.all(Array.from({ length: 1500 }, (_, id) => call(id, 'environments.list')));
    const refused = answers.filter((answer) => answer.type === 'error');
    expect(refused).toHaveLength(500);
    expect(refused[0]).toMatchObject({ error: { code: 'protocol.tooMany', values: { limit: 1000 } } });
    const last = new Promise<HostMessage>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const message = decodeMessage(data) as HostMessage;
        if (message.id === 3000) resolve(message);
      });
    });
    for (let id = 2000; id <= 3000; id++) {
      socket.send(encodeMessage({ type: 'listen', id, topic: 'runs', args: {} }));
    }
    expect(await last).toMatchObject({ type: 'error', error: { code: 'protocol.tooMany' } });
    expect(await call(1, 'settings.set', { key: 'k', value: 'v'.repeat(10_000) })).toMatchObject({
      error: { code: 'protocol.malformed', values: { field: 'value' } },
    });
    expect(await call(2, 'settings.set', { key: 'k', value: 'v'.repeat(9000) })).toMatchObject({
      type: 'result',
    });
  });
});
