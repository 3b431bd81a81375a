/** Somebody who looks on: every record of every training, and a theatre. Keeps what it was told, to be held against the store. */
import type { StudioClient } from '../../src-renderer/client/studioClient.ts';
import type { TheatreSource } from '../../shared/theatre.ts';
import { connect } from '../chaos/serving.ts';

/** As a record is told and as the store has it: one line each. */
export const metricsLine = (environmentSteps: number, gradientSteps: number, names: readonly string[]) =>
  `metrics ${environmentSteps} ${gradientSteps} ${[...names].sort().join(' ')}`;
export const episodeLine = (purpose: string, gradientSteps: number, length: number) =>
  `episode ${purpose} ${gradientSteps} ${length}`;
export const logLine = (at: string, key: string) => `log ${at} ${key}`;
export const checkpointLine = (id: string) => `checkpoint ${id}`;

export class Viewer {
  readonly #client: StudioClient;
  /** Told of each run, in order. */
  readonly told = new Map<string, string[]>();
  frames = 0;
  /** Slices of a theatre's curves that did not begin where the last one ended. */
  gaps = 0;
  lines = 0;
  readonly failures: string[] = [];

  constructor(origin: string) {
    this.#client = connect(origin);
    this.#client.onState(({ kind }) => {
      if (kind === 'open') this.lines += 1;
    });
  }

  listenTo(runId: string): void {
    const told: string[] = [];
    this.told.set(runId, told);
    this.#client.listen('run', { runId }, (event) => {
      switch (event.kind) {
        case 'metrics':
          told.push(
            metricsLine(event.axis.environmentSteps, event.axis.gradientSteps, Object.keys(event.values)),
          );
          return;
        case 'episode':
          told.push(
            episodeLine(event.episode.purpose, event.episode.axis.gradientSteps, event.episode.length),
          );
          return;
        case 'log':
          told.push(logLine(event.entry.at, event.entry.key));
          return;
        case 'checkpoint':
          told.push(checkpointLine(event.checkpoint.id));
      }
    });
  }

  async openTheatre(
    source: TheatreSource | { readonly environment: string; readonly seed: number },
  ): Promise<void> {
    const { sessionId } = await this.#client.call('theatre.open', { source });
    let end = 0;
    this.#client.listen('theatre', { sessionId }, (event) => {
      if (event.kind === 'frame') this.frames += 1;
      if (event.kind === 'failed') this.failures.push(event.error.code);
      if (event.kind !== 'timeline') return;
      const { from, closed } = event.timeline;
      // It may begin anew, or tell steps again; it may not leave any out.
      if (from > end) this.gaps += 1;
      end = from + closed.length;
    });
    const settings = { loop: true, driver: 'runId' in source ? ('agent' as const) : ('random' as const) };
    await this.#client.call('theatre.control', { sessionId, control: { kind: 'settings', settings } });
    await this.#client.call('theatre.control', { sessionId, control: { kind: 'play' } });
  }

  get client(): StudioClient {
    return this.#client;
  }

  close(): void {
    this.#client.dispose();
  }
}
