/** Dreamer's world model as every world model is used, and what its loss promises beyond the figures. */
import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BoxSpace } from '../../../shared/spaces.ts';
import { intervene } from '../../../src-main/environments/capabilities.ts';
import { DreamEnvironment } from '../../../src-main/models/dreamEnvironment.ts';
import { DreamRollout } from '../../../src-main/models/dreamRollout.ts';
import { dreamerLoss } from '../../../src-main/algorithms/dreamer/dreamerLoss.ts';
import { createDreamerModel, type DreamerModel } from '../../../src-main/algorithms/dreamer/dreamerModel.ts';
import { latentNoise } from '../../../src-main/models/latent.ts';
import type { Policy } from '../../../src-main/models/worldModel.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { Adam, type Gradients } from '../../../src-main/numerics/optimizers.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { randomNormal } from '../../../src-main/numerics/tensorRandom.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';
import { GOLDEN_OPTIONS, goldenBatch, goldenModel, PIXELS, SMALL } from './dreamerFigures.ts';
import { formula } from '../../models/formula.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const stream = (name = 'x') => RandomStream.named(1, name);
const number = (tensor: Tensor | undefined) => tensor?.dataSync<'float32'>()[0] ?? NaN;
const numbers = (tensor: Tensor) => [...tensor.dataSync<'float32'>()];
const images = (count: number) => formula<Tensor4D>([count, 64, 64, 3], 1, 0.5).add<Tensor4D>(0.5);
const { observation: VECTOR } = SMALL;
const { observation: PICTURE } = PIXELS;
if (VECTOR.kind !== 'vector' || PICTURE.kind !== 'pixels')
  throw new Error('other models than these tests know');
const JOINT = { kind: 'both', pixels: PICTURE, vector: VECTOR } as const;
const FIRST = () => tf.ones<Rank.R1>([1]);
const GOING = () => tf.zeros<Rank.R1>([1]);

