/** What a host, its trainers and its web server tell of themselves, and that no secret is in it. */
import { readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import WebSocket from 'ws';
import { startWebServer } from '../../src-main/host/webServer.ts';
import { ProcessLog } from '../../src-main/store/log.ts';
import { behave, createCounterRun, temporaryFolder, testHost, until } from './testHost.ts';

const read = (folder: string, name: string) => readFileSync(path.join(folder, 'logs', name), 'utf8');

describe('the logs of a host', () => {
  it('tell its beginning, its processes, the states of runs and its end', async () => {
    behave({});
    const folder = temporaryFolder();
    const host = await testHost(folder);
    const { id } = await createCounterRun(host, 3);
    await until(host, id, ({ status }) => status === 'completed');
    await host.close();
    const log = read(folder, 'host.log');
    expect(log).toMatch(/ info \d+ host\.started \{"version":"test"/);
    expect(log).toMatch(/engine\.launched \{"kind":"trainer","process":\d+\}/);
    expect(log).toMatch(/engine\.exited \{"kind":"trainer","process":\d+,"code":0,"signal":null\}/);
    const states = [...log.matchAll(/run\.status \{"run":"(.+?)","status":"(\w+)"/g)];
    expect(states.map(([, run, status]) => `${run} ${status}`)).toEqual([
      ...['draft', 'queued', 'starting', 'running', 'completed'].map((status) => `${id} ${status}`),
    ]);
    expect(log).toMatch(/ host\.closed\n$/);
    const trainer = read(folder, `trainer-${id}.log`);
    expect(trainer).toMatch(/training\.begins \{"algorithm":"world-models","environment":"car-racing"/);
    expect(trainer).toMatch(/training\.ends \{"ending":"completed"/);
  });

  it('tell why a trainer died or failed, with what it said last', async () => {
    behave({ dieAt: 2 });
    const folder = temporaryFolder();
    const host = await testHost(folder);
    const { id } = await createCounterRun(host, 50);
    await until(host, id, ({ status }) => status === 'interrupted');
    expect(read(folder, 'host.log')).toMatch(
      /warning \d+ run\.status \{"run":".+?","status":"interrupted",.*"code":"trainer\.\w+"\}/,
    );
    expect(read(folder, 'host.log')).toMatch(/warning \d+ engine\.exited/);
    behave({ throwAt: { step: 2, message: 'a library said so' } });
    const failing = await createCounterRun(host, 50);
    await until(host, failing.id, ({ status }) => status === 'failed');
    expect(read(folder, `trainer-${failing.id}.log`)).toMatch(
      /training\.failed \{"code":"internal".*\n {4}\| Error: a library said so\n {4}\| {5}at /,
    );
  });

  it('hold an unforeseen error whole, under the number that its client was given', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => void vi.restoreAllMocks());
    const folder = temporaryFolder();
    const host = await testHost(folder, {
      doctor: () => Promise.reject(new TypeError('nobody thought of it')),
    });
    const { client, answers } = connected();
    host.connect(client.port);
    client.send({ type: 'call', id: 1, command: 'system.doctor', args: {} });
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    const { code, values } = (answers[0] as { error: { code: string; values: { reference: string } } }).error;
    expect(code).toBe('host.failed');
    const log = read(folder, 'host.log');
    expect(log).toContain(`client.failed {"reference":"${values.reference}","code":"internal"`);
    expect(log).toMatch(/\| TypeError: nobody thought of it\n {4}\| {5}at /);
  });
});

function connected() {
  const answers: unknown[] = [];
  let receive: (message: unknown) => void = () => undefined;
  const port = {
    postMessage: (message: unknown) => void answers.push(message),
    onMessage: (listener: (message: unknown) => void) => void (receive = listener),
    onClose: () => undefined,
    close: () => undefined,
  };
  return {
    answers,
    client: {
      port,
      send: (message: unknown) => {
        receive(message);
      },
    },
  };
}

it('nothing that opens the studio stands in any log, whoever brought it and however it was refused', async () => {
  const folder = temporaryFolder();
  const host = await testHost(folder);
  const root = path.join(temporaryFolder(), 'renderer');
  mkdirSync(root);
  writeFileSync(path.join(root, 'index.html'), '<title>studio</title>');
  const token = 'a person’s own token: of 32 letters or more';
  const log = new ProcessLog(folder, 'server');
  const server = await startWebServer({
    rendererFolder: root,
    address: '127.0.0.1',
    port: 0,
    token,
    connect: (port) => {
      host.connect(port);
    },
    importRun: () => Promise.reject(new Error(`it failed with ${token} and Cookie: ${token}`)),
    uploadFolder: folder,
    log,
  });
  onTestFinished(() => server.close());
  const { origin, opener } = server;
  const code = server.newAddress().split('#code=')[1] ?? '';
  const own = { origin };
  const opened = await fetch(`${origin}/session`, { method: 'POST', body: code, headers: own });
  expect(opened.status).toBe(200);
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const session = cookie.split('=')[1] ?? '';
  expect(session.length).toBeGreaterThan(60);
  const forged = `${'x'.repeat(24)}.${'y'.repeat(43)}`;
  // A secret where none belongs, a code that was used, and what is refused for other reasons.
  const asked: readonly (readonly [string, RequestInit])[] = [
    ['/session', { method: 'POST', body: code, headers: own }],
    ['/session', { headers: { cookie: `studio-session-${server.port}=${forged}` } }],
    ['/session', { headers: { authorization: `Bearer ${forged}` } }],
    [`/import?token=${session}`, { method: 'POST', body: 'x', headers: { ...own, cookie: 'a=b' } }],
    [`/${opener}/x?code=${code}`, { method: 'DELETE', headers: own }],
    ['/session', { headers: { origin: 'https://elsewhere.example', cookie } }],
    ['/import', { method: 'POST', body: 'x', headers: { cookie, ...own } }],
  ];
  const statuses: number[] = [];
  for (const [url, options] of asked) statuses.push((await fetch(`${origin}${url}`, options)).status);
  expect(statuses).toEqual([401, 401, 401, 401, 405, 403, 422]);
  const refused = new WebSocket(`${origin.replace('http', 'ws')}/socket`, [
    'world-model-studio',
    `session.${forged}`,
  ]);
  await new Promise((resolve) => refused.once('error', resolve));
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`, { headers: { cookie } });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.terminate();
  const logs = readdirSync(path.join(folder, 'logs'))
    .map((name) => read(folder, name))
    .join('');
  // The events are there; what came with them is not.
  for (const event of [
    'server.listening',
    'session.opened',
    'request.refused',
    'socket.refused',
    'socket.opened',
    'client.failed',
  ])
    expect(logs).toContain(event);
  for (const secret of [token, encodeURIComponent(token), opener, code, cookie, session, forged, 'a=b'])
    expect(logs).not.toContain(secret);
});
