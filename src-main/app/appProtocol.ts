/**
 * Serves the built renderer as `studio://app/`: a real origin, so that 'self' in the content security policy means these
 * files, without the powers that file:// has.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';

const SCHEME = 'studio';
export const APP_ORIGIN = `${SCHEME}://app`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.glb': 'model/gltf-binary',
};

/** The web view may speak to its own origin, and to a studio on another machine that the person named. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Before the app is ready. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** The file that an address means, undefined where it leads out of the folder. */
export function fileOfAddress(address: string, folder: string): string | undefined {
  const { host, pathname } = new URL(address);
  if (host !== 'app') return undefined;
  const file = path.normalize(path.join(folder, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)));
  return file.startsWith(folder + path.sep) ? file : undefined;
}

async function load(address: string, folder: string) {
  const file = fileOfAddress(address, folder);
  const type = file === undefined ? undefined : TYPES[path.extname(file)];
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
        else answer({ data: found.data, mimeType: found.type.split(';')[0], charset: 'utf-8', headers: COMMON_HEADERS });
      });
    });
    return;
  }
  protocol.handle(SCHEME, async ({ url }) => {
    const found = await load(url, folder);
    if (found === undefined) return new Response('not found', { status: 404 });
    return new Response(new Uint8Array(found.data), { headers: { ...COMMON_HEADERS, 'Content-Type': found.type } });
  });
}
