/** What a host is given by whoever starts it: the shell's host process, `studio serve`, `studio train`, a test. */
import type { DoctorReport } from '../../shared/protocol.ts';
import type { MessagePortLike } from '../engine/port.ts';
import type { ProcessLauncher } from './processLauncher.ts';

export interface HostOptions {
  readonly dataFolder: string;
  readonly launcher: ProcessLauncher;
  readonly version: string;
  /** Whether it runs inside the desktop app. */
  readonly desktop?: boolean;
  /** Folder with experiments (`*.wmsx`) to import when the data folder is fresh. */
  readonly shippedExperiments?: string;
  readonly doctor?: () => Promise<DoctorReport>;
  /** Go on with runs that were queued when the studio was closed. True unless told otherwise. */
  readonly startQueue?: boolean;
  /** Keep an inspector ready, so that a theatre opens at once. True unless told otherwise. */
  readonly warmInspector?: boolean;
}

/** `startHost(options): Promise<Host>` is in host.ts. */
export interface Host {
  readonly dataFolder: string;
  /** Serves a client until its port closes. */
  connect(port: MessagePortLike): void;
  /** Pauses what trains (each keeps a checkpoint), closes theatres, the store and the lock. */
  close(): Promise<void>;
}
