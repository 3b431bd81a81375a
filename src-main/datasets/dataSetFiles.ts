/**
 * A data set's files, read where they lie and never written to. A moment is an observation; an episode of n steps has n + 1, one after
 * the other, and the episodes follow each other. What led from a moment to the next is a step: its action, then its reward, in doubles.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { DATA_SET_PICTURE_SIDE, type DataSet } from '../../shared/dataSet.ts';
import { StudioError } from '../../shared/errors.ts';
import { FILES, readDescription } from './dataSetFolder.ts';

/** Of one picture: RGB. */
export const PICTURE_BYTES = DATA_SET_PICTURE_SIDE * DATA_SET_PICTURE_SIDE * 3;

export type MomentKind = 'pictures' | 'numbers';

/** Where an episode lies among all. */
export interface RecordedSpan {
  readonly firstMoment: number;
  readonly firstStep: number;
  readonly length: number;
  readonly terminated: boolean;
  readonly episodeReturn: number;
}

export class DataSetFiles {
  readonly description: DataSet;
  readonly episodes: readonly RecordedSpan[];
  /** Numbers of an action: a box's elements, or the index. */
  readonly actionSize: number;
  /** Bytes of a moment, 0 where nothing of the kind was recorded. */
  readonly bytes: Readonly<Record<MomentKind, number>>;
  readonly #folder: string;
  readonly #files = new Map<keyof typeof FILES, number>();

  /** @throws StudioError `dataSet.unknown`, `dataSet.damaged` where a file is missing or of another size */
  constructor(folder: string) {
    this.#folder = folder;
    const description = readDescription(folder);
    this.description = description;
    const { actions, numbers, pictures } = description;
    this.actionSize = actions.kind === 'discrete' ? 1 : actions.low.length;
    this.bytes = {
      pictures: pictures ? PICTURE_BYTES : 0,
      numbers: 4 * numbers.reduce((sum, { size }) => sum + size, 0),
    };
    let firstStep = 0;
    this.episodes = description.episodes.map((episode, index) => {
      const span = { ...episode, firstStep, firstMoment: firstStep + index };
      firstStep += episode.length;
      return span;
    });
    try {
      const moments = firstStep + this.episodes.length;
      if (pictures) this.#open('pictures', moments * this.bytes.pictures);
      if (numbers.length > 0) this.#open('numbers', moments * this.bytes.numbers);
      this.#open('steps', firstStep * this.#stepBytes);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Moments in a row into `out` at `offset` bytes. */
  readMoments(kind: MomentKind, first: number, count: number, out: Uint8Array, offset = 0): void {
    const bytes = this.bytes[kind];
    if (bytes === 0) throw new Error(`${this.description.id} has no ${kind}`);
    this.#read(kind, first * bytes, out.subarray(offset, offset + count * bytes));
  }

  /** Steps in a row: actions [count, actionSize] and rewards [count]. */
  readSteps(
    first: number,
    count: number,
  ): { readonly actions: Float64Array; readonly rewards: Float64Array } {
    const { actionSize } = this;
    const raw = new Float64Array(count * (actionSize + 1));
    this.#read('steps', first * this.#stepBytes, new Uint8Array(raw.buffer));
    const actions = new Float64Array(count * actionSize);
    const rewards = new Float64Array(count);
    for (let t = 0; t < count; t++) {
      const at = t * (actionSize + 1);
      actions.set(raw.subarray(at, at + actionSize), t * actionSize);
      rewards[t] = raw[at + actionSize] ?? 0;
    }
    return { actions, rewards };
  }

  close(): void {
    for (const descriptor of this.#files.values()) closeSync(descriptor);
    this.#files.clear();
  }

  get #stepBytes(): number {
    return 8 * (this.actionSize + 1);
  }

  #open(name: keyof typeof FILES, size: number): void {
    try {
      const descriptor = openSync(path.join(this.#folder, FILES[name]), 'r');
      this.#files.set(name, descriptor);
      if (fstatSync(descriptor).size !== size) throw new Error(`${size} bytes expected`);
    } catch (error) {
      throw new StudioError(
        'dataSet.damaged',
        { dataSet: this.description.id, file: FILES[name] },
        { cause: error },
      );
    }
  }

  #read(name: keyof typeof FILES, position: number, out: Uint8Array): void {
    const descriptor = this.#files.get(name);
    if (descriptor === undefined) throw new Error(`${this.description.id} was closed`);
    let received = 0;
    while (received < out.length) {
      const got = readSync(descriptor, out, received, out.length - received, position + received);
      if (got === 0)
        throw new StudioError('dataSet.damaged', { dataSet: this.description.id, file: FILES[name] });
      received += got;
    }
  }
}
