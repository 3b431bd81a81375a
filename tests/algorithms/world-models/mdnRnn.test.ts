import type { Rank, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type MemoryConfig,
  MixtureDensityRnn,
  sampleLatents,
} from '../../../src-main/algorithms/world-models/mdnRnn.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { mixtureLogProbability } from '../../../src-main/numerics/mixture.ts';
import { Adam } from '../../../src-main/numerics/optimizers.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll } from '../../../src-main/numerics/tidy.ts';
import { formula } from '../../models/formula.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

const SMALL: MemoryConfig = {
  latentSize: 3,
  actionSize: 2,
  hiddenSize: 8,
  mixtures: 4,
  predictsReward: false,
  predictsDone: false,
  restartFlag: false,
};
const create = (config: MemoryConfig = SMALL, seed = 1) =>
  new MixtureDensityRnn(config, RandomStream.named(seed, 'memory'));
const sequences = (batch: number, length: number) => ({
  latents: formula<Tensor3D>([batch, length + 1, 3], 1, 1),
  actions: formula<Tensor3D>([batch, length, 2], 2, 1),
});
const nllOf = (model: MixtureDensityRnn, batch: Parameters<MixtureDensityRnn['loss']>[0]) =>
  model.loss(batch).nll.dataSync()[0] ?? NaN;

