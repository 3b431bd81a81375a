/** Folders for one experiment: the data folder as the work finds it, on a small disk of its own where that is wanted. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { APPLICATION_ID } from '../../src-main/store/database.ts';
import { ExperimentStore } from '../../src-main/store/experimentStore.ts';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';
import type { Work } from './plan.ts';
import { STUDY } from './works.ts';

const ARCHIVE = path.join(import.meta.dirname, '..', '..', 'assets', 'experiments', 'walker-walk.wmsx');
/** World Models' checkpoints, all kept, are two hundred megabytes. */
const DISK_MEGABYTES = 600;

export interface Scratch {
  readonly folder: string;
  /** The data folder, which may not be there yet. */
  readonly data: string;
  remove(): void;
}

const open = new Set<Scratch>();

/** Of all experiments that are under way. */
export function removeScratches(): void {
  for (const scratch of open) scratch.remove();
}

/** @param finished a data folder with a finished run, for work that needs one */
export function scratchFor(
  work: Work,
  { smallDisk = false, finished }: { readonly smallDisk?: boolean; readonly finished?: string } = {},
): Scratch {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chaos-'));
  const data = path.join(folder, 'data');
  const disk = path.join(folder, 'disk');
  if (smallDisk) {
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m`, 'tmpfs', disk]);
    mkdirSync(path.join(disk, 'data'));
    symlinkSync(path.join(disk, 'data'), data);
  }
  if (work === 'study') writeFileSync(path.join(folder, 'study.json'), JSON.stringify(STUDY));
  if (work === 'import') cpSync(ARCHIVE, path.join(folder, 'run.wmsx'));
  if (work === 'migration') writeOldFolder(data);
  // Into a folder that was never opened the desktop brings experiments of its own.
  if (work === 'desktop') ExperimentStore.open(data).close();
  if (work === 'served' && finished !== undefined) cpSync(finished, data, { recursive: true });
  const scratch: Scratch = {
    folder,
    data,
    remove: () => {
      open.delete(scratch);
      if (smallDisk) execFileSync('umount', ['-l', disk]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  open.add(scratch);
  return scratch;
}

/** A folder of the first studio, with a run in it. */
function writeOldFolder(data: string): void {
  const store = ExperimentStore.open(data);
  store.createRun({
    id: 'old-run',
    name: 'old',
    algorithm: 'dreamer',
    environment: 'dmc/walker-walk',
    preset: 'paper',
    config: {},
    tags: [],
    scoreMetric: 'evaluation/return',
    codeVersion: 'old',
  });
  const row = store.connection.prepare('SELECT * FROM runs').get() as Record<string, unknown>;
  store.close();
  for (const ending of ['', '-wal', '-shm'])
    rmSync(path.join(data, `studio.sqlite${ending}`), { force: true });
  const old = new Database(path.join(data, 'studio.sqlite'));
  old.pragma(`application_id = ${APPLICATION_ID}`);
  old.exec(MIGRATIONS[0] ?? '');
  old.pragma('user_version = 1');
  const columns = (old.pragma('table_info(runs)') as { name: string }[]).map(({ name }) => name);
  const names = columns.filter((name) => name in row);
  old
    .prepare(`INSERT INTO runs (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...names.map((name) => row[name]));
  old.close();
}

/** Takes all room that is left on the disk of a data folder; what is returned gives it back. */
export function fillDisk(folder: string): () => void {
  const ballast = path.join(folder, 'disk', 'ballast');
  // In pieces: the studio writes meanwhile.
  for (let piece = 0; piece < 20; piece++) {
    const { bavail, bsize } = statfsSync(path.join(folder, 'disk'));
    if (bavail === 0) break;
    try {
      writeFileSync(ballast, new Uint8Array(bavail * bsize), { flag: 'a' });
    } catch {
      // The last page has just been taken by somebody else.
    }
  }
  return () => {
    rmSync(ballast, { force: true });
  };
}

/** Takes the right to write in a data folder and below it from its owner; what is returned gives it back. */
export function denyWriting(data: string): () => void {
  const change = (mode: string) => {
    if (existsSync(data)) execFileSync('chmod', ['-R', mode, data]);
  };
  change('u-w');
  return () => {
    change('u+w');
  };
}
