/**
 * Reads an archive (archive.ts) that may come from anybody. All sizes are held against the budget before anything is unpacked;
 * then the run is read, each checkpoint goes to its file as a stream, and rows come entry by entry: what an import takes of
 * memory does not grow with its file.
 */
import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { z } from 'zod';
import { dreamOf } from '../../shared/dreamSettings.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Axis } from '../../shared/run.ts';
import { damaged, HASH_BYTES, headerLength, readLayout, START_BYTES } from '../store/checkpointLayout.ts';
import { packRecipe } from '../store/episodeTable.ts';
import type { ImportedEnd, ImportedRow } from '../store/importedRows.ts';
import { describeKeptModel, KEPT_MODEL_FILE, keptChecksum } from '../store/keptModel.ts';
import { PRIVATE_FILE } from '../store/privateFiles.ts';
import {
  ARCHIVE_FORMAT,
  ARCHIVE_LIMITS,
  BRANCHES_FILE,
  BRANCH_SCHEMA,
  checked,
  CHECKPOINT_SCHEMA,
  EPISODE_SCHEMA,
  EVALUATION_SCHEMA,
  EVALUATIONS_FILE,
  LOG_SCHEMA,
  MANIFEST_SCHEMA,
  refuseBadKeys,
  RUN_SCHEMA,
  SERIES_SCHEMA,
  TRUST_FILE,
  TRUST_SCHEMA,
  type ArchivedCheckpoint,
  type ArchivedRun,
  type ArchivedSeries,
} from './archiveSchema.ts';
import { jsonElements, jsonValue } from './jsonElements.ts';
import { readDirectory, shown, unpacked, type ByteSource, type ZipEntry } from '../formats/zipReader.ts';

const CHECKPOINT_FOLDER = 'checkpoints/';
/** Each with what is held of it at a time; null: one entry of its list. */
const PARTS: Readonly<Record<string, number | null>> = {
  'manifest.json': ARCHIVE_LIMITS.manifestBytes,
  'run.json': ARCHIVE_LIMITS.runBytes,
  'checkpoints.json': ARCHIVE_LIMITS.listBytes,
  'metrics.json': null,
  'episodes.json': null,
  'log.json': null,
  [EVALUATIONS_FILE]: null,
  [TRUST_FILE]: null,
  [BRANCHES_FILE]: null,
};
/** Rows of one curve in one piece: a few milliseconds of inserting for the host. */
const POINTS_AT_ONCE = 250;
const MEGABYTE = 1024 * 1024;
const megabytes = (bytes: number) => Math.ceil(bytes / MEGABYTE);

export interface CheckpointToStore extends ArchivedCheckpoint {
  readonly sizeBytes: number;
}

export class ArchiveReader {
  readonly run: ArchivedRun;
  readonly checkpoints: readonly CheckpointToStore[];
  /** It brings the world model in whose dream it learns. */
  readonly bringsDream: boolean;
  /** Of all that is unpacked. */
  readonly totalBytes: number;
  readonly #source: ByteSource;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  readonly #lastOfSeries = new Map<string, number>();
  #doneBytes = 0;
  #lastSequence = 0;
  /** How far the run was at the newest curve's point or episode, and that one's number. */
  #lastAxis: Axis;
  #axisSequence = 0;

