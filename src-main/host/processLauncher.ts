/**
 * How the host gets its engine processes: by `child_process.fork` under Node (nodeLauncher.ts), by asking the
 * shell for a utility process on the desktop.
 */
import type { ErrorCode, ErrorReport } from '../../shared/errors.ts';
import type { MessagePortLike } from '../engine/port.ts';

/**
 * The evaluator plays one checkpoint's episodes, and exits. The gauge measures what this machine's tensor backend reaches, and
 * exits. The model checker opens one model of anybody's, and exits.
 */
export type EngineKind = 'trainer' | 'inspector' | 'evaluator' | 'gauge' | 'modelChecker';

/** What a person meets where such a process cannot be started, or is gone without a word. */
export const CRASH_CODES: Readonly<Record<EngineKind, ErrorCode>> = {
  trainer: 'trainer.crashed',
  inspector: 'inspector.crashed',
  evaluator: 'evaluation.crashed',
  gauge: 'inspector.crashed',
  modelChecker: 'environment.modelCrashed',
};

export interface LaunchOptions {
  /** Added to the environment of the new process. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface EngineExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last 8 KB that it wrote to its standard error. */
  readonly errorOutput: string;
}

/** What ended it, in a word. */
export function exitReason({ code, signal }: EngineExit): string {
  return signal ?? `exit code ${code ?? '?'}`;
}

/** Of an evaluator that is gone without a word. */
export function evaluatorDeath(exit: EngineExit): ErrorReport {
  const { errorOutput } = exit;
  return {
    code: CRASH_CODES.evaluator,
    values: { reason: exitReason(exit) },
    ...(errorOutput === '' ? {} : { detail: errorOutput }),
  };
}

export interface EngineProcess {
  /** Undefined until the operating system gave one. */
  readonly processId: number | undefined;
  readonly port: MessagePortLike;
  /** At once, without asking it. Does nothing when it is gone. */
  kill(): void;
  /** Called once; also when it had exited before. Everything it sent has been delivered by then. */
  onExit(callback: (exit: EngineExit) => void): void;
}

export interface ProcessLauncher {
  /** @throws StudioError by `CRASH_CODES` where the process cannot even be started. */
  launch(kind: EngineKind, options?: LaunchOptions): Promise<EngineProcess>;
}
