/** What every view shares while the window talks to one host. Made anew when another host is chosen. */
import { getContext, setContext } from 'svelte';
import { StudioClient, type ConnectionState } from '../client/studioClient.ts';
import type { TransportFactory } from '../client/transport.ts';
import { PROTOCOL_VERSION, type EnvironmentSummary, type SystemInfo } from '../../shared/protocol.ts';
import { Runs } from './runs.svelte.ts';

export class Studio {
  readonly client: StudioClient;
  readonly runs: Runs;
  #connection = $state.raw<ConnectionState>({ kind: 'connecting' });
  #info = $state.raw<SystemInfo | null>(null);
  #environments = $state.raw<readonly EnvironmentSummary[]>([]);
  readonly #stop: () => void;

  constructor(factory: TransportFactory) {
    this.client = new StudioClient(factory);
    this.#stop = this.client.onState((state) => {
      this.#connection = state;
      if (state.kind === 'open') void this.#greet();
    });
    this.#connection = this.client.state;
    this.runs = new Runs(this.client);
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
  /** The host speaks another version: what it sends may be misread. */
  get protocolDiffers(): boolean {
    return this.#info !== null && this.#info.protocolVersion !== PROTOCOL_VERSION;
  }

  async refreshInfo(): Promise<void> {
    await this.#greet();
  }

  dispose(): void {
    this.#stop();
    this.runs.dispose();
    this.client.dispose();
  }

  async #greet(): Promise<void> {
    try {
      const [info, environments] = await Promise.all([
        this.client.call('system.info', {}),
        this.client.call('environments.list', {}),
      ]);
      this.#info = info;
      this.#environments = environments;
    } catch {
      // The line went down again: the connection state says so, and the next opening asks again.
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