  private constructor(
    source: ByteSource,
    entries: ReadonlyMap<string, ZipEntry>,
    run: ArchivedRun,
    checkpoints: readonly ArchivedCheckpoint[],
  ) {
    this.#source = source;
    this.#entries = entries;
    this.run = run;
    this.checkpoints = checkpoints.map((checkpoint) => ({
      ...checkpoint,
      sizeBytes: part(entries, CHECKPOINT_FOLDER + checkpoint.fileName).bytes,
    }));
    this.bringsDream = entries.has(KEPT_MODEL_FILE);
    this.totalBytes = [...entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    this.#lastAxis = { environmentSteps: 0, gradientSteps: 0, wallSeconds: run.wallSeconds };
    this.#lastSequence = Math.max(0, ...checkpoints.map(({ sequence }) => sequence));
  }

  /** @throws StudioError `import.*` with what is wrong */
  static async open(source: ByteSource): Promise<ArchiveReader> {
    const entries = withinBudget(source);
    const read = (name: string) => jsonValue(unpacked(source, part(entries, name)), name);
    const { format } = checked(MANIFEST_SCHEMA, await read('manifest.json'), 'manifest.json');
    if (format !== ARCHIVE_FORMAT) {
      throw new StudioError('import.newer', { format, known: ARCHIVE_FORMAT });
    }
    const rawRun = await read('run.json');
    refuseBadKeys(rawRun, 'run.json');
    const run = checked(RUN_SCHEMA, rawRun, 'run.json');
    for (const name of ['metrics.json', 'episodes.json', 'log.json']) part(entries, name);
    const list = checked(CHECKPOINT_SCHEMA.array(), await read('checkpoints.json'), 'checkpoints.json');
    refuseTwice(list.map(({ id }) => id));
    // Some disks take names for the same that differ in their case.
    refuseTwice(list.map(({ fileName }) => fileName.toLowerCase()));
    const listed = new Set(list.map(({ fileName }) => CHECKPOINT_FOLDER + fileName));
    const stray = [...entries.keys()].find((name) => name.startsWith(CHECKPOINT_FOLDER) && !listed.has(name));
    if (stray !== undefined) throw new StudioError('import.unknownPart', { part: shown(stray) });
    if (entries.has(KEPT_MODEL_FILE) && dreamOf(run.config) === null)
      throw new StudioError('import.unknownPart', { part: KEPT_MODEL_FILE });
    return new ArchiveReader(source, entries, run, list);
  }

  /** Of `totalBytes`, so far. */
  get doneBytes(): number {
    return this.#doneBytes;
  }

  /** After the last row. */
  get end(): ImportedEnd {
    return { sequence: this.#lastSequence, axis: this.#lastAxis, result: this.run.result };
  }

  /**
   * Unpacks a checkpoint into a new file, and on to the disk, and checks it on the way.
   * @throws StudioError `checkpoint.damaged`, `checkpoint.malformed`, `import.damagedPart`; or what the file system says. What
   * was written stays, for the caller to remove.
   */
  async *storeCheckpoint({ fileName }: CheckpointToStore, file: string): AsyncGenerator<void, void, void> {
    yield* this.#store(part(this.#entries, CHECKPOINT_FOLDER + fileName), file);
  }

  /**
   * The same with the model that dreams: it must be the one that the run's settings name.
   * @throws StudioError besides `import.otherDream`
   */
  async *storeDream(file: string): AsyncGenerator<void, void, void> {
    yield* this.#store(part(this.#entries, KEPT_MODEL_FILE), file);
    if ((await keptChecksum(file)) !== dreamOf(this.run.config)?.checksum)
      throw new StudioError('import.otherDream', { part: KEPT_MODEL_FILE });
    await describeKeptModel(file);
  }

  async *#store(entry: ZipEntry, file: string): AsyncGenerator<void, void, void> {
    const check = new CheckpointCheck(entry.bytes, entry.name.slice(entry.name.lastIndexOf('/') + 1));
    const handle = await open(file, 'wx', PRIVATE_FILE);
    try {
      for await (const piece of unpacked(this.#source, entry)) {
        check.take(piece);
        await handle.writeFile(piece);
        this.#doneBytes += piece.length;
        yield;
      }
      check.conclude();
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  /** Everything but checkpoints; ids of evaluations and measurements are the archive's own. @throws StudioError `import.*` */
  async *rows(): AsyncGenerator<ImportedRow, void, void> {
    for await (const value of this.#elements('metrics.json')) {
      yield* this.#series(checked(SERIES_SCHEMA, value, 'metrics.json'));
    }
    for await (const value of this.#elements('episodes.json')) {
      const { sequence, createdAt, recipe, details, ...rest } = checked(
        EPISODE_SCHEMA,
        value,
        'episodes.json',
      );
      this.#passed(sequence, rest.axis);
      yield {
        kind: 'episode',
        sequence,
        createdAt,
        episode: details === undefined ? rest : { ...rest, details },
        recipe: recipe === undefined ? null : new Uint8Array(packRecipe(recipe)),
      };
    }
    for await (const value of this.#elements('log.json')) {
      yield { kind: 'log', entry: checked(LOG_SCHEMA, value, 'log.json') };
    }
    for await (const evaluation of this.#named(
      EVALUATIONS_FILE,
      EVALUATION_SCHEMA,
      ARCHIVE_LIMITS.evaluations,
    )) {
      yield { kind: 'evaluation', evaluation };
    }
    for await (const trust of this.#named(TRUST_FILE, TRUST_SCHEMA, ARCHIVE_LIMITS.trust)) {
      yield { kind: 'trust', trust };
    }
    for await (const branch of this.#named(BRANCHES_FILE, BRANCH_SCHEMA, ARCHIVE_LIMITS.branches)) {
      yield { kind: 'branch', branch };
    }
  }

  /** Entries of a part that need not be there, each with a name of its own. */
  async *#named<Entry extends { readonly id: string }>(
    name: string,
    schema: z.ZodType<Entry>,
    most: number,
  ): AsyncGenerator<Entry, void, void> {
    if (!this.#entries.has(name)) return;
    const known = new Set<string>();
    for await (const value of this.#elements(name)) {
      const entry = checked(schema, value, name);
      if (known.has(entry.id)) throw new StudioError('import.twice', { part: entry.id });
      known.add(entry.id);
      refuseTooMany(name, known.size, most);
      yield entry;
    }
  }

  async *#elements(name: string): AsyncGenerator<unknown, void, void> {
    const pieces = unpacked(this.#source, part(this.#entries, name));
    yield* jsonElements(this.#counted(pieces), name);
  }

  async *#counted(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
    for await (const piece of pieces) {
      yield piece;
      this.#doneBytes += piece.length;
    }
  }

  *#series({ name, ...columns }: ArchivedSeries): Generator<ImportedRow, void, void> {
    const { sequence, environmentSteps, gradientSteps, wallSeconds, values } = columns;
    const { length } = values;
    let last = this.#lastOfSeries.get(name) ?? -1;
    const inOrder = sequence.every((number) => {
      const follows = number >= last;
      last = number;
      return follows;
    });
    if (!inOrder || Object.values(columns).some((column) => column.length !== length)) {
      throw new StudioError('import.columns', { series: shown(name) });
    }
    this.#lastOfSeries.set(name, last);
    refuseTooMany('metrics.json', this.#lastOfSeries.size, ARCHIVE_LIMITS.series);
    for (let from = 0; from < length; from += POINTS_AT_ONCE) {
      const to = Math.min(length, from + POINTS_AT_ONCE);
      yield {
        kind: 'metrics',
        name,
        sequence: Float64Array.from(sequence.slice(from, to)),
        environmentSteps: Float64Array.from(environmentSteps.slice(from, to)),
        gradientSteps: Float64Array.from(gradientSteps.slice(from, to)),
        wallSeconds: Float64Array.from(wallSeconds.slice(from, to)),
        values: Float64Array.from(values.slice(from, to), (value) => value ?? NaN),
      };
    }
    if (length === 0) return;
    this.#passed(last, {
      environmentSteps: environmentSteps[length - 1] ?? 0,
      gradientSteps: gradientSteps[length - 1] ?? 0,
      wallSeconds: wallSeconds[length - 1] ?? 0,
    });
  }

  #passed(sequence: number, axis: Axis): void {
    if (sequence < this.#axisSequence) return;
    this.#axisSequence = sequence;
    this.#lastAxis = axis;
    this.#lastSequence = Math.max(this.#lastSequence, sequence);
  }

  close(): void {
    this.#source.close();
  }
}

/** Looks at a checkpoint as it goes by: its header as soon as it is there, its sum at the end. */
class CheckpointCheck {
  readonly #bytes: number;
  readonly #file: string;
  readonly #hash: Hash = createHash('sha256');
  /** Until the header is read; then the last bytes, which may be the sum. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #headerBytes: number | null = null;
  #headerRead = false;
  /** Why the header could not be read. Thrown at the end, if the sum is right; if it is wrong, the file is damaged, which explains it. */
  #problem: unknown = null;

