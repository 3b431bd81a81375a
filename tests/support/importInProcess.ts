/** One import in a host of its own (tests/host/importProcess.ts), with what it took. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROCESS = fileURLToPath(new URL('../host/importProcess.ts', import.meta.url));

export interface ImportFigures {
  readonly fileBytes: number;
  /** The run's id, or why not. */
  readonly came: string;
  /** How often it told how far it was. */
  readonly steps: number;
  readonly seconds: number;
  readonly longestTurnMilliseconds: number;
  /** Megabytes that the process held at most: before the import, and in all. */
  readonly before: number;
  readonly peak: number;
}

/** @param stopAfter bytes after which it is stopped */
export function importInProcess(
  folder: string,
  write: (file: string) => void,
  stopAfter?: number,
): ImportFigures {
  const file = path.join(folder, 'run.wmsx');
  write(file);
  const stop = stopAfter === undefined ? [] : [String(stopAfter)];
  const output = execFileSync(process.execPath, [PROCESS, path.join(folder, 'data'), file, ...stop], {
    encoding: 'utf8',
  });
  const fileBytes = statSync(file).size;
  return { fileBytes, ...(JSON.parse(output) as Omit<ImportFigures, 'fileBytes'>) };
}
