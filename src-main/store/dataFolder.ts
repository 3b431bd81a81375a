/**
 * The studio's data is the user's: one folder with an open layout.
 *
 *     studio.sqlite                    all that is not a file of its own (WAL mode: also -wal and -shm)
 *     studio.lock                      process id of the studio that has the folder open, and which folder that is
 *     runs/<run id>/checkpoints/*.wms  one file a checkpoint (format: checkpoints.ts)
 *     runs/<run id>/cache/             training frames; may be deleted when the run is not training
 */
import { mkdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
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

/** Paths inside one data folder. */
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

  /** @throws StudioError `store.readOnly` or `store.full` where it cannot be made. */
  create(): void {
    try {
      mkdirSync(this.runs, { recursive: true });
    } catch (error) {
      throw storeError(error, this.root);
    }
  }

  /** Tells the folder from a copy of it, whose files are the same. The folder must be there. */
  identity(): string {
    const { dev, ino } = statSync(this.root, { bigint: true });
    return `${dev}:${ino}`;
  }

  run(runId: string): string {
    return path.join(this.runs, runId);
  }

  checkpoints(runId: string): string {
    return path.join(this.run(runId), 'checkpoints');
  }

  checkpoint(runId: string, fileName: string): string {
    return path.join(this.checkpoints(runId), fileName);
  }

  cache(runId: string): string {
    return path.join(this.run(runId), 'cache');
  }
}
