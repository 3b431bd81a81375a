/**
 * Entry of an evaluator process that plays nothing: episode i returns i. Everything around it is the real thing.
 * `COUNTING_EVALUATOR` (JSON) makes it slow, or makes it die or fail as real ones do.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { StudioError } from '../../shared/errors.ts';
import type { EvaluatedEpisode } from '../../shared/evaluation.ts';
import {
  serveEvaluation,
  type MeasureTrust,
  type PlayEvaluation,
  type TrainDrawing,
} from '../../src-main/engine/evaluationServer.ts';
import { launcherPort } from '../../src-main/engine/port.ts';

export interface CountingBehaviour {
  readonly episodeMilliseconds?: number;
  readonly failAt?: number;
}

const behaviour = JSON.parse(process.env['COUNTING_EVALUATOR'] ?? '{}') as CountingBehaviour;
const half = (behaviour.episodeMilliseconds ?? 0) / 2;

const play: PlayEvaluation = async ({ episodes: count, seed }, { onEpisode, onPlayed }) => {
  const episodes: EvaluatedEpisode[] = [];
  for (let i = 0; i < count; i++) {
    await delay(half);
    onPlayed?.(i + 0.5);
    await delay(half);
    if (i === behaviour.failAt) throw new StudioError('checkpoint.cannotAct');
    // As where groups play side by side, they do not end in their order.
    const index = count - 1 - i;
    const episode = { index, seed: seed + index, episodeReturn: index, length: 10, terminated: false };
    episodes.push(episode);
    onEpisode?.(episode);
  }
  return { score: (count - 1) / 2, scoreDeviation: 1, episodes };
};

/** Drift of as many steps as there are episodes. */
const measure: MeasureTrust = async ({ episodes }, onShare) => {
  await delay(half);
  onShare(0.5);
  await delay(half);
  if (behaviour.failAt === 0) throw new StudioError('trust.noScore');
  const curves = { error: [0.5], mean: [1], still: [1] };
  const space = { space: 'pixels', ...curves, steps: episodes, low: 0, high: null } as const;
  return { instrument: 'drift', windows: 1, spaces: [space] };
};

/** As many batches as asked for, whose loss falls; weights that tell of the seed. */
const train: TrainDrawing = async (steps, seed, onProgress) => {
  for (let step = 1; step <= steps; step++) {
    await delay(half);
    if (step === behaviour.failAt) throw new StudioError('trust.noScore');
    onProgress({ step, offset: 1 / step, pen: 1 });
  }
  return { seed: { shape: [1], data: Float32Array.of(seed) } };
};

await serveEvaluation(await launcherPort(), play, measure, train);
process.exit(0);
