/**
 * Serves the built renderer as `studio://app/`: a real origin, so that 'self' in the content security policy means these
 * files, without the powers that file:// has.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import { APP_SCHEME, contentSecurityPolicy, CONTENT_TYPES } from '../host/rendererContent.ts';
import { fileOfAddress } from './rendererFiles.ts';

/** Before the app is ready. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

async function load(address: string, folder: string) {
  const file = fileOfAddress(address, folder);
  const type = file === undefined ? undefined : CONTENT_TYPES[path.extname(file)];
  if (file === undefined || type === undefined) return undefined;
  const data = await readFile(file).catch(() => undefined);
  return data === undefined ? undefined : { data, type };
}

/**
 * @param folder of the built renderer
 * @param studios whom the page may connect to, asked for at each load
 */
export function serveAppProtocol(folder: string, studios: () => readonly string[]): void {
  const headers = () => ({
    'Content-Security-Policy': contentSecurityPolicy(studios()),
    'X-Content-Type-Options': 'nosniff',
  });
  // The test runtime (Electron 22) knows the older call only.
  if (!('handle' in protocol)) {
    const old = protocol as unknown as {
      registerBufferProtocol(
        scheme: string,
        handler: (request: { url: string }, answer: (response: object) => void) => void,
      ): void;
    };
    old.registerBufferProtocol(APP_SCHEME, ({ url }, answer) => {
      void load(url, folder).then((found) => {
        if (found === undefined) answer({ error: -6 });
        else
          answer({
            data: found.data,
            mimeType: found.type.split(';')[0],
            charset: 'utf-8',
            headers: headers(),
          });
      });
    });
    return;
  }
  protocol.handle(APP_SCHEME, async ({ url }) => {
    const found = await load(url, folder);
    if (found === undefined) return new Response('not found', { status: 404 });
    return new Response(new Uint8Array(found.data), {
      headers: { ...headers(), 'Content-Type': found.type },
    });
  });
}
