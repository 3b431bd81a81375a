/** One evaluator process as the host sees it: episodes in as they end, then its outcome. */
import type { LockDifference } from '../../shared/environmentLock.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import type { EvaluatedEpisode } from '../../shared/evaluation.ts';
import type { EvaluatorStart, FromEvaluator } from '../engine/messages.ts';
import type { EvaluationListener } from '../../shared/evaluation.ts';
import { evaluatorDeath, type EngineProcess, type ProcessLauncher } from './processLauncher.ts';

export type EvaluationOutcome =
  | {
      readonly kind: 'finished';
      readonly score: number;
      readonly scoreDeviation: number;
      /** In their order. */
      readonly episodes: readonly EvaluatedEpisode[];
      /** What of the Python side is not as the run was trained with; null: nothing. */
      readonly difference: LockDifference | null;
    }
  /** It said why, or is gone without a word. */
  | { readonly kind: 'failed'; readonly error: ErrorReport };

type PlayedListener = Required<Pick<EvaluationListener, 'onEpisode' | 'onPlayed'>>;

export class EvaluationProcess {
  readonly #process: EngineProcess;
  /** Resolves when the process is gone. */
  readonly ended: Promise<EvaluationOutcome>;

  private constructor(
    engine: EngineProcess,
    { algorithm, environment, config, checkpointFile, episodes, seed, lock }: EvaluatorStart,
    { onEpisode, onPlayed }: PlayedListener,
  ) {
    this.#process = engine;
    const played: EvaluatedEpisode[] = [];
    let difference: LockDifference | null = null;
    let outcome: EvaluationOutcome | null = null;
    this.ended = new Promise((resolve) => {
      engine.onExit((exit) => {
        resolve(outcome ?? { kind: 'failed', error: evaluatorDeath(exit) });
      });
    });
    engine.port.onMessage((message) => {
      const told = message as FromEvaluator;
      if (told.type === 'episode') {
        played.push(told.episode);
        onEpisode(told.episode);
        return;
      }
      if (told.type === 'played') {
        onPlayed(told.episodes);
        return;
      }
      if (told.type === 'differs') {
        difference = told.difference;
        return;
      }
      outcome =
        told.type === 'failed'
          ? { kind: 'failed', error: told.error }
          : {
              kind: 'finished',
              score: told.score,
              scoreDeviation: told.scoreDeviation,
              episodes: played.sort((a, b) => a.index - b.index),
              difference,
            };
      engine.port.close();
    });
    const start: EvaluatorStart = { algorithm, environment, config, checkpointFile, episodes, seed, lock };
    engine.port.postMessage(start);
  }

  /** @throws StudioError `evaluation.crashed` where it cannot be started. */
  static async launch(
    launcher: ProcessLauncher,
    start: EvaluatorStart,
    listener: PlayedListener,
  ): Promise<EvaluationProcess> {
    return new EvaluationProcess(await launcher.launch('evaluator'), start, listener);
  }

  /** At once: it has nothing to keep. */
  kill(): void {
    this.#process.kill();
  }
}
