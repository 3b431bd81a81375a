/**
 * Data folders that were used on this machine, noted in the user's configuration, apart from the folders themselves: so that a
 * disk that is not mounted, or a folder that was emptied, is told from a new one.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../shared/errors.ts';
import { DataFolder } from './dataFolder.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from './privateFiles.ts';

const SCHEMA = z.array(z.object({ folder: z.string(), usedAt: z.string() }));
type Known = z.infer<typeof SCHEMA>;

const FILE = 'data-folders.json';
/** Those that were used last. */
const MOST_FOLDERS = 200;

export class KnownFolders {
  readonly #file: string;

  /** @param configFolder see scripts/launch/paths.mjs */
  constructor(configFolder: string) {
    this.#file = path.join(configFolder, FILE);
  }

  /** @throws StudioError `store.missing` where a studio's data was here before and now there is none. */
  refuseMissing(root: string): void {
    const folder = new DataFolder(root);
    if (existsSync(folder.database)) return;
    const known = this.#read().find((one) => one.folder === folder.root);
    if (known === undefined) return;
    throw new StudioError('store.missing', { folder: folder.root, date: known.usedAt.slice(0, 10) });
  }

  note(root: string, at = new Date()): void {
    const folder = path.resolve(root);
    const others = this.#read().filter((one) => one.folder !== folder);
    this.#write([{ folder, usedAt: at.toISOString() }, ...others].slice(0, MOST_FOLDERS));
  }

  /** What was there is gone for good: a new one may begin. */
  forget(root: string): void {
    const folder = path.resolve(root);
    this.#write(this.#read().filter((one) => one.folder !== folder));
  }

  #read(): Known {
    try {
      return SCHEMA.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      // There is none yet, or somebody else wrote there: then nothing is known.
      return [];
    }
  }

  /** A folder that cannot be written makes nothing worse than it was without these notes. */
  #write(known: Known): void {
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true, mode: PRIVATE_FOLDER });
      const draft = `${this.#file}.${process.pid}`;
      writeFileSync(draft, `${JSON.stringify(known, null, 2)}\n`, { mode: PRIVATE_FILE });
      renameSync(draft, this.#file);
    } catch {
      return;
    }
  }
}
