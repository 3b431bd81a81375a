/** What every view shares while the window talks to one host. Made anew when another host is chosen. */
import { getContext, setContext } from 'svelte';
import { StudioClient, type ConnectionState } from '../client/studioClient.ts';
import type { TransportFactory } from '../client/transport.ts';
import { reportError, type ErrorReport } from '../../shared/errors.ts';
import { PROTOCOL_VERSION, type EnvironmentSummary, type SystemInfo } from '../../shared/protocol.ts';
import { Disk } from './disk.svelte.ts';
import { DreamPictures } from './dreamPictures.svelte.ts';
import { EvaluationsUnderWay } from './evaluationsUnderWay.svelte.ts';
import { RunColumns } from './runColumns.svelte.ts';
import { Runs } from './runs.svelte.ts';
import { Studies } from './studies.svelte.ts';

export class Studio {
  readonly client: StudioClient;
  readonly runs: Runs;
  readonly columns: RunColumns;
  readonly studies: Studies;
  readonly evaluations: EvaluationsUnderWay;
  readonly disk: Disk;
  readonly dreams: DreamPictures;
  #connection = $state.raw<ConnectionState>({ kind: 'connecting' });
  #info = $state.raw<SystemInfo | null>(null);
  #environments = $state.raw<readonly EnvironmentSummary[]>([]);
  #environmentsError = $state.raw<ErrorReport | null>(null);
  readonly #stop: () => void;

  constructor(factory: TransportFactory) {
    this.client = new StudioClient(factory);
    this.#stop = this.client.onState((state) => {
      this.#connection = state;
      if (state.kind === 'open') void this.#greet();
    });
    this.#connection = this.client.state;
    this.runs = new Runs(this.client);
    this.columns = new RunColumns(this.client);
    this.studies = new Studies(this.client);
    this.evaluations = new EvaluationsUnderWay(this.client);
    this.disk = new Disk(this.client);
    this.dreams = new DreamPictures(this.client);
  }

  get connection(): ConnectionState {
    return this.#connection;
  }
  /** Null until the host has answered. */
  get info(): SystemInfo | null {
    return this.#info;
  }
  get environments(): readonly EnvironmentSummary[] {
    return this.#environments;
  }
  /** Why there are none, for the views that need them; the others do without. */
  get environmentsError(): ErrorReport | null {
    return this.#environmentsError;
  }
  /** The host speaks another version: what it sends may be misread. */
  get protocolDiffers(): boolean {
    return this.#info !== null && this.#info.protocolVersion !== PROTOCOL_VERSION;
  }

  async refreshInfo(): Promise<void> {
    await this.#askInfo();
  }

  dispose(): void {
    this.#stop();
    this.runs.dispose();
    this.columns.dispose();
    this.studies.dispose();
    this.evaluations.dispose();
    this.disk.dispose();
    this.client.dispose();
  }

  /** Each by itself: a host whose inspector cannot start still tells what machine it runs on. */
  async #greet(): Promise<void> {
    await Promise.all([this.#askInfo(), this.loadEnvironments()]);
  }

  async #askInfo(): Promise<void> {
    try {
      this.#info = await this.client.call('system.info', {});
    } catch {
      // The line went down again: the connection state says so, and the next opening asks again.
    }
  }

  async loadEnvironments(): Promise<void> {
    try {
      this.#environments = await this.client.call('environments.list', {});
      this.#environmentsError = null;
    } catch (error) {
      this.#environmentsError = reportError(error);
    }
  }
}

const KEY = Symbol('studio');

export function provideStudio(studio: Studio): void {
  setContext(KEY, studio);
}

/** For the script of any component below App. */
export function useStudio(): Studio {
  return getContext<Studio>(KEY);
}
