/** The built renderer's files over HTTP. They hold nothing secret and need no token. */
import { open, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CONTENT_TYPES } from './rendererContent.ts';

interface OpenFile {
  readonly handle: FileHandle;
  readonly name: string;
  readonly sizeBytes: number;
}

/** @returns whether there is such a file; where not, nothing has been answered yet. */
export async function serveFile(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  const found = await openFile(root, request.url ?? '/');
  if (found === null) return false;
  const { handle, name, sizeBytes } = found;
  try {
    response.writeHead(200, {
      'Content-Type': CONTENT_TYPES[path.extname(name)] ?? 'application/octet-stream',
      'Content-Length': sizeBytes,
      // Built files carry a hash in their names; the page that names them does not.
      'Cache-Control':
        /assets\//.test(name) && !name.endsWith('.html') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...headers,
    });
    if (request.method === 'HEAD' || sizeBytes === 0) response.end();
    // A reader who goes away ends the pipeline, and with it the file is closed.
    else await pipeline(handle.createReadStream({ autoClose: false, end: sizeBytes - 1 }), response);
  } finally {
    await handle.close();
  }
  return true;
}

/** The file of a URL inside the folder; a path without an extension is a place inside the app. */
async function openFile(root: string, url: string): Promise<OpenFile | null> {
  const file = filePath(root, url);
  if (file === null) return null;
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch {
    // Not there, a name too long for the system, no right to read it: there is nothing to show in any of these cases.
    return null;
  }
  const facts = await handle.stat();
  if (facts.isFile()) return { handle, name: path.relative(root, file), sizeBytes: facts.size };
  await handle.close();
  return null;
}

function filePath(root: string, url: string): string | null {
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url, 'http://studio').pathname);
  } catch {
    return null;
  }
  if (pathname.includes('\0')) return null;
  if (path.extname(pathname) === '') return path.join(root, 'index.html');
  const wanted = path.join(root, path.normalize(pathname));
  return wanted.startsWith(path.resolve(root) + path.sep) ? wanted : null;
}
