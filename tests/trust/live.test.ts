/** What training measures of its own dreams, on worlds that can be computed by hand. */
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { playHeldOut, type HeldOutEpisode } from '../../src-main/trust/heldOut.ts';
import { LIVE_HORIZON, liveTrustOf, liveTrustOfLatents } from '../../src-main/trust/live.ts';
import { EPISODE_STEPS, ToyModel, toySubject, type ToyFaults } from './toyWorld.ts';

let episode: HeldOutEpisode;
beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
  const [played] = await playHeldOut(toySubject(new ToyModel(), null), 1, async () => undefined);
  if (played === undefined) throw new Error('nothing was played');
  episode = played;
});

const { layout } = toySubject(new ToyModel());
const of = (faults: ToyFaults, played = episode) =>
  liveTrustOf(new ToyModel(faults), layout, played, 1, 'test');

describe('the figures of a training', () => {
  it('say of a dream that is right that it holds and obeys', () => {
    const trust = of({});
    expect(episode.moments).toBe(EPISODE_STEPS + 1);
    expect(trust?.driftSteps).toBe(LIVE_HORIZON);
    expect(trust?.obedience).toBeCloseTo(1, 5);
  });

  it('say of a deaf dream that it drifts at once and does not obey', () => {
    expect(of({ hearing: 0 })).toEqual({ driftSteps: 0, obedience: 0 });
  });

  it('say when a dream is lost', () => {
    expect(of({ lostAfter: 9 })?.driftSteps).toBe(9);
  });

  it('are none where an episode is too short', () => {
    const short = { ...episode, moments: 5 };
    expect(of({}, short)).toBeNull();
  });

  it('come from embeddings alone, too, and leave no tensor behind', () => {
    const moments = 20;
    const sequence = (from: number) => ({
      embeddings: new Float32Array(episode.observations.slice(4 * from, 4 * (from + moments)).buffer),
      actions: episode.actions.slice(2 * from, 2 * (from + moments)),
    });
    const sequences = [0, 7, 14, 20].map(sequence);
    const measure = (faults: ToyFaults) =>
      liveTrustOfLatents(new ToyModel(faults), sequences, RandomStream.named(1, 'a'));
    expect(measure({})?.driftSteps).toBe(moments - 5);
    expect(measure({})?.obedience).toBeCloseTo(1, 5);
    expect(measure({ lostAfter: 3 })?.driftSteps).toBe(3);
    expect(measure({ hearing: 0 })).toEqual({ driftSteps: 0, obedience: 0 });
    const before = tf.memory().numTensors;
    measure({});
    of({});
    expect(tf.memory().numTensors).toBe(before);
    expect(liveTrustOfLatents(new ToyModel(), sequences.slice(0, 1), RandomStream.named(1, 'a'))).toBeNull();
  });
});
