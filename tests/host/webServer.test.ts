/** The web server, over real sockets: who may connect, what is served, what is refused. */
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createConnection } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import WebSocket from 'ws';
import { decodeMessage, encodeMessage } from '../../shared/codec.ts';
import { ownCertificate } from '../../src-main/host/ownCertificate.ts';
import { WEB_LIMITS } from '../../src-main/host/webLimits.ts';
import type { WebServerOptions } from '../../src-main/host/webServer.ts';
import { watchClosing } from './openFiles.ts';
import { BEARER, serve, TOKEN } from './servedStudio.ts';
import { temporaryFolder, testHost } from './testHost.ts';

/** By node:http, which sends the path and headers as they are. */
function get(
  port: number,
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
  sent: string | Buffer = '',
) {
  return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      request({ port, host: '127.0.0.1', path: url, headers, method }, (response) => {
        let body = '';
        response.on('data', (text) => (body += String(text)));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body, headers: response.headers });
        });
      })
        .on('error', reject)
        .end(sent);
    },
  );
}

/** Bytes as they are; what comes back until the server ends the connection or falls silent. */
function raw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    let answer = '';
    socket.on('data', (text) => (answer += String(text)));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(answer);
    });
    socket.setTimeout(3000, () => socket.destroy());
    socket.write(bytes);
  });
}

