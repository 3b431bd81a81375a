/** Text that a person hands on: without the folders in which things lie on their machine, and without its name and theirs. */
import { realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Shorter names of users and machines are words of any text. */
const LEAST_NAME_LETTERS = 3;
/** Folders that the system names after its users. */
const OF_USERS =
  /((?:[A-Za-z]:)?(?:\\\\?|\/)(?:home|Users|users|Documents and Settings|media|run\/media)(?:\\\\?|\/))[^\\/\s"':,;)]+/g;

/** The folder that holds the program itself: of the sources, or the app's archive. */
function programFolder(): string {
  return import.meta.dirname.replace(/[\\/](?:src-main|out)(?:[\\/].*)?$/, '');
}

/** As it stands in a text, in JSON and in an address. */
function forms(folder: string): string[] {
  const escaped = JSON.stringify(folder).slice(1, -1);
  return [...new Set([folder, escaped, pathToFileURL(folder).href, pathToFileURL(folder).pathname])];
}

function real(folder: string): string[] {
  try {
    return [...new Set([folder, realpathSync(folder)])];
  } catch {
    return [folder];
  }
}

/**
 * @param dataFolder the studio's own; whatever it is called, it is told of as such
 * @param own names of this machine and its user
 */
export function withoutPlaces(
  dataFolder: string,
  own: readonly string[] = [os.hostname(), userName()],
): (text: string) => string {
  const named: readonly (readonly [string, string])[] = [
    [path.resolve(dataFolder), '<data>'],
    [programFolder(), '<studio>'],
    [os.tmpdir(), '<temporary>'],
    [os.homedir(), '~'],
  ];
  const replacements = named
    .filter(([folder]) => path.dirname(folder) !== folder)
    .flatMap(([folder, shown]) =>
      real(folder).flatMap((place) => forms(place).map((form) => [form, shown] as const)),
    )
    // One lies in another: the inner first.
    .sort(([a], [b]) => b.length - a.length);
  const names = own.filter((name) => name.length >= LEAST_NAME_LETTERS);
  return (text) => {
    let shown = text;
    for (const [place, instead] of replacements) shown = shown.replaceAll(place, instead);
    shown = shown.replace(OF_USERS, '$1~');
    for (const name of names) {
      const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      shown = shown.replace(new RegExp(`(?<![\\w-])${quoted}(?![\\w-])`, 'g'), '<name>');
    }
    return shown;
  };
}

function userName(): string {
  try {
    const { username } = os.userInfo();
    // Everybody's on a server, and a word of many texts.
    return username === 'root' ? '' : username;
  } catch {
    // A user that the system has no entry for.
    return '';
  }
}
