/**
 * One small picture of each run's dream, for lists: made once a checkpoint by the spare inspector, one after the other so that a
 * theatre that opens meanwhile waits for one at most, and kept in the run's cache, which may be emptied at any time.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { environmentFacts } from '../../shared/environmentFacts.ts';
import type { Picture } from '../../shared/run.ts';
import type { TrainedFile } from '../engine/servedDreams.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { describeKeptModel } from '../store/keptModel.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../store/privateFiles.ts';
import type { ModelChecks } from './modelChecks.ts';
import { findCheckpoint } from './theatreSource.ts';

/** Dreams are square pictures of one size; a file of another length is no picture. */
const SIDE = 64;
const PICTURE_BYTES = SIDE * SIDE * 3;
/** Pictures of runs that train, whose caches are the trainers': some 3 MB. */
const MOST_IN_MEMORY = 256;

export interface DreamPicturesOptions {
  readonly store: ExperimentStore;
  readonly models: ModelChecks;
  /** Whether a trainer has the run: its cache is that one's. */
  readonly trains: (runId: string) => boolean;
  /** Dreams it. @throws StudioError why it cannot */
  readonly dream: (file: TrainedFile) => Promise<Picture>;
}

export class DreamPictures {
  readonly #options: DreamPicturesOptions;
  /** By checkpoint, oldest first. */
  readonly #inMemory = new Map<string, Picture>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DreamPicturesOptions) {
    this.#options = options;
  }

  /**
   * Null where there is none to see: no checkpoint yet, a dream in numbers, or an environment of a person's own code, which no list
   * may start.
   * @throws StudioError `run.unknown`, and why the checkpoint cannot dream
   */
  of(runId: string): Promise<Picture | null> {
    const made = this.#last.then(() => this.#make(runId));
    this.#last = made.catch(() => undefined);
    return made;
  }

  async #make(runId: string): Promise<Picture | null> {
    const { store, models, dream, trains } = this.#options;
    const { dreamsInPictures, environment } = store.summary(runId);
    if (!dreamsInPictures || environmentFacts(environment)?.ownCode === true) return null;
    if (store.checkpoints(runId).length === 0) return null;
    const { id, fileName } = findCheckpoint(store, runId, 'best');
    const keptIn = trains(runId) ? null : store.folder.dreamPicture(runId, id);
    const kept = this.#inMemory.get(id) ?? (keptIn === null ? null : await read(keptIn));
    if (kept !== null) return kept;
    const run = store.run(runId);
    await models.requireRun(environment, run.config);
    const borrowed = store.folder.keptModel(runId);
    const file = existsSync(borrowed)
      ? { ...(await describeKeptModel(borrowed)), checkpointFile: borrowed }
      : {
          algorithm: run.algorithm,
          environment,
          config: run.config,
          checkpointFile: store.folder.checkpoint(runId, fileName),
        };
    const picture = await dream(file);
    if (keptIn !== null) await write(keptIn, picture);
    else this.#remember(id, picture);
    return picture;
  }

  #remember(checkpointId: string, picture: Picture): void {
    this.#inMemory.set(checkpointId, picture);
    const [oldest] = this.#inMemory.keys();
    if (this.#inMemory.size > MOST_IN_MEMORY && oldest !== undefined) this.#inMemory.delete(oldest);
  }
}

/** Null where there is none, or something else. */
async function read(file: string): Promise<Picture | null> {
  const pixels = await readFile(file).catch(() => null);
  if (pixels?.length !== PICTURE_BYTES) return null;
  return { width: SIDE, height: SIDE, pixels: Uint8Array.from(pixels), meaning: 'dreamt' };
}

/** Where it cannot be kept, on a full disk or one that is read only, it is dreamt again the next time. */
async function write(file: string, { width, height, pixels }: Picture): Promise<void> {
  if (width !== SIDE || height !== SIDE) return;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
    await writeFile(file, pixels, { mode: PRIVATE_FILE });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
