/** The import under way, whoever began it: how far it is, and how it is stopped. */
import type { StudioClient } from '../client/studioClient.ts';

export class Importing {
  readonly #client: StudioClient;
  #sending = $state(false);
  #fraction = $state<number | null>(null);
  #abort: AbortController | null = null;
  readonly #stopListening: () => void;

  constructor(client: StudioClient) {
    this.#client = client;
    this.#stopListening = client.listen('imports', {}, (event) => {
      this.#fraction = event.kind === 'ended' ? null : event.doneBytes / Math.max(1, event.totalBytes);
    });
  }

  /** Between 0 and 1; null where nothing is imported. */
  get fraction(): number | null {
    return this.#fraction ?? (this.#sending ? 0 : null);
  }

  /** @throws StudioError as `StudioClient.importRun`. */
  async take(file: Blob) {
    const sending = new AbortController();
    this.#abort = sending;
    this.#sending = true;
    try {
      return await this.#client.importRun(file, sending.signal);
    } finally {
      this.#sending = false;
    }
  }

  /** Whether it is being sent or taken in; whoever began it. */
  async stop(): Promise<void> {
    this.#abort?.abort();
    await this.#client.call('imports.stop', {});
  }

  dispose(): void {
    this.#stopListening();
  }
}
