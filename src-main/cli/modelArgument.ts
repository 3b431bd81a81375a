/** A model that is named on the command line: `@robot.xml`, `@robot/` or `@robot.zip`, as the text that a config keeps. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { StudioError } from '../../shared/errors.ts';
import { isModelFileName, modelFilesText } from '../../shared/modelFiles.ts';
import { MOST_FILES, MOST_UNPACKED_BYTES } from '../environments/model-file/modelArchive.ts';
import { TextLimits } from '../environments/model-file/modelLimits.ts';
import { folderOf, normalPath } from '../environments/model-file/modelPaths.ts';
import { readModel, type ModelFolder, type ModelSource } from '../environments/model-file/modelReferences.ts';
import { sourceOf } from '../environments/model-file/modelSource.ts';
import { readText } from './terminal.ts';

/** A zip keeps times; the same folder is to give the same text. */
const NO_TIME = new Date(1980, 0, 1);

/** How far above a file that was named what it asks for may lie: robots often keep meshes beside the folder of their XML. */
const MOST_FOLDERS_UP = 3;

/**
 * Only the files that the model asks for are taken, of a folder as well as of a single file that names others.
 * @throws StudioError `config.invalid` where it cannot be read, and as `sourceOf` and `readModel`
 */
export function readModelArgument(field: string, file: string): string {
  if (statOf(field, file).isDirectory()) return packed(sourceOf(filesBelow(field, file), ''));
  if (/\.zip$/i.test(file)) return modelFilesText('', readBytes(field, file).toString('base64'));
  const text = readText(field, file);
  // What is no XML, and what needs nothing else, is kept as it is.
  if (!/\bfile\w*\s*=/.test(text)) return text;
  const folder = path.dirname(path.resolve(file));
  const top = path.resolve(folder, ...Array<string>(MOST_FOLDERS_UP).fill('..'));
  const main = normalPath(path.relative(top, path.resolve(file))) ?? '';
  return packed({ main, text, files: new FilesOnDisk(field, top) });
}

function packed(source: ModelSource): string {
  const references = readModel(source, new TextLimits());
  if (references.length === 0) return source.text;
  const taken = [...new Set([source.main, ...references.map(({ path: name }) => name)])].sort();
  // Folders above all of them are the person's own business.
  const outer = commonFolder(taken);
  const entries = taken.map(
    (name) => [name.slice(outer.length), source.files.get(name) ?? new Uint8Array()] as const,
  );
  const zip = zipSync(Object.fromEntries(entries), { level: 9, mtime: NO_TIME });
  return modelFilesText(source.main.slice(outer.length), Buffer.from(zip).toString('base64'));
}

function commonFolder(names: readonly string[]): string {
  let common = folderOf(names[0] ?? '');
  while (common !== '' && !names.every((name) => name.startsWith(common)))
    common = folderOf(common.slice(0, -1));
  return common;
}

/** Read when they are asked for, so that nothing else there is looked at. */
class FilesOnDisk implements ModelFolder {
  readonly #field: string;
  readonly #top: string;
  readonly #read = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(field: string, top: string) {
    this.#field = field;
    this.#top = top;
  }

  has(name: string): boolean {
    return (
      isModelFileName(name) && (statSync(this.#place(name), { throwIfNoEntry: false })?.isFile() ?? false)
    );
  }

  get(name: string): Uint8Array | undefined {
    const known = this.#read.get(name);
    if (known !== undefined || !this.has(name)) return known;
    this.#bytes += statOf(this.#field, this.#place(name)).size;
    refuseBytes(this.#bytes);
    const bytes = readBytes(this.#field, this.#place(name));
    this.#read.set(name, bytes);
    return bytes;
  }

  keys(): MapIterator<string> {
    return this.#read.keys();
  }

  #place(name: string): string {
    return path.join(this.#top, name);
  }
}

function refuseBytes(bytes: number): void {
  if (bytes <= MOST_UNPACKED_BYTES) return;
  const megabytes = (size: number) => Math.ceil(size / 1024 / 1024);
  throw new StudioError('environment.modelZipBomb', {
    megabytes: megabytes(bytes),
    limit: megabytes(MOST_UNPACKED_BYTES),
  });
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
    refuseBytes(bytes);
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
