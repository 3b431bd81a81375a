/**
 * A LeRobot data set of version 3 (huggingface.co/docs/lerobot): `meta/info.json` with its features, `meta/episodes/` with where each
 * episode lies, frames of many episodes in a Parquet file of `data/`, and their pictures in videos. A frame holds what was observed and
 * what was done then, so the last of an episode leads nowhere.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MOST_ACTION_NUMBERS, MOST_DATA_SET_EPISODES, MOST_OBSERVED_NUMBERS } from '../../shared/dataSet.ts';
import { StudioError } from '../../shared/errors.ts';
import { parquetRows, type Row } from './parquetRows.ts';
import { badFile, type Source, type SourceActions, type SourceEpisode, type SourceMoment } from './source.ts';
import { VideoFrames, type VideoShape } from './videoFrames.ts';

const LONGEST_INFO_BYTES = 16 * 1024 * 1024;
const LONGEST_EPISODE = 1_000_000;
const LARGEST_SIDE = 4096;

const FEATURE_SCHEMA = z.object({
  dtype: z.string().max(40),
  shape: z.array(z.number().int().min(1).max(1_000_000)).max(8),
  names: z.unknown(),
});
const INFO_SCHEMA = z.object({
  codebase_version: z.string().max(20),
  fps: z.number().positive().max(100_000),
  data_path: z.string().max(300),
  video_path: z.string().max(300).nullish(),
  features: z.record(z.string().max(200), FEATURE_SCHEMA),
});
type Info = z.infer<typeof INFO_SCHEMA>;

/** Where one lies. */
interface Place {
  readonly index: number;
  readonly length: number;
  readonly data: string;
  /** File of its pictures, and the first frame of them. */
  readonly video: { readonly file: string; readonly first: number } | null;
}

/** @returns null where it is none @throws StudioError `dataSet.*` */
export async function openLeRobot(folder: string): Promise<Source | null> {
  const file = path.join(folder, 'meta', 'info.json');
  if (!existsSync(file)) return null;
  const info = readInfo(file);
  const set = new LeRobot(folder, file, info);
  return set.source(await set.places());
}

function readInfo(file: string): Info {
  const fault = (what: string, expected: string, found: string, cause?: unknown) =>
    badFile({ file, what, expected, found }, cause);
  if (statSync(file).size > LONGEST_INFO_BYTES)
    throw fault('info.json', `at most ${LONGEST_INFO_BYTES} bytes`, `${statSync(file).size}`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw fault('info.json', 'JSON', error instanceof Error ? error.message.slice(0, 200) : '', error);
  }
  const version = z.object({ codebase_version: z.string() }).safeParse(json);
  if (version.success && !/^v3\./.test(version.data.codebase_version))
    throw fault('codebase_version', 'v3', version.data.codebase_version.slice(0, 20));
  const parsed = INFO_SCHEMA.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw fault(issue?.path.join('.') ?? 'info.json', 'as LeRobot v3 writes it', issue?.message ?? '');
}

class LeRobot {
  readonly #folder: string;
  readonly #infoFile: string;
  readonly #info: Info;
  readonly #numbers: readonly { readonly column: string; readonly name: string; readonly size: number }[];
  readonly #video: { readonly key: string; readonly shape: VideoShape } | null;
  readonly #actionSize: number;
  readonly #actions: SourceActions;
  readonly #rewards: boolean;

