/**
 * A folder of NPZ files as Dreamer's codes and World Models' authors write them.
 *
 * Dreamer's (github.com/danijar/dreamerv2, replay.py; dreamerv3's chunks): arrays of equal length; `action`, `reward`, `is_first`,
 * `is_last`, `is_terminal` or `discount`; everything else is observed. A file may hold several episodes. In the first two codes an
 * action stands beside the moment that it led to, and the first is zeros; in the third beside the moment in which it was chosen.
 * Rewards stand beside the moment that they came with in all three.
 *
 * World Models' (github.com/hardmaru/WorldModelsExperiments, `record/`): `obs` and `action`, a file an episode, the action chosen at
 * the picture beside it, no rewards, and no word of how it ended.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { MOST_ACTION_NUMBERS, MOST_OBSERVED_NUMBERS } from '../../shared/dataSet.ts';
import { StudioError } from '../../shared/errors.ts';
import { NpzReader, NumpyFault, type ReadArray } from '../formats/npzReader.ts';
import { sourceOfFile } from '../formats/zipReader.ts';
import { badFile, type Source, type SourceActions, type SourceEpisode, type SourceMoment } from './source.ts';

/** What of Dreamer's arrays is neither observed nor done. */
const NOT_OBSERVED = new Set([
  'action',
  'reward',
  'discount',
  'is_first',
  'is_last',
  'is_terminal',
  'consec',
  'stepid',
  'seed',
  'reset',
  'terminal',
]);
const PICTURE_NAMES = ['image', 'pixels', 'rgb', 'obs'];
const LARGEST_SIDE = 4096;

/** Of one file; rows are moments. */
interface Recording {
  readonly file: string;
  readonly moments: number;
  readonly image: ReadArray | null;
  /** Inside of each row. */
  readonly numbers: readonly { readonly name: string; readonly size: number; readonly array: ReadArray }[];
  readonly action: ReadArray;
  readonly reward: ReadArray | null;
  readonly firsts: readonly number[];
  readonly terminal: ArrayLike<number> | null;
}

/** All of a folder's in the order of their names. @throws StudioError `dataSet.*` as the first file says */
export async function openNpz(folder: string): Promise<Source | null> {
  const files = readdirSync(folder)
    .filter((name) => name.toLowerCase().endsWith('.npz'))
    .sort()
    .map((name) => path.join(folder, name));
  const [first] = files;
  if (first === undefined) return null;
  const example = await readRecording(first);
  const isRecord = example.reward === null && example.firsts.length === 1;
  const actions = actionsOf(example);
  return {
    kind: isRecord ? 'record' : 'npz',
    pictures: example.image !== null,
    numbers: example.numbers.map(({ name, size }) => ({ name, size })),
    actions,
    rewards: example.reward !== null,
    stepSeconds: null,
    count: null,
    async *episodes() {
      for (const file of files) {
        const recording = file === first ? example : await readRecording(file);
        requireAlike(example, recording);
        yield* episodesOf(recording, actions);
      }
    },
    close: () => undefined,
  };
}

