/**
 * What a client is told of an error: its code and values, for the catalogue. Stacks and folders stay in the log; of an
 * unforeseen error the client gets the number under which the log has it.
 */
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import type { Log } from '../store/log.ts';

const STACK = /\n\s+at .+/g;
const IS_PATH = /^(?:[A-Za-z]:)?[\\/][^\n]+$/;
const QUOTED_PATH = /(['"`])(?:[A-Za-z]:)?[\\/][^'"`\n]*[\\/]([^'"`\\/\n]*)\1/g;
/** Folders before a name; not those of a web address, nor of a path that begins nowhere. */
const FOLDERS = /(?<![\w.~/\\:-])(?:[A-Za-z]:[\\/]|\/)(?:[^\s'"`<>|:*?\\/,;()]+[\\/])+/g;

export function reportToClient(error: unknown, log: Log): ErrorReport {
  const { code, values, detail } = reportError(error);
  const unforeseen = !(error instanceof StudioError) || code === 'internal';
  if (!unforeseen && (detail === undefined || detail.search(STACK) === -1)) {
    return withoutMachine(reportError(error));
  }
  const reference = randomBytes(4).toString('hex');
  log.write('error', 'client.failed', { reference, code, values: JSON.stringify(values) }, detail);
  return unforeseen ? { code: 'host.failed', values: { reference } } : withoutMachine({ code, values });
}

/** What a folder is called to a person on another machine: its place below the home folder, or its name alone. */
export function shownFolder(folder: string): string {
  const below = path.relative(os.homedir(), folder);
  return below.startsWith('..') || path.isAbsolute(below)
    ? path.basename(folder)
    : path.posix.join('~', ...below.split(path.sep));
}

/**
 * A message as it may leave the machine: every error in it, and every line of a log, without the places of the code and
 * without the folders in which things lie. What holds neither is not copied.
 */
export function withoutMachine<T>(message: T): T {
  return clean(message) as T;
}

function clean(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    // Numbers and names, of which there may be many, hold no errors.
    return typeof value[0] === 'object' ? changedList(value) : value;
  }
  return changedProperties(value as Readonly<Record<string, unknown>>);
}

function changedList(list: readonly unknown[]): readonly unknown[] {
  let changed: unknown[] | null = null;
  list.forEach((item, index) => {
    const cleaned = clean(item);
    if (cleaned !== item) (changed ??= [...list])[index] = cleaned;
  });
  return changed ?? list;
}

function changedProperties(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let changed: Record<string, unknown> | null = null;
  const tells = tellsOfErrors(object);
  for (const [key, item] of Object.entries(object)) {
    const cleaned = tells ? withoutPlaces(item) : clean(item);
    if (cleaned !== item) (changed ??= { ...object })[key] = cleaned;
  }
  return changed ?? object;
}

/** An error's report, the last error of a run, a line of a log: a code or a key, and what fills its text. */
function tellsOfErrors(object: Readonly<Record<string, unknown>>): boolean {
  const { code, key, values, message } = object;
  const named = typeof code === 'string' || typeof key === 'string';
  return named && ((typeof values === 'object' && values !== null) || typeof message === 'string');
}

function withoutPlaces(value: unknown): unknown {
  if (typeof value === 'string') return textWithoutPlaces(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(withoutPlaces);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutPlaces(item)]));
}

function textWithoutPlaces(text: string): string {
  if (IS_PATH.test(text)) return path.win32.basename(text);
  let shown = text.replaceAll(STACK, '').replaceAll('file://', '');
  // A person's own folder may have blanks in its name.
  for (const folder of [os.homedir(), os.tmpdir()]) {
    if (folder.length > 1) shown = shown.replaceAll(folder + path.sep, path.sep);
  }
  return shown.replaceAll(QUOTED_PATH, '$1$2$1').replaceAll(FOLDERS, '');
}
