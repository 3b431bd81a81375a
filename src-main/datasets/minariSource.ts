/**
 * A Minari data set (minari.farama.org): `main_data.hdf5` with a group an episode, `observations` of T + 1 moments (an array, or groups of
 * arrays), `actions`, `rewards`, `terminations` and `truncations` of T steps; its spaces as JSON among the file's attributes. What is
 * large is read in pieces, straight from the file.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Dataset, File, Group } from 'h5wasm/node';
import { z } from 'zod';
import { MOST_ACTION_NUMBERS, MOST_DATA_SET_EPISODES, MOST_OBSERVED_NUMBERS } from '../../shared/dataSet.ts';
import { StudioError } from '../../shared/errors.ts';
import { badFile, type Source, type SourceActions, type SourceEpisode, type SourceMoment } from './source.ts';

const FILE = 'main_data.hdf5';
const SIGNATURE = '\x89HDF\r\n\x1a\n';
const PIECE_BYTES = 8 * 1024 * 1024;
const LONGEST_EPISODE = 10_000_000;
const LARGEST_SIDE = 4096;
const DEEPEST_GROUP = 8;

const SPACE_SCHEMA = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('Discrete'),
    n: z.number().int().min(1).max(MOST_ACTION_NUMBERS),
    start: z.number().int().default(0),
  }),
  z.object({ type: z.literal('Box'), low: z.unknown(), high: z.unknown() }),
]);
type Space = z.infer<typeof SPACE_SCHEMA>;

/** One array of a moment. */
interface Field {
  /** Within `observations`; empty where that is the array itself. */
  readonly name: string;
  readonly size: number;
  /** [height, width, channels] of a picture. */
  readonly picture: readonly [number, number, number] | null;
}

/** @param from a data set's folder, its folder `data`, or the file itself @returns null where it is none */
export async function openMinari(from: string): Promise<Source | null> {
  const places = [from, path.join(from, FILE), path.join(from, 'data', FILE)];
  const file = places.find((place) => existsSync(place) && statSync(place).isFile());
  if (file === undefined || (file === from && !/\.(hdf5|h5)$/i.test(file))) return null;
  if (!isHdf5(file)) throw badFile({ file, what: 'signature', expected: 'an HDF5 file', found: 'another' });
  const h5wasm = await import('h5wasm/node');
  const { activate_throwing_error_handler: throwing } = await h5wasm.ready;
  throwing();
  const minari = faultsOf(file, () => new MinariFile(file, new h5wasm.File(file, 'r')));
  return minari.source();
}

function isHdf5(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(SIGNATURE.length);
    readSync(descriptor, start, 0, start.length, 0);
    return start.toString('latin1') === SIGNATURE;
  } finally {
    closeSync(descriptor);
  }
}

/** What the HDF5 library finds wrong is told as a fault of the file. */
function faultsOf<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof StudioError) throw error;
    const found = error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : 'a fault';
    throw badFile({ file, what: 'HDF5', expected: 'a readable file', found }, error);
  }
}

class MinariFile {
  readonly #file: string;
  readonly #root: File;
  readonly #names: readonly string[];
  readonly #fields: readonly Field[];
  readonly #space: Space | null;
  readonly #actionSize: number;