async function readRecording(file: string): Promise<Recording> {
  const source = sourceOfFile(file);
  try {
    const reader = new NpzReader(source);
    const action = await required(reader, 'action', file);
    const moments = action.shape[0] ?? 0;
    const observed: { readonly name: string; readonly array: ReadArray }[] = [];
    for (const name of reader.names.filter((one) => !isOther(one))) {
      const array = await reader.read(name);
      if (array !== null && array.shape.length > 0) observed.push({ name, array });
    }
    const reward = await reader.read('reward');
    const rows = Math.max(moments, ...observed.map(({ array }) => array.shape[0] ?? 0));
    const image = observed.find(({ name, array }) => PICTURE_NAMES.includes(name) && isPicture(array));
    const numbers = observed
      .filter((one) => one !== image && one.array.shape.length <= 2 && one.array.kind !== 'boolean')
      .map(({ name, array }) => ({ name, array, size: sizeOf(array) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const first = await reader.read('is_first');
    const recording: Recording = {
      file,
      moments: rows,
      image: image?.array ?? null,
      numbers,
      action,
      reward,
      firsts: firstsOf(first, rows),
      terminal: await terminalOf(reader),
    };
    requireFits(recording);
    return recording;
  } catch (error) {
    if (error instanceof NumpyFault) {
      const { what, expected, found } = error;
      throw badFile({ file, what, expected, found }, error);
    }
    if (error instanceof StudioError && error.code.startsWith('import.'))
      throw badFile({ file, what: 'npz', expected: 'a whole NPZ file', found: error.code.slice(7) }, error);
    throw error;
  } finally {
    source.close();
  }
}

async function required(reader: NpzReader, name: string, file: string): Promise<ReadArray> {
  const array = await reader.read(name);
  if (array !== null) return array;
  const found = reader.names.slice(0, 10).join(', ').slice(0, 200);
  throw badFile({ file, what: name, expected: `an array “${name}”`, found });
}

const isOther = (name: string) => NOT_OBSERVED.has(name) || name.startsWith('log_');

function isPicture({ shape, data }: ReadArray): boolean {
  const [, height = 0, width = 0, channels = 0] = shape;
  const bounded = height >= 1 && width >= 1 && height <= LARGEST_SIDE && width <= LARGEST_SIDE;
  return shape.length === 4 && data instanceof Uint8Array && bounded && [1, 3, 4].includes(channels);
}

const sizeOf = ({ shape }: ReadArray) => shape.slice(1).reduce((product, extent) => product * extent, 1);

function firstsOf(first: ReadArray | null, moments: number): readonly number[] {
  const marked = Array.from({ length: moments }, (_, row) => row).filter(
    (row) => (first?.data[row] ?? 0) !== 0,
  );
  return marked[0] === 0 ? marked : [0, ...marked];
}

async function terminalOf(reader: NpzReader): Promise<ArrayLike<number> | null> {
  const said = (await reader.read('is_terminal')) ?? (await reader.read('terminal'));
  if (said !== null) return said.data;
  const discount = await reader.read('discount');
  return discount === null ? null : Array.from(discount.data, (value) => (value === 0 ? 1 : 0));
}

function requireFits(recording: Recording): void {
  const { file, moments, image, numbers, action, reward } = recording;
  const fault = (what: string, expected: string, found: string) => badFile({ file, what, expected, found });
  if (image === null && numbers.length === 0)
    throw fault(
      'image',
      'pictures [T, height, width, 1, 3 or 4] of bytes, or rows of numbers',
      'nothing observed',
    );
  const size = sizeOf(action);
  if (size < 1 || size > MOST_ACTION_NUMBERS || action.shape.length > 2)
    throw fault('action', `[T] or [T, 1 to ${MOST_ACTION_NUMBERS}]`, `[${action.shape.join(', ')}]`);
  const count = numbers.reduce((sum, one) => sum + one.size, 0);
  if (count > MOST_OBSERVED_NUMBERS)
    throw fault('observation', `at most ${MOST_OBSERVED_NUMBERS} numbers`, `${count}`);
  const arrays = { image, ...Object.fromEntries(numbers.map(({ name, array }) => [name, array])) };
  for (const [name, array] of Object.entries(arrays)) {
    if (array === null || array.shape[0] === moments) continue;
    throw fault(name, `${moments} rows as others have`, `${array.shape[0]}`);
  }
  const rows = action.shape[0] ?? 0;
  if (rows !== moments && rows !== moments - 1) throw fault('action', `${moments} rows`, `${rows}`);
  if (reward === null || reward.data.length === moments || reward.data.length === rows) return;
  throw fault('reward', `${moments} numbers`, `${reward.data.length}`);
}

/** Two files of one folder. */
function requireAlike(first: Recording, other: Recording): void {
  const told = ({ image, numbers, action, reward }: Recording) =>
    [
      ...(image === null ? [] : ['pictures']),
      ...numbers.map(({ name, size }) => `${name}[${size}]`),
      `action[${sizeOf(action)}]`,
      ...(reward === null ? [] : ['reward']),
    ].join(', ');
  const [expected, found] = [told(first), told(other)];
  if (expected !== found) throw badFile({ file: other.file, what: 'arrays', expected, found });
}

/** Rows that choose exactly one of several, as Dreamer's codes write choices, are choices. */
function actionsOf({ action }: Recording): SourceActions {
  const size = sizeOf(action);
  if (action.shape.length === 1 && action.kind === 'integer') return { kind: 'discrete', count: null };
  const rows = action.shape[0] ?? 0;
  const chosen = (row: number) => {
    const values = Array.from(action.data.subarray(row * size, (row + 1) * size));
    return values.every((value) => value === 0 || value === 1)
      ? values.filter((value) => value === 1).length
      : -1;
  };
  const sums = Array.from({ length: rows }, (_, row) => chosen(row));
  const isChoice = size > 1 && sums.every((sum, row) => sum === 1 || (row === 0 && sum === 0)) && rows > 1;
  return isChoice ? { kind: 'discrete', count: size } : { kind: 'box', size };
}

function* episodesOf(recording: Recording, actions: SourceActions): Generator<SourceEpisode> {
  const { file, moments, firsts, terminal } = recording;
  for (const [index, first] of firsts.entries()) {
    const end = firsts[index + 1] ?? moments;
    const steps = end - first - 1;
    // A single moment is an episode in which nothing was done.
    if (steps < 1) continue;
    yield {
      place: firsts.length === 1 ? file : `${file}, ${index}`,
      actions: actionsBetween(recording, actions, first, steps),
      rewards: rewardsBetween(recording, first, steps),
      terminated: (terminal?.[end - 1] ?? 0) !== 0,
      moments: momentsBetween(recording, first, end),
    };
  }
}

function actionsBetween(
  { file, action, moments, firsts, reward }: Recording,
  form: SourceActions,
  first: number,
  steps: number,
): Float64Array {
  const size = sizeOf(action);
  const rowIsZero = (row: number) =>
    action.data.subarray(row * size, (row + 1) * size).every((value) => value === 0);
  // Beside the moment that it led to, where every episode begins with zeros and there are as many as moments.
  const leads = reward !== null && action.shape[0] === moments && firsts.every(rowIsZero);
  const from = leads ? first + 1 : first;
  const rows = Float64Array.from(action.data.subarray(from * size, (from + steps) * size));
  if (form.kind === 'box' || size === 1) return rows;
  return Float64Array.from({ length: steps }, (_, step) => {
    const chosen = rows.subarray(step * size, (step + 1) * size).indexOf(1);
    if (chosen < 0) throw badFile({ file, what: 'action', expected: 'one choice a row', found: 'none' });
    return chosen;
  });
}

function rewardsBetween({ reward, moments }: Recording, first: number, steps: number): Float64Array {
  if (reward === null) return new Float64Array(steps);
  const from = reward.data.length === moments ? first + 1 : first;
  return Float64Array.from(reward.data.subarray(from, from + steps));
}

function* momentsBetween({ image, numbers }: Recording, first: number, end: number): Generator<SourceMoment> {
  const [, height = 0, width = 0, channels = 0] = image?.shape ?? [];
  const bytes = height * width * channels;
  const total = numbers.reduce((sum, { size }) => sum + size, 0);
  for (let row = first; row < end; row++) {
    const side = new Float32Array(total);
    let at = 0;
    for (const { size, array } of numbers) {
      side.set(array.data.subarray(row * size, (row + 1) * size), at);
      at += size;
    }
    const pixels = image?.data.subarray(row * bytes, (row + 1) * bytes);
    yield {
      picture: pixels instanceof Uint8Array ? { width, height, channels, pixels } : null,
      numbers: side,
    };
  }
}
