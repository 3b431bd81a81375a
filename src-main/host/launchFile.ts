/** How `studio open` finds the studio that serves a data folder: a file that only its owner can read. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ORIGIN } from '../../shared/origin.ts';
import { PRIVATE_FILE } from '../store/privateFiles.ts';

/** The file lies in a data folder, which may be a copy of anybody's: an address and nothing else goes to a browser. */
const LAUNCH = z.strictObject({
  origin: ORIGIN,
  /** Not the token: worthless once that studio has ended, whoever else answers at its address then. */
  opener: z.string().regex(/^[!-~]+$/),
  processId: z.number().int(),
  /** Of the process; null where the system does not tell. */
  born: z.string().nullable(),
});
export type Launch = z.infer<typeof LAUNCH>;

const fileOf = (dataFolder: string) => path.join(dataFolder, 'serve.json');

/** @returns what takes it away again. */
export function writeLaunchFile(dataFolder: string, launch: Launch): () => void {
  const file = fileOf(dataFolder);
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, JSON.stringify({ ...launch, origin: new URL(launch.origin).origin }), {
    mode: PRIVATE_FILE,
    flag: 'wx',
  });
  renameSync(draft, file);
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
