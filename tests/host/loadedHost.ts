/**
 * Run as a process: a host behind a web server, with long histories in its store. Told `begin` it watches its own
 * thread, told `end` it says how long each of its turns was.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startHost } from '../../src-main/host/host.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { startWebServer } from '../../src-main/host/webServer.ts';
import type { NewRun } from '../../src-main/store/runTable.ts';

const [, , dataFolder = '', trainer = ''] = process.argv;
const host = await startHost({
  dataFolder,
  launcher: nodeLauncher({ entries: { trainer } }),
  version: 'test',
  warmInspector: false,
});
const run: NewRun = {
  name: 'long',
  algorithm: 'world-models',
  environment: 'car-racing',
  preset: 'smoke',
  config: {},
  tags: ['t'],
  scoreMetric: 'evaluation/return',
  codeVersion: 'test',
};
const { id: long } = host.store.createRun(run);
for (let from = 0; from < 50_000; from += 10_000) {
  host.store.record(
    long,
    Array.from({ length: 10_000 }, (_, i) => ({
      kind: 'metrics' as const,
      axis: { environmentSteps: from + i, gradientSteps: from + i, wallSeconds: from + i },
      values: { a: i, b: -i, c: i * i },
    })),
  );
}
host.store.transaction(() => {
  for (let i = 0; i < 1000; i++) host.store.createRun({ ...run, name: `run ${i}` });
});
const server = await startWebServer({
  rendererFolder: dataFolder,
  address: '127.0.0.1',
  port: 0,
  connect: (port) => {
    host.connect(port);
  },
});

const histogram = monitorEventLoopDelay({ resolution: 1 });
const turns: number[] = [];
let before = process.threadCpuUsage();
process.on('message', (message) => {
  if (message === 'begin') {
    histogram.enable();
    before = process.threadCpuUsage();
    // Processor time that this thread took between two looks: what others on the machine do is not in it.
    setInterval(() => {
      const { user, system } = process.threadCpuUsage(before);
      before = process.threadCpuUsage();
      turns.push((user + system) / 1000);
    }, 1);
  } else if (message === 'end') {
    process.send?.({ turns, delay: histogram.percentile(50) / 1e6 });
  } else {
    void server
      .close()
      .then(() => host.close())
      .then(() => process.exit(0));
  }
});
process.send?.({ origin: server.origin, token: server.token, long });
