/** Ctrl-C while something trains: the first time a checkpoint is kept, the second time it ends at once. */
import { note, say } from './terminal.ts';

const INTERRUPTED_EXIT_CODE = 130;

export interface Interruption {
  readonly happened: boolean;
  /** The command ends as one that was interrupted. */
  setExitCode(): void;
  /** The process is no longer guarded. */
  close(): void;
}

/** @param pause asks the training to keep what it has and to stop. */
export function onInterruption(pause: () => void): Interruption {
  let happened = false;
  const onSignal = () => {
    if (happened) {
      note(say('cli.train.killed'));
      process.exit(INTERRUPTED_EXIT_CODE);
    }
    happened = true;
    pause();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    get happened() {
      return happened;
    },
    setExitCode: () => {
      process.exitCode = INTERRUPTED_EXIT_CODE;
    },
    close: () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}
