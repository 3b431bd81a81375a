/**
 * How the host gets its trainers and inspectors: by `child_process.fork` under Node (nodeLauncher.ts), by asking the
 * shell for a utility process on the desktop.
 */
import type { MessagePortLike } from '../engine/port.ts';

/** The gauge measures what this machine's tensor backend reaches, and exits. */
export type EngineKind = 'trainer' | 'inspector' | 'gauge';

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
  /** @throws StudioError `trainer.crashed` or `inspector.crashed` where the process cannot even be started. */
  launch(kind: EngineKind, options?: LaunchOptions): Promise<EngineProcess>;
}
