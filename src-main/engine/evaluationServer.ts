/**
 * Serves one evaluation over a port (each episode as it ends, then the score or what went wrong), one instrument of trust, one
 * film, or one training of the course's drawing model.
 */
import { reportError } from '../../shared/errors.ts';
import type { EvaluationListener } from '../../shared/evaluation.ts';
import type { TrustResult } from '../../shared/trust.ts';
import type { EvaluationSummary } from '../acting/evaluationRequest.ts';
import type { Film } from '../../shared/film.ts';
import type { DrawingProgress } from '../drawing/training.ts';
import type { DrawingWeights } from './drawing.ts';
import type {
  DrawingStart,
  EvaluatorStart,
  FilmStart,
  FromDrawingTrainer,
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
export type TrainDrawing = (
  steps: number,
  seed: number,
  onProgress: (progress: DrawingProgress) => void,
) => Promise<DrawingWeights>;

/** Each step makes progress; it is sent no more often than this. */
const PLAYED_MILLISECONDS = 200;

/** Until the host closes the port: by then everything sent has arrived, or nobody waits for it any more. */
export function serveEvaluation(
  port: MessagePortLike,
  play: PlayEvaluation,
  measure: MeasureTrust,
  makeFilm: MakeFilm,
  train: TrainDrawing,
): Promise<void> {
  type Told = FromEvaluator | FromTrust | FromFilm | FromDrawingTrainer;
  const send = (message: Told) => {
    port.postMessage(message);
  };
  let toldAt = -Infinity;
  const isTime = () => {
    const now = performance.now();
    if (now - toldAt < PLAYED_MILLISECONDS) return false;
    toldAt = now;
    return true;
  };
  const evaluate = async (start: EvaluatorStart): Promise<Told> => {
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
    return { type: 'finished', score, scoreDeviation };
  };
  const examine = async (start: TrustStart): Promise<Told> => {
    const result = await measure(start, (share) => {
      if (isTime()) send({ type: 'share', share });
    });
    return { type: 'measured', result };
  };
  const film = async (start: FilmStart): Promise<Told> => ({ type: 'filmed', film: await makeFilm(start) });
  const learn = async ({ drawingSteps, seed }: DrawingStart): Promise<Told> => {
    const weights = await train(drawingSteps, seed, ({ step, offset, pen }) => {
      if (isTime() || step === drawingSteps) send({ type: 'batch', step, loss: offset + pen });
    });
    return { type: 'trained', weights };
  };
  const work = (start: ToEvaluator): Promise<Told> => {
    if ('drawingSteps' in start) return learn(start);
    if ('instrument' in start) return examine(start);
    return 'recipe' in start ? film(start) : evaluate(start);
  };
  const conclude = async (start: ToEvaluator) => {
    try {
      send(await work(start));
    } catch (error) {
      send({ type: 'failed', error: reportError(error) });
    }
  };
  return new Promise((resolve) => {
    port.onClose(resolve);
    port.onMessage((message) => {
      void conclude(message as ToEvaluator);
    });
  });
}
