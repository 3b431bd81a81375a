/** The folder of logs as a whole: those of trainings that are long over go, and the ends of all are read for a report. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import path from 'node:path';
import { LOGS_FOLDER } from './logFile.ts';
import { isPlainName, pathInside } from './safePath.ts';

/** Of trainers and of commands in the background; each is bounded by itself. */
export const MOST_RUN_LOGS = 40;

/** Logs of the studio's own processes; any other is a run's. */
const OF_PROCESSES = /^(?:host|server|shell)\.log(?:\.\d+)?$/;
/** `trainer-<run>.log`, `<run>.log`, and those before them. */
const OF_RUNS = /^(.+)\.log(?:\.\d+)?$/;

interface Found {
  readonly fileName: string;
  /** Milliseconds. */
  readonly changedAt: number;
}

function found(folder: string): Found[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    // There is none, or it may not be read.
    return [];
  }
  return names.filter(isPlainName).flatMap((fileName) => {
    const stat = lstatSync(path.join(folder, fileName), { throwIfNoEntry: false });
    return stat?.isFile() === true ? [{ fileName, changedAt: stat.mtimeMs }] : [];
  });
}

function folderOf(root: string): string | null {
  try {
    return pathInside(root, LOGS_FOLDER);
  } catch {
    return null;
  }
}

/** All but those that were written to last go. @param root holds the folder `logs` */
export function dropOldLogs(root: string, most = MOST_RUN_LOGS): void {
  const folder = folderOf(root);
  if (folder === null) return;
  const byName = new Map<string, { changedAt: number; fileNames: string[] }>();
  for (const { fileName, changedAt } of found(folder)) {
    const name = OF_RUNS.exec(fileName)?.[1];
    if (name === undefined || OF_PROCESSES.test(fileName)) continue;
    const kept = byName.get(name) ?? { changedAt, fileNames: [] };
    kept.changedAt = Math.max(kept.changedAt, changedAt);
    kept.fileNames.push(fileName);
    byName.set(name, kept);
  }
  const oldest = [...byName.values()].sort((a, b) => b.changedAt - a.changedAt).slice(most);
  for (const { fileNames } of oldest) {
    for (const fileName of fileNames) {
      try {
        rmSync(path.join(folder, fileName), { force: true });
      } catch {
        // Windows keeps what another process has open; the next start tries again.
      }
    }
  }
}

export interface LogEnd {
  readonly fileName: string;
  readonly lines: readonly string[];
}

/**
 * The last lines of each log that is written to, of the one before it where it has too few. What cannot be read is left out.
 * @param root holds the folder `logs`
 * @param mostRunLogs of trainers and commands in the background, those that were written to last
 */
export function logEnds(root: string, lines: number, mostRunLogs: number): LogEnd[] {
  const folder = folderOf(root);
  if (folder === null) return [];
  const all = found(folder);
  const current = all.filter(({ fileName }) => fileName.endsWith('.log'));
  const ofProcesses = current.filter(({ fileName }) => OF_PROCESSES.test(fileName));
  const ofRuns = current
    .filter(({ fileName }) => !OF_PROCESSES.test(fileName))
    .sort((a, b) => b.changedAt - a.changedAt)
    .slice(0, mostRunLogs);
  return [...ofProcesses, ...ofRuns].map(({ fileName }) => {
    const last = lastLines(path.join(folder, fileName), lines);
    const before = `${fileName}.1`;
    const more =
      last.length < lines && all.some((other) => other.fileName === before)
        ? lastLines(path.join(folder, before), lines - last.length)
        : [];
    return { fileName, lines: [...more, ...last] };
  });
}

/** A line of a log is seldom longer. */
const LINE_BYTES = 400;

function lastLines(file: string, count: number): string[] {
  let descriptor: number;
  try {
    const noLinks = (constants as Partial<Record<string, number>>)['O_NOFOLLOW'] ?? 0;
    descriptor = openSync(file, constants.O_RDONLY | noLinks);
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, (count + 1) * LINE_BYTES));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    const lines = bytes.toString('utf8').trimEnd().split('\n');
    // The first is cut where the file is longer.
    if (bytes.length < size) lines.shift();
    return lines.filter((line) => line !== '').slice(-count);
  } catch {
    return [];
  } finally {
    closeSync(descriptor);
  }
}
