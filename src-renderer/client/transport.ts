/** What carries messages between the renderer and a host: a MessagePort on the desktop, a WebSocket in a browser. */
import type { ClientMessage, CommandArguments, HostMessage } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';

export interface TransportEvents {
  open(): void;
  message(message: HostMessage): void;
  /** The line is gone; the transport is of no further use. */
  closed(reason: string): void;
}

export interface ExportedRun {
  readonly fileName: string;
  readonly file: Blob;
  /** Ids of checkpoints that are damaged and not in it. */
  readonly leftOut: readonly string[];
}

export interface Transport {
  /** @throws StudioError `protocol.tooLarge` where this line carries no message so large. */
  send(message: ClientMessage): void;
  /** Where a run's file goes another way than messages do. */
  importRun?(file: Blob, signal?: AbortSignal): Promise<RunSummary>;
  exportRun?(args: CommandArguments<'runs.export'>): Promise<ExportedRun>;
  close(): void;
}

/** Opens one line. Called again after each loss. */
export type TransportFactory = (events: TransportEvents) => Transport;
