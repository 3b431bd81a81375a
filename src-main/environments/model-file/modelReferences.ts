/**
 * What a model's text asks for besides itself: files that it includes, meshes, pictures, skins and other models, and plugins. All of it
 * is known before MuJoCo reads the model, so that what is missing or leads elsewhere is told by name.
 */
import { StudioError } from '../../../shared/errors.ts';
import { baseName, folderOf, isAbsolutePath, normalPath, textOf } from './modelPaths.ts';
import { xmlElements, type XmlElement } from './xmlElements.ts';

/** Includes within each other. */
const DEEPEST_INCLUDE = 32;
/** Of names in an error. */
const MOST_NAMED = 12;
/** Attributes that name a file; the sides are those of a cube's texture. */
const FILE_ATTRIBUTES = ['file', 'fileright', 'fileleft', 'fileup', 'filedown', 'filefront', 'fileback'];
/** Of `compiler`: where each kind of file lies. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  mesh: ['meshdir', 'assetdir'],
  skin: ['meshdir', 'assetdir'],
  flexcomp: ['meshdir', 'assetdir'],
  hfield: ['meshdir', 'assetdir'],
  texture: ['texturedir', 'assetdir'],
};

/** Files of a model's folder, by path. */
export type ModelFolder = Pick<ReadonlyMap<string, Uint8Array>, 'get' | 'has' | 'keys'>;

/** What a model is compiled from. */
export interface ModelSource {
  /** Path of the file that MuJoCo reads first; empty for a model of one text. */
  readonly main: string;
  readonly text: string;
  /** `main` among them. None for a model of one text. */
  readonly files: ModelFolder;
}

export interface ModelReference {
  /** The path that MuJoCo will ask for, in the model's folder. */
  readonly asked: string;
  /** The file of the folder that it means. */
  readonly path: string;
  /** Element that asks: mesh, texture, hfield, skin, flexcomp, model or include. */
  readonly kind: string;
}

/**
 * Reads a model and all that it includes, in the order in which MuJoCo will.
 * @param look is told every element and its text's length before anything that comes later is read; may throw
 * @throws StudioError `environment.modelFileMissing`, `environment.modelFileOutside`, `environment.modelIncludeCycle`,
 * `environment.modelPlugin`
 */
export function readModel(source: ModelSource, look: ModelLook): readonly ModelReference[] {
  const reader = new ModelReader(source, look, { missing: new Set(), plugins: new Set() });
  reader.read([source.main]);
  return reader.references();
}

export interface ModelLook {
  text(characters: number): void;
  element(element: XmlElement): void;
}

/** Paths that a file includes, as far as its own text tells. */
export function includedFiles(path: string, text: string): string[] {
  return [...xmlElements(text)]
    .filter(({ name }) => name === 'include' || name === 'model')
    .map(({ attributes }) => normalPath(folderOf(path) + decoded(attributes.get('file') ?? '')) ?? '');
}

interface Asked {
  readonly element: XmlElement;
  readonly file: string;
  /** The file of the model that asks. */
  readonly from: string;
}

interface Lacks {
  readonly missing: Set<string>;
  readonly plugins: Set<string>;
}

class ModelReader {
  readonly #source: ModelSource;
  readonly #look: ModelLook;
  readonly #lacks: Lacks;
  readonly #asked: Asked[] = [];
  readonly #references = new Map<string, ModelReference>();
  readonly #folders = new Map<string, string>();

  constructor(source: ModelSource, look: ModelLook, lacks: Lacks) {
    this.#source = source;
    this.#look = look;
    this.#lacks = lacks;
  }

