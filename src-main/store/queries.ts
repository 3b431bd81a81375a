/** SQL on one connection, prepared once a text; what fails for the disk's sake is told as the studio's own error. */
import { prepared, preparedValue, type Connection } from './database.ts';
import { guarded } from './storeErrors.ts';

export class Queries {
  readonly #connection: Connection;
  readonly #root: string;

  /** @param root the data folder, for messages */
  constructor(connection: Connection, root: string) {
    this.#connection = connection;
    this.#root = root;
  }

  all<Row>(sql: string, ...values: unknown[]): Row[] {
    return guarded(this.#root, () => prepared(this.#connection, sql).all(...values) as Row[]);
  }

  first<Row>(sql: string, ...values: unknown[]): Row | undefined {
    return guarded(this.#root, () => prepared(this.#connection, sql).get(...values) as Row | undefined);
  }

  /** The first column of the first row. */
  value<Value>(sql: string, ...values: unknown[]): Value | undefined {
    return guarded(
      this.#root,
      () => preparedValue(this.#connection, sql).get(...values) as Value | undefined,
    );
  }

  run(sql: string, ...values: unknown[]): void {
    this.changed(sql, ...values);
  }

  /** @returns how many rows it changed. */
  changed(sql: string, ...values: unknown[]): number {
    return guarded(this.#root, () => prepared(this.#connection, sql).run(...values).changes);
  }
}
