/** Evaluations that wait or play, of whatever run: for the top bar. */
import type { EvaluationUnderWay } from '../../shared/evaluation.ts';
import type { StudioClient } from '../client/studioClient.ts';
import { toasts } from './toasts.svelte.ts';

export class EvaluationsUnderWay {
  readonly #client: StudioClient;
  #list = $state.raw<readonly EvaluationUnderWay[]>([]);
  readonly #stop: () => void;

  constructor(client: StudioClient) {
    this.#client = client;
    this.#stop = client.listen('evaluations', {}, ({ evaluations }) => (this.#list = evaluations), {
      onResumed: () => void this.#load(),
    });
    void this.#load();
  }

  /** In the order in which they play. */
  get list(): readonly EvaluationUnderWay[] {
    return this.#list;
  }

  async cancel({ id }: EvaluationUnderWay): Promise<void> {
    try {
      await this.#client.call('evaluations.cancel', { evaluationId: id });
    } catch (error) {
      toasts.fail(error);
    }
  }

  dispose(): void {
    this.#stop();
  }

  async #load(): Promise<void> {
    try {
      this.#list = await this.#client.call('evaluations.underWay', {});
    } catch {
      // The line is down: once it is up again this is asked again.
    }
  }
}
