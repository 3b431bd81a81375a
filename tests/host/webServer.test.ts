/** The web server, over real sockets: who may connect, what is served, what is refused. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { decodeMessage, encodeMessage } from '../../shared/codec.ts';
import { startWebServer } from '../../src-main/host/webServer.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { temporaryFolder, testHost } from './testHost.ts';

const TOKEN = 'a-token-for-the-test';

async function serve(host?: Host) {
  const root = path.join(temporaryFolder(), 'renderer');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(root, 'index.html'), '<title>studio</title>');
  writeFileSync(path.join(root, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(path.join(root, '..', 'secret.txt'), 'secret');
  const server = await startWebServer({
    rendererFolder: root,
    address: '127.0.0.1',
    port: 0,
    token: TOKEN,
    connect: (port) => host?.connect(port),
  });
  onTestFinished(() => server.close());
  return server;
}

/** By node:http, which sends the path and headers as they are. */
function get(port: number, url: string, headers: Record<string, string> = {}, method = 'GET') {
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
        .end();
    },
  );
}

/** `open`, or the status with which the connection was refused. */
function connect(port: number, query: string, headers: Record<string, string> = {}): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${query}`, { headers });
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
    expect((await get(port, '/', { host: 'evil.example' })).status).toBe(403);
    expect((await get(port, '/', { host: 'a b' })).status).toBe(403);
    const good = `/socket?token=${TOKEN}`;
    expect(await connect(port, good, { host: 'evil.example' })).toBe('403');
  });

  it('lets in who has the token and comes from itself, the app or a script; nobody else', async () => {
    const { port } = await serve();
    const good = `/socket?token=${TOKEN}`;
    expect(await connect(port, good)).toBe('open');
    expect(await connect(port, good, { origin: `http://127.0.0.1:${port}` })).toBe('open');
    expect(await connect(port, good, { origin: 'studio://app' })).toBe('open');
    expect(await connect(port, good, { origin: 'https://evil.example' })).toBe('403');
    expect(await connect(port, good, { origin: `http://127.0.0.1:${port + 1}` })).toBe('403');
    expect(await connect(port, good, { origin: 'null' })).toBe('403');
    for (const query of ['/socket', '/socket?token=', '/socket?token=wrong', `/socket?token=${TOKEN}x`]) {
      expect(await connect(port, query)).toBe('401');
    }
    expect(await connect(port, `/other?token=${TOKEN}`)).toBe('404');
  });

  it('carries the protocol, and answers bytes that are no message', async () => {
    const host = await testHost(temporaryFolder());
    const { url, port } = await serve(host);
    expect(url).toBe(`http://127.0.0.1:${port}/?token=${TOKEN}`);
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket?token=${TOKEN}`);
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
    expect(await next).toMatchObject({ type: 'result', id: 1, value: { dataFolder: host.dataFolder } });
  });
});
