/**
 * `npm run test:soak -- [--minutes N]`: a served studio with four endless tiny trainings and eight viewers, each with a theatre.
 * Every process is sampled each ten seconds; after the fifth minute (a quarter of a shorter run) memory and tensor counts must
 * be flat, and no viewer may have missed a record. Exits with 1 otherwise. Samples stay in `.soak`.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import { buildIfStale } from '../../scripts/launch/build.mjs';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { kill, killAll } from '../chaos/command.ts';
import { serve } from '../chaos/serving.ts';
import { flatness, type Flatness } from './flatness.ts';
import { EVERY, GAUGES, PRELOAD, type Sample } from './gauge.ts';
import { TRAININGS } from './trainings.ts';
import { checkpointLine, episodeLine, logLine, metricsLine, Viewer } from './viewer.ts';

const command = new Command('soak')
  .option('--minutes <n>', 'how long', '30')
  .option('--every <seconds>', 'between two samples', '10')
  .parse();
const { minutes, every } = command.opts<{ readonly minutes: string; readonly every: string }>();
const milliseconds = Number(minutes) * 60_000;
const START_MILLISECONDS = Math.min(5 * 60_000, milliseconds / 4);
/** Of a process's memory, at most, from the median of its minutes. */
const FLAT = 0.05;
const VIEWERS = 8;

const gauges = path.join(import.meta.dirname, '..', '..', '.soak');
const tell = (line: string) => process.stdout.write(`${line}\n`);
const faults: string[] = [];

