/**
 * Whose request it is. A page of another site can make a browser ask this server, but not under the server's own name
 * (no DNS rebinding) with an Origin of its own (no other site's page may ask).
 */
import { X509Certificate } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { APP_ORIGIN } from './rendererContent.ts';

export const isLoopback = (address: string) =>
  address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);

/** The name without the port; null where the header is no host. */
function hostName(header: string | undefined): string | null {
  if (header === undefined || !/^[\w.:[\]-]+$/.test(header)) return null;
  try {
    return new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  } catch {
    return null;
  }
}

export interface IdentityOptions {
  /** That the server listens on. */
  readonly address: string;
  /** Names besides its own addresses under which a browser may reach it, such as the machine's name. */
  readonly names: readonly string[];
  /** PEM; null where nothing is encrypted. A studio is also reached under every name that its certificate holds. */
  readonly certificate: string | null;
}

export class WebIdentity {
  readonly #address: string;
  readonly #names: ReadonlySet<string>;
  readonly #certificate: X509Certificate | null;
  readonly #scheme: 'http' | 'https';

  /** @throws Error where the certificate cannot be read. */
  constructor({ address, names, certificate }: IdentityOptions) {
    this.#address = address;
    this.#names = new Set([address, ...names].map((name) => name.toLowerCase()));
    this.#certificate = certificate === null ? null : new X509Certificate(certificate);
    this.#scheme = certificate === null ? 'http' : 'https';
  }

  /** Whether a request asks for this server, and comes from a page of it, from the desktop app or from no page at all. */
  isOwn(headers: IncomingHttpHeaders): boolean {
    return this.#isOwnName(hostName(headers.host)) && this.#isOwnPage(headers);
  }

  #isOwnName(name: string | null): boolean {
    if (name === null) return false;
    if (isLoopback(name) || this.#names.has(name)) return true;
    if (isIP(name) !== 0) {
      // Listening on every address: any bare address is ours (rebinding needs a name).
      return !isLoopback(this.#address);
    }
    return this.#certificate?.checkHost(name) !== undefined;
  }

  #isOwnPage(headers: IncomingHttpHeaders): boolean {
    const { origin } = headers;
    if (origin === undefined) {
      // A script, a link that was followed, or a page's own file. Browsers tell where a page of another site asks for one.
      return (
        !/^(cross|same)-site$/.test(String(headers['sec-fetch-site'] ?? '')) ||
        headers['sec-fetch-mode'] === 'navigate'
      );
    }
    return origin === APP_ORIGIN || origin === `${this.#scheme}://${headers.host ?? ''}`;
  }
}
