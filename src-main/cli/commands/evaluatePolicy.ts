/** `studio evaluate-policy`: how long a policy that looks at nothing survives in Take Cover. */
import { StudioError } from '../../../shared/errors.ts';
import { RandomStream } from '../../numerics/random.ts';
import { fixedPolicy } from '../../environments/take-cover/fixedPolicies.ts';
import { TAKE_COVER_ID } from '../../environments/take-cover/takeCover.ts';
import { advanceGame, directionOf, startGame } from '../../environments/take-cover/takeCoverGame.ts';

export interface PolicyEvaluation {
  readonly environment: string;
  readonly policy: string;
  readonly episodes: number;
  /** Tics survived, episode by episode. */
  readonly tics: readonly number[];
  readonly mean: number;
  readonly standardDeviation: number;
  /** 25%, 50%, 75%. */
  readonly quartiles: readonly [number, number, number];
}

/**
 * Plays whole episodes by the environment's rules without drawing a frame; no cap on their length but `maxTics`.
 * @throws StudioError `environment.unknown` for anything but Take Cover, `config.invalid` for an unknown policy.
 */
export function evaluatePolicy(
  environment: string,
  policy: string,
  episodes: number,
  seed = 0,
  maxTics = 100_000,
): PolicyEvaluation {
  if (environment !== TAKE_COVER_ID)
    throw new StudioError('environment.unknown', { environment, known: TAKE_COVER_ID });
  const tics = Array.from({ length: episodes }, (_, episode) => {
    const random = RandomStream.named(seed + episode, TAKE_COVER_ID);
    const act = fixedPolicy(policy, RandomStream.named(seed + episode, `policy/${policy}`));
    const game = startGame();
    while (game.health > 0 && game.tic <= maxTics) advanceGame(game, directionOf(act()), random);
    return game.tic - 1;
  });
  const sorted = tics.toSorted((a, b) => a - b);
  const mean = tics.reduce((sum, value) => sum + value, 0) / episodes;
  const variance = tics.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / episodes;
  return {
    environment,
    policy,
    episodes,
    tics,
    mean,
    standardDeviation: Math.sqrt(variance),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)],
  };
}

/** Linear between the nearest ranks, as NumPy's default. */
function quantile(sorted: readonly number[], fraction: number): number {
  const rank = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (rank - Math.floor(rank)) * (above - below);
}
