/**
 * Keeps one host running for the windows: starts it, hands it clients' ports, forks what it asks for, starts it anew when it
 * died and a window asks again, and lets it close in order at the end.
 */
import { MessageChannelMain } from 'electron';
import type { MessagePortMain } from 'electron';
import type { DiagnosticsReport } from '../../shared/diagnostics.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { Language } from '../../shared/messages/index.ts';
import type { Log } from '../store/log.ts';
import type { DesktopHostStart } from '../host/shellMessages.ts';
import { EngineForks } from './engineForks.ts';
import { launchHostProcess, type HostProcess } from './hostProcess.ts';

/**
 * The host gives its trainers a minute to keep a checkpoint, and kills what is left then; a disk that hangs must not keep the
 * app from closing for ever.
 */
const CLOSE_MILLISECONDS = 90_000;
/** A trainer whose host is gone keeps a checkpoint by itself; Electron ends it with the shell. */
const ORPHANS_MILLISECONDS = 60_000;

export interface HostKeeperOptions {
  readonly start: DesktopHostStart;
  readonly hostNode: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: Log;
  /** The host could not start: a locked or damaged data folder. */
  readonly onFailed: (error: ErrorReport) => void;
}

export class HostKeeper {
  readonly #options: HostKeeperOptions;
  #process: HostProcess | undefined;
  #engines: EngineForks | undefined;
  #closing: Promise<void> | undefined;
  #closed: () => void = () => undefined;
  #startFailed = false;
  #diagnosed: ((report: DiagnosticsReport | null) => void)[] = [];

  constructor(options: HostKeeperOptions) {
    this.#options = options;
  }

  /** Starts the host unless it runs. @param remedy what a person chose for a data folder that could not be opened */
  ensure(remedy?: DesktopHostStart['remedy']): HostProcess {
    if (this.#process !== undefined) return this.#process;
    const host = launchHostProcess(this.#options.hostNode, this.#options.environment);
    this.#startFailed = false;
    this.#options.log.write('info', 'host.launched', { remedy });
    const engines = new EngineForks((message, port) => {
      if (this.#process === host) host.send(message, port);
    }, this.#options.environment);
    this.#process = host;
    this.#engines = engines;
    host.onMessage((message) => {
      switch (message.type) {
        case 'launch':
          engines.launch(message);
          return;
        case 'kill':
          engines.kill(message.id);
          return;
        case 'failed':
          this.#options.log.write('error', 'host.failed', { code: message.error.code }, message.error.detail);
          this.#startFailed = true;
          this.#options.onFailed(message.error);
          return;
        case 'closed':
          this.#options.log.write('info', 'host.closed');
          this.#closed();
          return;
        case 'diagnosed':
          this.#tellDiagnosed(message.report);
          return;
        case 'ready':
          return;
        default:
          message satisfies never;
      }
    });
    host.onExit((code, errorOutput) => {
      const level = code === 0 ? 'info' : 'error';
      this.#options.log.write(level, 'host.exited', { code }, errorOutput);
      if (this.#process !== host) return;
      this.#process = undefined;
      this.#tellDiagnosed(null);
      this.#closed();
    });
    host.send({ type: 'start', ...this.#options.start, ...(remedy === undefined ? {} : { remedy }) });
    return host;
  }

  /** A fresh line to the host; the client's end. */
  connectClient(): MessagePortMain {
    const { port1: clientEnd, port2: hostEnd } = new MessageChannelMain();
    this.ensure().send({ type: 'client' }, hostEnd);
    return clientEnd;
  }

  /** The data could not be opened: windows have nobody to ask. */
  get startFailed(): boolean {
    return this.#startFailed;
  }

  /** What a bug report needs; null where no host process stays up long enough to gather it. */
  diagnose(language: Language): Promise<DiagnosticsReport | null> {
    return new Promise((resolve) => {
      this.#diagnosed.push(resolve);
      this.ensure().send({ type: 'diagnose', language });
    });
  }

  #tellDiagnosed(report: DiagnosticsReport | null): void {
    for (const resolve of this.#diagnosed.splice(0)) resolve(report);
  }

  /** After a failed start, on the person's wish. */
  restart(remedy?: DesktopHostStart['remedy']): void {
    this.#process?.kill();
    this.#process = undefined;
    this.ensure(remedy);
  }

  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        void (this.#engines?.allGone(ORPHANS_MILLISECONDS) ?? Promise.resolve()).then(resolve);
      };
      const timer = setTimeout(() => {
        this.#process?.kill();
        finish();
      }, CLOSE_MILLISECONDS);
      this.#closed = finish;
      if (this.#process === undefined) finish();
      else this.#process.send({ type: 'close' });
    });
    return this.#closing;
  }
}
