/** Which addresses are the studio's own pages, and which of the others may be opened in the person's browser. */

import { APP_ORIGIN } from '../host/rendererContent.ts';

/** Hosts of papers and sources. */
const LINKED_HOSTS: ReadonlySet<string> = new Set(['arxiv.org', 'doi.org', 'github.com']);

export function isOwnPage(address: string): boolean {
  return address.startsWith(`${APP_ORIGIN}/`);
}

export function isOpenedOutside(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  return protocol === 'https:' && username === '' && password === '' && LINKED_HOSTS.has(hostname);
}
