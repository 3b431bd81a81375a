/**
 * A command that goes on by itself: in a session of its own, so that neither a closed terminal nor a log-out reaches it,
 * with what it says in a file of the data folder.
 */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
import { TRAINING_PRIORITY } from '../engine/lowPriority.ts';
import { setSessionPriority } from '../environments/sessionPriority.ts';
import { LOGS_FOLDER } from '../store/logFile.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../store/privateFiles.ts';
import { pathInside } from '../store/safePath.ts';
import { storeError } from '../store/storeErrors.ts';

export interface Background {
  readonly processId: number;
  /** What it says, from now on. */
  readonly logFile: string;
}

/** Told once by the command that was left behind: it holds the data folder and has begun. */
const BEGUN = 'begun';

/**
 * Starts this very program again with other words, and waits until that has begun.
 * @param name of its log, in `logs/` of the data folder; what was there is kept
 * @throws StudioError `run.notBegun` with what it said, `store.full`, `store.readOnly`
 */
export async function leaveInBackground(
  words: readonly string[],
  dataFolder: string,
  name: string,
): Promise<Background> {
  const { descriptor, size, logFile } = openLog(dataFolder, name);
  const child = spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', ...words, '--background'],
    {
      detached: true,
      windowsHide: true,
      stdio: ['ignore', descriptor, descriptor, 'ipc'],
    },
  );
  closeSync(descriptor);
  const begun = await new Promise<boolean>((resolve) => {
    child.once('message', (message) => {
      resolve(message === BEGUN);
    });
    child.once('error', () => {
      resolve(false);
    });
    child.once('exit', () => {
      resolve(false);
    });
  });
  if (!begun || child.pid === undefined) {
    const said = readFileSync(logFile).subarray(size).toString('utf8').trim();
    throw new StudioError('run.notBegun', { said, file: logFile });
  }
  if (child.connected) child.disconnect();
  child.unref();
  return { processId: child.pid, logFile };
}

/** For the command that was left behind: whoever waits for it may go. @param name of its log */
export function tellBegun(dataFolder: string, name: string): void {
  // The session is its own, and trains alone.
  setSessionPriority(process.pid, TRAINING_PRIORITY);
  keepBounded(process.stderr.fd, path.join(dataFolder, LOGS_FOLDER, `${name}.log`));
  process.send?.(BEGUN, undefined, undefined, () => {
    if (process.connected) process.disconnect();
  });
}

/** What is kept of a background command's words: so much twice. */
const MOST_LOG_BYTES = 1024 * 1024;
const LOOK_MILLISECONDS = 60_000;

/**
 * What a command says in the background goes to a file that it was given open, so a full one is copied to `<name>.log.1` and
 * begins anew in its place.
 */
function keepBounded(descriptor: number, logFile: string): void {
  setInterval(() => {
    boundLog(descriptor, logFile, MOST_LOG_BYTES);
  }, LOOK_MILLISECONDS).unref();
}

/** @param descriptor of the file, opened to append */
export function boundLog(descriptor: number, logFile: string, mostBytes: number): void {
  try {
    // What was given may be no file at all, as in a test.
    const { size, ino } = fstatSync(descriptor);
    if (size <= mostBytes || ino !== statSync(logFile).ino) return;
    copyFileSync(logFile, `${logFile}.1`);
    chmodSync(`${logFile}.1`, PRIVATE_FILE);
    ftruncateSync(descriptor, 0);
  } catch {
    // Without room for the copy the file stays as it is until there is.
  }
}

function openLog(
  dataFolder: string,
  name: string,
): { readonly descriptor: number; readonly size: number; readonly logFile: string } {
  try {
    const logFile = pathInside(dataFolder, LOGS_FOLDER, `${name}.log`);
    mkdirSync(path.dirname(logFile), { recursive: true, mode: PRIVATE_FOLDER });
    const descriptor = openSync(logFile, 'a', PRIVATE_FILE);
    return { descriptor, size: fstatSync(descriptor).size, logFile };
  } catch (error) {
    throw storeError(error, dataFolder);
  }
}
