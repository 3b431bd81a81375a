/**
 * One studio at a time has a data folder open for writing: a lock file holds its process id, the moment that process
 * began and the folder's identity, so that a lock left behind by a crash (or an id that another program now has), and one
 * that came with a copied folder, are recognised.
 */
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { StudioError } from '../../shared/errors.ts';
import { PRIVATE_FILE } from './privateFiles.ts';
import { storeError, systemErrorCode } from './storeErrors.ts';

interface LockOwner {
  readonly processId: number;
  /** Clock ticks since boot at which the process began; null where the system does not tell. */
  readonly born: string | null;
  /** See DataFolder.identity; null in the locks of older studios. */
  readonly folder: string | null;
}

/** When a process began, on Linux; elsewhere null. */
export function processBirth(processId: number): string | null {
  try {
    const line = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The name in parentheses may hold blanks; the start time is the 20th field after it.
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

export function processLives(processId: number, born: string | null): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    return systemErrorCode(error) === 'EPERM';
  }
  const now = processBirth(processId);
  return now === null || born === null || now === born;
}

function readOwner(file: string): LockOwner | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('processId' in parsed)) return null;
    const { processId } = parsed;
    const born = 'born' in parsed && typeof parsed.born === 'string' ? parsed.born : null;
    const folder = 'folder' in parsed && typeof parsed.folder === 'string' ? parsed.folder : null;
    return typeof processId === 'number' ? { processId, born, folder } : null;
  } catch {
    // Cut short by a crash while it was written, or gone in this moment.
    return null;
  }
}

/** Creates the lock file with its content, or fails with EEXIST: nobody ever reads half a lock. */
function createWhole(file: string, owner: LockOwner): void {
  const draft = `${file}.${process.pid}`;
  // One that a crash left, or a link that somebody put there, is not written through.
  rmSync(draft, { force: true });
  writeFileSync(draft, JSON.stringify(owner), { flag: 'wx', mode: PRIVATE_FILE });
  try {
    linkSync(draft, file);
  } catch (error) {
    // Some file systems have no hard links; there the moment between creating and writing has to be risked.
    if (!/^(EPERM|ENOSYS|ENOTSUP|EOPNOTSUPP|EMLINK)$/.test(systemErrorCode(error))) throw error;
    const handle = openSync(file, 'wx', PRIVATE_FILE);
    writeSync(handle, JSON.stringify(owner));
    closeSync(handle);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Whether its owner lives and has this folder open, not one that this is a copy of. */
function holds(owner: LockOwner | null, identity: string): boolean {
  if (owner === null || (owner.folder ?? identity) !== identity) return false;
  return processLives(owner.processId, owner.born);
}

/** Whether a studio that lives has this folder open for writing. */
export function isHeld(file: string, identity: string): boolean {
  return holds(readOwner(file), identity);
}

/** Puts a lock that nobody holds out of the way, unless another studio has done so and taken it in this very moment. */
function removeStale(file: string, identity: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  if (holds(readOwner(aside), identity)) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

/**
 * @returns a function that gives the lock back.
 * @throws StudioError `store.locked` where another studio has the folder open, `store.readOnly`, `store.full`.
 */
export function takeLock(file: string, folder: string, identity: string): () => void {
  const attempts = 5;
  const own: LockOwner = { processId: process.pid, born: processBirth(process.pid), folder: identity };
  for (let attempt = 0; ; attempt++) {
    try {
      createWhole(file, own);
      break;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw storeError(error, folder);
      const owner = readOwner(file);
      if (holds(owner, identity) || attempt === attempts) {
        throw new StudioError('store.locked', { folder, processId: owner?.processId ?? '?' });
      }
      removeStale(file, identity);
    }
  }
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    if (readOwner(file)?.processId === process.pid) rmSync(file, { force: true });
  };
}
