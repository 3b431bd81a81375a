/** A file that comes in pieces, in a folder of its own; the next start removes the folder where this process did not. */
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import { storeError } from '../store/storeErrors.ts';
import { UPLOAD_PREFIX } from './webImport.ts';

export class Upload {
  readonly #parent: string;
  readonly #bytes: number;
  #folder: string | null = null;
  #handle: FileHandle | null = null;
  #taken = 0;
  /** Pieces go one after the other, and what removes the file after the last of them. */
  #last: Promise<void> = Promise.resolve();

  /** @param bytes as many as will come */
  constructor(parent: string, bytes: number) {
    this.#parent = parent;
    this.#bytes = bytes;
  }

  /** @throws StudioError `store.full`, `store.readOnly` */
  open(): Promise<void> {
    // In its turn, so that removing it meanwhile waits for what there is to remove.
    return this.#inTurn(async () => {
      this.#folder = await mkdtemp(path.join(this.#parent, UPLOAD_PREFIX));
      this.#handle = await open(path.join(this.#folder, 'run.wmsx'), 'wx', 0o600);
    });
  }

  /** @throws StudioError `import.outOfTurn` where more comes than was announced, `store.full` */
  add(bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#handle === null || this.#taken + bytes.length > this.#bytes) {
        throw new StudioError('import.outOfTurn');
      }
      this.#taken += bytes.length;
      await this.#handle.writeFile(bytes);
    });
  }

  /** @returns the file's path @throws StudioError `import.outOfTurn` where something is missing */
  async whole(): Promise<string> {
    await this.#inTurn(async () => {
      if (this.#taken !== this.#bytes) throw new StudioError('import.outOfTurn');
      await this.#handle?.close();
      this.#handle = null;
    });
    return path.join(this.#folder ?? '', 'run.wmsx');
  }

  async remove(): Promise<void> {
    await this.#last.catch(() => undefined);
    await this.#handle?.close();
    this.#handle = null;
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.catch(() => undefined).then(work);
    this.#last = turn;
    try {
      await turn;
    } catch (error) {
      throw storeError(error, this.#parent);
    }
  }
}
