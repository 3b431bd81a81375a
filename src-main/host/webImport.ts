/** A run to import over HTTP: streamed to a file, since it may be larger than any message, and one at a time. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StudioError } from '../../shared/errors.ts';
import { storeError } from '../store/storeErrors.ts';

export const UPLOAD_PREFIX = '.import-';

/** Takes away what a studio that ended in the middle of an upload has left. */
export async function sweepUploads(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (name.startsWith(UPLOAD_PREFIX)) await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

const tooLarge = (limitBytes: number) =>
  new StudioError('import.tooLarge', { megabytes: Math.round(limitBytes / 1024 / 1024) });

/** Lets so many bytes through and fails at the next. */
function atMost(limit: number): Transform {
  let taken = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      taken += chunk.length;
      if (taken > limit) done(tooLarge(limit));
      else done(null, chunk);
    },
  });
}

/**
 * Streams a request's body into a file of its own folder below `parent`, which is gone when `use` has ended. Where that
 * fails the request stays open, so that whoever sends it can be told why.
 * @throws StudioError `import.tooLarge`, `store.full`, or what `use` throws.
 */
export async function withUpload<T>(
  request: IncomingMessage,
  parent: string,
  limitBytes: number,
  use: (file: string) => Promise<T>,
): Promise<T> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const folder = await mkdtemp(path.join(parent, UPLOAD_PREFIX));
  const file = path.join(folder, 'run.wmsx');
  try {
    try {
      const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
      await pipeline(body, atMost(limitBytes), createWriteStream(file, { mode: 0o600 }));
    } catch (error) {
      throw storeError(error, parent);
    }
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
