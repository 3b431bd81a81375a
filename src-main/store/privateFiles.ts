/**
 * What the studio keeps is its owner's: folders of mode 0700, files of 0600, whatever the umask. What older studios left more
 * open is tightened. On Windows the rights are those that the folder above hands down, and nothing is changed.
 */
import { chmodSync, lstatSync, readdirSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { StudioError } from '../../shared/errors.ts';

export const PRIVATE_FOLDER = 0o700;
export const PRIVATE_FILE = 0o600;
const OTHERS = 0o077;
/** Of /tmp and its like, which belong to one user and serve all. */
const STICKY = 0o1000;

/** The number of this process's user; undefined on Windows, which has none. */
export type UserNumber = number | undefined;

export const ownUser = (): UserNumber => process.getuid?.();

/**
 * For processes that write into a data folder and nowhere else: files that libraries make are private too. Not for threads,
 * which share their process's.
 */
export function keepFilesPrivate(): void {
  process.umask(OTHERS);
}

/**
 * @param entries what lies in the folder already; each must be this user's
 * @throws StudioError `store.notOwner`: files left there would not be the owner's, and the owner could put anything in our way.
 */
export function refuseOthersFolder(root: string, entries: readonly string[], user: UserNumber): void {
  if (user === undefined) return;
  for (const place of [root, ...entries]) {
    const owner = statSync(place, { throwIfNoEntry: false })?.uid;
    if (owner !== undefined && owner !== user)
      throw new StudioError('store.notOwner', { folder: root, owner });
  }
}

const isLoose = ({ mode }: Stats) => (mode & OTHERS) !== 0;

/** One file or folder. Links are left alone: their rights count nothing, and what they lead to may be anything. */
function tightenOne(place: string, user: number): void {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found === undefined || found.uid !== user || !isLoose(found)) return;
  if (found.isDirectory()) {
    if ((found.mode & STICKY) === 0) chmodSync(place, found.mode & PRIVATE_FOLDER);
  } else if (found.isFile()) chmodSync(place, found.mode & PRIVATE_FILE);
}

function tightenBelow(folder: string, user: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) tightenBelow(place, user);
    tightenOne(place, user);
  }
}

/**
 * Everything of an older studio's folder; nothing below where it is private already, so that this costs nothing later.
 * @param folders with all that is below them; some may be missing
 * @param files some may be missing
 */
export function tighten(
  root: string,
  folders: readonly string[],
  files: readonly string[],
  user: UserNumber,
): void {
  if (user === undefined) return;
  const openToOthers = [root, ...folders, ...files].some((place) => {
    const found = lstatSync(place, { throwIfNoEntry: false });
    return found !== undefined && isLoose(found);
  });
  if (!openToOthers) return;
  // The root last: where this was cut off, the next start finds it open and does all of it again.
  for (const folder of folders) {
    // It may be missing, or a link: what that leads to is none of ours.
    if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
    tightenBelow(folder, user);
    tightenOne(folder, user);
  }
  for (const file of files) tightenOne(file, user);
  tightenOne(root, user);
}
