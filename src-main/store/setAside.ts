/** What was damaged is never thrown away: it is kept in `set-aside/`, by the time of the repair, for a person to look at. */
import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { PRIVATE_FOLDER } from './privateFiles.ts';

export class SetAside {
  readonly folder: string;
  readonly #root: string;

  constructor(root: string, at: Date) {
    this.#root = root;
    this.folder = path.join(root, 'set-aside', at.toISOString().replace(/[:.]/g, '-'));
  }

  /** A copy under the same name below `set-aside`. @returns its path. */
  copy(file: string): string {
    const place = this.#place(file);
    if (existsSync(file)) copyFileSync(file, place);
    return place;
  }

  move(file: string): string {
    const place = this.#place(file);
    renameSync(file, place);
    return place;
  }

  #place(file: string): string {
    const place = path.join(this.folder, path.relative(this.#root, file));
    mkdirSync(path.dirname(place), { recursive: true, mode: PRIVATE_FOLDER });
    return place;
  }
}
