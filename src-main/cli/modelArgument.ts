/** A model that is named on the command line: `@robot.xml`, `@robot/` or `@robot.zip`, as the text that a config keeps. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { StudioError } from '../../shared/errors.ts';
import { isModelFileName, modelFilesText } from '../../shared/modelFiles.ts';
import { MOST_FILES, MOST_UNPACKED_BYTES } from '../environments/model-file/modelArchive.ts';
import { TextLimits } from '../environments/model-file/modelLimits.ts';
import { normalPath } from '../environments/model-file/modelPaths.ts';
import { readModel, type ModelSource } from '../environments/model-file/modelReferences.ts';
import { sourceOf } from '../environments/model-file/modelSource.ts';
import { readText } from './terminal.ts';

/** A zip keeps times; the same folder is to give the same text. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * Of a folder only the files that the model asks for are taken; a single file brings those with it that lie beside or below it.
 * @throws StudioError `config.invalid` where it cannot be read, and as `sourceOf` and `readModel`
 */
export function readModelArgument(field: string, file: string): string {
  const kind = statOf(field, file);
  if (kind.isDirectory()) return packed(sourceOf(filesBelow(field, file), ''));
  if (/\.zip$/i.test(file)) return modelFilesText('', readBytes(field, file).toString('base64'));
  const text = readText(field, file);
  // What is no XML, and what needs nothing else, is kept as it is.
  if (!/\bfile\w*\s*=/.test(text)) return text;
  const folder = path.dirname(file);
  return packed(sourceOf(filesBelow(field, folder), path.basename(file)));
}

function packed(source: ModelSource): string {
  const references = readModel(source, new TextLimits());
  if (references.length === 0) return source.text;
  const taken = new Set([source.main, ...references.map(({ path: name }) => name)]);
  const entries = [...taken]
    .sort()
    .map((name) => [name, source.files.get(name) ?? new Uint8Array()] as const);
  const zip = zipSync(Object.fromEntries(entries), { level: 9, mtime: NO_TIME });
  return modelFilesText(source.main, Buffer.from(zip).toString('base64'));
}

/** By path from `folder`, with slashes. Links are not followed: they may lead anywhere. */
function filesBelow(field: string, folder: string): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath, entry.name);
    const name = normalPath(path.relative(folder, full));
    if (!entry.isFile() || name === null || !isModelFileName(name)) continue;
    bytes += statOf(field, full).size;
    if (files.size >= MOST_FILES) {
      throw new StudioError('environment.modelManyFiles', { count: files.size + 1, limit: MOST_FILES });
    }
    if (bytes > MOST_UNPACKED_BYTES) {
      const megabytes = (size: number) => Math.ceil(size / 1024 / 1024);
      throw new StudioError('environment.modelZipBomb', {
        megabytes: megabytes(bytes),
        limit: megabytes(MOST_UNPACKED_BYTES),
      });
    }
    files.set(name, readBytes(field, full));
  }
  return files;
}

function statOf(field: string, file: string) {
  return reading(field, () => statSync(file));
}

function readBytes(field: string, file: string): Buffer {
  return reading(field, () => readFileSync(file));
}

function reading<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StudioError('config.invalid', { field, reason }, { cause: error });
  }
}
