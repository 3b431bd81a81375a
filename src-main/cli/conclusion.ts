/** What a command that follows a training says when that rests, and while it stands still. */
import { DATA_SET } from '../../shared/dataSet.ts';
import { errorFromReport, errorOfRun } from '../../shared/errors.ts';
import { goesNoFurther, type RunStatus, type RunSummary } from '../../shared/run.ts';
import type { ProgressDisplay } from './progressDisplay.ts';
import { note, print, say, sayError, tellError } from './terminal.ts';

const RESTING: ReadonlySet<RunStatus> = new Set(['paused', 'stopped', 'completed', 'failed', 'interrupted']);

export const isAtRest = ({ status }: RunSummary) => RESTING.has(status);

/** Says once that a training waits, such as for room on the disk, and once that it goes on. */
export class TroubleDisplay {
  readonly #display: ProgressDisplay;
  readonly #folder: string;
  #code: string | null = null;

  /** @param folder the data folder */
  constructor(display: ProgressDisplay, folder: string) {
    this.#display = display;
    this.#folder = folder;
  }

  show(run: RunSummary): void {
    const { lastError, status } = run;
    const code = status === 'running' || status === 'pausing' ? (lastError?.code ?? null) : this.#code;
    if (code === this.#code) return;
    this.#code = code;
    if (code === null) this.#display.line(say('cli.train.goesOn'));
    else {
      const report = errorOfRun(run.id, lastError ?? { code, message: '' });
      const { what, next } = sayError({ ...report, values: { folder: this.#folder, ...report.values } });
      this.#display.line(`${what} ${next}`);
    }
  }
}

export interface ConclusionOptions {
  readonly json: boolean;
  readonly folder: string;
  /** Whoever looks has asked for the end. */
  readonly asked: boolean;
}

/** @throws StudioError where the training failed, or was ended by something else than whoever looks. */
export function conclude(run: RunSummary, { json, folder, asked }: ConclusionOptions): void {
  if (run.status === 'completed') {
    if (json) return;
    if (run.environment === DATA_SET) {
      print(say('cli.data.trained', { name: run.name, id: run.id }));
      return;
    }
    print(
      say('cli.train.completed', {
        name: run.name,
        id: run.id,
        score: run.score === null ? '-' : run.score.toFixed(1),
        deviation: run.scoreDeviation === null ? '-' : run.scoreDeviation.toFixed(1),
      }),
    );
    return;
  }
  if (!goesNoFurther(run)) note(say('cli.train.resumable', { id: run.id }));
  if (run.status !== 'failed' && run.status !== 'interrupted') return;
  const report = errorOfRun(run.id, run.lastError ?? { code: 'internal', message: '' });
  const error = errorFromReport({ ...report, values: { folder, ...report.values } });
  // Asked to end on a full disk: that no checkpoint was kept is to be said, but the end is the one that was asked for.
  if (asked) tellError(error);
  else throw error;
}
