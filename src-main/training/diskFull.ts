/**
 * What a trainer does on a full disk: nothing, until there is room. A write to its caches that fails changes nothing,
 * so that the unit of work that needs it can be done again; meanwhile the trainer can be saved as it was before the unit.
 */
import { dirname } from 'node:path';
import { isDiskFull } from '../../shared/diskFull.ts';
import type { TrainingUpdate } from '../../shared/run.ts';

export class DiskFull extends Error {
  readonly update: Extract<TrainingUpdate, { kind: 'waiting' }>;

  constructor(path: string, cause: unknown) {
    super(`no room for ${path}`, { cause });
    this.name = 'DiskFull';
    this.update = { kind: 'waiting', folder: dirname(path) };
  }
}

/** @throws DiskFull where `write` fails for want of room. */
export function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw isDiskFull(error) ? new DiskFull(path, error) : error;
  }
}

/** Does the work; what finds no room is tried again at the next pull. */
export async function* whenThereIsRoom<T>(
  work: () => Promise<T> | AsyncGenerator<TrainingUpdate, T, void>,
): AsyncGenerator<TrainingUpdate, T, void> {
  for (;;) {
    try {
      const begun = work();
      return Symbol.asyncIterator in begun ? yield* begun : await begun;
    } catch (error) {
      if (!(error instanceof DiskFull)) throw error;
      yield error.update;
    }
  }
}
