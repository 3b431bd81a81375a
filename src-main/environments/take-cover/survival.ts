/** How long a policy that looks at nothing survives: the rules alone, without a picture. */
import { RandomStream } from '../../numerics/random.ts';
import { fixedPolicy } from './fixedPolicies.ts';
import { TAKE_COVER_ID } from './takeCover.ts';
import { advanceGame, directionOf, startGame } from './takeCoverGame.ts';

/**
 * Tics of one episode.
 * @throws StudioError `config.invalid` for a policy that fixedPolicies.ts does not know.
 */
export function survivedTics(policy: string, seed: number, maxTics: number): number {
  const random = RandomStream.named(seed, TAKE_COVER_ID);
  const act = fixedPolicy(policy, RandomStream.named(seed, `policy/${policy}`));
  const game = startGame();
  while (game.health > 0 && game.tic <= maxTics) advanceGame(game, directionOf(act()), random);
  return game.tic - 1;
}
