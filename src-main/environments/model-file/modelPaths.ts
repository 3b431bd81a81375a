/** Names of files within a model's folder. */
import { StudioError } from '../../../shared/errors.ts';

/** Of a path. */
const LONGEST_PATH = 300;

/** A zip of another system may have its folders apart by backslashes. */
const slashed = (path: string) => path.replaceAll('\\', '/');

export function isAbsolutePath(path: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(path);
}

/** Without `.` and `..`; null where it leads out of the folder. */
export function normalPath(path: string): string | null {
  const parts: string[] = [];
  for (const part of slashed(path).split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/** The folder of a file, with its slash; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

export function baseName(path: string): string {
  return slashed(path).slice(slashed(path).lastIndexOf('/') + 1);
}

/** A file's text, empty where there is none. */
export function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}

/**
 * The name of a file of an archive.
 * @throws StudioError `environment.modelBadPath` where it is absolute, leads out of the folder or is no name
 */
export function checkedPath(name: string): string {
  const path = slashed(name);
  // eslint-disable-next-line no-control-regex -- such a name is what is looked for
  const odd = path.length > LONGEST_PATH || /[\u0000-\u001f]/.test(path);
  if (odd || isAbsolutePath(path) || path.split('/').includes('..')) {
    throw new StudioError('environment.modelBadPath', { name: name.slice(0, LONGEST_PATH) });
  }
  return normalPath(path) ?? '';
}