describe('MixtureDensityRnn', () => {
  it.each([
    ['CarRacing', { ...SMALL, latentSize: 32, actionSize: 3, hiddenSize: 256, mixtures: 5 }, 422_368],
    [
      'Take Cover',
      {
        ...SMALL,
        latentSize: 64,
        actionSize: 1,
        hiddenSize: 512,
        mixtures: 5,
        predictsDone: true,
        restartFlag: true,
      },
      1_678_785,
    ],
  ])('for %s has the paper’s number of parameters', (_, config, count) => {
    const model = create(config);
    expect(model.parameters.count).toBe(count);
    model.dispose();
  });

  it('over a sequence loses what its single steps predict', () => {
    const model = create();
    const batch = sequences(2, 6);
    let state = model.initial(2);
    let sum = 0;
    for (let t = 0; t < 6; t++) {
      const pick = (tensor: Tensor3D, at: number) =>
        tensor.slice([0, at, 0], [2, 1, tensor.shape[2]]).squeeze<Tensor2D>([1]);
      state = model.step(state, pick(batch.latents, t), pick(batch.actions, t));
      const { mixture } = model.predict(state.hidden);
      sum -=
        mixtureLogProbability(mixture, pick(batch.latents, t + 1))
          .sum()
          .dataSync()[0] ?? NaN;
    }
    expect(nllOf(model, batch)).toBeCloseTo(sum / (2 * 6 * 3), 5);
  });

  it('goes on from the state that a batch names, and hands on the one it ends with', () => {
    const model = create();
    const { latents, actions } = sequences(2, 6);
    const piece = (from: number, length: number) => ({
      latents: latents.slice([0, from, 0], [2, length + 1, 3]),
      actions: actions.slice([0, from, 0], [2, length, 2]),
    });
    const first = model.loss({ ...piece(0, 4), initial: model.initial(2) });
    if (first.final === null) throw new Error('no final state');
    let state = model.initial(2);
    for (let t = 0; t < 4; t++) {
      const { latents: z, actions: a } = piece(t, 1);
      state = model.step(state, z.slice([0, 0, 0], [2, 1, 3]).reshape([2, 3]), a.reshape([2, 2]));
    }
    const close = (a: Tensor2D, b: Tensor2D) => a.sub(b).abs().max().dataSync()[0];
    expect(close(first.final.hidden, state.hidden)).toBeLessThan(1e-6);
    expect(close(first.final.cell, state.cell)).toBeLessThan(1e-6);
    const rest = model.loss({ ...piece(4, 2), initial: first.final }).nll.dataSync()[0] ?? NaN;
    const whole = nllOf(model, { latents, actions });
    expect((4 * (first.nll.dataSync()[0] ?? NaN) + 2 * rest) / 6).toBeCloseTo(whole, 5);
    // From zero the rest is something else.
    expect(Math.abs(nllOf(model, piece(4, 2)) - rest)).toBeGreaterThan(1e-4);
  });

  it('drops a state that it is given where an episode begins with the first step', () => {
    const model = create();
    const { latents, actions } = sequences(2, 3);
    const given = { hidden: tf.fill<Rank.R2>([2, 8], 0.7), cell: tf.fill<Rank.R2>([2, 8], -0.4) };
    const restarts = Float32Array.of(1, 0, 0, 1, 0, 0);
    expect(nllOf(model, { latents, actions, restarts, initial: given })).toBeCloseTo(
      nllOf(model, { latents, actions }),
      6,
    );
    const onlyOne = Float32Array.of(1, 0, 0, 0, 0, 0);
    expect(
      Math.abs(
        nllOf(model, { latents, actions, restarts: onlyOne, initial: given }) -
          nllOf(model, { latents, actions }),
      ),
    ).toBeGreaterThan(1e-4);
  });

  it('is the same whatever its head’s chunks are: long batches equal the mean of their halves', () => {
    const model = create();
    // 1,500 rows a step: every step is a chunk of its own.
    const batch = sequences(1500, 3);
    const half = (from: number) => ({
      latents: batch.latents.slice([from, 0, 0], [750, 4, 3]),
      actions: batch.actions.slice([from, 0, 0], [750, 3, 2]),
    });
    expect(nllOf(model, batch)).toBeCloseTo(0.5 * (nllOf(model, half(0)) + nllOf(model, half(750))), 5);
  });

  it('forgets everything at a restart', () => {
    const model = create({ ...SMALL, restartFlag: true });
    const { latents, actions } = sequences(1, 6);
    const restarts = new Float32Array([1, 0, 0, 1, 0, 0]);
    const whole = nllOf(model, { latents, actions, restarts });
    const piece = (from: number) =>
      nllOf(model, {
        latents: latents.slice([0, from, 0], [1, 4, 3]),
        actions: actions.slice([0, from, 0], [1, 3, 2]),
        restarts: new Float32Array([1, 0, 0]),
      });
    expect(whole).toBeCloseTo(0.5 * (piece(0) + piece(3)), 5);
    const remembering = nllOf(model, { latents, actions, restarts: new Float32Array([1, 0, 0, 0, 0, 0]) });
    expect(Math.abs(remembering - whole)).toBeGreaterThan(1e-5);
  });

  it('counts the done loss as often as asked where done is 1, and only there', () => {
    const model = create({ ...SMALL, predictsDone: true });
    const batch = (done: number) => ({ ...sequences(2, 4), dones: tf.fill([2, 4], done) as Tensor2D });
    const lossOf = (done: number, doneWeight: number) =>
      model.loss(batch(done), { doneWeight }).done?.dataSync()[0] ?? NaN;
    expect(lossOf(1, 10)).toBeCloseTo(10 * lossOf(1, 1), 4);
    expect(lossOf(0, 10)).toBeCloseTo(lossOf(0, 1), 6);
  });

  it('says what is wrong with a batch', () => {
    const model = create({ ...SMALL, predictsReward: true });
    const { latents, actions } = sequences(2, 4);
    expect(() => model.loss({ latents: actions, actions })).toThrow(
      'latents are [2, 4, 2], expected [2, 5, 3]',
    );
    expect(() => model.loss({ latents, actions })).toThrow('rewards are [], expected [2, 4]');
  });

  it('learns, leaves no tensor behind, and restored goes on bit for bit', () => {
    const model = create();
    const optimizer = new Adam(model.parameters);
    const batch = sequences(4, 10);
    const step = (target: MixtureDensityRnn, adam: Adam) => {
      const loss = target.loss(batch);
      adam.apply(loss.gradients, 1e-2, { kind: 'value', limit: 1 });
      const value = loss.nll.dataSync()[0] ?? NaN;
      disposeAll(loss);
      return value;
    };
    const first = step(model, optimizer);
    const tensors = tf.memory().numTensors;
    for (let i = 0; i < 30; i++) step(model, optimizer);
    expect(tf.memory().numTensors).toBe(tensors);

    const other = create(SMALL, 99);
    const resumed = new Adam(other.parameters);
    other.parameters.import(model.parameters.export());
    resumed.import(optimizer.export(), optimizer.steps);
    const continued = Array.from({ length: 3 }, () => step(model, optimizer));
    expect(Array.from({ length: 3 }, () => step(other, resumed))).toEqual(continued);
    expect(continued[2]).toBeLessThan(first - 0.3);
  });

  it('is trained on latents drawn from what V found', () => {
    const mean = tf.fill([1, 5000], 2);
    const draws = sampleLatents(mean, tf.fill([1, 5000], 2 * Math.log(0.5)), RandomStream.named(1, 'z'));
    expect(draws.mean().dataSync()[0]).toBeCloseTo(2, 1);
    expect(draws.sub(2).square().mean().sqrt().dataSync()[0]).toBeCloseTo(0.5, 1);
  });
});