  constructor(bytes: number, file: string) {
    this.#bytes = bytes;
    this.#file = file;
  }

  take(piece: Buffer): void {
    this.#held.push(piece);
    this.#heldBytes += piece.length;
    if (!this.#headerRead) {
      try {
        this.#readHeader();
      } catch (error) {
        this.#problem = error;
        this.#headerRead = true;
      }
    }
    if (this.#headerRead) this.#passOn();
  }

  #readHeader(): void {
    if (this.#headerBytes === null) {
      if (this.#heldBytes < START_BYTES) return;
      const start = this.#together().subarray(0, START_BYTES);
      this.#headerBytes = START_BYTES + headerLength(start, this.#bytes, this.#file);
    }
    if (this.#heldBytes < this.#headerBytes) return;
    readLayout(
      this.#together().subarray(START_BYTES, this.#headerBytes),
      this.#bytes - HASH_BYTES,
      this.#file,
    );
    this.#headerRead = true;
  }

  #together(): Buffer {
    const [first] = this.#held;
    if (this.#held.length === 1 && first !== undefined) return first;
    const whole = Buffer.concat(this.#held);
    this.#held = [whole];
    return whole;
  }

  #passOn(): void {
    const whole = this.#together();
    const body = Math.max(0, whole.length - HASH_BYTES);
    this.#hash.update(whole.subarray(0, body));
    this.#held = [Buffer.from(whole.subarray(body))];
    this.#heldBytes = whole.length - body;
  }

  conclude(): void {
    if (!this.#headerRead)
      throw damaged(this.#file, 'it is not a checkpoint of this studio or was cut short');
    if (!this.#hash.digest().equals(this.#together())) {
      throw damaged(this.#file, 'its checksum does not match, so it was cut short or changed');
    }
    if (this.#problem !== null) throw this.#problem;
  }
}

function part(entries: ReadonlyMap<string, ZipEntry>, name: string): ZipEntry {
  const entry = entries.get(name);
  if (entry === undefined) throw new StudioError('import.missing', { part: shown(name) });
  return entry;
}

function refuseTooMany(name: string, count: number, limit: number): void {
  if (count > limit) throw new StudioError('import.tooManyParts', { part: name, count, limit });
}

function refuseTwice(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new StudioError('import.twice', { part: shown(name) });
    seen.add(name);
  }
}

/** @throws StudioError where the file, a part of it, or all of it unpacked is more than an import may be */
function withinBudget(source: ByteSource): ReadonlyMap<string, ZipEntry> {
  if (source.size > ARCHIVE_LIMITS.fileBytes) {
    throw new StudioError('import.tooLarge', { megabytes: megabytes(ARCHIVE_LIMITS.fileBytes) });
  }
  const entries = readDirectory(source, ARCHIVE_LIMITS.entries);
  let total = 0;
  for (const { name, bytes } of entries) {
    const isCheckpoint = name === KEPT_MODEL_FILE || /^checkpoints\/[\w-]{1,120}\.wms$/.test(name);
    if (!isCheckpoint && !Object.hasOwn(PARTS, name)) {
      throw new StudioError('import.unknownPart', { part: shown(name) });
    }
    const limit = isCheckpoint ? ARCHIVE_LIMITS.checkpointBytes : PARTS[name];
    if (typeof limit === 'number' && bytes > limit) throw tooMuch(name, bytes, limit);
    total += bytes;
  }
  if (total > ARCHIVE_LIMITS.unpackedBytes) throw tooMuch('*', total, ARCHIVE_LIMITS.unpackedBytes);
  const ratio = total / Math.max(1, source.size);
  if (total > ARCHIVE_LIMITS.ratioFromBytes && ratio > ARCHIVE_LIMITS.ratio) {
    throw new StudioError('import.packedTooTightly', {
      ratio: Math.round(ratio),
      limit: ARCHIVE_LIMITS.ratio,
    });
  }
  return new Map(entries.map((entry) => [entry.name, entry]));
}

function tooMuch(name: string, bytes: number, limit: number): StudioError {
  return new StudioError('import.unpacksTooLarge', {
    part: shown(name),
    megabytes: megabytes(bytes),
    limit: megabytes(limit),
  });
}
