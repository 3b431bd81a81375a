import { expect, it } from 'vitest';
import { COMMANDS } from '../../shared/protocol.ts';

/** As the codec decodes what a client sends. */
const TYPED = Float64Array.of(1, 2, 3);

it('a branch whose parts are typed arrays is refused, not fatal', () => {
  const branch = { figures: { error: TYPED, latent: TYPED, dreamtReward: TYPED, realReward: TYPED } };
  for (const sent of [branch, { figures: TYPED }, TYPED])
    expect(COMMANDS['branches.keep'].safeParse({ runId: 'r', branch: sent }).success).toBe(false);
});