describe('DreamerModel', () => {
  it('at the paper’s size has the layers it names', () => {
    const model = createDreamerModel(
      {
        ...PIXELS,
        observation: { kind: 'pixels', depth: 32 },
        stochasticSize: 30,
        deterministicSize: 200,
        hiddenSize: 200,
        reward: { layers: 2, units: 400 },
      },
      stream(),
    );
    const shapes = Object.fromEntries(model.parameters.specs.map(({ name, shape }) => [name, shape.join()]));
    expect(shapes).toMatchObject({
      'encoder/convolution4/kernel': '4,4,128,256',
      'rssm/input/kernel': '32,200',
      'rssm/gru/gates/kernel': '400,400',
      'rssm/posterior/hidden/kernel': '1224,200',
      'rssm/posterior/output/kernel': '200,60',
      'decoder/dense/kernel': '230,1024',
      'reward/output/kernel': '400,1',
    });
    model.dispose();
  });

  it('that models numbers on a symlog scale tells them as they are', () => {
    const { observation } = SMALL;
    if (observation.kind !== 'vector') throw new Error('no vectors');
    const model = createDreamerModel({ ...SMALL, observation: { ...observation, symlog: true } }, stream());
    model.parameters.assign('decoder/output/kernel', tf.zeros([observation.units, 5]));
    model.parameters.assign('decoder/output/bias', tf.tensor1d([1, 0, -1, 3, -3].map((x) => x * Math.LN2)));
    const { position, velocity } = model.expectedObservation(model.initial(1));
    // symexp of a logarithm of n + 1 is n.
    const expected = [1, 0, -1, 7, -7];
    const told = [position, velocity].flatMap((part) => (part === undefined ? [] : numbers(part)));
    told.forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index] ?? NaN, 5);
    });
    expect(told).toHaveLength(5);
    model.dispose();
  });

  it('step by step believes what whole sequences do', () => {
    const model = goldenModel('vector');
    const { batch, noise } = goldenBatch('vector');
    const { posterior } = dreamerLoss(model, batch, noise.mul<Tensor2D>(0), GOLDEN_OPTIONS.vector);
    const embeddings = model.encode(batch.observation);
    // Three sequences side by side. The stream's own draws are noise here, so only h after one step is comparable.
    const rows = (tensor: Tensor2D, t: number) => tensor.slice<Tensor2D>([3 * t, 0], [3, -1]);
    const previous = { z: rows(posterior.z, 0), h: rows(posterior.h, 0) };
    const first = tf.scalar(1).sub<Tensor1D>(batch.starts.keep.slice([3, 0], [3, 1]).reshape([3]));
    const next = model.perceive(previous, rows(batch.actions, 1), rows(embeddings, 1), first, stream());
    numbers(next.h).forEach((value, index) => {
      expect(value).toBeCloseTo(numbers(rows(posterior.h, 1))[index] ?? NaN, 5);
    });
  });

  it('forgets everything where an episode begins, the action too', () => {
    const model = createDreamerModel(SMALL, stream());
    const dirty = { z: formula<Tensor2D>([1, 3], 1, 1), h: formula<Tensor2D>([1, 5], 2, 1) };
    const seen = formula<Tensor2D>([1, 7], 3, 1);
    const opened = (from: typeof dirty, action: number) =>
      numbers(model.perceive(from, tf.tensor2d([[action, 0]]), seen, FIRST(), stream()).h);
    expect(opened(dirty, 0.7)).toEqual(opened(model.initial(1), 0));
    const going = model.perceive(dirty, tf.tensor2d([[0.7, 0]]), seen, GOING(), stream());
    expect(numbers(going.h)).not.toEqual(opened(dirty, 0.7));
  });

  it('is surprised by as many nats as lie between what it expected and what it sees', () => {
    const model = createDreamerModel(SMALL, stream());
    const observe = () =>
      model.observe(
        model.initial(1),
        tf.tensor2d([[0.1, 0]]),
        formula<Tensor2D>([1, 7], 3, 3),
        GOING(),
        stream(),
      );
    const { prior, posterior, surprise } = observe();
    expect(number(surprise)).toBeGreaterThan(0);
    expect(numbers(prior.h)).toEqual(numbers(posterior.h));
    expect(numbers(prior.z)).not.toEqual(numbers(posterior.z));
    // A posterior that reads nothing of what is seen, through the prior's own layers, holds no surprise.
    for (const part of ['hidden/bias', 'output/kernel', 'output/bias']) {
      model.parameters.assign(`rssm/posterior/${part}`, model.parameters.get(`rssm/prior/${part}`).clone());
    }
    const kernel = model.parameters.get('rssm/prior/hidden/kernel');
    model.parameters.assign('rssm/posterior/hidden/kernel', tf.concat([kernel, tf.zeros([7, 6])], 0));
    expect(number(observe().surprise)).toBeCloseTo(0, 5);
  });

  it('imagines the mean, or draws around it', () => {
    const model = createDreamerModel(SMALL, stream());
    const start = { z: formula<Tensor2D>([1, 3], 1, 1), h: formula<Tensor2D>([1, 5], 2, 1) };
    const action = tf.tensor2d([[0.3, -0.3]]);
    const imagine = (mode: 'mean' | 'sample', seed = 'a') =>
      numbers(model.imagine(start, action, stream(seed), { mode }).z);
    expect(imagine('mean', 'a')).toEqual(imagine('mean', 'b'));
    expect(imagine('sample', 'a')).toEqual(imagine('sample', 'a'));
    expect(imagine('sample', 'a')).not.toEqual(imagine('sample', 'b'));
  });

  it('reads actions in the environment’s bounds as [-1, 1]', () => {
    const bounded = (low: number, high: number) =>
      createDreamerModel(
        { ...SMALL, actions: { kind: 'box', shape: [2], dtype: 'float64', low, high } },
        stream(),
      );
    const imagine = (model: ReturnType<typeof bounded>, value: number) =>
      numbers(model.imagine(model.initial(1), tf.fill([1, 2], value), stream(), { mode: 'mean' }).z);
    imagine(bounded(0, 10), 7.5).forEach((value, index) => {
      expect(value).toBeCloseTo(imagine(bounded(-1, 1), 0.5)[index] ?? NaN, 5);
    });
    expect(() => bounded(0, Infinity)).toThrow('expected finite bounds');
  });

  it('gives features apart again, changes latents, and predicts a probability of going on', () => {
    const model = goldenModel('vector');
    const state = { z: formula<Tensor2D>([4, 3], 1, 1), h: formula<Tensor2D>([4, 5], 2, 1) };
    const apart = model.stateOf(model.feature(state));
    expect([numbers(apart.z), numbers(apart.h)]).toEqual([numbers(state.z), numbers(state.h)]);
    const slid = model.withLatent(state, tf.ones([4, 3]));
    expect(numbers(model.latent(slid))).toEqual(Array(12).fill(1));
    expect(numbers(slid.h)).toEqual(numbers(state.h));
    const { reward, continuation } = model.predict(state);
    expect([reward.shape, continuation?.shape]).toEqual([[4], [4]]);
    // A head that is sure of gamma is sure of going on.
    model.parameters.assign('discount/output/bias', tf.tensor1d([50]));
    expect(Math.max(...numbers(model.predict(state).continuation ?? tf.zeros([1])))).toBe(1);
    expect(createDreamerModel({ ...SMALL, discount: null }, stream()).predict(state)).not.toHaveProperty(
      'continuation',
    );
  });

  it('decodes what it sees: images in [0, 1], or vectors by name', () => {
    const pixels = createDreamerModel(PIXELS, stream());
    const decoded = pixels.decode(pixels.initial(2));
    expect(decoded.shape).toEqual([2, 64, 64, 3]);
    pixels.parameters.assign('decoder/transposed4/bias', tf.tensor1d([9, -9, 0.25]));
    const [red, green, blue] = numbers(pixels.decode(pixels.initial(1)));
    expect([red, green, blue]).toEqual([1, 0, expect.closeTo(0.75, 1)]);
    const vectors = createDreamerModel(SMALL, stream());
    const { position, velocity } = vectors.expectedObservation(vectors.initial(2));
    expect([position?.shape, velocity?.shape]).toEqual([
      [2, 3],
      [2, 2],
    ]);
    expect(() => vectors.decode(vectors.initial(1))).toThrow('sees position, velocity');
  });

  it('that sees pictures and numbers decodes both, and dreams both', () => {
    const model = createDreamerModel({ ...SMALL, observation: JOINT }, stream());
    expect(model.observes).toBe('both');
    const seen = { image: images(1), position: tf.ones([1, 3]), velocity: tf.ones([1, 2]) };
    const other = { ...seen, velocity: tf.zeros([1, 2]) };
    const embedding = numbers(model.encode(seen));
    expect(embedding).toHaveLength(createDreamerModel(PIXELS, stream()).rssm.embeddingSize + 7);
    // The pictures' part comes first, and does not know of the numbers.
    expect(numbers(model.encode(other)).slice(0, -7)).toEqual(embedding.slice(0, -7));
    expect(numbers(model.encode(other)).slice(-7)).not.toEqual(embedding.slice(-7));
    const vector: BoxSpace = { kind: 'box', shape: [3], dtype: 'float64', low: -1, high: 1 };
    const dream = new DreamEnvironment(model, {
      real: {
        id: 'any',
        version: 1,
        observations: { position: vector, velocity: { ...vector, shape: [2] } },
        actions: SMALL.actions,
        stepSeconds: 0.1,
        actionRepeat: 1,
        maxEpisodeSteps: 100,
        rewardRange: [0, 1],
      },
      starts: [new Float32Array([0.1, 0.2, 0.3])],
      maxSteps: 3,
    });
    dream.reset(1);
    const { observation } = dream.step(Float64Array.of(0.1, -0.2));
    const expected = model.expectedObservation(dream.state);
    expect(Object.keys(observation)).toEqual(['image', 'position', 'velocity']);
    expect([...(observation['position'] ?? [])]).toEqual(numbers(expected['position'] ?? tf.zeros([0])));
    const pixel = Math.round(255 * (numbers(expected['image'] ?? tf.zeros([0]))[0] ?? NaN));
    expect(observation['image']?.[0]).toBe(pixel);
    expect(Object.keys(dream.together(2).result.observations)).toEqual(Object.keys(observation));
    dream.close();
    model.dispose();
  });

  it('says which observation and shapes it wants', () => {
    const model = createDreamerModel(SMALL, stream());
    expect(() => model.encode({ image: images(1) })).toThrow('observation has image, expected position');
    expect(() => model.encode({ position: tf.zeros([1, 2]), velocity: tf.zeros([1, 2]) })).toThrow(
      'position is [1, 2], expected [B, 3]',
    );
    expect(() => model.imagine(model.initial(2), tf.zeros([2, 3]), stream(), { mode: 'mean' })).toThrow(
      'action is [2, 3], expected [2, 2]',
    );
  });

  it('is dreamt in like any other: environment and rollout', () => {
    const before = tf.memory().numTensors;
    const model = createDreamerModel({ ...PIXELS, discount: SMALL.discount }, stream());
    const dream = new DreamEnvironment(model, {
      real: {
        id: 'any',
        version: 1,
        observations: {},
        actions: SMALL.actions,
        stepSeconds: 0.1,
        actionRepeat: 1,
        maxEpisodeSteps: 100,
        rewardRange: [0, 1],
      },
      starts: [new Float32Array([0.1, 0.2, 0.3])],
      maxSteps: 3,
    });
    expect(dream.reset(1).observation['image']).toHaveLength(64 * 64 * 3);
    expect(dream.dreaming).toBeUndefined();
    expect(() => intervene(dream, { temperature: 2 })).toThrow(
      expect.objectContaining({ code: 'environment.noTemperature' }),
    );
    dream.step(Float64Array.of(0.1, -0.2));
    const saved = dream.saveState();
    const later = dream.step(Float64Array.of(0.5, 0.5));
    const expected = { reward: later.reward, hash: dream.stateHash() };
    dream.reset(7, saved);
    expect(dream.step(Float64Array.of(0.5, 0.5)).reward).toBe(expected.reward);
    expect(dream.stateHash()).toBe(expected.hash);
    dream.close();
    const policy: Policy = { act: (feature) => tf.zeros([feature.shape[0], 2]), dispose: () => undefined };
    const rollout = new DreamRollout(model, policy, model.initial(4), stream(), {
      maxSteps: 3,
      temperature: 1,
      doneThreshold: 1,
    });
    expect(rollout.advance(3)).toBe(false);
    expect([...rollout.result().lengths]).toEqual([3, 3, 3, 3]);
    rollout.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a DreamerModel of classes', () => {
  const model = () => createDreamerModel({ ...SMALL, latentClasses: 4 }, stream());
  const action = tf.tensor2d([[0.3, -0.3]]);
  const oneHot = (z: Tensor2D) => {
    for (const [statistic, expected] of [
      [z.reshape([-1, 4]).sum(1), 1],
      [z.reshape([-1, 4]).max(1), 1],
    ] as const) {
      for (const value of numbers(statistic)) expect(value).toBe(expected);
    }
  };

  it('has as many numbers as variables times classes, wherever its latent is seen', () => {
    const of = model();
    expect([of.latentSize, of.featureSize]).toEqual([12, 12 + 5]);
    const shapes = Object.fromEntries(of.parameters.specs.map(({ name, shape }) => [name, shape.join()]));
    expect(shapes).toMatchObject({
      'rssm/input/kernel': '14,6',
      'rssm/prior/output/kernel': '6,12',
      'reward/dense1/kernel': '17,6',
    });
    expect(of.latent(of.initial(2)).shape).toEqual([2, 12]);
  });

  it('draws one class of each variable when it observes, imagines or expects the likeliest', () => {
    const of = model();
    const seen = formula<Tensor2D>([1, 7], 3, 3);
    const { prior, posterior, surprise } = of.observe(of.initial(1), action, seen, GOING(), stream());
    for (const { z } of [prior, posterior]) oneHot(z);
    expect(number(surprise)).toBeGreaterThan(0);
    const imagine = (mode: 'mean' | 'sample', seed: string) =>
      of.imagine(posterior, action, stream(seed), { mode });
    oneHot(imagine('mean', 'a').z);
    oneHot(imagine('sample', 'a').z);
    expect(numbers(imagine('mean', 'a').z)).toEqual(numbers(imagine('mean', 'b').z));
    const draws = ['a', 'b', 'c', 'd', 'e', 'f'].map((seed) => numbers(imagine('sample', seed).z).join());
    expect(new Set(draws).size).toBeGreaterThan(1);
  });

  it('slid, has the nearest latent that could be drawn', () => {
    const of = model();
    const slid = of.withLatent(of.initial(1), formula<Tensor2D>([1, 12], 1, 2));
    oneHot(slid.z);
    expect(numbers(of.withLatent(slid, slid.z).z)).toEqual(numbers(slid.z));
  });
});

