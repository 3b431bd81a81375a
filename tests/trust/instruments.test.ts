/** The instruments on worlds that can be computed by hand. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrustInstrument, TrustResult } from '../../shared/trust.ts';
import { TRUST_RESULT } from '../../shared/trust.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { measureTrust } from '../../src-main/trust/instruments.ts';
import { EPISODE_STEPS, ToyModel, toySubject, type ToyFaults } from './toyWorld.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

async function measured<Instrument extends TrustInstrument>(
  instrument: Instrument,
  faults: ToyFaults = {},
  seed = 3,
): Promise<Extract<TrustResult, { readonly instrument: Instrument }>> {
  const subject = { ...toySubject(new ToyModel(faults)), seed };
  const options = { episodes: 6, temperatures: [0.5, 2] };
  const result = await measureTrust(subject, instrument, options, async () => undefined);
  return TRUST_RESULT.parse(result) as Extract<TrustResult, { readonly instrument: Instrument }>;
}

describe('calibration', () => {
  it('is 1 for every policy of a dream that is right', async () => {
    const { temperatures, survival, ends } = await measured('calibration');
    const [only] = temperatures;
    expect(temperatures).toHaveLength(1);
    expect([only?.temperature, survival, ends]).toEqual([null, false, false]);
    expect(only?.policies.map(({ policy }) => [policy.kind, policy.action])).toEqual([
      ['still', ''],
      ['held', 'push −'],
      ['held', 'push +'],
      ['held', 'idle −'],
      ['held', 'idle +'],
      ['sweep', ''],
      ['random', ''],
      ['agent', ''],
    ]);
    for (const { policy, ratio, gap, real, dream } of only?.policies ?? []) {
      // Random actions are others in the dream.
      if (policy.kind !== 'random') expect(dream.mean).toBeCloseTo(real.mean, 1);
      expect(ratio?.mean).toBeCloseTo(1, 1);
      expect(gap.low).toBeLessThan(0.1);
      expect(gap.high).toBeGreaterThan(-0.1);
    }
    // Being pushed either way lies apart from everything else.
    expect(only?.order.pairs).toBeGreaterThan(2);
    expect(only?.order.alike).toBe(only?.order.pairs);
  });

  it('is as much more as the dream pays more', async () => {
    const { temperatures } = await measured('calibration', { kindness: 3 });
    const still = temperatures[0]?.policies.find(({ policy }) => policy.kind === 'still');
    expect(still?.ratio?.mean).toBeCloseTo(3, 5);
    expect(still?.gap.low).toBeGreaterThan(0);
    // Standing still is paid 100 + where one stands, at each step.
    expect(still?.real.mean).toBeGreaterThan(98 * EPISODE_STEPS);
    expect(still?.real.mean).toBeLessThan(102 * EPISODE_STEPS);
  });

  it('says of a deaf dream that pushing is worth as much as standing still', async () => {
    const { temperatures } = await measured('calibration', { hearing: 0 });
    const of = (action: string) => temperatures[0]?.policies.find(({ policy }) => policy.action === action);
    expect(of('push +')?.dream.mean).toBeCloseTo(of('push −')?.dream.mean ?? NaN, 3);
    // Pushed by 1 for 40 steps, the point earns 1 + 2 + ... + 40 beyond standing still.
    const pushed = (EPISODE_STEPS * (EPISODE_STEPS + 1)) / 2;
    expect(of('push +')?.gap.mean).toBeCloseTo(-pushed, 1);
    expect(of('push −')?.gap.mean).toBeCloseTo(pushed, 1);
    const order = temperatures[0]?.order;
    expect(order?.alike).toBeLessThan(order?.pairs ?? 0);
  });

  it('refuses a dream that earns nothing', async () => {
    await expect(measured('calibration', { predictsReward: false })).rejects.toMatchObject({
      code: 'trust.noScore',
    });
  });

  it('draws its episodes from the seed alone', async () => {
    const [once, again, other] = await Promise.all([
      measured('calibration'),
      measured('calibration'),
      measured('calibration', {}, 4),
    ]);
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });
});

describe('obedience', () => {
  it('is 1 for a dream that follows every push, and 0 for a number that nothing follows', async () => {
    const { spaces } = await measured('obedience');
    expect(spaces.map(({ space }) => space)).toEqual(['numbers', 'latents']);
    for (const { error, shuffled } of spaces) {
      expect(Math.max(...error)).toBeLessThan(1e-6);
      const of = (action: string | null) => shuffled.find((entry) => entry.action === action)?.obedience;
      expect(of(null)?.mean).toBeCloseTo(1, 5);
      expect(of('push')?.mean).toBeCloseTo(1, 5);
      expect(of('idle')?.mean).toBeCloseTo(0, 5);
      expect(of(null)?.low).toBeGreaterThan(0.99);
    }
  });

  it('is 0 for a deaf dream', async () => {
    const { spaces } = await measured('obedience', { hearing: 0 });
    for (const { error, shuffled } of spaces) {
      expect(Math.max(...error)).toBeGreaterThan(0.01);
      for (const { obedience, error: wrong } of shuffled) {
        expect(wrong).toEqual(error);
        expect([obedience.mean, obedience.low, obedience.high]).toEqual([0, 0, 0]);
      }
    }
  });
});

describe('drift', () => {
  it('never comes in a dream that is right', async () => {
    const { spaces } = await measured('drift');
    for (const { steps, low, high, error, still } of spaces) {
      expect([steps, low, high]).toEqual([null, null, null]);
      // Eyes close after the fifth of 41 moments at the latest, and at the latest one step before the end.
      expect(error.length).toBeGreaterThan(0);
      expect(error.length).toBeLessThan(EPISODE_STEPS);
      expect(still.length).toBe(error.length);
    }
  });

  it('comes with the first wrong step', async () => {
    const { spaces } = await measured('drift', { lostAfter: 7 });
    for (const { steps, low, high } of spaces) expect([steps, low, high]).toEqual([7, 7, 7]);
  });

  it('is there from the first step on where nothing ever moves in the dream', async () => {
    const { spaces } = await measured('drift', { hearing: 0 });
    for (const { steps, error, still } of spaces) {
      expect(steps).toBe(0);
      expect(error).toEqual(still);
    }
  });
});

it('leaves no tensor behind', async () => {
  for (const instrument of ['calibration', 'obedience', 'drift'] as const) {
    await measured(instrument);
    const before = tf.memory().numTensors;
    await measured(instrument);
    expect([instrument, tf.memory().numTensors - before]).toEqual([instrument, 0]);
  }
});
