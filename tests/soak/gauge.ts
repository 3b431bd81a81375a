/**
 * Loaded before each of a studio's processes (`NODE_OPTIONS=--import=...`): every few seconds it adds a line to a file of its
 * own in the folder that `SOAK_GAUGES` names. What is free for V8 to collect is not collected for it: it measures what is.
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';

export const GAUGES = 'SOAK_GAUGES';
export const EVERY = 'SOAK_EVERY_SECONDS';

/** Of tensors: a step in between makes many and disposes of them again. */
const LOOK_MILLISECONDS = 20;

export interface Sample {
  /** Since the epoch. */
  readonly at: number;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
  readonly externalBytes: number;
  readonly arrayBufferBytes: number;
  /** The fewest since the last sample, as they are between two steps; null where TensorFlow.js was never loaded. */
  readonly tensors: number | null;
}

/** TensorFlow.js keeps its engine here, one a process. */
interface WithEngine {
  readonly _tfengine?: { memory(): { readonly numTensors: number } };
}

function tensorsNow(): number {
  return (globalThis as unknown as WithEngine)._tfengine?.memory().numTensors ?? Infinity;
}

function measure(fewestTensors: number): Sample {
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
  return {
    at: Date.now(),
    rssBytes: rss,
    heapUsedBytes: heapUsed,
    heapTotalBytes: heapTotal,
    externalBytes: external,
    arrayBufferBytes: arrayBuffers,
    tensors: Number.isFinite(fewestTensors) ? fewestTensors : null,
  };
}

const folder = process.env[GAUGES];
if (folder !== undefined && isMainThread) {
  const entry = path.basename(process.argv[1] ?? 'node', '.ts');
  const file = path.join(folder, `${entry}-${process.pid}.jsonl`);
  let fewest = Infinity;
  setInterval(() => {
    fewest = Math.min(fewest, tensorsNow());
  }, LOOK_MILLISECONDS).unref();
  setInterval(
    () => {
      appendFileSync(file, `${JSON.stringify(measure(fewest))}\n`);
      fewest = tensorsNow();
    },
    Number(process.env[EVERY] ?? 10) * 1000,
  ).unref();
}

/** For the driver: how a process is given this file. */
export const PRELOAD = `--disable-warning=ExperimentalWarning --import=${path.join(import.meta.dirname, 'gauge.ts')}`;
