/**
 * What the desktop shell and the host say to each other. Only the shell can fork utility processes and make pairs of
 * ports, so the host asks it for engine processes, and clients' ports come from it. Both are of one build.
 */
import type { DiagnosticsReport } from '../../shared/diagnostics.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { Language } from '../../shared/messages/index.ts';
import type { EngineExit, EngineKind } from './processLauncher.ts';

export interface DesktopHostStart {
  readonly dataFolder: string;
  readonly version: string;
  /** Undefined where the app ships none. */
  readonly shippedExperiments: string | undefined;
  /** Where data folders are noted that were used before; undefined: nothing is noted. */
  readonly configFolder: string | undefined;
  /** Folders besides the data folder that hold `logs`. */
  readonly otherLogs: readonly string[];
  /** What a person chose when the last start failed. */
  readonly remedy?: 'repair' | 'beginNew';
}

export type ToHost =
  | ({ readonly type: 'start' } & DesktopHostStart)
  /** Carries a client's port. */
  | { readonly type: 'client' }
  /** Carries the engine process's port. */
  | { readonly type: 'launched'; readonly id: number; readonly processId: number | undefined }
  | { readonly type: 'notLaunched'; readonly id: number; readonly reason: string }
  | { readonly type: 'exited'; readonly id: number; readonly exit: EngineExit }
  /** What a bug report needs, also where the host could not start. */
  | { readonly type: 'diagnose'; readonly language: Language }
  /** Pause what trains, close the store, say `closed`. */
  | { readonly type: 'close' };

export type FromHost =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly error: ErrorReport }
  | {
      readonly type: 'launch';
      readonly id: number;
      readonly kind: EngineKind;
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly type: 'kill'; readonly id: number }
  | { readonly type: 'diagnosed'; readonly report: DiagnosticsReport }
  | { readonly type: 'closed' };

/** Where a host that runs as a plain Node child finds its pipe to the shell. */
export const SHELL_PIPE = { variable: 'STUDIO_SHELL_PIPE', descriptor: 3 } as const;
