/**
 * Serves the built renderer as `studio://app/`: a real origin, so that 'self' in the content security policy means these
 * files, without the powers that file:// has.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import { CONTENT_SECURITY_POLICY, CONTENT_TYPES } from '../host/rendererContent.ts';
import { fileOfAddress } from './rendererFiles.ts';

const SCHEME = 'studio';
export const APP_ORIGIN = `${SCHEME}://app`;

/** Before the app is ready. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

async function load(address: string, folder: string) {
  const file = fileOfAddress(address, folder);
  const type = file === undefined ? undefined : CONTENT_TYPES[path.extname(file)];
  if (file === undefined || type === undefined) return undefined;
  const data = await readFile(file).catch(() => undefined);
  return data === undefined ? undefined : { data, type };
}

const COMMON_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
};

/** @param folder of the built renderer */
export function serveAppProtocol(folder: string): void {
  // The test runtime (Electron 22) knows the older call only.
  if (!('handle' in protocol)) {
    const old = protocol as unknown as {
      registerBufferProtocol(
        scheme: string,
        handler: (request: { url: string }, answer: (response: object) => void) => void,
      ): void;
    };
    old.registerBufferProtocol(SCHEME, ({ url }, answer) => {
      void load(url, folder).then((found) => {
        if (found === undefined) answer({ error: -6 });
        else
          answer({
            data: found.data,
            mimeType: found.type.split(';')[0],
            charset: 'utf-8',
            headers: COMMON_HEADERS,
          });
      });
    });
    return;
  }
  protocol.handle(SCHEME, async ({ url }) => {
    const found = await load(url, folder);
    if (found === undefined) return new Response('not found', { status: 404 });
    return new Response(new Uint8Array(found.data), {
      headers: { ...COMMON_HEADERS, 'Content-Type': found.type },
    });
  });
}
