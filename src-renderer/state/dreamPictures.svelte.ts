/** The small pictures of runs' dreams that lists show: each is asked for once, and again once the run has a better checkpoint. */
import { SvelteMap } from 'svelte/reactivity';
import type { Picture, RunSummary } from '../../shared/run.ts';
import type { StudioClient } from '../client/studioClient.ts';
import { isActive } from './runs.svelte.ts';

/** Whoever only scrolls past a row asks for nothing. */
const STAYS_MILLISECONDS = 800;
/** Some 6 MB. */
const MOST_KEPT = 500;

type PicturedRun = Pick<RunSummary, 'id' | 'status' | 'bestScore'>;

/** What changes it: a run that trains has other checkpoints later. */
export const dreamPictureKey = (run: PicturedRun) =>
  `${run.id} ${run.bestScore ?? ''} ${isActive(run) ? 'trains' : 'rests'}`;

export class DreamPictures {
  readonly #client: StudioClient;
  /** Null: there is none, or it could not be made. Oldest first. */
  readonly #known = new SvelteMap<string, Picture | null>();

  constructor(client: StudioClient) {
    this.#client = client;
  }

  /** Null until it is there. */
  of(key: string): Picture | null {
    return this.#known.get(key) ?? null;
  }

  /** @returns what takes the wish back */
  want(runId: string, key: string): () => void {
    if (this.#known.has(key)) return () => undefined;
    const timer = setTimeout(() => {
      this.#client.call('runs.dreamPicture', { runId }).then(
        (picture) => {
          this.#keep(key, picture);
        },
        // What is wrong with a checkpoint is told where it is opened: a list goes on without its picture.
        () => {
          this.#keep(key, null);
        },
      );
    }, STAYS_MILLISECONDS);
    return () => {
      clearTimeout(timer);
    };
  }

  #keep(key: string, picture: Picture | null): void {
    this.#known.set(key, picture);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
  }
}
