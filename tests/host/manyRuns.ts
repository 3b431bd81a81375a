/**
 * Run as a process: a host with so many runs in its store, one of them long. Told what to do it does it while it watches its own
 * thread, and says how long the thread was away at most.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startHost } from '../../src-main/host/host.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { newRun } from '../store/newRun.ts';

const [, , dataFolder = '', count = '10000', longRows = '200000'] = process.argv;
const host = await startHost({
  dataFolder,
  launcher: nodeLauncher(),
  version: 'test',
  warmInspector: false,
});
const { store } = host;
const ids = store.transaction(() =>
  Array.from(
    { length: Number(count) },
    (_, i) => store.createRun(newRun({ name: `run ${i}`, tags: ['t'] })).id,
  ),
);
const [long = ''] = ids;
for (let from = 0; from < Number(longRows); from += 10_000) {
  store.record(
    long,
    Array.from({ length: 10_000 }, (_, i) => ({
      kind: 'metrics' as const,
      axis: { environmentSteps: from + i, gradientSteps: from + i, wallSeconds: from + i },
      values: { a: i },
    })),
  );
}

/** What the process that started this one may ask for. */
const work: Readonly<Record<string, () => Promise<unknown>>> = {
  archive: () => host.call('runs.change', { runIds: ids, archived: true, addTags: ['old'] }),
  delete: () => host.call('runs.delete', { runIds: ids }),
  restore: () => host.call('bin.restore', { runIds: ids }),
  empty: () => host.call('runs.emptyBin', {}),
  preview: () => host.call('storage.preview', { keepCheckpoints: 1, caches: false }),
  repair: () => host.call('store.repair', {}),
  list: () => host.call('runs.list', {}).then(({ length }) => length),
  state: () => host.call('store.state', {}),
};

process.on('message', (message: string) => {
  void (async () => {
    if (message === 'end') {
      await host.close();
      process.exit(0);
    }
    const delays = monitorEventLoopDelay({ resolution: 1 });
    const turns: number[] = [];
    let before = process.threadCpuUsage();
    const look = setInterval(() => {
      const { user, system } = process.threadCpuUsage(before);
      before = process.threadCpuUsage();
      turns.push((user + system) / 1000);
    }, 1);
    delays.enable();
    const began = performance.now();
    const answer = await work[message]?.();
    const seconds = (performance.now() - began) / 1000;
    // The last turn counts too.
    await new Promise((resolve) => setTimeout(resolve, 10));
    clearInterval(look);
    delays.disable();
    process.send?.({
      seconds,
      /** Processor time of this thread within one turn, at most. */
      longestTurn: Math.max(...turns),
      /** By the clock, at most: also what others on the machine and the disk took. */
      longestStall: delays.max / 1e6,
      medianStall: delays.percentile(50) / 1e6,
      turns: turns.length,
      answer,
    });
  })();
});
process.send?.('ready');
