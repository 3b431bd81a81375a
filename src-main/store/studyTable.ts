/** Rows of the table `studies`: each a definition as it was made, with its id. Part of the experiment store. */
import { StudioError } from '../../shared/errors.ts';
import { STUDY_SCHEMA, type Study, type StudyDefinition } from '../../shared/study.ts';
import { prepared, type Connection } from './database.ts';

interface Row {
  readonly id: string;
  readonly definition: string;
  readonly archived: number;
  readonly created_at: string;
}

export interface StudyChanges {
  readonly definition?: StudyDefinition;
  readonly archived?: boolean;
  readonly deletedAt?: string | null;
}

const COLUMNS = 'SELECT id, definition, archived, created_at FROM studies';

export class StudyTable {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  insert(id: string, definition: StudyDefinition, at: Date): Study {
    prepared(
      this.#connection,
      'INSERT INTO studies (id, name, definition, created_at) VALUES (?, ?, ?, ?)',
    ).run(id, definition.name, JSON.stringify(definition), at.toISOString());
    return this.get(id);
  }

  /** Newest first, those in the bin left out. */
  list(): Study[] {
    const rows = prepared(
      this.#connection,
      `${COLUMNS} WHERE deleted_at IS NULL ORDER BY created_at DESC, rowid DESC`,
    ).all() as Row[];
    return rows.map(studyOf);
  }

  /** Also one that lies in the bin. @throws StudioError `study.unknown` */
  get(id: string): Study {
    const row = prepared(this.#connection, `${COLUMNS} WHERE id = ?`).get(id) as Row | undefined;
    if (row === undefined) throw new StudioError('study.unknown', { study: id });
    return studyOf(row);
  }

  /** The study of that id, the only one whose id begins so, or the newest of that name. */
  find(reference: string): Study {
    const all = this.list();
    const named = all.filter(({ definition }) => definition.name === reference);
    const begins = all.filter(({ id }) => reference !== '' && id.startsWith(reference));
    const found = all.find(({ id }) => id === reference) ?? (begins.length === 1 ? begins[0] : named[0]);
    if (found === undefined) throw new StudioError('study.unknown', { study: reference });
    return found;
  }

  change(id: string, { definition, archived, deletedAt }: StudyChanges): Study {
    this.get(id);
    if (definition !== undefined) {
      prepared(this.#connection, 'UPDATE studies SET name = ?, definition = ? WHERE id = ?').run(
        definition.name,
        JSON.stringify(definition),
        id,
      );
    }
    if (archived !== undefined) {
      prepared(this.#connection, 'UPDATE studies SET archived = ? WHERE id = ?').run(archived ? 1 : 0, id);
    }
    if (deletedAt !== undefined) {
      prepared(this.#connection, 'UPDATE studies SET deleted_at = ? WHERE id = ?').run(deletedAt, id);
    }
    return this.get(id);
  }

  /** One that lies in the bin, for good. Its runs stay, and belong to no study any more. */
  remove(id: string): void {
    prepared(this.#connection, 'UPDATE runs SET study_row = NULL, study_seed = NULL WHERE study_id = ?').run(
      id,
    );
    prepared(this.#connection, 'DELETE FROM studies WHERE id = ? AND deleted_at IS NOT NULL').run(id);
  }
}

/** Through the schema, so that a definition of an older studio gets the fields that came later. */
function studyOf(row: Row): Study {
  return {
    id: row.id,
    definition: STUDY_SCHEMA.parse(JSON.parse(row.definition)),
    archived: row.archived === 1,
    createdAt: row.created_at,
  };
}