/** Each gradient against the loss's own difference along it. @param length of the step to either side */
function expectDifferences(
  model: DreamerModel,
  gradients: Gradients,
  loss: () => number,
  {
    paths,
    length,
    digits,
  }: { readonly paths: readonly string[]; readonly length: number; readonly digits: number },
): void {
  for (const path of paths) {
    const gradient = gradients[path] ?? tf.zeros([1]);
    const value = model.parameters.get(path).clone();
    const squared = number(gradient.square().sum());
    const step = length / Math.sqrt(squared);
    const at = (sign: number) => {
      model.parameters.assign(path, value.add(gradient.mul(sign * step)));
      return loss();
    };
    expect((at(1) - at(-1)) / (2 * step) / squared, path).toBeCloseTo(1, digits);
    model.parameters.assign(path, value);
  }
}

describe('the loss', () => {
  it('has the gradient that it shows by differences, through resets and time', () => {
    const model = goldenModel('vector');
    const { batch, noise } = goldenBatch('vector');
    const options = GOLDEN_OPTIONS.vector;
    const loss = () => dreamerLoss(model, batch, noise, options);
    const total = () => {
      const { observation, reward, discount, kl } = loss();
      return (
        number(observation) + number(reward) + 10 * number(discount ?? undefined) + options.beta * number(kl)
      );
    };
    const { gradients } = loss();
    const paths = ['rssm/input/kernel', 'rssm/gru/gates/kernel', 'encoder/output/kernel'];
    expectDifferences(model, gradients, total, { paths, length: 0.01, digits: 2 });
  });

  it('of pictures and numbers is that of both, and so are its gradients', () => {
    const model = createDreamerModel({ ...SMALL, observation: JOINT }, stream());
    const golden = goldenBatch('vector');
    const count = golden.batch.actions.shape[0];
    const faint = images(count).sub(0.5).mul<Tensor4D>(0.1).add<Tensor4D>(0.5);
    const batch = {
      ...golden.batch,
      // Faint pictures: rounding of a loss of thousands of pixels would hide the gradient.
      observation: { image: faint, ...golden.batch.observation },
    };
    const options = { ...GOLDEN_OPTIONS.vector, observationScale: 2 };
    const loss = () => dreamerLoss(model, batch, golden.noise, options);
    const total = () => {
      const { observation, reward, discount, kl } = loss();
      return (
        2 * number(observation) +
        number(reward) +
        10 * number(discount ?? undefined) +
        options.beta * number(kl)
      );
    };
    const { gradients } = loss();
    expect(Object.keys(gradients).sort()).toEqual(model.parameters.specs.map(({ name }) => name).sort());
    const paths = [
      'encoder/convolution2/kernel',
      'encoder/output/kernel',
      'decoder/transposed4/bias',
      'decoder/output/kernel',
      'rssm/posterior/hidden/kernel',
    ];
    expectDifferences(model, gradients, total, { paths, length: 0.03, digits: 1 });
    model.dispose();
  });

  it('lets a divergence below the free nats teach nothing', () => {
    const model = goldenModel('vector');
    const { batch, noise } = goldenBatch('vector');
    const prior = (freeNats: number) =>
      number(
        dreamerLoss(model, batch, noise, { ...GOLDEN_OPTIONS.vector, freeNats })
          .gradients['rssm/prior/output/kernel']?.abs()
          .max(),
      );
    // The prior learns from the divergence alone.
    expect(prior(0.5)).toBeGreaterThan(0);
    expect(prior(1)).toBe(0);
  });

  it('falls with every option of later papers too', () => {
    const model = createDreamerModel(
      {
        ...SMALL,
        latentClasses: 4,
        reward: { layers: 2, units: 6, scalar: 'two-hot' },
        norm: true,
      },
      stream(),
    );
    const optimizer = new Adam(model.parameters);
    const { batch } = goldenBatch('vector');
    const options = { ...GOLDEN_OPTIONS.vector, klBalance: 0.8 };
    const random = stream('training');
    const step = () =>
      tidy(() => {
        const noise = latentNoise(model.rssm.latent, batch.actions.shape[0], random);
        const loss = dreamerLoss(model, batch, noise, options);
        disposeAll(optimizer.apply(loss.gradients, 1e-2, { kind: 'globalNorm', limit: 100 }));
        return [number(loss.observation), number(loss.reward)] as const;
      });
    const [observation, reward] = step();
    // A fresh head finds every bin as likely: ln 255 nats.
    expect(reward).toBeCloseTo(Math.log(255), 4);
    const settled = tf.memory().numTensors;
    for (let i = 0; i < 40; i++) step();
    const last = step();
    expect(last[0]).toBeLessThan(0.8 * observation);
    expect(last[1]).toBeLessThan(0.8 * reward);
    expect(tf.memory().numTensors).toBe(settled);
  });

  it('falls, and restored goes on bit for bit', () => {
    const model = goldenModel('vector');
    const optimizer = new Adam(model.parameters);
    const { batch } = goldenBatch('vector');
    const step = (target: typeof model, adam: Adam, random: RandomStream) =>
      tidy(() => {
        const noise = randomNormal([batch.actions.shape[0], 3], random) as Tensor2D;
        const loss = dreamerLoss(target, batch, noise, GOLDEN_OPTIONS.vector);
        disposeAll(adam.apply(loss.gradients, 1e-2, { kind: 'globalNorm', limit: 100 }));
        return number(loss.observation);
      });
    const random = stream('training');
    const first = step(model, optimizer, random);
    const settled = tf.memory().numTensors;
    for (let i = 0; i < 20; i++) step(model, optimizer, random);
    expect(tf.memory().numTensors).toBe(settled);
    const other = createDreamerModel(SMALL, stream('other'), model.export('world/'), 'world/');
    const resumed = new Adam(other.parameters);
    resumed.import(optimizer.export(), optimizer.steps);
    const copy = new RandomStream(random.state());
    const continued = [0, 1].map(() => step(model, optimizer, random));
    expect([0, 1].map(() => step(other, resumed, copy))).toEqual(continued);
    expect(continued[1]).toBeLessThan(0.8 * first);
    expect(() => createDreamerModel(PIXELS, stream(), model.export())).toThrow(
      expect.objectContaining({ code: 'checkpoint.mismatch' }),
    );
  });
});
