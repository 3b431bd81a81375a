/**
 * The hub beside a studio: started when a person asks, ended with the studio, and started again with it unless a person ended it.
 * Where `studio hub` runs in the same folder already, that one is asked and left running.
 */
import { existsSync, rmSync } from 'node:fs';
import type { NatsConnection } from '@nats-io/transport-node';
import { reportError, StudioError } from '../../../shared/errors.ts';
import type { HubState, HubWorker, MachinesReport } from '../../../shared/hub.ts';
import type { HubService } from '../../host/hubService.ts';
import { ProcessLog } from '../../store/log.ts';
import { buildHash } from '../build.ts';
import { connectAsOwnHost } from '../join/join.ts';
import { writePrivate } from '../privateFile.ts';
import { startHub, type Hub } from './hub.ts';
import { askAdmin, type AdminAnswers, type AdminRequest } from './hubAdmin.ts';
import { defaultHubFolder, HubFolder, isLoopback, LOOPBACK } from './hubFolder.ts';
import { natsServerFile } from './natsServerFile.ts';

const EVERY_ADDRESS = '0.0.0.0';

export interface HubBesideOptions {
  readonly folder?: string;
  /** For tests; the folder's own, else the studio's usual one. */
  readonly port?: number;
}

export function hubBeside(options: HubBesideOptions = {}): HubService {
  return new HubBeside(new HubFolder(options.folder ?? defaultHubFolder()), options.port);
}

class HubBeside implements HubService {
  readonly #folder: HubFolder;
  readonly #port: number | undefined;
  #state: HubState = { kind: 'none' };
  #own: Hub | undefined;
  /** To a hub of another program in the same folder. */
  #other: NatsConnection | undefined;
  #log: ProcessLog | undefined;
  /** One thing after the other: started, stopped, closed. */
  #work: Promise<void> = Promise.resolve();

  constructor(folder: HubFolder, port: number | undefined) {
    this.#folder = folder;
    this.#port = port;
  }

  get #mark(): string {
    return this.#folder.at('beside-studio');
  }

  resume(): void {
    if (!existsSync(this.#mark)) return;
    // What went wrong is shown where the computers are.
    this.#next(() => this.#start(undefined)).catch(() => undefined);
  }

  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#work.then(step);
    this.#work = done.catch(() => undefined);
    return done;
  }

  async report(): Promise<MachinesReport> {
    if (this.#state.kind !== 'running') return { hub: this.#state, workers: [] };
    const workers: readonly HubWorker[] = await this.#ask({ ask: 'workers' });
    return { hub: this.#state, workers: workers.filter(({ role }) => role === 'worker') };
  }

  start(open: boolean): Promise<void> {
    return this.#next(() => this.#start(open));
  }

  /** @param open undefined: as it was */
  async #start(open: boolean | undefined): Promise<void> {
    if (this.#state.kind === 'running') {
      if (this.#own === undefined || open === undefined || open !== this.#state.loopback) return;
    }
    // Also one whose server does not come back.
    await this.#stop();
    this.#state = { kind: 'starting', doneBytes: 0, totalBytes: 0 };
    try {
      await natsServerFile({
        onProgress: (doneBytes, totalBytes) => {
          this.#state = { kind: 'starting', doneBytes, totalBytes };
        },
      });
      const { host, port } = await this.#ownOrOther(open);
      this.#state = { kind: 'running', host, port, loopback: isLoopback(host) };
      if (this.#own !== undefined) writePrivate(this.#mark, '');
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  async #ownOrOther(open: boolean | undefined): Promise<{ readonly host: string; readonly port: number }> {
    try {
      this.#log ??= new ProcessLog(this.#folder.root, 'hub');
      this.#own = await startHub({
        folder: this.#folder.root,
        ...(open === undefined ? {} : { host: open ? EVERY_ADDRESS : LOOPBACK }),
        ...(this.#port === undefined ? {} : { port: this.#port }),
        build: buildHash(),
        serverFile: () => natsServerFile(),
        log: this.#log,
        onServer: (state) => {
          this.#follow(state);
        },
      });
      return this.#own.settings;
    } catch (error) {
      if (!(error instanceof StudioError) || error.code !== 'store.locked') throw error;
      this.#other = await connectAsOwnHost(this.#folder.root);
      const settings = this.#folder.settings();
      if (settings === undefined) throw error;
      return settings;
    }
  }

  #follow(state: { readonly up: true } | { readonly up: false; readonly reason: string }): void {
    const own = this.#own;
    if (own === undefined) return;
    const { host, port } = own.settings;
    if (state.up) this.#state = { kind: 'running', host, port, loopback: isLoopback(host) };
    else this.#fail(new StudioError('hub.serverFailed', { reason: state.reason }));
  }

  #fail(error: unknown): void {
    const { code, values } = reportError(error);
    this.#state = { kind: 'failed', error: { code, values } };
  }

  stop(): Promise<void> {
    return this.#next(async () => {
      const wasOwn = this.#own !== undefined || this.#state.kind === 'failed';
      await this.#stop();
      if (wasOwn) rmSync(this.#mark, { force: true });
    });
  }

  async #stop(): Promise<void> {
    await this.#own?.close();
    await this.#other?.close();
    this.#own = undefined;
    this.#other = undefined;
    this.#state = { kind: 'none' };
  }

  async invite(hours: number, reusable: boolean): Promise<{ address: string; expiresAt: string }> {
    const asked = await this.#ask({ ask: 'invite', role: 'worker', reusable, hours });
    return { address: asked.address, expiresAt: asked.invitation.expiresAt };
  }

  async drain(id: string): Promise<void> {
    await this.#ask({ ask: 'drain', id });
  }

  async remove(id: string): Promise<void> {
    await this.#ask({ ask: 'remove', id });
  }

  async #ask<Ask extends AdminRequest['ask']>(
    request: Extract<AdminRequest, { ask: Ask }>,
  ): Promise<AdminAnswers[Ask]> {
    if (this.#own !== undefined) return this.#own.ask(request);
    if (this.#other !== undefined) return askAdmin(this.#other, request);
    throw new StudioError('hub.notRunning', { folder: this.#folder.root });
  }

  close(): Promise<void> {
    return this.#next(async () => {
      await this.#stop();
      this.#log?.close();
    });
  }
}
