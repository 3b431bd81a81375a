/**
 * Run as a process (`--expose-gc`): a real host behind a real web server. Told `measure` it collects its garbage and says
 * what it holds, and how long its thread was away at a time since it was last asked.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startHost } from '../../../src-main/host/host.ts';
import { nodeLauncher } from '../../../src-main/host/nodeLauncher.ts';
import { startWebServer } from '../../../src-main/host/webServer.ts';

export interface Served {
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  /** What no answer may hold. */
  readonly secrets: readonly string[];
}

export interface Measured {
  /** Heap and what lies outside of it, after collection. */
  readonly heldBytes: number;
  readonly residentBytes: number;
  /** Open files, sockets among them; null where the system does not tell. */
  readonly descriptors: number | null;
  /** Processor time of this thread in its longest turn: what others on the machine do is not in it. */
  readonly longestTurnMilliseconds: number;
  readonly turnsAbove50Milliseconds: number;
}

const [, , folder = '', trainer = ''] = process.argv;
const rendererFolder = path.join(folder, 'renderer');
mkdirSync(path.join(rendererFolder, 'assets'), { recursive: true });
writeFileSync(path.join(rendererFolder, 'index.html'), '<title>studio</title>');
writeFileSync(path.join(rendererFolder, 'assets', 'app-1a2b.js'), 'export {};\n'.repeat(20_000));
writeFileSync(path.join(folder, 'outside.txt'), 'outside of the renderer');

const host = await startHost({
  dataFolder: path.join(folder, 'data'),
  launcher: nodeLauncher({ entries: { trainer } }),
  version: 'test',
  warmInspector: false,
  usualTrainings: 1,
});
/** Something to speak of: runs that have trained, wait and were deleted, and a study. */
const create = (name: string, start: boolean) =>
  host.call('runs.create', {
    algorithm: 'world-models',
    environment: 'car-racing',
    preset: 'smoke',
    overrides: { 'controller.generations': 4 },
    name,
    start,
  });
const trained = await create('trained', true);
await create('waits', false);
await host.call('runs.delete', { runIds: [(await create('deleted', false)).id] });
await host.call('studies.create', {
  definition: {
    name: 'study',
    question: '',
    algorithm: 'world-models',
    environments: ['car-racing'],
    preset: 'smoke',
    seeds: [1, 2],
  },
  start: false,
});
while (host.store.summary(trained.id).status !== 'completed') await delay(20);

const server = await startWebServer({
  rendererFolder,
  address: '127.0.0.1',
  port: 0,
  connect: (port) => {
    host.connect(port);
  },
  importRun: (file, more) => host.importRun(file, more),
  uploadFolder: host.dataFolder,
});

let longest = 0;
let above = 0;
let before = process.threadCpuUsage();
const turn = () => {
  const { user, system } = process.threadCpuUsage(before);
  before = process.threadCpuUsage();
  const milliseconds = (user + system) / 1000;
  longest = Math.max(longest, milliseconds);
  if (milliseconds > 50) above++;
};
setInterval(turn, 1);

function descriptors(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}

process.on('message', (message) => {
  if (message === 'measure') {
    turn();
    const collect = (globalThis as { gc?: () => void }).gc;
    collect?.();
    collect?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send?.({
      heldBytes: heapUsed + external,
      residentBytes: rss,
      descriptors: descriptors(),
      longestTurnMilliseconds: longest,
      turnsAbove50Milliseconds: above,
    } satisfies Measured);
    // What collecting took is the test's own doing.
    before = process.threadCpuUsage();
    longest = 0;
    above = 0;
  } else {
    void server
      .close()
      .then(() => host.close())
      .then(() => process.exit(0));
  }
});
process.send?.({
  origin: server.origin,
  port: server.port,
  token: server.token,
  secrets: [server.token, server.opener, 'outside of the renderer'],
} satisfies Served);
