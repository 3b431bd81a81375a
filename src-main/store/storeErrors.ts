/** Turns what SQLite and the file system say into the errors that a person meets. */
import { DISK_FULL_CODES } from '../../shared/diskFull.ts';
import { StudioError, type ErrorCode } from '../../shared/errors.ts';

const CODES: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^SQLITE_FULL/, 'store.full'],
  [DISK_FULL_CODES, 'store.full'],
  [/^(SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM|EROFS|ENOTDIR)/, 'store.readOnly'],
  [/^(SQLITE_CORRUPT|SQLITE_NOTADB)/, 'store.corrupt'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'store.locked'],
];

export function systemErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The StudioError for a failure of the store; anything unknown comes back as it is. */
export function storeError(error: unknown, place: string): unknown {
  if (error instanceof StudioError) return error;
  const system = systemErrorCode(error);
  const code = CODES.find(([pattern]) => pattern.test(system))?.[1];
  // SQLite's "disk I/O error" on a full disk names only the failed write.
  const matched = code ?? (/^SQLITE_IOERR_(WRITE|FSYNC|TRUNCATE|SHMSIZE)/.test(system) ? 'store.full' : null);
  if (matched === null) return error;
  return new StudioError(matched, { folder: place, processId: '?', reason: system }, { cause: error });
}

/** Runs `work` and turns its failure. */
export function guarded<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(error, place);
  }
}
