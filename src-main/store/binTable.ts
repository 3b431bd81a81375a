/** What lies in the bin: runs and studies that were deleted and can still be restored. Part of the experiment store. */
import type { Queries } from './queries.ts';

/** A deleted run, without what takes long to find out. */
export interface DeletedRun {
  readonly id: string;
  readonly name: string;
  readonly algorithm: string;
  readonly environment: string;
  readonly preset: string;
  readonly deletedAt: string;
  readonly studyId: string | null;
}

export interface DeletedStudy {
  readonly id: string;
  readonly name: string;
  readonly deletedAt: string;
}

export class BinTable {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  /** What was deleted last comes first. */
  runs(): readonly DeletedRun[] {
    return this.#queries.all<DeletedRun>(
      `SELECT id, name, algorithm, environment, preset, deleted_at AS deletedAt, study_id AS studyId FROM runs
       WHERE deleted_at IS NOT NULL AND partial = 0 ORDER BY deleted_at DESC, key DESC`,
    );
  }

  studies(): readonly DeletedStudy[] {
    return this.#queries.all<DeletedStudy>(
      `SELECT id, name, deleted_at AS deletedAt FROM studies WHERE deleted_at IS NOT NULL
       ORDER BY deleted_at DESC, rowid DESC`,
    );
  }
}
