/**
 * Which addresses are the studio's own pages, what such a page may load and be permitted, and which of the others may be opened
 * in the person's browser.
 */
import { APP_ORIGIN } from '../host/rendererContent.ts';

/** Hosts of papers and sources. */
const LINKED_HOSTS: ReadonlySet<string> = new Set(['arxiv.org', 'doi.org', 'github.com']);

/** Copying an error's text and filling the screen with the theatre. */
const PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

export function isOwnPage(address: string): boolean {
  return address.startsWith(`${APP_ORIGIN}/`);
}

/** @param asking the origin or the address of whoever asks */
export function isPermitted(permission: string, asking: string): boolean {
  return PERMISSIONS.has(permission) && (asking === APP_ORIGIN || isOwnPage(asking));
}

/**
 * Whether a request may leave the shell for the network or the disk.
 * @param studios sources of the studios that the person named, such as `wss://machine:7317`
 */
export function mayBeRequested(address: string, studios: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return studios.includes(`${protocol}//${host}`);
}

export function isOpenedOutside(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  return protocol === 'https:' && username === '' && password === '' && LINKED_HOSTS.has(hostname);
}
