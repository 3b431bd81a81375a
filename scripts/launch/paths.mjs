// @ts-check
/** Where things are: the repository, its node_modules, and the cache that all clones of one person share. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const modulesFolder = join(repositoryFolder, 'node_modules');

/**
 * The platform's cache folder, or `STUDIO_CACHE_DIR`. Everything in it can be deleted and comes back by itself.
 * @param {Record<string, string | undefined>} [environment]
 * @param {string} [platform]
 * @param {string} [home]
 */
export function cacheFolder(environment = process.env, platform = process.platform, home = homedir()) {
  const chosen = environment['STUDIO_CACHE_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const name = 'world-model-studio';
  if (platform === 'darwin') return join(home, 'Library', 'Caches', name);
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), name);
  const xdg = environment['XDG_CACHE_HOME'];
  return join(xdg !== undefined && xdg.startsWith('/') ? xdg : join(home, '.cache'), name);
}

/**
 * The folder of the person's settings that count before the studio's own store can be opened.
 * @param {Record<string, string | undefined>} [environment]
 * @param {string} [platform]
 * @param {string} [home]
 */
export function configFolder(environment = process.env, platform = process.platform, home = homedir()) {
  const chosen = environment['STUDIO_CONFIG_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const name = 'world-model-studio';
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', name);
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), name);
  const xdg = environment['XDG_CONFIG_HOME'];
  return join(xdg !== undefined && xdg.startsWith('/') ? xdg : join(home, '.config'), name);
}

/**
 * The first of these commands found on the PATH, as a whole path.
 * @param {readonly string[]} names
 * @param {Record<string, string | undefined>} [environment]
 * @returns {string | undefined}
 */
export function findOnPath(names, environment = process.env) {
  const windows = process.platform === 'win32';
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(windows ? ';' : ':');
  const endings = windows ? ['.exe', '.cmd', '.bat'] : [''];
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const path = join(folder, name + ending);
        if (folder !== '' && existsSync(path)) return path;
      }
    }
  }
  return undefined;
}