  constructor(file: string, root: File) {
    this.#file = file;
    this.#root = root;
    this.#names = root
      .keys()
      .filter((name) => /^episode_\d+$/.test(name))
      .sort((a, b) => Number(a.slice(8)) - Number(b.slice(8)));
    const [first] = this.#names;
    if (first === undefined) throw this.#fault('episode_0', 'a group for each episode', 'none');
    if (this.#names.length > MOST_DATA_SET_EPISODES)
      throw new StudioError('dataSet.tooLarge', { file, what: 'episodes', limit: MOST_DATA_SET_EPISODES });
    this.#fields = this.#fieldsOf(first);
    this.#space = spaceOf(root.attrs['action_space']?.value);
    const shape = this.#array(`${first}/actions`).shape;
    this.#actionSize = (shape ?? []).slice(1).reduce((product, extent) => product * extent, 1);
    if (this.#actionSize < 1 || this.#actionSize > MOST_ACTION_NUMBERS)
      throw this.#fault(
        `${first}/actions`,
        `1 to ${MOST_ACTION_NUMBERS} numbers a step`,
        `${this.#actionSize}`,
      );
  }

  source(): Source {
    const pictures = this.#fields.filter(({ picture }) => picture !== null);
    return {
      kind: 'minari',
      pictures: pictures.length > 0,
      numbers: this.#numbers().map(({ name, size }) => ({ name: name === '' ? 'observation' : name, size })),
      actions: this.#actions(),
      rewards: true,
      stepSeconds: null,
      count: this.#names.length,
      episodes: () => this.#episodes(),
      close: () => {
        this.#root.close();
      },
    };
  }

  #numbers(): readonly Field[] {
    return this.#fields.filter(({ picture }) => picture === null);
  }

