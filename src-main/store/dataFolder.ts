/**
 * The studio's data is the user's: one folder with an open layout.
 *
 *     studio.sqlite                    all that is not a file of its own (WAL mode: also -wal and -shm)
 *     studio.lock                      process id of the studio that has the folder open, and which folder that is
 *     serve.json                       address and token of the studio that is served from it, while it is
 *     runs/<run id>/checkpoints/*.wms  one file a checkpoint (format: checkpoints.ts)
 *     runs/<run id>/dream.wms          the world model in whose dream the run learns, where it does (keptModel.ts)
 *     runs/<run id>/cache/             training frames, and a picture of the dream; may be deleted when the run is not training
 *     data-sets/<id>/                  recorded data that was brought in (docs/formats.md)
 *     logs/*.log                       what the studio's processes tell of themselves (log.ts)
 *
 * It may come from somebody else, so it is data and nothing more: no name in it leads out of it (safePath.ts), and nothing in
 * it is ever loaded as code. Only its owner writes to it, and nobody else reads it (privateFiles.ts).
 */
import { accessSync, constants, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import { KEPT_MODEL_FILE } from './keptModel.ts';
import { LOGS_FOLDER } from './logFile.ts';
import { ownUser, PRIVATE_FOLDER, refuseOthersFolder, tighten, type UserNumber } from './privateFiles.ts';
import { isPlainName, pathInside } from './safePath.ts';
import { storeError } from './storeErrors.ts';

export function defaultDataFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = os.homedir(),
): string {
  const chosen = environment['STUDIO_DATA_DIR'];
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen);
  if (platform === 'win32') {
    return path.join(
      environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'),
      'World Model Studio',
    );
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'World Model Studio');
  // The XDG rules say that a relative path is to be ignored.
  const data = environment['XDG_DATA_HOME'];
  return path.join(
    data !== undefined && path.isAbsolute(data) ? data : path.join(home, '.local', 'share'),
    'world-model-studio',
  );
}

/** SQLite's own files beside the database. */
const DATABASE_ENDINGS = ['', '-wal', '-shm', '-journal'];
/** Of a studio that is being served (host/launchFile.ts). */
const OTHER_FILES = ['serve.json', 'serve.json.new'];

/**
 * Paths inside one data folder. Each is made anew and looked at whenever it is asked for: every method that takes a name
 * throws StudioError `store.outside` where that leads out of the folder.
 */
export class DataFolder {
  readonly root: string;
  readonly database: string;
  readonly lock: string;
  readonly runs: string;

  constructor(root: string) {
    this.root = path.resolve(root);
    this.database = path.join(this.root, 'studio.sqlite');
    this.lock = path.join(this.root, 'studio.lock');
    this.runs = path.join(this.root, 'runs');
  }

  /**
   * Makes it ready to be written to: it is there, its own files are files, and it is this user's alone.
   * @throws StudioError `store.readOnly` or `store.full` where it cannot be made, `store.notOwner`, `store.outside`.
   */
  create(user: UserNumber = ownUser()): void {
    try {
      // What may not be written at all says so, whoever owns it.
      if (existsSync(this.root)) accessSync(this.root, constants.W_OK);
      refuseOthersFolder(this.root, [this.runs, ...this.#files()], user);
      mkdirSync(this.root, { recursive: true, mode: PRIVATE_FOLDER });
      this.refuseLinksOut();
      mkdirSync(this.runs, { recursive: true, mode: PRIVATE_FOLDER });
      this.tighten(user);
    } catch (error) {
      throw storeError(error, this.root);
    }
  }

  /** Takes from other users what they could do here; again once SQLite has made its files. */
  tighten(user: UserNumber = ownUser()): void {
    tighten(this.root, [this.runs, path.join(this.root, LOGS_FOLDER)], this.#files(), user);
  }

  /** @throws StudioError `store.outside` where the database, the lock or `runs` is a link that leaves the folder. */
  refuseLinksOut(): void {
    for (const place of [this.runs, ...this.#files()]) pathInside(this.root, path.basename(place));
  }

  /** Tells the folder from a copy of it, whose files are the same. The folder must be there. */
  identity(): string {
    const { dev, ino } = statSync(this.root, { bigint: true });
    return `${dev}:${ino}`;
  }

  run(runId: string): string {
    return pathInside(this.root, 'runs', runId);
  }

  checkpoints(runId: string): string {
    return pathInside(this.root, 'runs', runId, 'checkpoints');
  }

  checkpoint(runId: string, fileName: string): string {
    return pathInside(this.root, 'runs', runId, 'checkpoints', fileName);
  }

  /** Whose world model a run learns in the dream of (keptModel.ts). */
  keptModel(runId: string): string {
    return pathInside(this.root, 'runs', runId, KEPT_MODEL_FILE);
  }

  cache(runId: string): string {
    return pathInside(this.root, 'runs', runId, 'cache');
  }

  /** What a checkpoint dreams, as a small picture (host/dreamPictures.ts). */
  dreamPicture(runId: string, checkpointId: string): string {
    return pathInside(this.root, 'runs', runId, 'cache', `dream-${checkpointId}.rgb`);
  }

  /** Whether a run's folder, if it is there, may be used at all. For what goes over all runs, of which one may be odd. */
  mayUse(runId: string): boolean {
    try {
      this.cache(runId);
      this.checkpoints(runId);
      return true;
    } catch (error) {
      if (error instanceof StudioError && error.code === 'store.outside') return false;
      throw error;
    }
  }

  /**
   * What of a run may be deleted: its folder; of one that is a link, the link; null where its id is no name, for then nothing
   * here can be the run's.
   */
  disposable(runId: string): { readonly path: string; readonly isLink: boolean } | null {
    if (!isPlainName(runId)) return null;
    const place = path.join(pathInside(this.root, 'runs'), runId);
    const isLink = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
    return { path: place, isLink };
  }

  /**
   * Looks through all of a run's files, before a trainer writes over those that it finds.
   * @throws StudioError `store.outside`
   */
  async refuseLinksOutOf(runId: string): Promise<void> {
    await this.#lookThrough(['runs', runId]);
  }

  async #lookThrough(names: readonly string[]): Promise<void> {
    const folder = pathInside(this.root, ...names);
    if (!existsSync(folder)) return;
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      // Under another kind of name no trainer opens anything: a file manager's notes.
      if (!isPlainName(entry.name)) continue;
      if (entry.isDirectory()) await this.#lookThrough([...names, entry.name]);
      else if (!entry.isFile()) pathInside(this.root, ...names, entry.name);
    }
  }

  #files(): string[] {
    const others = OTHER_FILES.map((name) => path.join(this.root, name));
    return [...DATABASE_ENDINGS.map((ending) => this.database + ending), this.lock, ...others];
  }
}
