/** Which host this window talks to: its own (desktop or the page's server), or one elsewhere that a person added. */
import { StudioError } from '../../shared/errors.ts';
import { messagePortTransport, type DesktopBridge } from '../client/messagePortTransport.ts';
import type { TransportFactory } from '../client/transport.ts';
import {
  openSession,
  secretsOf,
  webAddress,
  webSocketTransport,
  type HostAddress,
} from '../client/webSocketTransport.ts';
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
  /** As shown: machine and port. */
  readonly label: string;
  /** With a session after its `#`, before the first visit a code. Kept on this machine only. */
  readonly address: string;
}

const isRemoteHosts = (value: unknown): value is readonly RemoteHost[] =>
  Array.isArray(value) &&
  value.every(
    (host: Partial<RemoteHost> | null) =>
      typeof host?.id === 'string' && typeof host.label === 'string' && typeof host.address === 'string',
  );
const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * The page's own server. The code comes in the address once; it is taken out of it before anything else looks there, and
 * the browser keeps the session that it is exchanged for.
 */
const ownCode = window.studio === undefined ? takeCode() : null;
let ownSession: Promise<unknown> | null = null;

// A new address in a tab that shows the studio already only changes what stands after its `#`.
if (window.studio === undefined) {
  addEventListener('hashchange', () => {
    if (secretsOf(location.href).code !== null) location.reload();
  });
}

function takeCode(): string | null {
  const { code } = secretsOf(location.href);
  if (code !== null) history.replaceState(history.state, '', location.pathname);
  return code;
}

async function ownAddress(): Promise<HostAddress> {
  const { origin } = location;
  // A code that was used before does no harm where the browser has a session already.
  ownSession ??= ownCode === null ? Promise.resolve() : openSession(origin, ownCode).catch(() => undefined);
  await ownSession;
  return { origin, session: null };
}

class Connections {
  #remote = $state.raw<readonly RemoteHost[]>(readKept('remoteHosts', [], isRemoteHosts));
  #currentId = $state(readKept('host', OWN_HOST, isText));
  readonly isDesktop = window.studio !== undefined;

  /** None in a browser: a page from a server speaks to that server only. */
  get remote(): readonly RemoteHost[] {
    return this.isDesktop ? this.#remote : [];
  }

  /** The chosen host; one that was removed falls back to the window's own. */
  get currentId(): string {
    return this.remote.some(({ id }) => id === this.#currentId) ? this.#currentId : OWN_HOST;
  }

  /**
   * On the desktop the window is loaded anew by this, since a page may only speak to the studios it was loaded with.
   * @returns the host's id; a known address keeps its own. @throws TypeError where the address is none.
   */
  add(address: string): string {
    const { host: id } = webAddress(address);
    this.#keepRemote({ id, label: id, address: address.trim() });
    this.choose(id);
    void this.tellShell();
    return id;
  }

  #keepRemote(host: RemoteHost): void {
    this.#remote = [...this.#remote.filter((known) => known.id !== host.id), host];
    keep('remoteHosts', this.#remote);
  }

  /** The desktop app asks again about a certificate that the person has refused once it is told so. */
  async tellShell(): Promise<void> {
    await window.studio?.allowStudios(this.#remote.map((host) => secretsOf(host.address).origin));
  }

  /** A code is exchanged for a session the first time that the studio is spoken to, and the session is kept instead. */
  async #remoteAddress(id: string): Promise<HostAddress> {
    const host = this.#remote.find((known) => known.id === id);
    if (host === undefined) throw new StudioError('host.unreachable');
    const { origin, code, session } = secretsOf(host.address);
    if (code === null) return { origin, session };
    const opened = await openSession(origin, code);
    this.#keepRemote({ ...host, address: `${origin}/#session=${opened ?? ''}` });
    return { origin, session: opened };
  }

  remove(id: string): void {
    this.#remote = this.#remote.filter((host) => host.id !== id);
    keep('remoteHosts', this.#remote);
    void this.tellShell();
  }

  choose(id: string): void {
    this.#currentId = id;
    keep('host', id);
  }

  factory(id: string): TransportFactory {
    if (this.remote.some((host) => host.id === id)) return webSocketTransport(() => this.#remoteAddress(id));
    return window.studio === undefined ? webSocketTransport(ownAddress) : messagePortTransport(window.studio);
  }
}

export const connections = new Connections();
