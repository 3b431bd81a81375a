/**
 * Serves one evaluation over a port (each episode as it ends, then the score or what went wrong), one instrument of trust, or one
 * film.
 */
import { reportError } from '../../shared/errors.ts';
import type { EvaluationListener } from '../../shared/evaluation.ts';
import type { TrustResult } from '../../shared/trust.ts';
import type { EvaluationSummary } from '../acting/evaluationRequest.ts';
import type { Film } from '../../shared/film.ts';
import type {
  EvaluatorStart,
  FilmStart,
  FromEvaluator,
  FromFilm,
  FromTrust,
  ToEvaluator,
  TrustStart,
} from './messages.ts';
import type { MessagePortLike } from './port.ts';

export type PlayEvaluation = (
  start: EvaluatorStart,
  listener: EvaluationListener,
) => Promise<EvaluationSummary>;

export type MeasureTrust = (start: TrustStart, onShare: (share: number) => void) => Promise<TrustResult>;

export type MakeFilm = (start: FilmStart) => Promise<Film>;

/** Each step makes progress; it is sent no more often than this. */
const PLAYED_MILLISECONDS = 200;

/** Until the host closes the port: by then everything sent has arrived, or nobody waits for it any more. */
export function serveEvaluation(
  port: MessagePortLike,
  play: PlayEvaluation,
  measure: MeasureTrust,
  makeFilm: MakeFilm,
): Promise<void> {
  const send = (message: FromEvaluator | FromTrust | FromFilm) => {
    port.postMessage(message);
  };
  let toldAt = -Infinity;
  const isTime = () => {
    const now = performance.now();
    if (now - toldAt < PLAYED_MILLISECONDS) return false;
    toldAt = now;
    return true;
  };
  const evaluate = async (start: EvaluatorStart) => {
    try {
      const { score, scoreDeviation } = await play(start, {
        onEpisode: (episode) => {
          send({ type: 'episode', episode });
        },
        onPlayed: (episodes) => {
          if (isTime()) send({ type: 'played', episodes });
        },
        onDifference: (difference) => {
          send({ type: 'differs', difference });
        },
      });
      send({ type: 'finished', score, scoreDeviation });
    } catch (error) {
      send({ type: 'failed', error: reportError(error) });
    }
  };
  const examine = async (start: TrustStart) => {
    try {
      const result = await measure(start, (share) => {
        if (isTime()) send({ type: 'share', share });
      });
      send({ type: 'measured', result });
    } catch (error) {
      send({ type: 'failed', error: reportError(error) });
    }
  };
  const film = async (start: FilmStart) => {
    try {
      send({ type: 'filmed', film: await makeFilm(start) });
    } catch (error) {
      send({ type: 'failed', error: reportError(error) });
    }
  };
  return new Promise((resolve) => {
    port.onClose(resolve);
    port.onMessage((message) => {
      const start = message as ToEvaluator;
      if ('instrument' in start) void examine(start);
      else if ('recipe' in start) void film(start);
      else void evaluate(start);
    });
  });
}
