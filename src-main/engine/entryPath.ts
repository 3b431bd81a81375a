/**
 * Where a process or worker entry lies: beside the sources as TypeScript, in the bundle as JavaScript. The bundler
 * keeps one file an entry, named for the last part of its source path, beside the file that asks.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders above a source in which what ships may lie: the repository's, the bundle's, the installed app's resources. */
const MOST_LEVELS = 6;

/**
 * @param metaUrl `import.meta.url` of the asking file.
 * @param relative such as `../engine/trainer.ts`.
 */
export function entryPath(metaUrl: string, relative: string): string {
  const source = fileURLToPath(new URL(relative, metaUrl));
  if (metaUrl.endsWith('.ts')) return source;
  const folder = path.dirname(fileURLToPath(metaUrl));
  const name = path.basename(relative, '.ts');
  const candidates = ['.js', '.mjs', '.cjs'].flatMap((extension) => [
    path.join(folder, name + extension),
    path.join(folder, '..', name + extension),
  ]);
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) throw new Error(`no bundled entry ${name} beside ${folder}`);
  return found;
}

/**
 * A file that ships with the studio as it is, beside the sources or in the installed app's resources.
 * @param metaUrl `import.meta.url` of the asking file.
 * @param relative from the folder that holds it, such as `assets/python/studio_gymnasium.py`.
 */
export function shippedFile(metaUrl: string, relative: string): string {
  const from = path.dirname(fileURLToPath(metaUrl));
  let folder = from;
  for (let level = 0; level < MOST_LEVELS; level++) {
    const file = path.join(folder, relative);
    if (existsSync(file)) return file;
    folder = path.dirname(folder);
  }
  throw new Error(`no ${relative} above ${from}`);
}
