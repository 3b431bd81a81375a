import { describe, expect, it } from 'vitest';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { UniformDriver } from '../../src-main/algorithms/world-models/drivers/uniformDriver.ts';
import { EnvironmentPool } from '../../src-main/acting/environmentGroups.ts';
import { Rollouts } from '../../src-main/acting/rollouts.ts';
import type { EpisodeOutcome, EpisodePlan } from '../../src-main/acting/rollouts.ts';

const CHOICE = { environment: 'car-racing', config: { actionRepeat: 8, maxSteps: 125, lapRule: 'v0' } };
const HOLD = 4;
const randomOf = (episode: number) => RandomStream.named(episode, 'driver');

function plan(seed: number, maxSteps: number, patience = 0): EpisodePlan {
  return { seed, maxSteps, patience, record: 'frames' };
}

async function play(
  plans: readonly EpisodePlan[],
  groupSize: number,
  workers: number,
): Promise<EpisodeOutcome[]> {
  const pool = new EnvironmentPool(CHOICE, workers);
  const groups = await pool.pair(groupSize);
  const { spec } = await createEnvironment(CHOICE.environment, CHOICE.config);
  const outcomes: EpisodeOutcome[] = [];
  const rollouts = new Rollouts(
    plans,
    groups.map((group) => ({ group, driver: new UniformDriver(group, spec.actions, HOLD, randomOf) })),
    (outcome) => outcomes.push(outcome),
  );
  // In pieces, as the trainer does it.
  let looks = 0;
  while (!rollouts.done) await rollouts.run(() => ++looks % 3 === 0);
  expect(rollouts.steps).toBe(outcomes.reduce((sum, { length }) => sum + length, 0));
  await rollouts.dispose();
  await pool.close();
  return outcomes.sort((a, b) => a.index - b.index);
}

describe('Rollouts', () => {
  const plans = [plan(1, 9), plan(2, 4), plan(3, 12), plan(1, 9), plan(4, 1), plan(5, 30, 3), plan(6, 7)];

  it('plays every episode once, as stepping one environment would', async () => {
    const outcomes = await play(plans, 2, 2);
    expect(outcomes.map(({ index }) => index)).toEqual(plans.map((_, index) => index));
    const environment = await createEnvironment(CHOICE.environment, CHOICE.config);
    for (const { index, plan: played, length, episodeReturn, frames, actions, rewards } of outcomes) {
      let last = environment.reset(played.seed);
      let total = 0;
      for (let step = 0; step < length; step++) {
        const image = last.observation['image'] as Uint8Array;
        const size = image.length;
        expect(Buffer.compare(frames?.subarray(step * size, (step + 1) * size) ?? image, image)).toBe(0);
        last = environment.step(actions?.slice(step * 3, step * 3 + 3) ?? new Float64Array(3));
        expect(rewards?.[step]).toBe(last.reward);
        total += last.reward;
      }
      expect(episodeReturn).toBe(total);
      if (played.patience === 0) expect(length, `episode ${index}`).toBe(played.maxSteps);
    }
    environment.close();
  });

  it('gives the same outcomes whatever the group size and the number of threads', async () => {
    const one = await play(plans, 1, 0);
    expect(await play(plans, 3, 2)).toEqual(one);
    // The same plan with another driver's stream is another episode.
    expect(one[0]?.actions).not.toEqual(one[3]?.actions);
  });

  it('ends an episode after so many steps in a row without reward', async () => {
    const [outcome] = await play([plan(5, 60, 3)], 1, 0);
    const rewards = Array.from(outcome?.rewards ?? []);
    expect(outcome?.length).toBeLessThan(60);
    expect(rewards.slice(-3).every((reward) => reward <= 0)).toBe(true);
    for (let end = 3; end < rewards.length; end++) {
      expect(rewards.slice(end - 3, end).some((reward) => reward > 0)).toBe(true);
    }
  });
});
