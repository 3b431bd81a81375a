import type { Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { intervene } from '../../src-main/environments/capabilities.ts';
import type { EnvironmentSpec } from '../../src-main/environments/environment.ts';
import { DreamEnvironment } from '../../src-main/models/dreamEnvironment.ts';
import { DreamRollout, dreamStart } from '../../src-main/models/dreamRollout.ts';
import { createVisionMemory } from '../../src-main/algorithms/world-models/visionMemory.ts';
import type { Policy, WorldModel } from '../../src-main/models/worldModel.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../src-main/numerics/tidy.ts';
import { formula } from './formula.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

/** M's done head says yes at once (bias 20), never (-20), or as it happens to. */
function create(doneBias: number | null = null) {
  const model = createVisionMemory(
    {
      vision: { latentSize: 4 },
      memory: {
        latentSize: 4,
        actionSize: 1,
        hiddenSize: 8,
        mixtures: 2,
        predictsReward: true,
        predictsDone: true,
        restartFlag: true,
      },
      inputs: 'zhc',
      latents: 'sample',
      actionValues: [0, 1, -1],
    },
    RandomStream.named(1, 'model'),
  );
  if (doneBias !== null) {
    const bias = new Float32Array(3 * 2 * 4 + 2);
    bias[bias.length - 1] = doneBias;
    model.memory.parameters.assign('head/bias', tf.tensor1d(bias));
  }
  return model;
}
/** Always the second of three actions. */
const policy: Policy = {
  act: (feature) => tf.oneHot(tf.fill([feature.shape[0]], 1, 'int32'), 3).cast<Tensor2D>('float32'),
  dispose: () => undefined,
};
const rollout = (model: ReturnType<typeof create>, count: number, maxSteps: number, seed = 1) =>
  new DreamRollout(
    model,
    policy,
    dreamStart(model, formula<Tensor2D>([count, 4], 1, 1)),
    RandomStream.named(seed, 'rollout'),
    { maxSteps, temperature: 1.15 },
  );

/** Knows how many steps are left, and earns as much. */
const COUNTDOWN: WorldModel<{ readonly left: Tensor2D }> = {
  kind: 'rssm',
  hasTemperature: false,
  observes: 'pixels',
  heads: { reward: true, continuation: true },
  featureSize: 1,
  actionSize: 3,
  initial: (batchSize) => ({ left: tf.zeros([batchSize, 1]) }),
  imagine: ({ left }) => ({ left: left.sub(1) }),
  feature: ({ left }) => left.clone(),
  predict: ({ left }) => ({
    reward: left.reshape([-1]),
    continuation: left.greater(0.5).cast('float32').reshape([-1]),
  }),
  latent: ({ left }) => left.clone(),
  withLatent: (_state, latent) => ({ left: latent.clone() }),
  encode: () => never(),
  observe: () => never(),
  decode: () => never(),
  weights: () => new Map(),
  dispose: () => undefined,
};
function never(): never {
  throw new Error('a dream sees nothing');
}

describe('DreamRollout', () => {
  it('starts from the latents given, with an empty memory and the restart flag', () => {
    const { z, h, c, restart } = dreamStart(create(), formula<Tensor2D>([3, 4], 1, 1));
    expect(z.dataSync()).toEqual(formula([3, 4], 1, 1).dataSync());
    expect(h.abs().add(c.abs()).max().dataSync()[0]).toBe(0);
    expect([...restart.dataSync()]).toEqual([1, 1, 1]);
  });

  it('ends a dream where the model says so, and counts the step that ended it', () => {
    const dreams = rollout(create(20), 5, 100);
    expect(dreams.advance(3)).toBe(false);
    expect([...dreams.result().lengths]).toEqual([1, 1, 1, 1, 1]);
    expect(dreams.result().ended).toEqual(Array(5).fill(true));
  });

  it('goes on to the cap where the model never ends it', () => {
    const dreams = rollout(create(-20), 5, 7);
    expect(dreams.advance(5)).toBe(true);
    expect(dreams.advance(5)).toBe(false);
    expect([...dreams.result().lengths]).toEqual([7, 7, 7, 7, 7]);
    expect(dreams.result().ended).toEqual(Array(5).fill(false));
  });

  it('sums the rewards that the model predicts while a dream goes on', () => {
    const model = create(-20);
    const bias = new Float32Array(26);
    // The reward head: nothing but a bias.
    bias[24] = 0.5;
    bias[25] = -20;
    model.memory.parameters.assign('head/bias', tf.tensor1d(bias));
    model.memory.parameters.assign('head/kernel', tf.zeros([8, 26]));
    const dreams = rollout(model, 2, 6);
    dreams.advance(6);
    expect([...(dreams.result().returns ?? [])]).toEqual([3, 3]);
  });

  it('repeats from the same stream, in one go or in pieces', () => {
    const model = create();
    const states = [[6], [2, 4], [1, 1, 1, 1, 1, 1]].map((pieces) => {
      const dreams = rollout(model, 3, 50);
      for (const piece of pieces) dreams.advance(piece);
      return [...dreams.state.z.dataSync()];
    });
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
    const other = rollout(model, 3, 50, 2);
    other.advance(6);
    expect([...other.state.z.dataSync()]).not.toEqual(states[0]);
  });

  it('drops the rows of ended dreams where the policy can do without, and each goes on as it would have', () => {
    const kept: number[] = [];
    const thinning: Policy = { ...policy, keepRows: (rows) => void kept.push(rows.length) };
    const lives = Array.from({ length: 40 }, (_, index) => 1 + ((7 * index) % 23));
    const dream = (driver: Policy) => {
      const start = { left: tf.tensor2d(lives, [40, 1]) };
      const dreams = new DreamRollout(COUNTDOWN, driver, start, RandomStream.named(1, 'rollout'), {
        maxSteps: 20,
        temperature: 1,
      });
      while (dreams.advance(3));
      return dreams;
    };
    const thinned = dream(thinning);
    expect([...thinned.result().lengths]).toEqual(lives.map((life) => Math.min(life, 20)));
    expect(thinned.result()).toEqual(dream(policy).result());
    expect(thinned.result().ended).toEqual(lives.map((life) => life <= 20));
    // The reward is what is left: of 5 lives 4 + 3 + 2 + 1.
    expect(thinned.result().returns?.[lives.indexOf(5)]).toBe(10);
    expect(kept.length).toBeGreaterThan(2);
    expect(thinned.rows).toBe(kept.at(-1));
    expect(thinned.rowSteps).toBeLessThan(0.8 * 40 * 20);
  });

  it('leaves no tensor behind', () => {
    const model = create();
    // The first step reads the weights, which the model then keeps at hand.
    rollout(model, 2, 5).advance(1);
    const before = tf.memory().numTensors;
    const latents = formula<Tensor2D>([2, 4], 1, 1);
    const dreams = new DreamRollout(model, policy, dreamStart(model, latents), RandomStream.named(1, 'r'), {
      maxSteps: 20,
      temperature: 1,
    });
    dreams.advance(10);
    dreams.result();
    dreams.dispose();
    latents.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

const REAL: EnvironmentSpec = {
  id: 'take-cover',
  version: 1,
  observations: {},
  actions: { kind: 'discrete', count: 3 },
  stepSeconds: 1 / 35,
  actionRepeat: 1,
  maxEpisodeSteps: 2100,
  rewardRange: [0, 1],
};
const environment = (model: ReturnType<typeof create>, maxSteps = 30) =>
  new DreamEnvironment(model, {
    real: REAL,
    temperature: 1,
    starts: [new Float32Array([0.1, 0.2, 0.3, 0.4]), new Float32Array([1, -1, 1, -1])],
    maxSteps,
  });
const imageOf = (result: { observation: Readonly<Record<string, ArrayLike<number>>> }) =>
  Array.from(result.observation['image'] ?? []);
const act = (index: number) => Float64Array.of(index);

describe('DreamEnvironment', () => {
  it('shows what the model decodes, and starts where the seed says', () => {
    const model = create();
    const dream = environment(model);
    const first = imageOf(dream.reset(3));
    expect(first).toHaveLength(64 * 64 * 3);
    const decoded = tidy(() => model.decode(dream.state).dataSync<'float32'>());
    expect(first[5000]).toBe(Math.round(255 * (decoded[5000] ?? NaN)));
    expect(imageOf(dream.reset(3))).toEqual(first);
    const starts = new Set(Array.from({ length: 8 }, (_, seed) => imageOf(dream.reset(seed)).join()));
    expect(starts.size).toBe(2);
  });

  it('is over where the model ends it or the cap does', () => {
    const ended = environment(create(20));
    ended.reset(1);
    expect(ended.step(act(1))).toMatchObject({ terminated: true, truncated: false });
    const capped = environment(create(-20), 2);
    capped.reset(1);
    expect(capped.step(act(1))).toMatchObject({ terminated: false, truncated: false });
    expect(capped.step(act(1))).toMatchObject({ terminated: false, truncated: true });
  });

  it('saved in the middle goes on the same', () => {
    const dream = environment(create());
    dream.reset(4);
    dream.step(act(0));
    dream.step(act(2));
    const saved = JSON.parse(JSON.stringify(dream.saveState())) as ReturnType<typeof dream.saveState>;
    const later = () => [1, 2, 0].map((index) => imageOf(dream.step(act(index))).join());
    const expected = later();
    const hash = dream.stateHash();
    dream.reset(9, saved);
    expect(later()).toEqual(expected);
    expect(dream.stateHash()).toBe(hash);
  });

  it('is wilder from where its temperature was raised, also saved and gone on with, and begins as it was made', () => {
    const model = create();
    const later = (dream: ReturnType<typeof environment>) =>
      [1, 2, 0].map((index) => imageOf(dream.step(act(index))).join());
    const plain = environment(model);
    plain.reset(4);
    const asMade = later(plain);
    const dream = environment(model);
    dream.reset(4);
    intervene(dream, { temperature: 2.5 });
    expect(dream.dreaming?.temperature).toBe(2.5);
    const saved = dream.saveState();
    const wild = later(dream);
    expect(wild).not.toEqual(asMade);
    dream.reset(9, saved);
    expect(later(dream)).toEqual(wild);
    dream.reset(4);
    expect(dream.dreaming?.temperature).toBe(1);
    expect(later(dream)).toEqual(asMade);
  });

  it('cannot be pulled', () => {
    const dream = environment(create());
    dream.reset(1);
    expect(() => {
      intervene(dream, { body: 'hull', force: [1, 0, 0], torque: [0, 0, 0] });
    }).toThrow(expect.objectContaining({ code: 'environment.noHand' }));
  });

  it('refuses what does not fit', () => {
    const dream = environment(create());
    expect(() => dream.step(act(0))).toThrow('reset() must be called');
    dream.reset(1);
    expect(() => dream.step(Float64Array.of(1, 2))).toThrow(
      'action has length 2, dream/take-cover expects 1',
    );
    expect(() => dream.step(act(3))).toThrow(expect.objectContaining({ code: 'environment.badAction' }));
    expect(() => dream.reset(1, { steps: 1 })).toThrow(
      expect.objectContaining({ code: 'environment.badState' }),
    );
  });

  it('leaves no tensor behind', () => {
    const model = create();
    const first = environment(model);
    first.reset(1);
    first.step(act(1));
    const before = tf.memory().numTensors;
    const dream = environment(model);
    dream.reset(1);
    dream.step(act(1));
    dream.reset(2, dream.saveState());
    dream.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});
