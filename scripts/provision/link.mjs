// @ts-check
/**
 * Puts a provisioned TensorFlow under node_modules/@tensorflow/tfjs-node-gpu, where its JavaScript looks for it: the addon is
 * copied (85 KB), the libraries (850 MB) are reached through one symbolic link into the cache.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { copyFile, lstat, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ADDON_PATH } from './addon.mjs';

/** What is linked, beside the addon. */
const NOTE = join('lib', 'studio.json');

/**
 * @typedef {{ variant: 'cpu' | 'cuda', home: string }
 *   | { variant: 'script', home: string, list?: import('./libraryCheck.mjs').LibraryList }} LinkNote
 *   `list`: what the package's script left there; notes of older studios have none
 */

/**
 * @param {string} bindingPackage
 * @returns {LinkNote | { variant: 'byHand' } | undefined} undefined where it can't load
 */
export function readLink(bindingPackage) {
  if (!existsSync(join(bindingPackage, ADDON_PATH))) return undefined;
  try {
    const note = JSON.parse(readFileSync(join(bindingPackage, NOTE), 'utf8'));
    if (note.variant === 'script') return note;
    return existsSync(join(note.home, ADDON_PATH)) && linkLeadsTo(bindingPackage, note.home)
      ? note
      : undefined;
  } catch {
    // Somebody provisioned it in another way; what loads is left alone.
    return existsSync(join(bindingPackage, 'deps', 'lib')) ? { variant: 'byHand' } : undefined;
  }
}

/** @param {string} bindingPackage @param {string} home */
function linkLeadsTo(bindingPackage, home) {
  return realpathSync(join(bindingPackage, 'deps')) === realpathSync(join(home, 'deps'));
}

/**
 * @param {string} bindingPackage
 * @param {'cpu' | 'cuda'} variant
 * @param {string} home
 */
export async function linkHome(bindingPackage, variant, home) {
  const mark = `.${process.pid}.new`;
  const deps = join(bindingPackage, 'deps');
  await symlink(realpathSync(join(home, 'deps')), deps + mark);
  const old = await lstat(deps).catch(() => undefined);
  // A link is replaced in one step; a real folder (the package script's) has to go first.
  if (old !== undefined && !old.isSymbolicLink()) await rm(deps, { recursive: true, force: true });
  await rename(deps + mark, deps);
  const addon = join(bindingPackage, ADDON_PATH);
  await mkdir(dirname(addon), { recursive: true });
  await copyFile(join(home, ADDON_PATH), addon + mark);
  await rename(addon + mark, addon);
  await writeNote(bindingPackage, { variant, home });
}

/** @param {string} bindingPackage @param {LinkNote} note */
export async function writeNote(bindingPackage, note) {
  const path = join(bindingPackage, NOTE);
  await writeFile(`${path}.new`, `${JSON.stringify(note)}\n`);
  await rename(`${path}.new`, path);
}
