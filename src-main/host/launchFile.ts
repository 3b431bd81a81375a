/** How `studio open` finds the studio that serves a data folder: a file that only its owner can read. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const LAUNCH = z.strictObject({ origin: z.string(), token: z.string(), processId: z.number().int() });
export type Launch = z.infer<typeof LAUNCH>;

const fileOf = (dataFolder: string) => path.join(dataFolder, 'serve.json');

/** @returns what takes it away again. */
export function writeLaunchFile(dataFolder: string, launch: Launch): () => void {
  const file = fileOf(dataFolder);
  writeFileSync(`${file}.new`, JSON.stringify(launch), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return () => {
    if (readLaunchFile(dataFolder)?.processId === launch.processId) rmSync(file, { force: true });
  };
}

export function readLaunchFile(dataFolder: string): Launch | null {
  try {
    return LAUNCH.parse(JSON.parse(readFileSync(fileOf(dataFolder), 'utf8')));
  } catch {
    // None is served, or the file was cut short.
    return null;
  }
}