const built = await buildIfStale({ node: process.execPath, flags: [], environment: {} });
if (built !== 0) process.exit(built);
rmSync(gauges, { recursive: true, force: true });
mkdirSync(gauges, { recursive: true });
const folder = mkdtempSync(path.join(os.tmpdir(), 'soak-'));
const dataFolder = path.join(folder, 'data');
const { command: studio, origin } = await serve({
  dataFolder,
  environment: { NODE_OPTIONS: PRELOAD, [GAUGES]: gauges, [EVERY]: every },
  limitMilliseconds: milliseconds + 30 * 60_000,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    tell(`ended by ${signal}`);
    killAll();
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
}
const viewers = Array.from({ length: VIEWERS }, () => new Viewer(origin));
try {
  const [first] = viewers;
  if (first === undefined) throw new Error('there are no viewers');
  const { client } = first;
  await client.call('settings.set', { key: 'training.concurrent', value: TRAININGS.length });
  const runs: string[] = [];
  for (const training of TRAININGS) runs.push((await client.call('runs.create', training)).id);
  for (const viewer of viewers) for (const runId of runs) viewer.listenTo(runId);
  // A call comes back after what its viewer has asked before: all listen.
  for (const viewer of viewers) await viewer.client.call('system.info', {});
  const began = Date.now();
  for (const runId of runs) await client.call('runs.start', { runId });
  for (const runId of runs) {
    while ((await client.call('runs.checkpoints', { runId })).length === 0) {
      await delay(500);
      const { status, lastError } = await client.call('runs.get', { runId });
      if (status !== 'running' && status !== 'starting')
        throw new Error(`a training is ${status}: ${JSON.stringify(lastError)}`);
    }
  }
  // Half of them look at what trains, as it goes on; half at environments alone.
  for (const [index, viewer] of viewers.entries()) {
    const runId = runs[index];
    await viewer.openTheatre(
      runId === undefined
        ? {
            environment:
              ['car-racing', 'take-cover', 'dmc/walker-walk', 'dmc/cartpole-balance'][index % 4] ?? '',
            seed: index,
          }
        : { runId, checkpointId: 'latest' },
    );
  }
  tell(`four trainings and ${VIEWERS} theatres after ${((Date.now() - began) / 1000).toFixed(0)} s`);
  while (Date.now() < began + milliseconds) {
    await delay(1000);
    if (!studio.running) throw new Error(`the studio has ended:\n${studio.errors.slice(-2000)}`);
  }
  const ended = Date.now();
  for (const runId of runs) await client.call('runs.pause', { runId });
  for (const runId of runs)
    while (['running', 'pausing'].includes((await client.call('runs.get', { runId })).status))
      await delay(200);
  // What was announced last is on its way.
  for (const viewer of viewers) await viewer.client.call('system.info', {});
  await delay(1000);

  let told = 0;
  let missed = 0;
  const store = ExperimentStore.openReadOnly(dataFolder);
  for (const runId of runs) {
    const records = store === null ? [] : recordsOf(store, runId);
    for (const [index, viewer] of viewers.entries()) {
      const seen = viewer.told.get(runId) ?? [];
      told += seen.length;
      const missing = without(records, seen);
      missed += missing.length;
      if (missing.length > 0) faults.push(`viewer ${index} missed ${missing.slice(0, 3).join('; ')}`);
    }
  }
  store?.close();
  for (const [index, { frames, gaps, lines, failures }] of viewers.entries()) {
    if (frames === 0) faults.push(`viewer ${index} saw no frame`);
    if (gaps > 0) faults.push(`viewer ${index}: ${gaps} gaps in its theatre's curves`);
    if (lines !== 1) faults.push(`viewer ${index} lost its line ${lines - 1} times`);
    if (failures.length > 0) faults.push(`viewer ${index}: ${failures.join(', ')}`);
  }
  const frames = viewers.reduce((sum, viewer) => sum + viewer.frames, 0);
  tell(`${missed} of ${told} records missed by ${VIEWERS} viewers, who saw ${frames} frames`);
  judgeGauges(began + START_MILLISECONDS, ended);
} finally {
  for (const viewer of viewers) viewer.close();
  kill(studio.processId, 'SIGTERM');
  const code = await studio.ended;
  if (code !== 0) faults.push(`serve ended with ${code}: ${studio.errors.slice(-400)}`);
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) tell(`FAILED  ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Every record that viewers are told of, as they are. Checkpoints that gave way to newer ones are gone. */
function recordsOf(store: ExperimentStore, runId: string): readonly string[] {
  const metrics = new Map<number, { readonly names: string[]; readonly line: (names: string[]) => string }>();
  for (const { name, sequence, axis } of store.metricRows(runId)) {
    const known = metrics.get(sequence);
    if (known === undefined) {
      const { environmentSteps, gradientSteps } = axis;
      metrics.set(sequence, {
        names: [name],
        line: (names) => metricsLine(environmentSteps, gradientSteps, names),
      });
    } else known.names.push(name);
  }
  return [
    ...Array.from(metrics.values(), ({ names, line }) => line(names)),
    ...Array.from(store.episodeRows(runId), ({ summary: { purpose, axis, length } }) =>
      episodeLine(purpose, axis.gradientSteps, length),
    ),
    ...store.log(runId, 100_000).map(({ at, key }) => logLine(at, key)),
    ...store.checkpoints(runId).map(({ id }) => checkpointLine(id)),
  ];
}

/** Each as often as it is there. */
function without(records: readonly string[], seen: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of seen) counts.set(line, (counts.get(line) ?? 0) + 1);
  return records.filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
}

function judgeGauges(from: number, to: number): void {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0).padStart(6);
  tell('process              samples   MB first  last  spread   heap   external   buffers   tensors');
  for (const file of readdirSync(gauges).sort()) {
    const samples = readFileSync(path.join(gauges, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Sample)
      .filter(({ at }) => at <= to);
    const flat = flatness(path.basename(file, '.jsonl'), samples, from);
    // What starts and ends meanwhile is none of those that are left running.
    const last = samples[samples.length - 1];
    if (flat === null || last === undefined || last.at < to - 60_000) continue;
    const { name, tensors, spread, parts } = flat;
    const both = ([one, two]: readonly [number, number]) => `${megabytes(one)}${megabytes(two)}`;
    tell(
      `${name.padEnd(20)} ${String(flat.samples).padStart(7)} ${megabytes(flat.first)}${megabytes(flat.last)} ${(spread * 100).toFixed(1).padStart(5)}% ${both(parts.heapUsed)} ${both(parts.external)} ${both(parts.arrayBuffers)} ${tensors === null ? '' : `${tensors.first} ${tensors.last}`}`,
    );
    judge(flat);
  }
}

function judge({ name, spread, tensors, first, last }: Flatness): void {
  if (spread > FLAT)
    faults.push(
      `${name}: memory moved by ${(spread * 100).toFixed(1)}% (${(first / 1e6).toFixed(0)} to ${(last / 1e6).toFixed(0)} MB)`,
    );
  if (tensors !== null && tensors.last > tensors.first)
    faults.push(`${name}: ${tensors.first} tensors became ${tensors.last}`);
}
