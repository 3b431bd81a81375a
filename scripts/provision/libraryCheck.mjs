// @ts-check
/**
 * TensorFlow's libraries are code: each is checked by SHA-256 whenever it is about to be loaded. What was hashed once is
 * remembered by its inode, size and times, so that a check of unchanged files reads none of them. What the hashes are
 * compared with is libraryLists.mjs's part.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../launch/paths.mjs';

/** Below a home or the package; Node-API 8 names the first. Everything in them is found by the loader before the system's own libraries. */
const FOLDERS = ['lib/napi-v8', 'deps/lib'];
export const ADDON_NAME = 'lib/napi-v8/tfjs_binding.node';
/** What link.mjs is just putting there; no loader looks for such a name. */
const UNFINISHED = '.new';
const CHUNK_BYTES = 4 << 20;

/**
 * @typedef {Readonly<Record<string, string>>} LibraryList SHA-256 of every file that must be there, by its path below the root
 *   with `/`; there may be no others
 * @typedef {Record<string, { readonly stamp: string, readonly sha256: string }>} Remembered by whole path
 */

/** A file that is missing, one too many, or another than the list says. */
export class LibraryError extends Error {
  /** @param {string} file @param {string} reason */
  constructor(file, reason) {
    super(`${file} ${reason}; delete the folder that it lies in, and it is fetched anew`);
    this.name = 'LibraryError';
    this.file = file;
  }
}

export const rememberedFile = () => join(cacheFolder(), 'tensorflow', 'checked.json');

/** Changes with every write, also one that puts the time of change back: the inode's own change time cannot be set. */
function stampOf(/** @type {string} */ file) {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

/** @param {string} file */
export function hashFile(file) {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    for (;;) {
      const bytes = readSync(descriptor, chunk, 0, CHUNK_BYTES, null);
      if (bytes === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, bytes));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Nothing where it is missing or damaged, or where another user could have written it. @param {string} file @returns {Remembered} */
function readRemembered(file) {
  try {
    const { uid, mode } = statSync(file);
    const own = process.getuid?.();
    if (own !== undefined && (uid !== own || (mode & 0o022) !== 0)) return {};
    const parsed = JSON.parse(readFileSync(file, 'utf8'));
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** @param {string} file @param {Remembered} remembered */
function writeRemembered(file, remembered) {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    rmSync(draft, { force: true });
    const present = Object.entries(remembered).filter(([name]) => existsSync(name));
    writeFileSync(draft, JSON.stringify(Object.fromEntries(present)), { flag: 'wx', mode: 0o600 });
    renameSync(draft, file);
  } catch {
    // On a disk that is full or cannot be written the next check takes as long as this one.
  }
}

/** @param {string} root @returns {string[]} as in a LibraryList */
function presentFiles(root) {
  return FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => !name.endsWith(UNFINISHED))
      .map((name) => `${folder}/${name}`),
  );
}

/** As a list of what is there now: for parts that were installed here this moment. @param {string} root @returns {LibraryList} */
export function listOf(root) {
  return Object.fromEntries(presentFiles(root).map((name) => [name, hashFile(join(root, name))]));
}

/**
 * @param {string} root a home, or the package
 * @param {LibraryList} list
 * @param {{ readonly remembered?: string, readonly hash?: (file: string) => string }} [options]
 * @throws LibraryError
 */
export function checkLibraries(root, list, { remembered: memory = rememberedFile(), hash = hashFile } = {}) {
  const present = presentFiles(root);
  const before = readRemembered(memory);
  /** @type {Remembered} */
  const learnt = {};
  for (const name of Object.keys(list)) {
    if (!present.includes(name)) throw new LibraryError(join(root, name), 'is missing');
  }
  for (const name of present) {
    const file = join(root, name);
    const expected = Object.hasOwn(list, name) ? list[name] : undefined;
    if (expected === undefined) throw new LibraryError(file, 'is not one of TensorFlow’s libraries');
    if (!statSync(file).isFile()) throw new LibraryError(file, 'is no file');
    // One library serves every clone's link to it.
    const real = realpathSync(file);
    const stamp = stampOf(real);
    const known = Object.hasOwn(before, real) ? before[real] : undefined;
    const found = known?.stamp === stamp ? known.sha256 : hash(file);
    if (found !== expected) throw new LibraryError(file, `has SHA-256 ${found}, not ${expected}`);
    // A file that is being written while it is read has another stamp now; it is hashed again the next time.
    if (known?.stamp !== stamp && stampOf(real) === stamp) learnt[real] = { stamp, sha256: found };
  }
  if (Object.keys(learnt).length > 0) writeRemembered(memory, { ...readRemembered(memory), ...learnt });
}
