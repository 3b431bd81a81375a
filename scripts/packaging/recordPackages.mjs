// @ts-check
/**
 * A plugin for the bundler that writes down which packages it took code, styles or fonts from. What is bundled lies in no
 * node_modules of the installed app, and still needs its licence there and its line in the bill of materials.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of the package that a module belongs to, undefined for the project's own.
 * @param {string} id a module's path, with the query that the bundler may have put behind it
 */
export function packageFolderOf(id) {
  const file = id.replace(/^\0/, '').replace(/[?#].*$/, '');
  if (!file.includes('node_modules')) return undefined;
  for (let folder = dirname(file); folder.includes('node_modules'); folder = dirname(folder)) {
    const description = join(folder, 'package.json');
    // A package.json in the middle of a package says only which kind of modules lie there.
    if (existsSync(description) && JSON.parse(readFileSync(description, 'utf8')).version !== undefined) {
      return folder;
    }
  }
  return undefined;
}

/**
 * @param {string} file gets a JSON list of folders
 * @returns {import('vite').Plugin}
 */
export function recordPackages(file) {
  return {
    name: 'record-packages',
    generateBundle() {
      const folders = [...this.getModuleIds()].flatMap((id) => packageFolderOf(id) ?? []);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify([...new Set(folders)].sort(), undefined, 2));
    },
  };
}
