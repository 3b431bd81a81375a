/** No environment's memory grows over 10,000 episodes: a step's worth of what it makes, kept, would be seen here. */
import { describe, expect, it } from 'vitest';
import { environmentFacts } from '../../shared/environmentFacts.ts';
import { actionArgumentSize } from '../../shared/spaces.ts';
import { createEnvironment, environmentIds } from '../../src-main/environments/registry.ts';
import { residentBytes } from '../support/garbage.ts';

const EPISODES = 10_000;
/** Compilation, caches and the allocator's own slack come with the first. */
const SETTLED = 2000;
const STEPS = 3;
/** 2 kB an episode: a picture of 64 x 64 has 12. */
const ALLOWED_BYTES = 16e6;

// What a Python plays grows there, if anywhere.
const inThisProcess = environmentIds().filter((id) => environmentFacts(id)?.ownCode !== true);

describe.each(inThisProcess)('%s', (id) => {
  it(`does not grow from episode ${SETTLED} to ${EPISODES}`, async () => {
    const environment = await createEnvironment(id);
    const action = new Float64Array(actionArgumentSize(environment.spec.actions));
    const play = (from: number, to: number) => {
      for (let episode = from; episode < to; episode++) {
        environment.reset(episode);
        for (let step = 0; step < STEPS; step++) environment.step(action);
      }
    };
    play(0, SETTLED);
    const before = residentBytes();
    play(SETTLED, EPISODES);
    const grown = residentBytes() - before;
    environment.close();
    expect(grown, `${(grown / 1e6).toFixed(1)} MB`).toBeLessThan(ALLOWED_BYTES);
  });
});
