/** Small files with secrets: their owner's alone, written whole or not at all. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../store/privateFiles.ts';
import { storeError, systemErrorCode } from '../store/storeErrors.ts';

/** @throws StudioError `store.full`, `store.readOnly` */
export function writePrivate(file: string, text: string): void {
  const folder = path.dirname(file);
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
    // What a crash left, or a link that somebody put there, is not written through.
    rmSync(draft, { force: true });
    const handle = openSync(draft, 'wx', PRIVATE_FILE);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw storeError(error, folder);
  }
}

/** Undefined where there is none. */
export function readPrivate(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @throws Error where it is another's, or damaged */
export function readPrivateJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  const text = readPrivate(file);
  return text === undefined ? undefined : schema.parse(JSON.parse(text));
}

export function writePrivateJson(file: string, value: unknown): void {
  writePrivate(file, `${JSON.stringify(value, null, 2)}\n`);
}
