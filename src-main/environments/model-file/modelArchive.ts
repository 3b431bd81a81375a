/**
 * Unpacks the zip of a model's files. It may come from anybody: how much it unpacks to is known before anything is unpacked, and each
 * file gets no more memory than it declared.
 */
import { unzipSync } from 'fflate';
import { StudioError } from '../../../shared/errors.ts';
import {
  isModelFileName,
  LARGEST_MODEL_ZIP,
  modelZipBytes,
  type ModelFilesText,
} from '../../../shared/modelFiles.ts';
import { checkedPath } from './modelPaths.ts';

const MEGABYTE = 1024 * 1024;
/** Unpacked, all files together. */
export const MOST_UNPACKED_BYTES = 96 * MEGABYTE;
/** Entries of the archive, also of those that no model is made of. */
export const MOST_FILES = 2000;

/**
 * The files that a model may consist of, by their paths; what else lies in the archive (pictures of the robot, licences, what a system
 * left behind) is not unpacked.
 * @throws StudioError `environment.modelNotZip`, `environment.modelZipBomb`, `environment.modelManyFiles`, `environment.modelBadPath`,
 * `environment.modelFileTwice`
 */
export function unpackModel(text: ModelFilesText): ReadonlyMap<string, Uint8Array> {
  if (modelZipBytes(text) > LARGEST_MODEL_ZIP) throw tooMuch(modelZipBytes(text), LARGEST_MODEL_ZIP);
  const names = new Map<string, string>();
  let entries = 0;
  let bytes = 0;
  const unpacked = unzip(Buffer.from(text.base64, 'base64'), ({ name, originalSize }) => {
    if (++entries > MOST_FILES) {
      throw new StudioError('environment.modelManyFiles', { count: entries, limit: MOST_FILES });
    }
    const path = checkedPath(name);
    if (name.endsWith('/') || isLeftBehind(path) || !isModelFileName(path)) return false;
    bytes += originalSize;
    if (bytes > MOST_UNPACKED_BYTES) throw tooMuch(bytes, MOST_UNPACKED_BYTES);
    if ([...names.values()].includes(path))
      throw new StudioError('environment.modelFileTwice', { name: path });
    names.set(name, path);
    return true;
  });
  return new Map([...names].map(([name, path]) => [path, unpacked[name] ?? new Uint8Array()]));
}

function unzip(
  bytes: Uint8Array,
  filter: (file: { readonly name: string; readonly originalSize: number }) => boolean,
): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof StudioError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StudioError('environment.modelNotZip', { reason }, { cause: error });
  }
}

function tooMuch(bytes: number, limit: number): StudioError {
  return new StudioError('environment.modelZipBomb', {
    megabytes: Math.ceil(bytes / MEGABYTE),
    limit: Math.floor(limit / MEGABYTE),
  });
}

/** macOS puts a second entry beside each file. */
function isLeftBehind(path: string): boolean {
  return path.split('/').some((part) => part === '__MACOSX' || part.startsWith('.'));
}
