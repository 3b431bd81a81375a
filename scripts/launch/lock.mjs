// @ts-check
/**
 * One launch at a time prepares a thing; the others wait and find it done. A lock is a file holding its owner's process id,
 * touched while it is held; one whose owner has gone, or that nobody touched for a minute, is taken over.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

const STALE_MILLISECONDS = 60_000;
const TOUCH_MILLISECONDS = 10_000;
const POLL_MILLISECONDS = 300;

/** @param {unknown} error @param {string} code */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** @param {number} processId */
function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** @param {string} path */
function isStale(path) {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8'));
    if (owner.host === hostname() && !isAlive(owner.processId)) return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    // Half written: its owner is at work on it, or died in doing so; the age decides.
  }
  try {
    return Date.now() - statSync(path).mtimeMs > STALE_MILLISECONDS;
  } catch {
    return false;
  }
}

/**
 * Runs `work` while holding the lock at `path`.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {{ onWait?: () => void }} [options] `onWait` is called once when another launch holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(path, work, options = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const token = randomUUID();
  let told = false;
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify({ processId: process.pid, host: hostname(), token }), {
        flag: 'wx',
      });
      break;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    if (isStale(path)) {
      // Renaming is atomic: of several that wait, one gets the old file out of the way and the rest find it gone.
      const aside = `${path}.${token}`;
      try {
        renameSync(path, aside);
        rmSync(aside, { force: true });
      } catch (error) {
        if (!hasCode(error, 'ENOENT')) throw error;
      }
      continue;
    }
    if (!told) options.onWait?.();
    told = true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  const touch = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // The cache was deleted under us; the work itself will say so.
    }
  }, TOUCH_MILLISECONDS);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    try {
      if (JSON.parse(readFileSync(path, 'utf8')).token === token) rmSync(path, { force: true });
    } catch {
      // Already gone.
    }
  }
}
