/** Serves one evaluation over a port: each episode as it ends, then the score or what went wrong. */
import { reportError } from '../../shared/errors.ts';
import type { EvaluationListener } from '../../shared/evaluation.ts';
import type { EvaluationSummary } from '../acting/evaluationRequest.ts';
import type { EvaluatorStart, FromEvaluator } from './messages.ts';
import type { MessagePortLike } from './port.ts';

export type PlayEvaluation = (
  start: EvaluatorStart,
  listener: EvaluationListener,
) => Promise<EvaluationSummary>;

/** Each step makes progress; it is sent no more often than this. */
const PLAYED_MILLISECONDS = 200;

/** Until the host closes the port: by then everything sent has arrived, or nobody waits for it any more. */
export function serveEvaluation(port: MessagePortLike, play: PlayEvaluation): Promise<void> {
  const send = (message: FromEvaluator) => {
    port.postMessage(message);
  };
  let toldAt = -Infinity;
  const evaluate = async (start: EvaluatorStart) => {
    try {
      const { score, scoreDeviation } = await play(start, {
        onEpisode: (episode) => {
          send({ type: 'episode', episode });
        },
        onPlayed: (episodes) => {
          const now = performance.now();
          if (now - toldAt < PLAYED_MILLISECONDS) return;
          toldAt = now;
          send({ type: 'played', episodes });
        },
      });
      send({ type: 'finished', score, scoreDeviation });
    } catch (error) {
      send({ type: 'failed', error: reportError(error) });
    }
  };
  return new Promise((resolve) => {
    port.onClose(resolve);
    port.onMessage((message) => void evaluate(message as EvaluatorStart));
  });
}
