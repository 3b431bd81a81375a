/**
 * Films of runs, for pages that leave the studio: one recorded episode and a dream of it as pictures. Each is made in an evaluator's
 * process, and never beside an evaluation: both take every core.
 */
import { reportError, errorFromReport, StudioError, type ErrorReport } from '../../shared/errors.ts';
import type { Film } from '../../shared/film.ts';
import { dreamtEnvironment } from '../../shared/recipe.ts';
import type { EpisodeSummary } from '../../shared/run.ts';
import type { FilmStart, FromFilm } from '../engine/messages.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { Caller } from './clientConnection.ts';
import { finalOrBest } from './evaluationPlan.ts';
import type { ModelChecks } from './modelChecks.ts';
import { exitReason, type ProcessLauncher } from './processLauncher.ts';
import { readRecipe } from './theatreSource.ts';
import type { Turns } from './turns.ts';

/** Among so many of the newest evaluated episodes those of the last evaluation are looked for. */
const LOOKED_AT = 1000;

export interface FilmsOptions {
  readonly store: ExperimentStore;
  readonly launcher: ProcessLauncher;
  readonly models: ModelChecks;
  /** Shared with whatever else takes every core. */
  readonly turns: Turns;
}

export class Films {
  readonly #options: FilmsOptions;
  readonly #closing = new AbortController();
  readonly #working = new Set<Promise<unknown>>();

  constructor(options: FilmsOptions) {
    this.#options = options;
  }

  /**
   * Nothing is made for a caller who is gone.
   * @throws StudioError `run.unknown`, `checkpoint.unknown`, `film.*`, `evaluation.crashed`
   */
  film(runId: string, caller: Caller): Promise<Film> {
    const cancelled = new AbortController();
    const stopListening = caller.onGone(() => {
      cancelled.abort();
    });
    const signal = AbortSignal.any([cancelled.signal, this.#closing.signal]);
    const making = this.#make(runId, signal).finally(stopListening);
    const settled = making.catch(() => undefined).finally(() => this.#working.delete(settled));
    this.#working.add(settled);
    return making;
  }

  /** Stops all; resolves when no process is left. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#working);
  }

  async #make(runId: string, signal: AbortSignal): Promise<Film> {
    const { store, models, launcher, turns } = this.#options;
    const run = store.run(runId);
    const start = await planFilm(store, runId);
    await models.requireRun(run.environment, run.config);
    const release = await turns.take();
    try {
      if (signal.aborted) throw new StudioError('evaluation.crashed', { reason: 'stopped' });
      return await filmInProcess(launcher, start, signal);
    } finally {
      release();
    }
  }
}

/** The median episode of the newest evaluation of which recipes were kept. @throws StudioError as `Films.film` */
export async function planFilm(store: ExperimentStore, runId: string): Promise<FilmStart> {
  const { algorithm, config } = store.run(runId);
  const checkpoint = finalOrBest(store, runId);
  const kept = store
    .episodes(runId, { purpose: 'evaluation', limit: LOOKED_AT })
    .filter(({ hasRecipe }) => hasRecipe);
  for (const { id } of medianFirst(kept)) {
    const { recipe } = await readRecipe(store, id);
    if (dreamtEnvironment(recipe.environment) !== null || recipe.actions.length === 0) continue;
    return {
      algorithm,
      config,
      checkpointId: checkpoint.id,
      checkpointFile: store.folder.checkpoint(runId, checkpoint.fileName),
      recipe,
    };
  }
  throw new StudioError('film.noEpisode', { run: runId });
}

/** Of the newest moment of training first, by how near its return is to the middle. @param episodes newest first */
export function medianFirst(episodes: readonly EpisodeSummary[]): readonly EpisodeSummary[] {
  const [newest] = episodes;
  if (newest === undefined) return [];
  const same = episodes.filter(
    ({ axis, phase }) => phase === newest.phase && axis.gradientSteps === newest.axis.gradientSteps,
  );
  const ordered = [...same].sort((a, b) => (a.episodeReturn ?? 0) - (b.episodeReturn ?? 0));
  const middle = (ordered.length - 1) / 2;
  const away = (episode: EpisodeSummary) => Math.abs(ordered.indexOf(episode) - middle);
  return [...ordered].sort((a, b) => away(a) - away(b));
}

async function filmInProcess(
  launcher: ProcessLauncher,
  start: FilmStart,
  signal: AbortSignal,
): Promise<Film> {
  const engine = await launcher.launch('evaluator');
  const kill = () => {
    engine.kill();
  };
  if (signal.aborted) kill();
  signal.addEventListener('abort', kill);
  try {
    return await new Promise((resolve, reject) => {
      const fail = (error: ErrorReport) => {
        reject(errorFromReport(error));
      };
      engine.onExit((exit) => {
        fail(reportError(new StudioError('evaluation.crashed', { reason: exitReason(exit) })));
      });
      engine.port.onMessage((message) => {
        const told = message as FromFilm;
        if (told.type === 'filmed') resolve(told.film);
        else fail(told.error);
        engine.port.close();
      });
      engine.port.postMessage(start);
    });
  } finally {
    signal.removeEventListener('abort', kill);
  }
}