/** `open`, or the status with which the connection was refused. */
function connect(
  port: number,
  query: string,
  headers: Record<string, string> = {},
  protocols: readonly string[] = [],
): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${query}`, [...protocols], { headers });
  onTestFinished(() => {
    socket.terminate();
  });
  return new Promise((resolve) => {
    socket.on('open', () => {
      resolve('open');
    });
    socket.on('unexpected-response', (_, { statusCode }) => {
      resolve(String(statusCode));
    });
    socket.on('error', () => undefined);
  });
}

describe('the web server', () => {
  it('serves the page for the root and for places inside the app, and built files for ever', async () => {
    const { port } = await serve();
    for (const url of ['/', '/?token=x', '/experiments/12']) {
      const page = await get(port, url);
      expect(page).toMatchObject({ status: 200, body: '<title>studio</title>' });
      expect(page.headers['cache-control']).toBe('no-cache');
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    }
    const script = await get(port, '/assets/app-1a2b.js');
    expect(script.headers['content-type']).toContain('javascript');
    expect(script.headers['cache-control']).toContain('immutable');
  });

  it('serves nothing outside its folder, whatever the path', async () => {
    const { port } = await serve();
    for (const url of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/%00.txt',
      '/%',
    ]) {
      const { status, body } = await get(port, url);
      expect(body).not.toContain('secret');
      expect([200, 404]).toContain(status);
    }
    expect((await get(port, '/missing.js')).status).toBe(404);
    expect((await get(port, '/', {}, 'POST')).status).toBe(405);
  });

  it('is reached by its own names only: a page of another site cannot rebind a name to it', async () => {
    const { port } = await serve();
    expect((await get(port, '/', { host: `localhost:${port}` })).status).toBe(200);
    for (const host of ['evil.example', 'a b', '127.0.0.1:x@evil.example']) {
      expect((await get(port, '/', { host })).status).toBe(403);
    }
    expect(await connect(port, '/socket', { ...BEARER, host: 'evil.example' })).toBe('403');
    // Who asks is looked at before what is asked for.
    expect(await connect(port, '//', { host: 'evil.example' })).toBe('403');
    expect((await get(port, '/missing.js', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await get(port, '/session', { ...BEARER, origin: 'https://evil.example' })).status).toBe(403);
  });

  it('lets in who has a session and comes from itself, the app or a script; nobody else', async () => {
    const { port } = await serve();
    const own = `http://127.0.0.1:${port}`;
    expect(await connect(port, '/socket', BEARER)).toBe('open');
    expect(await connect(port, '/socket', { ...BEARER, origin: own })).toBe('open');
    expect(await connect(port, '/socket', { ...BEARER, origin: 'studio://app' })).toBe('open');
    for (const origin of [
      'https://evil.example',
      `http://127.0.0.1:${port + 1}`,
      'null',
      'studio://other',
      'file://',
    ]) {
      expect(await connect(port, '/socket', { ...BEARER, origin })).toBe('403');
    }
    const wrong = ['', 'Bearer', 'Bearer wrong', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, `Bearer a.b`];
    for (const authorization of wrong) expect(await connect(port, '/socket', { authorization })).toBe('401');
    // An address gives nobody away any more.
    expect(await connect(port, `/socket?token=${TOKEN}`)).toBe('401');
    expect(await connect(port, '/other', BEARER)).toBe('404');
  });

  it('opens a session for the code in an address, once', async () => {
    const server = await serve();
    const { port } = server;
    const address = new URL(server.newAddress());
    expect(`${address.origin}${address.pathname}${address.search}`).toBe(`${server.origin}/`);
    expect(address.href).not.toContain(TOKEN);
    const code = new URLSearchParams(address.hash.slice(1)).get('code') ?? '';
    const origin = { origin: server.origin };
    const opened = await get(port, '/session', origin, 'POST', code);
    const cookie = String(opened.headers['set-cookie']);
    expect(opened).toMatchObject({ status: 200, body: '{}' });
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    const session = cookie.split(';')[0] ?? '';
    expect(await connect(port, '/socket', { ...origin, cookie: session })).toBe('open');
    expect((await get(port, '/session', { cookie: session })).status).toBe(200);
    expect((await get(port, '/session', { cookie: `${session}x` })).status).toBe(401);
    expect((await get(port, '/session', origin, 'POST', code)).status).toBe(401);
    expect((await get(port, '/session', origin, 'POST', 'x'.repeat(5000))).status).toBe(413);
  });

  it('gives the desktop app, which gets no cookies from here, a session to keep', async () => {
    const server = await serve();
    const app = { origin: 'studio://app' };
    const code = server.newAddress().split('#code=')[1] ?? '';
    const opened = await get(server.port, '/session', app, 'POST', code);
    expect(opened.headers['access-control-allow-origin']).toBe('studio://app');
    const { session } = JSON.parse(opened.body) as { session: string };
    const offered = ['world-model-studio', `session.${session}`];
    expect(await connect(server.port, '/socket', app, offered)).toBe('open');
    const forged = ['world-model-studio', `session.${session.slice(0, -1)}`];
    expect(await connect(server.port, '/socket', app, forged)).toBe('401');
  });

  it('makes addresses for who has the token', async () => {
    const { port } = await serve();
    expect((await get(port, '/code', {}, 'POST')).status).toBe(401);
    const { code } = JSON.parse((await get(port, '/code', BEARER, 'POST')).body) as { code: string };
    expect((await get(port, '/session', {}, 'POST', code)).status).toBe(200);
  });

  it('answers, and goes on, whatever is asked for: names too long for the system, and addresses that are none', async () => {
    const { port } = await serve();
    expect((await get(port, `/${'a'.repeat(300)}.js`)).status).toBe(404);
    expect((await get(port, '//')).status).toBe(404);
    for (const target of ['//', '//[', '/%', `/${'a'.repeat(300)}.js`, '*']) {
      expect(
        await raw(
          port,
          `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
        ),
      ).toMatch(/^HTTP\/1\.1 40\d /);
    }
    expect((await get(port, '/')).status).toBe(200);
  });

  it('closes the file of a download that is broken off', async () => {
    const { port } = await serve();
    const closed = watchClosing('large.js');
    for (let i = 0; i < 40; i++) {
      await Promise.all(
        Array.from(
          { length: 10 },
          () =>
            new Promise<void>((resolve) => {
              const asked = request({ port, host: '127.0.0.1', path: '/assets/large.js' }, (response) => {
                response.once('data', () => {
                  asked.destroy();
                  resolve();
                });
                response.on('error', () => undefined);
              });
              asked.on('error', () => undefined).end();
            }),
        ),
      );
    }
    await closed();
  });

  it('ends a socket whose other end has stopped answering, and keeps one that only listens', async () => {
    const { port } = await serve(undefined, { limits: { silentMilliseconds: 300 } });
    const listens = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: BEARER });
    const deaf = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: BEARER, autoPong: false });
    onTestFinished(() => {
      listens.terminate();
      deaf.terminate();
    });
    await new Promise((resolve) => deaf.once('close', resolve));
    expect(listens.readyState).toBe(WebSocket.OPEN);
  });

  it('refuses a message above its limit, and more requests a second on one connection than a person can make', async () => {
    const { port } = await serve();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: BEARER });
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.send(Buffer.alloc(WEB_LIMITS.messageBytes + 1));
    expect(await closed).toBe(1009);
    const one = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    const answers = await raw(port, one.repeat(WEB_LIMITS.requestsASecond * 3));
    expect(answers).toContain('HTTP/1.1 200 OK');
    expect(answers).toContain('HTTP/1.1 429 ');
  });

  it('takes a run in as a stream, one at a time, and leaves nothing behind of what is none', async () => {
    const host = await testHost(temporaryFolder());
    const { port } = await serve(host);
    const files = () => readdirSync(host.dataFolder).filter((name) => name.startsWith('.import'));
    expect((await get(port, '/import', {}, 'POST', 'x')).status).toBe(401);
    const refused = await get(port, '/import', BEARER, 'POST', Buffer.alloc(100_000, 7));
    expect(refused.status).toBe(422);
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'import.notArchive' });
    expect(files()).toEqual([]);
    const slow = request({ port, host: '127.0.0.1', path: '/import', method: 'POST', headers: BEARER });
    slow.on('error', () => undefined).write('begins');
    await vi.waitFor(() => {
      expect(files()).toHaveLength(1);
    });
    expect((await get(port, '/import', BEARER, 'POST', 'x')).status).toBe(429);
    slow.destroy();
    await vi.waitFor(() => {
      expect(files()).toEqual([]);
    });
    expect((await get(port, '/import', BEARER, 'POST', 'x')).status).toBe(422);
  });

  it('is not started with a token that is too short, nor beyond this computer without encryption', async () => {
    const starting = (options: Partial<WebServerOptions>) => serve(undefined, options);
    await expect(starting({ token: 'x'.repeat(31) })).rejects.toMatchObject({ code: 'serve.shortToken' });
    await expect(starting({ address: '0.0.0.0' })).rejects.toMatchObject({ code: 'serve.needsTls' });
    expect((await starting({ address: '0.0.0.0', insecure: true })).origin).toMatch(/^http:/);
    const { certificate, key } = await ownCertificate(temporaryFolder(), ['localhost', '127.0.0.1']);
    const secure = await starting({ address: '0.0.0.0', tls: { certificate, key } });
    expect(secure.origin).toMatch(/^https:\/\/localhost:\d+$/);
    const answered = await new Promise((resolve, reject) => {
      secureRequest(
        { port: secure.port, host: 'localhost', path: '/', ca: certificate },
        ({ statusCode }) => {
          resolve(statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    expect(answered).toBe(200);
  });

  it('carries the protocol, and answers bytes that are no message', async () => {
    const host = await testHost(temporaryFolder());
    const { port } = await serve(host);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: BEARER });
    onTestFinished(() => {
      socket.terminate();
    });
    await new Promise((resolve) => socket.once('open', resolve));
    const answer = () =>
      new Promise<unknown>((resolve) => {
        socket.once('message', (data: Buffer) => {
          resolve(decodeMessage(data));
        });
      });
    for (const garbage of [Buffer.from('garbage'), Buffer.alloc(0), 'text', Buffer.alloc(3000, 255)]) {
      const next = answer();
      socket.send(garbage);
      expect(await next).toMatchObject({ type: 'error', id: -1, error: { code: 'protocol.malformed' } });
    }
    const next = answer();
    socket.send(encodeMessage({ type: 'call', id: 1, command: 'system.info', args: {} }));
    expect(await next).toMatchObject({
      type: 'result',
      id: 1,
      value: { dataFolder: path.basename(host.dataFolder) },
    });
  });
});
