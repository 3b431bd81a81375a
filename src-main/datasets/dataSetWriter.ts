/**
 * Keeps the episodes of a source as a data set: written under a name that nothing reads, and given its own once all of it is on the
 * disk. Holds one moment at a time and the description.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { writeSync } from 'node:fs';
import path from 'node:path';
import { DATA_SET_SCHEMA, MOST_DATA_SET_EPISODES, type DataSet } from '../../shared/dataSet.ts';
import { StudioError } from '../../shared/errors.ts';
import { asKept } from './areaPicture.ts';
import { DESCRIPTION_FILE, FILES } from './dataSetFolder.ts';
import { badFile, requireFinite, type Source, type SourceEpisode } from './source.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
/** Of an id: the rest is the name. */
const CHECKSUM_DIGITS = 8;
const LONGEST_NAME_IN_ID = 48;

export class DataSetWriter {
  readonly #folder: string;
  readonly #draft: string;
  readonly #source: Source;
  readonly #files = new Map<keyof typeof FILES, number>();
  readonly #sums = new Map<string, ReturnType<typeof createHash>>();
  readonly #episodes: DataSet['episodes'] = [];
  readonly #actionSize: number;
  readonly #numberCount: number;
  readonly #low: number[];
  readonly #high: number[];

  /** @param folder of all data sets */
  constructor(folder: string, source: Source) {
    this.#folder = folder;
    this.#source = source;
    this.#draft = path.join(folder, `.import-${process.pid}`);
    this.#actionSize = source.actions.kind === 'discrete' ? 1 : source.actions.size;
    this.#numberCount = source.numbers.reduce((sum, { size }) => sum + size, 0);
    this.#low = Array.from({ length: this.#actionSize }, () => Infinity);
    this.#high = Array.from({ length: this.#actionSize }, () => -Infinity);
    rmSync(this.#draft, { recursive: true, force: true });
    mkdirSync(this.#draft, { recursive: true, mode: PRIVATE_FOLDER });
    if (source.pictures) this.#open('pictures');
    if (this.#numberCount > 0) this.#open('numbers');
    this.#open('steps');
  }

  /** @throws StudioError `dataSet.badFile` where it is not as the source said, `dataSet.tooLarge` */
  async append(episode: SourceEpisode): Promise<void> {
    const { place, rewards, terminated } = episode;
    if (this.#episodes.length >= MOST_DATA_SET_EPISODES)
      throw new StudioError('dataSet.tooLarge', {
        file: place,
        what: 'episodes',
        limit: MOST_DATA_SET_EPISODES,
      });
    await this.#writeMoments(episode);
    this.#writeSteps(episode);
    const episodeReturn = rewards.reduce((sum, reward) => sum + reward, 0);
    this.#episodes.push({ length: rewards.length, terminated, episodeReturn });
  }

  /** @returns its description; of a content that is there already, that one's @throws StudioError `dataSet.empty` */
  finish(name: string, importedAt: string, from: string): DataSet {
    if (this.#episodes.length === 0) throw new StudioError('dataSet.empty', { path: from });
    const { kind, pictures, numbers, rewards, stepSeconds } = this.#source;
    const about = { pictures, numbers: [...numbers], actions: this.#actions(), rewards };
    const whole = createHash('sha256').update(JSON.stringify({ ...about, episodes: this.#episodes }));
    for (const [file, sum] of this.#sums) whole.update(`${file} ${sum.digest('hex')}`);
    const checksum = whole.digest('hex');
    const id = `${plain(name)}-${checksum.slice(0, CHECKSUM_DIGITS)}`;
    const description = DATA_SET_SCHEMA.parse({
      format: 1,
      id,
      name: name.slice(0, 200),
      source: kind,
      importedAt,
      checksum,
      ...about,
      stepSeconds: stepSeconds ?? USUAL_STEP_SECONDS,
      episodes: this.#episodes,
    });
    for (const descriptor of this.#files.values()) fsyncSync(descriptor);
    this.#close();
    writeFileSync(path.join(this.#draft, DESCRIPTION_FILE), JSON.stringify(description), {
      mode: PRIVATE_FILE,
      flush: true,
    });
    const place = path.join(this.#folder, id);
    if (existsSync(path.join(place, DESCRIPTION_FILE))) this.discard();
    else renameSync(this.#draft, place);
    return description;
  }

  discard(): void {
    this.#close();
    rmSync(this.#draft, { recursive: true, force: true });
  }

  async #writeMoments({ place, rewards, moments }: SourceEpisode): Promise<void> {
    const expected = rewards.length + 1;
    let count = 0;
    for await (const { picture, numbers } of moments) {
      if (++count > expected) break;
      if (numbers.length !== this.#numberCount) {
        const found = `${numbers.length}`;
        throw badFile({ file: place, what: 'observation', expected: `${this.#numberCount} numbers`, found });
      }
      requireFinite(place, 'observation', numbers);
      if (this.#numberCount > 0)
        this.#write('numbers', new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
      if (!this.#source.pictures) continue;
      if (picture === null)
        throw badFile({ file: place, what: 'image', expected: 'a picture of every moment', found: 'none' });
      this.#write('pictures', asKept(picture));
    }
    if (count === expected) return;
    const found = count > expected ? 'more' : `${count}`;
    throw badFile({ file: place, what: 'observation', expected: `${expected} moments`, found });
  }

  #writeSteps({ place, actions, rewards }: SourceEpisode): void {
    const size = this.#actionSize;
    if (rewards.length === 0 || actions.length !== rewards.length * size) {
      const expected = `${size} numbers for each of 1 step or more`;
      throw badFile({
        file: place,
        what: 'action',
        expected,
        found: `${actions.length} for ${rewards.length}`,
      });
    }
    requireFinite(place, 'action', actions);
    requireFinite(place, 'reward', rewards);
    const steps = new Float64Array(rewards.length * (size + 1));
    for (let step = 0; step < rewards.length; step++) {
      for (let index = 0; index < size; index++) {
        const value = actions[step * size + index] ?? 0;
        if (this.#source.actions.kind === 'discrete') this.#requireChoice(place, value);
        this.#low[index] = Math.min(this.#low[index] ?? value, value);
        this.#high[index] = Math.max(this.#high[index] ?? value, value);
        steps[step * (size + 1) + index] = value;
      }
      steps[step * (size + 1) + size] = rewards[step] ?? 0;
    }
    this.#write('steps', new Uint8Array(steps.buffer));
  }

  #requireChoice(place: string, value: number): void {
    const { actions } = this.#source;
    const count = (actions.kind === 'discrete' ? actions.count : null) ?? Infinity;
    if (Number.isInteger(value) && value >= 0 && value < count) return;
    const expected = count === Infinity ? 'whole numbers from 0 on' : `0 to ${count - 1}`;
    throw badFile({ file: place, what: 'action', expected, found: String(value) });
  }

  /** Where a bound is unknown or wider than any model could scale by, what the recording reaches. */
  #actions(): DataSet['actions'] {
    const { actions } = this.#source;
    if (actions.kind === 'discrete')
      return { kind: 'discrete', count: actions.count ?? (this.#high[0] ?? 0) + 1 };
    const bound = (said: readonly number[] | undefined, index: number) => {
      const value = said?.[index] ?? NaN;
      return Math.abs(value) < WIDEST_BOUND ? value : null;
    };
    const low = this.#low.map((reached, index) => Math.min(bound(actions.low, index) ?? reached, reached));
    const high = this.#high.map((reached, index) => Math.max(bound(actions.high, index) ?? reached, reached));
    // What never moved still needs a range to be scaled by.
    return {
      kind: 'box',
      low,
      high: high.map((value, index) => (value > (low[index] ?? 0) ? value : value + 1)),
    };
  }

  #open(name: keyof typeof FILES): void {
    this.#files.set(name, openSync(path.join(this.#draft, FILES[name]), 'wx', PRIVATE_FILE));
    this.#sums.set(name, createHash('sha256'));
  }

  #write(name: keyof typeof FILES, bytes: Uint8Array): void {
    const descriptor = this.#files.get(name);
    if (descriptor === undefined) throw new Error(`${name} is not open`);
    this.#sums.get(name)?.update(bytes);
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  }

  #close(): void {
    for (const descriptor of this.#files.values()) closeSync(descriptor);
    this.#files.clear();
  }
}

/** Where a source does not say how fast it goes. */
const USUAL_STEP_SECONDS = 0.05;
/** Beyond it a bound is another word for none. */
const WIDEST_BOUND = 1e6;

function plain(name: string): string {
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return letters.slice(0, LONGEST_NAME_IN_ID).replaceAll(/^-+|-+$/g, '') || 'data';
}
