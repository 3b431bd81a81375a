/**
 * Entry of an evaluator process that plays nothing: episode i returns i. Everything around it is the real thing.
 * `COUNTING_EVALUATOR` (JSON) makes it slow, or makes it die or fail as real ones do.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { LockDifference } from '../../shared/environmentLock.ts';
import { StudioError } from '../../shared/errors.ts';
import type { EvaluatedEpisode } from '../../shared/evaluation.ts';
import {
  serveEvaluation,
  type MakeFilm,
  type MeasureTrust,
  type PlayEvaluation,
} from '../../src-main/engine/evaluationServer.ts';
import { launcherPort } from '../../src-main/engine/port.ts';

export interface CountingBehaviour {
  readonly episodeMilliseconds?: number;
  readonly failAt?: number;
  /** What it says has changed since the training. */
  readonly difference?: LockDifference;
}

const behaviour = JSON.parse(process.env['COUNTING_EVALUATOR'] ?? '{}') as CountingBehaviour;
const half = (behaviour.episodeMilliseconds ?? 0) / 2;

const play: PlayEvaluation = async ({ episodes: count, seed }, { onEpisode, onPlayed, onDifference }) => {
  if (behaviour.difference !== undefined) onDifference?.(behaviour.difference);
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

/** Two frames of an episode, for whoever asks in time. */
const film: MakeFilm = async ({ checkpointId, recipe }) => {
  await delay(half);
  if (behaviour.failAt === 0) throw new StudioError('film.differs', { step: 50 });
  const png = Uint8Array.from([1, 2, 3]);
  const sheet = { meaning: 'real', png, width: 1, height: 1, columns: 2 } as const;
  const clip = { kind: 'episode', sheets: [sheet], steps: [0, 1], returns: [0, 1], frameSeconds: 1 } as const;
  return {
    checkpointId,
    seed: recipe.seed,
    episodeReturn: 1,
    length: 1,
    clips: [clip],
    noDream: 'agent',
  };
};

await serveEvaluation(await launcherPort(), play, measure, film);
process.exit(0);
