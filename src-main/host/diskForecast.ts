/**
 * How long the disk lasts: what the trainings have written within the last half hour, against the room that is left. Told to
 * whoever listens to `disk`, every minute, and at once when it becomes low.
 */
import { statfs } from 'node:fs/promises';
import type { DiskForecast } from '../../shared/storage.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { databaseSpace } from '../store/space.ts';
import type { LiveFeed } from './liveFeed.ts';
import { folderBytes } from './storage.ts';

const LOOK_MILLISECONDS = 60_000;
const SECONDS_AN_HOUR = 3600;
/** What is looked back on. */
const WINDOW_SECONDS = 1800;
/** Before that a rate says little: a training begins with a burst of frames. */
const FIRST_SECONDS = 120;
/** A night and a morning. */
const LOW_HOURS = 12;
/** Below this a checkpoint may not fit, whoever fills the disk. */
const LOW_BYTES = 2e9;

/** How much the trainings had written in all at a moment. */
export interface Sample {
  readonly seconds: number;
  readonly writtenBytes: number;
}

/** Pure, so that days pass in a test at once. Samples oldest first. */
export function forecast(samples: readonly Sample[], freeBytes: number): DiskForecast {
  const first = samples[0];
  const last = samples.at(-1);
  const seconds = first === undefined || last === undefined ? 0 : last.seconds - first.seconds;
  const written = first === undefined || last === undefined ? 0 : last.writtenBytes - first.writtenBytes;
  const bytesPerHour = seconds < FIRST_SECONDS ? 0 : Math.max(0, (written / seconds) * SECONDS_AN_HOUR);
  const hoursLeft = bytesPerHour > 0 ? freeBytes / bytesPerHour : null;
  return {
    freeBytes,
    bytesPerHour,
    hoursLeft,
    low: freeBytes < LOW_BYTES || (hoursLeft !== null && hoursLeft < LOW_HOURS),
  };
}

export interface ForecasterOptions {
  readonly store: ExperimentStore;
  readonly feed: LiveFeed;
  /** Ids of the runs that train. */
  readonly training: () => readonly string[];
}

export class DiskForecaster {
  readonly #options: ForecasterOptions;
  #samples: Sample[] = [];
  /** Folder sizes at the last look, of the runs that trained then. */
  #sizes = new Map<string, number>();
  #databaseBytes = 0;
  #written = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: ForecasterOptions) {
    this.#options = options;
  }

  begin(): void {
    // A folder that is away for the moment has no forecast; the next look may find it again.
    const look = () => {
      this.look().catch(() => undefined);
    };
    this.#timer = setInterval(look, LOOK_MILLISECONDS);
    this.#timer.unref();
    look();
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Measures again and tells it. */
  async look(seconds = performance.now() / 1000): Promise<DiskForecast> {
    const { store, feed, training } = this.#options;
    const sizes = new Map<string, number>();
    for (const runId of training()) {
      if (store.folder.mayUse(runId)) sizes.set(runId, await folderBytes(store.folder.run(runId)));
    }
    for (const [runId, bytes] of sizes) this.#written += bytes - (this.#sizes.get(runId) ?? bytes);
    const { bytes: databaseBytes } = databaseSpace(store.connection);
    // A database that shrinks was cleaned up; trainings do not take back what they wrote.
    if (this.#databaseBytes > 0 && sizes.size > 0) {
      this.#written += Math.max(0, databaseBytes - this.#databaseBytes);
    }
    this.#databaseBytes = databaseBytes;
    this.#sizes = sizes;
    this.#samples = sizes.size === 0 ? [] : this.#withinWindow(seconds);
    const { bavail, bsize } = await statfs(store.folder.root);
    const told = forecast(this.#samples, bavail * bsize);
    feed.publish('disk', {}, { kind: 'forecast', forecast: told });
    return told;
  }

  #withinWindow(seconds: number): Sample[] {
    const sample = { seconds, writtenBytes: this.#written };
    return [...this.#samples.filter((one) => one.seconds >= seconds - WINDOW_SECONDS), sample];
  }
}