  /** @param around files that are being read, the model's own last */
  read(around: readonly string[]): void {
    this.#file(this.#source.main, this.#source.text, around, null);
    // Where files lie is only known at the end: a later compiler element may say so.
    for (const asked of this.#asked) this.#resolve(asked, around);
  }

  references(): readonly ModelReference[] {
    const { missing, plugins } = this.#lacks;
    if (plugins.size > 0) throw new StudioError('environment.modelPlugin', { names: listed(plugins) });
    if (missing.size > 0) {
      throw new StudioError('environment.modelFileMissing', { count: missing.size, names: listed(missing) });
    }
    return [...this.#references.values()];
  }

  /** @param included depth of the element that included it; null: it was read for its own sake */
  #file(path: string, text: string, around: readonly string[], included: number | null): void {
    this.#look.text(text.length);
    for (const element of xmlElements(text)) {
      // What is included loses its own outermost element.
      if (included !== null && element.depth === 0) continue;
      const depth = included === null ? element.depth : included + element.depth - 1;
      this.#look.element({ ...element, depth });
      const { name, attributes } = element;
      const file = decoded(attributes.get('file') ?? '');
      if (name === 'include' && file !== '') {
        this.#include({ element, file, from: path }, around, depth);
        continue;
      }
      if (name === 'compiler') {
        for (const [key, value] of attributes) this.#folders.set(key, decoded(value));
      }
      const plugin = attributes.get('plugin');
      if (name === 'plugin' && plugin !== undefined) this.#lacks.plugins.add(decoded(plugin));
      for (const attribute of FILE_ATTRIBUTES) {
        const asked = decoded(attributes.get(attribute) ?? '');
        if (asked !== '') this.#asked.push({ element, file: asked, from: path });
      }
    }
  }

  #include(asked: Asked, around: readonly string[], depth: number): void {
    const found = this.#find(asked);
    if (found === null) return;
    this.#refuseCycle(found, around);
    this.#keep('include', this.#askedPath(asked.file), found);
    const text = textOf(this.#source.files.get(found));
    this.#file(found, text, [...around, found], depth);
  }

  #refuseCycle(found: string, around: readonly string[]): void {
    if (!around.includes(found) && around.length <= DEEPEST_INCLUDE) return;
    const way = [...around, found].slice(-MOST_NAMED);
    throw new StudioError('environment.modelIncludeCycle', { names: way.join(' → ') });
  }

  #resolve(asked: Asked, around: readonly string[]): void {
    const { name } = asked.element;
    const found = this.#find(asked);
    if (found === null) return;
    this.#keep(name, this.#askedPath(this.#inFolder(name, asked.file)), found);
    if (name !== 'model') return;
    this.#refuseCycle(found, around);
    const text = textOf(this.#source.files.get(found));
    const inner = new ModelReader({ ...this.#source, main: found, text }, this.#look, this.#lacks);
    inner.read([...around, found]);
    for (const { kind, asked: path, path: file } of inner.#references.values()) this.#keep(kind, path, file);
  }

  #keep(kind: string, asked: string, path: string): void {
    this.#references.set(`${kind} ${asked}`, { asked, path, kind });
  }

  /** As MuJoCo will ask: from the folder of the file that it reads first. */
  #askedPath(file: string): string {
    return normalPath(folderOf(this.#source.main) + file) ?? baseName(file);
  }

  #inFolder(kind: string, file: string): string {
    const bare = this.#folders.get('strippath') === 'true' ? baseName(file) : file;
    const key = FOLDERS[kind]?.find((name) => this.#folders.has(name));
    const folder = key === undefined ? '' : (this.#folders.get(key) ?? '');
    if (isAbsolutePath(folder)) throw this.#outside(folder, kind);
    return folder === '' ? bare : `${folder}/${bare}`;
  }

  /** A file of the model's folder; null where there is none, which is noted. */
  #find({ element, file, from }: Asked): string | null {
    if (isAbsolutePath(file)) throw this.#outside(file, element.name);
    const { files, main } = this.#source;
    const inFolder = this.#inFolder(element.name, file);
    const places = [folderOf(main) + inFolder, folderOf(from) + file, folderOf(main) + file].map(normalPath);
    const found = places.find((path) => path !== null && files.has(path));
    if (found !== undefined && found !== null) return found;
    if (places.every((path) => path === null)) throw this.#outside(file, element.name);
    // Files that were chosen one by one have lost their folders.
    const same = [...files.keys()].filter((path) => baseName(path) === baseName(file));
    if (same.length === 1 && same[0] !== undefined) return same[0];
    this.#lacks.missing.add(file);
    return null;
  }

  #outside(file: string, kind: string): StudioError {
    return new StudioError('environment.modelFileOutside', { file: file.slice(0, 300), kind });
  }
}

function listed(names: ReadonlySet<string>): string {
  const shown = [...names].slice(0, MOST_NAMED).map((name) => name.slice(0, 100));
  return shown.join(', ') + (names.size > MOST_NAMED ? ', …' : '');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** An attribute's value as MuJoCo's parser reads it. */
function decoded(value: string): string {
  return value.replace(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      if (Number.isInteger(code) && code <= 0x10ffff) return String.fromCodePoint(code);
      return ENTITIES[name ?? ''] ?? whole;
    },
  );
}
