/**
 * Names that come out of a database or an archive and become paths. A data folder is data that may come from anybody: a name
 * is one plain file name, and what lies under it lies in the folder, also behind symbolic links.
 */
import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';

/** As the studio makes them itself. No separator, no leading or trailing dot, nothing that a shell or a disk reads otherwise. */
const PLAIN_NAME = /^[\w-](?:[\w.-]{0,253}[\w-])?$/;
/** Windows opens devices by these names, whatever their ending. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Enough to recognise it by; what is longer was not made by the studio. */
const SHOWN_CHARACTERS = 80;

export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name) && !DEVICE_NAME.test(name);
}

function outside(root: string, name: string): StudioError {
  return new StudioError('store.outside', { name: name.slice(0, SHOWN_CHARACTERS), folder: root });
}

/**
 * `root/names[0]/names[1]...`, of which each part may exist or not.
 * @throws StudioError `store.outside` where a name is none, or where a part of the path is a symbolic link that leaves the
 *   root (or leads nowhere: writing would follow it), or is neither file nor folder.
 */
export function pathInside(root: string, ...names: readonly string[]): string {
  const odd = names.find((name) => !isPlainName(name));
  if (odd !== undefined) throw outside(root, odd);
  let place = root;
  for (const name of names) {
    place = path.join(place, name);
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (found === undefined) break;
    if (found.isSymbolicLink() ? !staysInside(root, place) : !found.isFile() && !found.isDirectory()) {
      throw outside(root, path.relative(root, place));
    }
  }
  return path.join(root, ...names);
}

function staysInside(root: string, link: string): boolean {
  try {
    const relative = path.relative(realpathSync(root), realpathSync(link));
    return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  } catch {
    // It leads nowhere, in a circle, or where one may not look.
    return false;
  }
}
