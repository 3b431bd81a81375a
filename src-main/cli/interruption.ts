/**
 * How a command that trains or serves is asked to end. Ctrl-C, SIGTERM (Slurm, systemd, `timeout`, `kill`), SIGHUP (a closed
 * terminal or connection), Windows' Ctrl-Break and the end of what launched it all mean the same: what trains keeps a
 * checkpoint, and the command ends. A second Ctrl-C, and only that, ends it at once: the others may come twice by themselves,
 * once to the group and once passed on.
 */
import os from 'node:os';
import { note, say } from './terminal.ts';

const SIGNALS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  ...(process.platform === 'win32' ? ['SIGBREAK' as const] : []),
] as const;
type EndSignal = (typeof SIGNALS)[number];

/** Its process, where the launcher (scripts/launch.mjs) started this one. */
export const LAUNCHER_PROCESS = 'STUDIO_LAUNCHER_PROCESS';
const LOOK_MILLISECONDS = 500;

export interface Interruption {
  readonly happened: boolean;
  /** The command ends as one that was interrupted. */
  setExitCode(): void;
  /** The process is no longer guarded. */
  close(): void;
}

/** @param end asks for the end; called once. */
export function onInterruption(end: () => void): Interruption {
  let by: EndSignal | null = null;
  const onSignal = (signal: EndSignal) => {
    if (by === null) {
      by = signal;
      end();
    } else if (signal === 'SIGINT') {
      note(say('cli.train.killed'));
      process.exit(exitCodeOf('SIGINT'));
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const orphaned = onOrphaned(() => {
    onSignal('SIGHUP');
  });
  return {
    get happened() {
      return by !== null;
    },
    setExitCode: () => {
      process.exitCode = exitCodeOf(by ?? 'SIGINT');
    },
    close: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
      orphaned();
    },
  };
}

/** As shells count. */
const exitCodeOf = (signal: EndSignal) => 128 + os.constants.signals[signal];

/** A launcher that was killed passes nothing on: its end shows in whose child this process is. */
function onOrphaned(tell: () => void): () => void {
  const launcher = Number(process.env[LAUNCHER_PROCESS] ?? Number.NaN);
  if (process.ppid !== launcher) return () => undefined;
  const timer = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    tell();
  }, LOOK_MILLISECONDS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
