/** A run to import over HTTP: streamed to a file, since it may be larger than any message, and one at a time. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StudioError } from '../../shared/errors.ts';
import { storeError } from '../store/storeErrors.ts';

/** Larger than any run that the studio exports. */
export const MOST_IMPORT_BYTES = 1024 * 1024 * 1024;

/** Lets so many bytes through and fails at the next. */
function atMost(limit: number): Transform {
  let taken = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      taken += chunk.length;
      if (taken > limit)
        done(new StudioError('import.tooLarge', { megabytes: Math.round(limit / 1024 / 1024) }));
      else done(null, chunk);
    },
  });
}

/**
 * Streams a request's body into a file of its own folder below `parent`, which is gone when `use` has ended.
 * @throws StudioError `import.tooLarge`, `store.full`, or what `use` throws.
 */
export async function withUpload<T>(
  request: IncomingMessage,
  parent: string,
  use: (file: string) => Promise<T>,
  limitBytes = MOST_IMPORT_BYTES,
): Promise<T> {
  const folder = await mkdtemp(path.join(parent, '.import-'));
  const file = path.join(folder, 'run.wmsx');
  try {
    try {
      await pipeline(request, atMost(limitBytes), createWriteStream(file, { mode: 0o600 }));
    } catch (error) {
      throw storeError(error, parent);
    }
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
