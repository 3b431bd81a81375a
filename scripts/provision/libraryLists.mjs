// @ts-check
/**
 * Where the hashes come from that TensorFlow's libraries are checked against:
 *
 * - libraries out of a pinned wheel: libraries.mjs, which is part of the studio;
 * - an addon that was built here: `addon.json` in its home in the cache, written when it was built, for its owner alone.
 *   The installed app compares it with the addon that it carries, too (tensorflow.mjs);
 * - what tfjs-node's own script downloads (macOS, Windows): the note beside the addon, written after the download, and for
 *   the installed app a list that is built into it.
 */
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ADDON_NAME, checkLibraries, hashFile } from './libraryCheck.mjs';
import { LIBRARIES } from './libraries.mjs';
import { readLink } from './link.mjs';

/** @typedef {import('./libraryCheck.mjs').LibraryList} LibraryList */

export const ADDON_NOTE = 'addon.json';

/** @param {string} home @param {string} sha256 */
export function writeAddonNote(home, sha256) {
  writeFileSync(join(home, ADDON_NOTE), `${JSON.stringify({ sha256 })}\n`, { mode: 0o600 });
}

/** @param {string} home @returns {string | undefined} */
export function readAddonNote(home) {
  try {
    const { sha256 } = JSON.parse(readFileSync(join(home, ADDON_NOTE), 'utf8'));
    return typeof sha256 === 'string' ? sha256 : undefined;
  } catch {
    return undefined;
  }
}

/** Of a home that a studio made before there were notes: what it built counts from now on. @param {string} home */
function addonOf(home) {
  const noted = readAddonNote(home);
  if (noted !== undefined) return noted;
  const found = hashFile(join(home, ADDON_NAME));
  try {
    writeAddonNote(home, found);
  } catch {
    // A cache that cannot be written: the next process asks again.
  }
  return found;
}

/**
 * Of a home in the cache, also where the package is linked to it.
 * @param {string} home
 * @returns {LibraryList}
 * @throws Error where its libraries were not unpacked from wheels that this studio knows
 */
export function listOfHome(home) {
  const folder = basename(dirname(realpathSync(join(home, 'deps'))));
  const pinned = Object.hasOwn(LIBRARIES, folder) ? LIBRARIES[folder] : undefined;
  if (pinned === undefined) throw new Error(`the studio knows no libraries of ${folder}`);
  const libraries = Object.entries(pinned).map(([name, sha256]) => [`deps/lib/${name}`, sha256]);
  return { [ADDON_NAME]: addonOf(home), ...Object.fromEntries(libraries) };
}

/**
 * @param {string} bindingPackage the folder of tfjs-node-gpu
 * @param {LibraryList | undefined} builtIn the list of an installed app that carries the libraries
 * @returns {LibraryList | undefined} undefined where a person put TensorFlow into a clone by hand, and where there is none
 */
export function listOfPackage(bindingPackage, builtIn) {
  const link = readLink(bindingPackage);
  if (link?.variant === 'script') return link.list ?? builtIn;
  if (link === undefined || link.variant === 'byHand') return builtIn;
  return listOfHome(link.home);
}

/**
 * Before tfjs-node is required.
 * @param {{ readonly home: string | undefined, readonly bindingPackage: string, readonly builtIn: LibraryList | undefined }} place
 * @throws LibraryError, and what the file system says
 */
export function checkBeforeLoading({ home, bindingPackage, builtIn }) {
  const root = home ?? bindingPackage;
  const list = home === undefined ? listOfPackage(bindingPackage, builtIn) : listOfHome(home);
  if (list !== undefined) checkLibraries(root, list);
}
