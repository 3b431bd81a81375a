/**
 * Takes a file into a data folder, in a host of its own, and tells by one line of JSON what came of it, how much memory the process
 * held at most, and how long it was away at a time: `importProcess.ts FOLDER FILE [STOP_AFTER]`, the last in bytes.
 */
import { readFileSync } from 'node:fs';
import { reportError } from '../../shared/errors.ts';
import { startHost } from '../../src-main/host/host.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';

const [folder = '', file = '', stopAfter] = process.argv.slice(2);

/** Of the operating system's own record, so that no peak is missed. */
function peakMegabytes(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

const host = await startHost({
  dataFolder: folder,
  launcher: nodeLauncher(),
  version: 'test',
  warmInspector: false,
  startQueue: false,
});
const before = peakMegabytes();
let steps = 0;
let longestTurn = 0;
let turnBegan = process.threadCpuUsage();
const turns = setInterval(() => {
  const { user, system } = process.threadCpuUsage(turnBegan);
  longestTurn = Math.max(longestTurn, (user + system) / 1000);
  turnBegan = process.threadCpuUsage();
}, 1);
const stop = new AbortController();
const began = performance.now();
let came: string;
try {
  const run = await host.importRun(file, {
    signal: stop.signal,
    onProgress: (done) => {
      steps++;
      if (stopAfter !== undefined && done >= Number(stopAfter)) stop.abort();
    },
  });
  came = run.id;
} catch (error) {
  came = reportError(error).code;
}
const seconds = (performance.now() - began) / 1000;
clearInterval(turns);
process.stdout.write(
  `${JSON.stringify({ came, steps, seconds, longestTurnMilliseconds: longestTurn, before, peak: peakMegabytes() })}\n`,
);
await host.close();
