/** Which host this window talks to: its own (desktop or the page's server), or one elsewhere that a person added. */
import { messagePortTransport, type DesktopBridge } from '../client/messagePortTransport.ts';
import type { TransportFactory } from '../client/transport.ts';
import { webSocketTransport } from '../client/webSocketTransport.ts';
import { keep, readKept } from './preferences.svelte.ts';

declare global {
  interface Window {
    /** Set by the desktop's preload script. */
    readonly studio?: DesktopBridge;
  }
}

export const OWN_HOST = 'own';

export interface RemoteHost {
  readonly id: string;
  /** As shown: machine and port, without the token. */
  readonly label: string;
  /** As pasted, token included. Kept on this machine only. */
  readonly address: string;
}

const isRemoteHosts = (value: unknown): value is readonly RemoteHost[] =>
  Array.isArray(value) &&
  value.every(
    (host: Partial<RemoteHost> | null) =>
      typeof host?.id === 'string' && typeof host.label === 'string' && typeof host.address === 'string',
  );
const isText = (value: unknown): value is string => typeof value === 'string';

const TOKEN_KEY = 'studio.token';

/**
 * The page's own server. The token comes in the address once and is then kept for this tab only, so that it does not
 * stay in the address bar, in the history and in screenshots.
 */
function ownAddress(): string {
  const url = new URL(location.href);
  const given = url.searchParams.get('token');
  if (given !== null) {
    sessionStorage.setItem(TOKEN_KEY, given);
    url.searchParams.delete('token');
    history.replaceState(history.state, '', url);
  }
  const token = given ?? sessionStorage.getItem(TOKEN_KEY) ?? '';
  return `${url.origin}/?token=${encodeURIComponent(token)}`;
}

class Connections {
  #remote = $state.raw<readonly RemoteHost[]>(readKept('remoteHosts', [], isRemoteHosts));
  #currentId = $state(readKept('host', OWN_HOST, isText));
  readonly isDesktop = window.studio !== undefined;

  get remote(): readonly RemoteHost[] {
    return this.#remote;
  }

  /** The chosen host; one that was removed falls back to the window's own. */
  get currentId(): string {
    return this.#remote.some(({ id }) => id === this.#currentId) ? this.#currentId : OWN_HOST;
  }

  /** @returns the host's id; a known address keeps its own. @throws TypeError where the address is none. */
  add(address: string): string {
    const url = new URL(address.trim());
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw new TypeError(`protocol ${url.protocol}`);
    const id = url.host;
    const host: RemoteHost = { id, label: url.host, address: url.href };
    this.#remote = [...this.#remote.filter((known) => known.id !== id), host];
    keep('remoteHosts', this.#remote);
    return id;
  }

  remove(id: string): void {
    this.#remote = this.#remote.filter((host) => host.id !== id);
    keep('remoteHosts', this.#remote);
  }

  choose(id: string): void {
    this.#currentId = id;
    keep('host', id);
  }

  factory(id: string): TransportFactory {
    const remote = this.#remote.find((host) => host.id === id);
    if (remote !== undefined) return webSocketTransport(remote.address);
    return window.studio === undefined
      ? webSocketTransport(ownAddress())
      : messagePortTransport(window.studio);
  }
}

export const connections = new Connections();
