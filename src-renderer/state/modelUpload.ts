/** What a person chose or dropped as a model (a file, several, a folder, a zip) becomes the one text that a config keeps. */
import { zip, type AsyncZippable } from 'fflate';
import { StudioError } from '../../shared/errors.ts';
import { isModelFileName, LARGEST_MODEL_ZIP, modelFilesText } from '../../shared/modelFiles.ts';
import { LARGEST_MODEL_FILE } from '../../shared/protocol.ts';

export interface ChosenFile {
  /** From the folder that was chosen, with slashes. */
  readonly path: string;
  readonly file: File;
}

export interface ChosenModel {
  readonly name: string;
  readonly text: string;
}

const MEGABYTE = 1024 * 1024;
/** Before packing; what it may unpack to is the host's to say. */
const MOST_BYTES = 96 * MEGABYTE;
/** A zip keeps times; the same files are to give the same text. */
const NO_TIME = new Date(1980, 0, 1);

/** @throws StudioError `environment.modelNoMain`, `environment.modelZipBomb` */
export async function modelFrom(chosen: readonly ChosenFile[]): Promise<ChosenModel> {
  const [first] = chosen;
  if (chosen.length === 1 && first !== undefined) {
    const { file } = first;
    if (/\.zip$/i.test(file.name)) return { name: file.name, text: modelFilesText('', await base64Of(file)) };
    if (file.size > LARGEST_MODEL_FILE) throw tooMuch(file.size, LARGEST_MODEL_FILE);
    return { name: file.name, text: await file.text() };
  }
  const { name, files } = withoutRoot(chosen);
  const taken = files.filter(({ path }) => isModelFileName(path));
  if (taken.length === 0) throw new StudioError('environment.modelNoMain', { count: chosen.length });
  const bytes = taken.reduce((sum, { file }) => sum + file.size, 0);
  if (bytes > MOST_BYTES) throw tooMuch(bytes, MOST_BYTES);
  const entries = await Promise.all(
    [...taken]
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(async ({ path, file }) => [path, new Uint8Array(await file.arrayBuffer())] as const),
  );
  const packed = await zipped(Object.fromEntries(entries));
  return { name, text: modelFilesText('', await base64Of(new Blob([packed]))) };
}

/** A folder's own name is the model's, and no part of its files' paths. */
function withoutRoot(chosen: readonly ChosenFile[]): { name: string; files: readonly ChosenFile[] } {
  const roots = new Set(chosen.map(({ path }) => path.slice(0, path.indexOf('/') + 1)));
  const [root = ''] = roots;
  if (roots.size === 1 && root !== '') {
    const files = chosen.map(({ path, file }) => ({ path: path.slice(root.length), file }));
    return { name: root.slice(0, -1), files };
  }
  const model = chosen.find(({ path }) => /\.(xml|mjcf)$/i.test(path));
  return { name: model?.path ?? '', files: chosen };
}

function zipped(files: AsyncZippable): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    zip(files, { level: 9, mtime: NO_TIME }, (error, data) => {
      if (error === null) resolve(data as Uint8Array<ArrayBuffer>);
      else reject(error);
    });
  });
}

async function base64Of(blob: Blob): Promise<string> {
  if (blob.size > LARGEST_MODEL_ZIP) throw tooMuch(blob.size, LARGEST_MODEL_ZIP);
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(String(reader.result));
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error('the file cannot be read'));
    };
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(',') + 1);
}

function tooMuch(bytes: number, limit: number): StudioError {
  return new StudioError('environment.modelZipBomb', {
    megabytes: Math.ceil(bytes / MEGABYTE),
    limit: Math.floor(limit / MEGABYTE),
  });
}

/** Of an input for files or for a folder. */
export function chosenFiles(files: FileList | null): ChosenFile[] {
  return Array.from(files ?? [], (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Of a drop, folders with all that lies in them. To be called while the event is handled. */
export async function droppedFiles(data: DataTransfer | null): Promise<ChosenFile[]> {
  const entries = Array.from(data?.items ?? [], (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  );
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => {
      entry.file(resolve, reject);
    });
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return [];
  const reader = entry.createReader();
  const found: FileSystemEntry[] = [];
  // A reader gives some at a time, and none once it is done.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(filesOf))).flat();
}