  #actions(): SourceActions {
    const space = this.#space;
    if (space?.type === 'Discrete') return { kind: 'discrete', count: space.n };
    const size = this.#actionSize;
    const bound = (value: unknown) => {
      const numbers = flatNumbers(value);
      return numbers.length === 1 ? Array.from({ length: size }, () => numbers[0] ?? NaN) : numbers;
    };
    return { kind: 'box', size, low: bound(space?.low), high: bound(space?.high) };
  }

  async *#episodes(): AsyncGenerator<SourceEpisode> {
    for (const name of this.#names) {
      yield faultsOf(this.#file, () => this.#episode(name));
    }
  }

  #episode(name: string): SourceEpisode {
    const steps = this.#lengthOf(`${name}/actions`);
    const start = this.#space?.type === 'Discrete' ? this.#space.start : 0;
    const actions = this.#all(`${name}/actions`, steps * this.#actionSize).map((value) => value - start);
    return {
      place: `${this.#file}, ${name}`,
      actions,
      rewards: this.#all(`${name}/rewards`, steps),
      terminated: this.#all(`${name}/terminations`, steps).at(-1) === 1,
      moments: this.#moments(name, steps + 1),
    };
  }

  *#moments(name: string, count: number): Generator<SourceMoment> {
    const arrays = this.#fields.map((field) => ({ field, array: this.#observed(name, field, count) }));
    const momentBytes = this.#fields.reduce(
      (sum, { size, picture }) => sum + size * (picture === null ? 8 : 1),
      1,
    );
    const piece = Math.max(1, Math.floor(PIECE_BYTES / momentBytes));
    const total = this.#numbers().reduce((sum, { size }) => sum + size, 0);
    for (let first = 0; first < count; first += piece) {
      const end = Math.min(count, first + piece);
      const read = arrays.map(({ field, array }) => ({
        field,
        data: this.#slice(array, `${name}/observations/${field.name}`, first, end),
      }));
      for (let row = 0; row < end - first; row++) {
        const numbers = new Float32Array(total);
        let picture: SourceMoment['picture'] = null;
        let at = 0;
        for (const { field, data } of read) {
          const values = data.subarray(row * field.size, (row + 1) * field.size);
          if (field.picture === null) {
            numbers.set(values, at);
            at += field.size;
          } else if (values instanceof Uint8Array) {
            const [height, width, channels] = field.picture;
            picture ??= { width, height, channels, pixels: values };
          }
        }
        yield { picture, numbers };
      }
    }
  }

  /** Of one episode: what every other must have, too. */
  #fieldsOf(episode: string): readonly Field[] {
    const fields: Field[] = [];
    const visit = (place: string, name: string, depth: number): void => {
      const entity = this.#root.get(place);
      if (isGroup(entity) && depth < DEEPEST_GROUP) {
        const keys = [...entity.keys()].sort();
        for (const key of keys) visit(`${place}/${key}`, name === '' ? key : `${name}/${key}`, depth + 1);
        return;
      }
      const { shape, dtype } = this.#array(place);
      const [, ...rest] = shape ?? [];
      const size = rest.reduce((product, extent) => product * extent, 1);
      const [height = 0, width = 0, channels = 0] = rest;
      const fits = height <= LARGEST_SIDE && width <= LARGEST_SIDE && [1, 3, 4].includes(channels);
      const picture = rest.length === 3 && dtype === '<B' && fits;
      // What is no number, such as a text, is nothing that a model could observe.
      if (!picture && (typeof dtype !== 'string' || !NUMBER_TYPES.test(dtype))) return;
      fields.push({ name, size, picture: picture ? [height, width, channels] : null });
    };
    visit(`${episode}/observations`, '', 0);
    const numbers = fields.reduce((sum, { size, picture }) => sum + (picture === null ? size : 0), 0);
    if (fields.length === 0)
      throw this.#fault(`${episode}/observations`, 'arrays of numbers or pictures', 'none');
    if (numbers > MOST_OBSERVED_NUMBERS)
      throw this.#fault(`${episode}/observations`, `at most ${MOST_OBSERVED_NUMBERS} numbers`, `${numbers}`);
    return fields;
  }

  #observed(episode: string, { name, size }: Field, count: number): Dataset {
    const place = name === '' ? `${episode}/observations` : `${episode}/observations/${name}`;
    const array = this.#array(place);
    const [rows = 0, ...rest] = array.shape ?? [];
    const found = rest.reduce((product, extent) => product * extent, 1);
    if (rows === count && found === size) return array;
    throw this.#fault(place, `${count} rows of ${size}`, `${rows} rows of ${found}`);
  }

  #lengthOf(place: string): number {
    const [rows = 0] = this.#array(place).shape ?? [];
    if (rows >= 1 && rows <= LONGEST_EPISODE) return rows;
    throw this.#fault(place, `1 to ${LONGEST_EPISODE} steps`, `${rows}`);
  }

  #array(place: string): Dataset {
    const entity = this.#root.get(place);
    if (entity !== null && 'slice' in entity) return entity;
    throw this.#fault(place, 'an array', entity === null ? 'nothing' : 'something else');
  }

  #all(place: string, count: number): Float64Array {
    const array = this.#array(place);
    const size = (array.shape ?? []).reduce((product, extent) => product * extent, 1);
    if (size !== count) throw this.#fault(place, `${count} numbers`, `${size}`);
    return Float64Array.from(numbersOf(array.value) ?? [], Number);
  }

  #slice(array: Dataset, place: string, first: number, end: number): Uint8Array | Float64Array {
    const values = faultsOf(this.#file, () => numbersOf(array.slice([[first, end]])));
    if (values === null) throw this.#fault(place, 'numbers', 'something else');
    return values instanceof Uint8Array ? values : Float64Array.from(values, Number);
  }

  #fault(what: string, expected: string, found: string): StudioError {
    return badFile({ file: this.#file, what, expected, found });
  }
}

/** As the HDF5 library writes them: less or more significant byte first, then the kind; enumerations (booleans) by another word. */
const NUMBER_TYPES = /^[<>|][bBhHiIlLqQefd]$|^unknown$/;

const isGroup = (entity: unknown): entity is Group =>
  typeof entity === 'object' && entity !== null && 'keys' in entity && 'create_group' in entity;

function numbersOf(value: unknown): (ArrayLike<number | bigint> & { readonly length: number }) | null {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? (value as unknown as ArrayLike<number | bigint>)
    : null;
}

/** Null where there is none, or one that is neither numbers nor choices: then the recording itself says what was done. */
function spaceOf(text: unknown): Space | null {
  if (typeof text !== 'string' || text.length > 10_000_000) return null;
  try {
    // Python writes numbers that JSON does not know.
    return SPACE_SCHEMA.parse(JSON.parse(text.replaceAll(/-?\bInfinity\b|\bNaN\b/g, 'null')));
  } catch {
    return null;
  }
}

function flatNumbers(value: unknown): readonly number[] {
  const flat = Array.isArray(value) ? value.flat(8) : [value];
  return flat.map((one) => (typeof one === 'number' ? one : NaN));
}
