/** A real host on a real data folder, whose trainer processes run the small exact trainer. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import { startHost } from '../../src-main/host/host.ts';
import type { Host, HostOptions } from '../../src-main/host/hostOptions.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import type { CounterBehaviour } from '../engine/counterTrainer.ts';

export const COUNTER_ENTRY = fileURLToPath(new URL('../engine/counterTrainer.ts', import.meta.url));

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** For trainers that are launched from now on. */
export function behave(behaviour: CounterBehaviour): void {
  process.env['COUNTER_TRAINER'] = JSON.stringify(behaviour);
}

export async function testHost(dataFolder: string, options: Partial<HostOptions> = {}): Promise<Host> {
  const host = await startHost({
    dataFolder,
    launcher: nodeLauncher({ entries: { trainer: COUNTER_ENTRY } }),
    version: 'test',
    warmInspector: false,
    usualTrainings: 1,
    ...options,
  });
  onTestFinished(() => host.close());
  return host;
}

export function createCounterRun(host: Host, steps: number, start = true): Promise<RunSummary> {
  return host.call('runs.create', {
    algorithm: 'world-models',
    environment: 'car-racing',
    preset: 'smoke',
    overrides: { 'controller.generations': steps, 'checkpoint.keep': 3 },
    start,
  });
}

/** The run's summary as soon as it fits. */
export function until(
  host: Host,
  runId: string,
  fits: (run: RunSummary) => boolean,
  limitMilliseconds = 30_000,
): Promise<RunSummary> {
  return new Promise((resolve, reject) => {
    const now = () => host.supervisor.announcer.withLive(host.store.summary(runId));
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`waited too long; the run is ${JSON.stringify(now())}`));
    }, limitMilliseconds);
    const handle = host.feed.listen(
      'run',
      { runId },
      {
        send: (event, lossy) => {
          const typed = event as TopicEvents['run'];
          if (lossy)
            queueMicrotask(() => {
              handle.acknowledge();
            });
          if (typed.kind === 'summary' && fits(typed.run)) {
            finish();
            resolve(typed.run);
          }
        },
        ended: () => undefined,
      },
    );
    const finish = () => {
      clearTimeout(timer);
      handle.close();
    };
    const first = now();
    if (fits(first)) {
      finish();
      resolve(first);
    }
  });
}

export const atRest = (run: RunSummary) =>
  ['paused', 'stopped', 'completed', 'failed', 'interrupted'].includes(run.status);

/** Every row of one metric, in order. */
export function rowsOf(host: Host, runId: string, name: string): { step: number; value: number }[] {
  return Array.from(host.store.metricRows(runId))
    .filter((row) => row.name === name)
    .map((row) => ({ step: row.axis.gradientSteps, value: row.value }));
}

/** The metric that counter runs record at each step. */
export const SUM = 'counter/sum';

/** What a counter run records when nothing happens to it, and the run at its end. */
export async function undisturbed(steps: number) {
  behave({});
  const host = await testHost(temporaryFolder());
  const { id } = await createCounterRun(host, steps);
  await until(host, id, atRest);
  return { rows: rowsOf(host, id, SUM), run: host.store.run(id) };
}
