/**
 * A command that goes on by itself: in a session of its own, so that neither a closed terminal nor a log-out reaches it,
 * with what it says in a file of the data folder.
 */
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';
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
  const logFile = path.join(dataFolder, 'logs', `${name}.log`);
  const { descriptor, size } = openLog(logFile, dataFolder);
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

/** Whoever waits for it may go. */
export function tellBegun(): void {
  process.send?.(BEGUN, undefined, undefined, () => {
    if (process.connected) process.disconnect();
  });
}

function openLog(file: string, dataFolder: string): { readonly descriptor: number; readonly size: number } {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const descriptor = openSync(file, 'a', 0o600);
    return { descriptor, size: fstatSync(descriptor).size };
  } catch (error) {
    throw storeError(error, dataFolder);
  }
}
