/** Branches of moments that a person kept: rows of `branches`, each with its curves. Part of the experiment store. */
import type { BranchRecord } from '../../shared/branches.ts';
import { prepared, type Connection } from './database.ts';

interface StoredBranch {
  readonly id: string;
  readonly name: string;
  readonly branch: string;
  readonly created_at: string;
}

export class BranchTable {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  insert(run: number, { id, name, createdAt, ...rest }: BranchRecord): void {
    prepared(
      this.#connection,
      'INSERT INTO branches (id, run, name, branch, created_at) VALUES (?, ?, ?, ?, ?)',
    ).run(id, run, name, JSON.stringify(rest), createdAt);
  }

  /** Oldest first. */
  everything(run: number): BranchRecord[] {
    const rows = prepared(
      this.#connection,
      'SELECT id, name, branch, created_at FROM branches WHERE run = ? ORDER BY created_at, rowid',
    ).all(run) as StoredBranch[];
    return rows.map(({ id, name, branch, created_at }) => ({
      ...(JSON.parse(branch) as Omit<BranchRecord, 'id' | 'name' | 'createdAt'>),
      id,
      name,
      createdAt: created_at,
    }));
  }

  count(run: number): number {
    const sql = 'SELECT count(*) FROM branches WHERE run = ?';
    return Number(prepared(this.#connection, sql).pluck().get(run));
  }

  /** @returns false where the run has no such branch */
  rename(run: number, id: string, name: string): boolean {
    const sql = 'UPDATE branches SET name = ? WHERE run = ? AND id = ?';
    return prepared(this.#connection, sql).run(name, run, id).changes > 0;
  }

  /** @returns false where the run has no such branch */
  remove(run: number, id: string): boolean {
    const sql = 'DELETE FROM branches WHERE run = ? AND id = ?';
    return prepared(this.#connection, sql).run(run, id).changes > 0;
  }
}
