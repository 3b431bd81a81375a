/**
 * Chromium's own folder, where a studio has another data folder than the default: `shell` inside it. Chromium trusts what it
 * finds there (cached code, service workers), and the data folder may be a copy of somebody else's. So the folder says which
 * data folder it was made in, by a mark that holds for no copy, and one that was made elsewhere is cleared.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownUser, PRIVATE_FILE, PRIVATE_FOLDER, refuseOthersFolder } from '../store/privateFiles.ts';
import { pathInside } from '../store/safePath.ts';

const MARK = 'made-in';

function readMark(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Disks change their numbers; a folder keeps its own and its moment of birth, and no copy has the same. */
function identityOf(folder: string): string {
  const { ino, birthtimeNs } = statSync(folder, { bigint: true });
  return `${ino}:${birthtimeNs}`;
}

/**
 * Before Chromium opens it.
 * @returns whether it may be used: not where it cannot be written, is another user's, or is a link out of the data folder. What
 *   is wrong with the data folder itself the host tells.
 */
export function prepareShellFolder(dataFolder: string): boolean {
  try {
    refuseOthersFolder(dataFolder, [], ownUser());
    mkdirSync(dataFolder, { recursive: true, mode: PRIVATE_FOLDER });
    const shell = pathInside(dataFolder, 'shell');
    mkdirSync(shell, { recursive: true, mode: PRIVATE_FOLDER });
    const mark = path.join(shell, MARK);
    const identity = identityOf(dataFolder);
    if (readMark(mark) === identity) return true;
    for (const name of readdirSync(shell)) rmSync(path.join(shell, name), { recursive: true, force: true });
    writeFileSync(mark, identity, { mode: PRIVATE_FILE, flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}
