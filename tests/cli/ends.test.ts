/** Every way in which a training in a terminal ends, by real processes: what it keeps, and what the next command finds. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { processLives } from '../../src-main/store/lock.ts';
import type { CounterBehaviour } from '../engine/counterTrainer.ts';
import { temporaryFolder } from '../store/testStore.ts';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const COUNTER_STUDIO = file('counterStudio.ts');
const STUDIO = file('../../src-main/cli/studio.ts');
const PROCESSES = file('../../scripts/launch/processes.mjs');

interface Command {
  readonly child: ChildProcess;
  readonly text: () => string;
  readonly ended: Promise<number | null>;
}

/** In a process group of its own, as a shell or a batch system starts what it starts. */
function start(words: readonly string[], behaviour: CounterBehaviour, command = process.execPath): Command {
  const child = spawn(command, words, {
    env: { ...process.env, STUDIO_LANGUAGE: 'en', COUNTER_TRAINER: JSON.stringify(behaviour) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (text += String(piece)));
  onTestFinished(() => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // The group has gone by itself.
    }
  });
  return {
    child,
    text: () => text,
    ended: new Promise((resolve) => {
      child.once('exit', (code) => {
        resolve(code);
      });
    }),
  };
}

/** The one run of a folder, read beside whoever writes it. */
function readRun(folder: string) {
  const store = ExperimentStore.openReadOnly(folder);
  try {
    const [run] = store?.runs() ?? [];
    return run === undefined || store === null
      ? null
      : {
          ...run,
          processId: store.connection.prepare('SELECT process_id FROM runs').pluck().get() as number | null,
          checkpoints: store.checkpoints(run.id),
          rows: Array.from(store.metricRows(run.id)).map(({ axis, name, value }) => [
            axis.gradientSteps,
            name,
            value,
          ]),
        };
  } finally {
    store?.close();
  }
}

const until = <Value>(look: () => Value | null) =>
  vi.waitFor(
    () => {
      const value = look();
      if (value === null) throw new Error('not yet');
      return value;
    },
    { timeout: 40_000, interval: 50 },
  );

const trainedTo = (folder: string, steps: number) =>
  until(() => {
    const run = readRun(folder);
    return run !== null && run.axis.gradientSteps >= steps ? run : null;
  });

const SLOW: CounterBehaviour = { stepMilliseconds: 20 };
const STEPS = '400';

describe('a training in a terminal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'whose whole group gets %s keeps one checkpoint and ends, and goes on from there',
    async (signal) => {
      const folder = temporaryFolder();
      const training = start([COUNTER_STUDIO, folder, STEPS], SLOW);
      await trainedTo(folder, 5);
      process.kill(-(training.child.pid ?? 0), signal);
      // Whoever launched it passes the signal on once more.
      if (signal !== 'SIGINT') training.child.kill(signal);
      expect(await training.ended).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
      const paused = readRun(folder);
      expect(paused?.status).toBe('paused');
      expect(paused?.checkpoints.filter(({ reason }) => reason === 'pause')).toHaveLength(1);
      expect(paused?.checkpoints[0]?.axis.gradientSteps).toBe(paused?.axis.gradientSteps);
      expect(training.text()).not.toMatch(/\n\s+at /);
    },
  );

  it('that is resumed while its earlier process still saves waits for it, says so, and goes on', async () => {
    const expected = temporaryFolder();
    await start([COUNTER_STUDIO, expected, '60'], {}).ended;
    const folder = temporaryFolder();
    const first = start([COUNTER_STUDIO, folder, '60'], { stepMilliseconds: 20, saveMilliseconds: 2000 });
    const { processId, id } = await trainedTo(folder, 25);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(processLives(processId ?? 0, null)).toBe(true);
    const second = start([COUNTER_STUDIO, folder, '60', id], {});
    expect(await second.ended).toBe(0);
    expect(second.text()).toContain('still saves what it has');
    const run = readRun(folder);
    expect(run?.status).toBe('completed');
    expect(run?.rows).toEqual(readRun(expected)?.rows);
  });

  it('whose reader has enough goes on to its end', async () => {
    const folder = temporaryFolder();
    const words = `"${process.execPath}" "${COUNTER_STUDIO}" "${folder}" 120 "" json; echo "code $?" >&2`;
    const piped = start(['-c', `( ${words} ) | head -n 2`], { metrics: 50 }, 'sh');
    await piped.ended;
    await until(() => (/code \d+/.test(piped.text()) ? true : null));
    expect(piped.text()).toContain('code 0');
    expect(piped.text()).not.toMatch(/EPIPE|\n\s+at /);
    expect(readRun(folder)?.status).toBe('completed');
  });

  it('leaves no process behind where what launched it is ended alone, however that is ended', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const folder = temporaryFolder();
      const script = `import { runForeground } from ${JSON.stringify(PROCESSES)};
        process.exit(await runForeground(process.execPath, ${JSON.stringify([COUNTER_STUDIO, folder, STEPS])}));`;
      const launcher = start(['--input-type=module', '-e', script], SLOW);
      const { processId } = await trainedTo(folder, 5);
      launcher.child.kill(signal);
      await until(() => (processLives(processId ?? 0, null) ? null : true));
      const paused = await until(() => (readRun(folder)?.status === 'paused' ? readRun(folder) : null));
      expect(paused.checkpoints.some(({ reason }) => reason === 'pause')).toBe(true);
    }
  });

  it('leaves no process behind where npm is ended alone: the shell between them passes nothing on', async () => {
    const folder = temporaryFolder();
    const script = path.join(temporaryFolder(), 'launch.mjs');
    writeFileSync(
      script,
      `import { runForeground } from ${JSON.stringify(PROCESSES)};
       process.exit(await runForeground(process.execPath, ${JSON.stringify([COUNTER_STUDIO, folder, STEPS])}));`,
    );
    // As npm does: a shell that waits, in whose child the launcher is.
    const npm = start(
      [
        '-e',
        `process.env.npm_lifecycle_event = 'train';
         require('node:child_process').spawn('sh', ['-c', '"$0" "$1"; exit $?', process.execPath, ${JSON.stringify(script)}], { stdio: 'inherit' });`,
      ],
      SLOW,
    );
    const { processId } = await trainedTo(folder, 5);
    npm.child.kill('SIGKILL');
    await until(() => (processLives(processId ?? 0, null) ? null : true));
    expect((await until(() => (readRun(folder)?.status === 'paused' ? readRun(folder) : null))).status).toBe(
      'paused',
    );
  });
});

describe('a list', () => {
  it('whose reader has enough ends quietly', async () => {
    const folder = temporaryFolder();
    const store = ExperimentStore.open(folder);
    for (let i = 0; i < 3000; i++) {
      store.createRun({
        name: `run ${i} ${'x'.repeat(40)}`,
        algorithm: 'world-models',
        environment: 'car-racing',
        preset: 'smoke',
        config: {},
        tags: [],
        scoreMetric: 'evaluation/return',
        codeVersion: 'test',
      });
    }
    store.close();
    const { stdout, stderr } = await promisify(execFile)('sh', [
      '-c',
      `"${process.execPath}" "${STUDIO}" runs --data-dir "${folder}" | head -n 1`,
    ]);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });
});
