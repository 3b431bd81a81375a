/** Which file of the built renderer an address means, and how it is served. */
import path from 'node:path';

export const CONTENT_TYPES: Readonly<Record<string, string>> = {
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

/** The file that an address means, undefined where it leads out of the folder. */
export function fileOfAddress(address: string, folder: string): string | undefined {
  const { host, pathname } = new URL(address);
  if (host !== 'app') return undefined;
  const file = path.normalize(
    path.join(folder, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)),
  );
  return file.startsWith(folder + path.sep) ? file : undefined;
}
