/**
 * What ends a command that trains: Ctrl-C, a closed terminal, a signal of Slurm, systemd or `timeout`, or the end of the
 * launcher that started it. All mean the same, once: a checkpoint is kept, and the command ends. Only a second Ctrl-C ends
 * it at once.
 */
import os from 'node:os';
import { ENDING_SIGNALS } from '../engine/endingSignals.ts';
import { note, say } from './terminal.ts';

/** As shells count what a signal ended. */
const codeOf = (signal: NodeJS.Signals) => 128 + (os.constants.signals[signal] ?? 0);

export interface Interruption {
  readonly happened: boolean;
  /** Resolves when it happens. */
  readonly asked: Promise<void>;
  /** What is done when it happens; at once where it has. */
  act(pause: () => void): void;
  /** The command ends as one that was interrupted. */
  setExitCode(): void;
  /** The process is no longer guarded. */
  close(): void;
}

export interface InterruptionOptions {
  /** It was detached from whoever started it, and outlives them. */
  readonly alone?: boolean;
}

export function onInterruption({ alone = false }: InterruptionOptions = {}): Interruption {
  let cause: NodeJS.Signals | null = null;
  let presses = 0;
  let pause: () => void = () => undefined;
  let tell: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (tell = resolve));
  const end = (signal: NodeJS.Signals) => {
    if (cause !== null) return;
    cause = signal;
    tell();
    pause();
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (signal === 'SIGINT' && ++presses > 1) {
      note(say('cli.train.killed'));
      process.exit(codeOf(signal));
    }
    end(signal);
  };
  const onOrphaned = () => {
    end('SIGTERM');
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, onSignal);
  const launcher = alone ? null : process.channel;
  if (launcher !== null && launcher !== undefined) {
    process.on('disconnect', onOrphaned);
    // The line to the launcher tells of its end; it is no reason to stay.
    launcher.unref();
    if (!process.connected) onOrphaned();
  }
  return {
    get happened() {
      return cause !== null;
    },
    asked,
    act: (chosen) => {
      pause = chosen;
      if (cause !== null) pause();
    },
    setExitCode: () => {
      if (cause !== null) process.exitCode = codeOf(cause);
    },
    close: () => {
      for (const signal of ENDING_SIGNALS) process.off(signal, onSignal);
      process.off('disconnect', onOrphaned);
    },
  };
}