  constructor(folder: string, infoFile: string, info: Info) {
    this.#folder = folder;
    this.#infoFile = infoFile;
    this.#info = info;
    const features = Object.entries(info.features).sort(([a], [b]) => (a < b ? -1 : 1));
    const observed = features.filter(([name]) => name.startsWith('observation'));
    const picture = observed.find(([, { dtype }]) => dtype === 'image');
    if (picture !== undefined) throw this.#fault(picture[0], 'video', 'pictures in the Parquet file');
    const video = observed.find(([, { dtype }]) => dtype === 'video');
    this.#video = video === undefined ? null : { key: video[0], shape: this.#shapeOf(...video) };
    this.#numbers = observed
      .filter(([, { dtype }]) => /^(float|int|uint|bool)/.test(dtype))
      .map(([column, { shape }]) => ({
        column,
        name: column.replace(/^observation\./, ''),
        size: sizeOf(shape),
      }));
    const count = this.#numbers.reduce((sum, { size }) => sum + size, 0);
    if (count === 0 && this.#video === null)
      throw this.#fault('features', 'observation.*', 'nothing observed');
    if (count > MOST_OBSERVED_NUMBERS)
      throw this.#fault('features', `at most ${MOST_OBSERVED_NUMBERS} numbers`, `${count}`);
    const action = info.features['action'];
    if (action === undefined)
      throw this.#fault('features', 'action', Object.keys(info.features).join(', ').slice(0, 200));
    const size = sizeOf(action.shape);
    if (size > MOST_ACTION_NUMBERS)
      throw this.#fault('action', `at most ${MOST_ACTION_NUMBERS} numbers`, `${size}`);
    this.#actionSize = size;
    const isChoice = size === 1 && /^u?int/.test(action.dtype);
    this.#actions = isChoice ? { kind: 'discrete', count: null } : { kind: 'box', size };
    this.#rewards = 'next.reward' in info.features;
  }

  source(places: readonly Place[]): Source {
    const open = new Map<string, VideoFrames>();
    return {
      kind: 'lerobot',
      pictures: this.#video !== null,
      numbers: this.#numbers.map(({ name, size }) => ({ name, size })),
      actions: this.#actions,
      rewards: this.#rewards,
      stepSeconds: 1 / this.#info.fps,
      count: places.length,
      episodes: () => this.#episodes(places, open),
      close: () => {
        for (const frames of open.values()) frames.close();
      },
    };
  }

  /** In the order in which their frames lie. */
  async places(): Promise<readonly Place[]> {
    const folder = path.join(this.#folder, 'meta', 'episodes');
    const files = existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.parquet'))
          .sort()
      : [];
    if (files.length === 0) throw this.#fault('meta/episodes', 'where each episode lies', 'nothing');
    const places: Place[] = [];
    for (const name of files) {
      const file = path.join(folder, name);
      const video =
        this.#video === null ? [] : VIDEO_COLUMNS.map((column) => `videos/${this.#video?.key}/${column}`);
      for await (const row of parquetRows(file, [...EPISODE_COLUMNS, ...video])) {
        if (places.length >= MOST_DATA_SET_EPISODES)
          throw new StudioError('dataSet.tooLarge', {
            file,
            what: 'episodes',
            limit: MOST_DATA_SET_EPISODES,
          });
        places.push(this.#placeOf(file, row));
      }
    }
    return places.sort((a, b) => (a.data === b.data ? a.index - b.index : a.data < b.data ? -1 : 1));
  }

  /** @param open by the file; one at a time */
  async *#episodes(places: readonly Place[], open: Map<string, VideoFrames>): AsyncGenerator<SourceEpisode> {
    for (const file of new Set(places.map(({ data }) => data))) {
      const rows = parquetRows(file, this.#columns);
      for (const place of places.filter(({ data }) => data === file)) {
        yield await this.#episode(place, rows, this.#frames(place, open));
      }
      await rows.return();
    }
  }

  #frames({ video }: Place, open: Map<string, VideoFrames>): VideoFrames | null {
    if (video === null || this.#video === null) return null;
    const known = open.get(video.file);
    if (known !== undefined) return known;
    for (const other of open.values()) other.close();
    open.clear();
    const frames = new VideoFrames(video.file, this.#video.shape);
    open.set(video.file, frames);
    return frames;
  }

  get #columns(): readonly string[] {
    const rewards = this.#rewards ? ['next.reward'] : [];
    const done = 'next.done' in this.#info.features ? ['next.done'] : [];
    return ['episode_index', 'action', ...this.#numbers.map(({ column }) => column), ...rewards, ...done];
  }

  async #episode(
    place: Place,
    rows: AsyncGenerator<Row>,
    frames: VideoFrames | null,
  ): Promise<SourceEpisode> {
    const { index, length, data } = place;
    const told = `${data}, episode ${index}`;
    const steps = length - 1;
    const actions = new Float64Array(steps * this.#actionSize);
    const rewards = new Float64Array(steps);
    const total = this.#numbers.reduce((sum, { size }) => sum + size, 0);
    const numbers = new Float32Array(length * total);
    let terminated = false;
    for (let frame = 0; frame < length; frame++) {
      const { value: row, done } = await rows.next();
      if (done === true || Number(row['episode_index']) !== index) {
        const found = done === true ? 'the end' : `episode ${String(row['episode_index'])}`;
        throw badFile({ file: data, what: 'episode_index', expected: `${length} frames of ${index}`, found });
      }
      const read = (column: string, size: number) => numbersOf(row[column], { file: told, column, size });
      let at = frame * total;
      for (const { column, size } of this.#numbers) {
        numbers.set(read(column, size), at);
        at += size;
      }
      if (frame === steps) break;
      actions.set(read('action', this.#actionSize), frame * this.#actionSize);
      if (this.#rewards) rewards.set(read('next.reward', 1), frame);
      terminated = row['next.done'] === true;
    }
    return { place: told, actions, rewards, terminated, moments: momentsOf(place, numbers, frames) };
  }

  #placeOf(file: string, row: Row): Place {
    const number = (column: string): number => {
      const value = row[column];
      const read = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : NaN;
      if (Number.isFinite(read) && read >= 0) return read;
      throw badFile({ file, what: column, expected: 'a number', found: String(value).slice(0, 40) });
    };
    const length = number('length');
    if (length < 2 || length > LONGEST_EPISODE)
      throw badFile({ file, what: 'length', expected: `2 to ${LONGEST_EPISODE} frames`, found: `${length}` });
    const key = this.#video?.key ?? '';
    const column = (name: string) => number(`videos/${key}/${name}`);
    const data = this.#path(this.#info.data_path, number('data/chunk_index'), number('data/file_index'));
    return {
      index: number('episode_index'),
      length,
      data,
      video:
        this.#video === null
          ? null
          : {
              file: this.#path(this.#info.video_path ?? '', column('chunk_index'), column('file_index')),
              first: Math.round(column('from_timestamp') * this.#info.fps),
            },
    };
  }

  /** @throws StudioError `dataSet.badFile` where it leads out of the folder, or to nothing */
  #path(pattern: string, chunk: number, file: number): string {
    const filled = pattern
      .replace('{video_key}', this.#video?.key ?? '')
      .replace(/\{chunk_index(?::0?(\d)d)?\}/, (_, digits: string) => padded(chunk, digits))
      .replace(/\{file_index(?::0?(\d)d)?\}/, (_, digits: string) => padded(file, digits));
    const place = path.resolve(this.#folder, filled);
    const inside = place.startsWith(path.resolve(this.#folder) + path.sep);
    if (inside && existsSync(place) && statSync(place).isFile()) return place;
    throw this.#fault('data_path, video_path', 'a file of the data set', filled.slice(0, 200));
  }

  /** Pictures are told as [height, width, channels], or channels first. */
  #shapeOf(name: string, { shape, names }: z.infer<typeof FEATURE_SCHEMA>): VideoShape {
    const [first = 0, second = 0, third = 0] = shape;
    const named = Array.isArray(names) ? names.map(String) : [];
    const channelsFirst = /^channel/.test(named[0] ?? '') || (named.length === 0 && first <= 3);
    const [height, width] = channelsFirst ? [second, third] : [first, second];
    if (shape.length === 3 && height <= LARGEST_SIDE && width <= LARGEST_SIDE) return { width, height };
    throw this.#fault(name, 'a shape of height, width and channels', `[${shape.join(', ')}]`);
  }

  #fault(what: string, expected: string, found: string): StudioError {
    return badFile({ file: this.#infoFile, what, expected, found });
  }
}

const EPISODE_COLUMNS = ['episode_index', 'length', 'data/chunk_index', 'data/file_index'];
const VIDEO_COLUMNS = ['chunk_index', 'file_index', 'from_timestamp'];

const sizeOf = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);
const padded = (value: number, digits: string | undefined) =>
  String(value).padStart(Number(digits ?? 0), '0');

function numbersOf(
  value: unknown,
  { file, column, size }: { readonly file: string; readonly column: string; readonly size: number },
): readonly number[] {
  const list =
    Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as ArrayLike<unknown>) : [value];
  const numbers = list.flat(8).map(Number);
  if (numbers.length === size && numbers.every((one) => Number.isFinite(one))) return numbers;
  const found = numbers.length === size ? 'something else' : `${numbers.length}`;
  throw badFile({ file, what: column, expected: `${size} finite numbers`, found });
}

async function* momentsOf(
  { length, video }: Place,
  numbers: Float32Array,
  frames: VideoFrames | null,
): AsyncGenerator<SourceMoment> {
  const size = numbers.length / length;
  for (let moment = 0; moment < length; moment++) {
    const picture = video === null || frames === null ? null : await frames.frame(video.first + moment);
    yield { picture, numbers: numbers.slice(moment * size, (moment + 1) * size) };
  }
}
