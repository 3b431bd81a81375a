/** `studio train` with the small exact trainer as a process group of its own, as a terminal or a batch system starts one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { RunDetail, RunSummary } from '../../shared/run.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import type { CounterBehaviour } from '../engine/counterTrainer.ts';

export const COUNTER_STUDIO = fileURLToPath(new URL('counterStudio.ts', import.meta.url));
export const STUDIO = fileURLToPath(new URL('../../src-main/cli/studio.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when both streams together hold this. @throws where it ends before */
  says(text: string | RegExp): Promise<void>;
  /** To every process of the group. */
  signalGroup(signal: NodeJS.Signals): void;
}

export interface BeginOptions {
  /** Over an IPC channel, as scripts/launch.mjs starts it. */
  readonly launcher?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export function begin(
  script: string,
  words: readonly string[],
  behaviour: CounterBehaviour = {},
  { launcher = false, environment = {} }: BeginOptions = {},
): Running {
  const child = spawn(process.execPath, [script, ...words], {
    detached: true,
    env: {
      ...process.env,
      STUDIO_LANGUAGE: 'en',
      COUNTER_TRAINER: JSON.stringify(behaviour),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', ...(launcher ? (['ipc'] as const) : [])],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stdout = '';
  let stderr = '';
  let over = false;
  const looks: (() => void)[] = [];
  const look = () => {
    for (const check of looks) check();
  };
  child.stdout?.on('data', (text: Buffer) => {
    stdout += text.toString();
    look();
  });
  child.stderr?.on('data', (text: Buffer) => {
    stderr += text.toString();
    look();
  });
  // Not the event 'close': Node leaves it out where this side has ended the channel.
  const drained = [child.stdout, child.stderr].map(
    (stream) => new Promise<void>((resolve) => stream?.once('close', resolve)),
  );
  const ended = new Promise<Ended>((resolve) => {
    child.once('exit', (code, signal) => {
      void Promise.all(drained).then(() => {
        over = true;
        look();
        resolve({ code, signal, stdout, stderr });
      });
    });
  });
  return {
    child,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const all = stdout + stderr;
          if (typeof text === 'string' ? all.includes(text) : text.test(all)) resolve();
          else if (over) reject(new Error(`it ended without saying ${String(text)}: ${all}`));
        };
        looks.push(check);
        check();
      }),
    signalGroup: (signal) => {
      process.kill(-(child.pid ?? 0), signal);
    },
  };
}

/** The only run of a data folder as a reader sees it. */
export function onlyRun(folder: string): RunSummary {
  return reading(folder, (store) => {
    const [run, ...others] = store.runs();
    if (run === undefined || others.length > 0) throw new Error(`${others.length + 1} runs`);
    return run;
  });
}

export function reading<T>(folder: string, read: (store: ExperimentStore) => T): T {
  const store = ExperimentStore.openReadOnly(folder);
  if (store === null) throw new Error(`no store in ${folder}`);
  try {
    return read(store);
  } finally {
    store.close();
  }
}

/** Every recorded sum by its step. */
export function sumsOf(folder: string, { id }: Pick<RunDetail, 'id'>): readonly number[] {
  return reading(folder, (store) =>
    Array.from(store.metrics(id, ['counter/sum'], 100_000)).flatMap(({ values }) => [...values]),
  );
}
