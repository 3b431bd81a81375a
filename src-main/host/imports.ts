/**
 * Takes runs in, one at a time. A file that lies elsewhere comes in pieces (a window's, which has no path that the host could
 * read): they go to a file of their own, so that no import is ever held in memory.
 */
import { StudioError } from '../../shared/errors.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { PackedRun } from './archiveTasks.ts';
import { ARCHIVE_LIMITS } from './archiveSchema.ts';
import type { Caller } from './clientConnection.ts';
import { importRun, type ImportOptions } from './importRun.ts';
import type { LiveFeed } from './liveFeed.ts';
import { Upload } from './upload.ts';

/** Progress is told no more often. */
const TELL_MILLISECONDS = 200;
const MEGABYTE = 1024 * 1024;

export interface ImportsOptions {
  readonly store: ExperimentStore;
  readonly feed: LiveFeed;
  readonly imported: (runId: string) => void;
}

interface OpenUpload {
  readonly upload: Upload;
  /** Whose it is: nobody else adds to it. */
  readonly caller: Caller;
  readonly forgetCaller: () => void;
}

export class Imports {
  readonly #options: ImportsOptions;
  /** What is taken in now, and how to stop it. */
  #current: AbortController | null = null;
  #upload: OpenUpload | null = null;
  #running: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: ImportsOptions) {
    this.#options = options;
  }

  /** @throws StudioError `import.busy`, or what `importRun` throws. */
  take(archive: PackedRun, options: ImportOptions = {}): Promise<RunSummary> {
    const taken = this.#take(archive, options);
    // One that is refused because another runs must not hide that other.
    const before = this.#running;
    this.#running = Promise.allSettled([before, taken]).then(() => undefined);
    return taken;
  }

  async #take(archive: PackedRun, options: ImportOptions): Promise<RunSummary> {
    if (this.#closed) throw new StudioError('import.stopped');
    if (this.#current !== null) throw new StudioError('import.busy');
    const current = new AbortController();
    this.#current = current;
    const signal = AbortSignal.any([
      current.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ]);
    let told = 0;
    try {
      const run = await importRun(this.#options.store, archive, {
        signal,
        onProgress: (doneBytes, totalBytes) => {
          options.onProgress?.(doneBytes, totalBytes);
          const now = performance.now();
          if (now - told < TELL_MILLISECONDS) return;
          told = now;
          this.#tell({ kind: 'progress', doneBytes, totalBytes });
        },
      });
      this.#options.imported(run.id);
      return run;
    } finally {
      this.#current = null;
      this.#tell({ kind: 'ended' });
    }
  }

  /** Stops what is taken in, and what is being sent; nothing of it stays. Does nothing where nothing is. */
  async stop(): Promise<void> {
    this.#current?.abort();
    await this.#dropUpload();
  }

  /**
   * A file of so many bytes is about to come.
   * @throws StudioError `import.busy`, `import.tooLarge`, `store.full`
   */
  async begin(bytes: number, caller: Caller): Promise<void> {
    if (this.#current !== null || this.#upload !== null) throw new StudioError('import.busy');
    if (bytes > ARCHIVE_LIMITS.fileBytes) {
      throw new StudioError('import.tooLarge', { megabytes: ARCHIVE_LIMITS.fileBytes / MEGABYTE });
    }
    const upload = new Upload(this.#options.store.folder.root, bytes);
    const opened: OpenUpload = {
      upload,
      caller,
      forgetCaller: caller.onGone(() => {
        if (this.#upload === opened) void this.#dropUpload();
      }),
    };
    this.#upload = opened;
    try {
      await upload.open();
    } catch (error) {
      await this.#dropUpload();
      throw error;
    }
  }

  /** The next piece. @throws StudioError `import.outOfTurn`, `store.full` */
  async add(bytes: Uint8Array, caller: Caller): Promise<void> {
    const upload = this.#uploadOf(caller);
    try {
      await upload.add(bytes);
    } catch (error) {
      await this.#dropUpload();
      throw error;
    }
  }

  /** All pieces have come. @throws as `take`, or StudioError `import.outOfTurn` */
  async finish(caller: Caller): Promise<RunSummary> {
    const upload = this.#uploadOf(caller);
    try {
      return await this.take({ file: await upload.whole() });
    } finally {
      await this.#dropUpload();
    }
  }

  /** Resolves when nothing writes to the store any more. */
  async close(): Promise<void> {
    this.#closed = true;
    const last = this.#running;
    await this.stop();
    await last;
  }

  #uploadOf(caller: Caller): Upload {
    const opened = this.#upload;
    if (opened?.caller !== caller) throw new StudioError('import.outOfTurn');
    return opened.upload;
  }

  async #dropUpload(): Promise<void> {
    const opened = this.#upload;
    if (opened === null) return;
    this.#upload = null;
    opened.forgetCaller();
    await opened.upload.remove();
  }

  #tell(event: TopicEvents['imports']): void {
    this.#options.feed.publish('imports', {}, event);
  }
}
