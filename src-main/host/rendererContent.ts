/** How the built renderer's files are served, by the window's own protocol and by the web server alike. */

export const APP_SCHEME = 'studio';
/** The desktop app's pages. */
export const APP_ORIGIN = `${APP_SCHEME}://app`;

/** By the ending of a file's name. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

/**
 * Nothing but its own files, and connections to named studios.
 * @param studios origins (`wss://machine:7317`) besides the page's own.
 */
export function contentSecurityPolicy(studios: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...studios.filter((origin) => /^[\w.+-]+:\/\/[\w.:[\]-]+$/.test(origin))].join(
      ' ',
    ),
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
