/** Each setting of later Dreamers reaches the networks that it is about: two training steps with it end elsewhere. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { DREAMER_SCHEMA } from '../../../shared/algorithms/dreamer/config.ts';
import { mergeConfigs, type DeepPartialConfig } from '../../../shared/configFields.ts';
import type { DreamerBatch } from '../../../src-main/algorithms/dreamer/dreamerLoss.ts';
import { DreamerNetworks } from '../../../src-main/algorithms/dreamer/networks.ts';
import { episodeStarts } from '../../../src-main/algorithms/dreamer/rssmSequence.ts';
import type { EnvironmentSpec } from '../../../src-main/environments/environment.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { formula } from '../../models/formula.ts';
import { tinyDreamer } from './tinyDreamer.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const SPEC: EnvironmentSpec = {
  id: 'test',
  version: 1,
  observations: { position: { kind: 'box', shape: [3], dtype: 'float64', low: -1, high: 1 } },
  actions: { kind: 'discrete', count: 3 },
  actionRepeat: 1,
  stepSeconds: 0.1,
  maxEpisodeSteps: 100,
  rewardRange: [-1, 1],
};
const [STEPS, BATCH] = [8, 3];

interface After {
  /** Sums of all weights' squares after two steps. */
  readonly model: number;
  readonly behaviour: number;
  /** Nats, at the first step. */
  readonly kl: number;
}
const known = new Map<string, After>();

/** @param ended whether a sequence ends where it stops */
function after(over: DeepPartialConfig, ended = true): After {
  const key = JSON.stringify([over, ended]);
  const found = known.get(key) ?? trained(over, ended);
  known.set(key, found);
  return found;
}

function trained(over: DeepPartialConfig, ended: boolean): After {
  const base: DeepPartialConfig = { behaviour: { entropyScale: 0.1 } };
  const config = DREAMER_SCHEMA.parse(tinyDreamer(mergeConfigs(base, over)));
  const networks = new DreamerNetworks(config, SPEC);
  const rows = STEPS * BATCH;
  const continuations = new Float32Array(rows).fill(1);
  if (ended) continuations[rows - 1] = 0;
  const random = RandomStream.named(1, 'steps');
  const actions = Array.from({ length: rows }, (_, row) => row % 3);
  const batch: DreamerBatch = {
    steps: STEPS,
    observation: { position: formula<Tensor2D>([rows, 3], 1, 1) },
    actions: tf.oneHot(actions, 3).cast<Tensor2D>('float32'),
    rewards: formula<Tensor1D>([rows], 2, 1),
    continuations: tf.tensor1d(continuations),
    starts: episodeStarts(new Float32Array(rows), STEPS),
  };
  const kl = networks.train(batch, random)['model/kl'] ?? NaN;
  networks.train(batch, random);
  const { arrays } = networks.save();
  const sum = (prefixes: readonly string[]) =>
    Object.entries(arrays)
      .filter(([path]) => prefixes.some((prefix) => path.startsWith(prefix)))
      .flatMap(([, { data }]) => [...data])
      .reduce((total, value) => total + value * value, 0);
  networks.dispose();
  return { model: sum(['model/']), behaviour: sum(['behaviour/actor/', 'behaviour/critic/']), kl };
}

describe('a setting', () => {
  it.each<[path: string, over: DeepPartialConfig]>([
    ['model.observationScale', { model: { observationScale: 2 } }],
    ['model.rewardScale', { model: { rewardScale: 10 } }],
    ['model.gru', { model: { gru: 'normed-gru' } }],
    ['model.adamEpsilon', { model: { adamEpsilon: 1e-3 } }],
  ])('%s changes how the world model learns', (_, over) => {
    expect(after(over).model).not.toBe(after({}).model);
  });

  it('model.freeNatsEach lets states below the mean off', () => {
    // The mean alone is just above: without the setting every state counts.
    const freeNats = after({ model: { freeNats: 0 } }).kl * 0.999;
    const each = (freeNatsEach: boolean) => after({ model: { freeNats, freeNatsEach } }).model;
    expect(each(true)).not.toBe(each(false));
  });

  it.each<[path: string, over: DeepPartialConfig, beside?: DeepPartialConfig]>([
    ['behaviour.actorGradient', { behaviour: { actorGradient: 'reinforce' } }],
    ['behaviour.slowCritic copied', { behaviour: { slowCritic: 'copied' } }],
    ['behaviour.slowCritic regularised', { behaviour: { slowCritic: 'regularised' } }],
    ['behaviour.unimix', { behaviour: { unimix: 0.1 } }],
    [
      'behaviour.replayValueScale',
      { behaviour: { actorGradient: 'reinforce', replayValueScale: 0.3 } },
      { behaviour: { actorGradient: 'reinforce' } },
    ],
    ['behaviour.startsAtEnds', { behaviour: { startsAtEnds: false } }],
    ['behaviour.adamEpsilon', { behaviour: { adamEpsilon: 1e-3 } }],
  ])('%s changes how the behaviour learns, and the world model not at all', (_, over, beside = {}) => {
    const [base, changed] = [after(beside), after(over)];
    expect(changed.behaviour).not.toBe(base.behaviour);
    expect(changed.model).toBe(base.model);
  });

  it('about ends changes nothing where no episode ended', () => {
    const { behaviour } = after({ behaviour: { startsAtEnds: false } }, false);
    // Sums are taken in another order, which is the same but for the last bits of a float32 on some processors.
    expect(behaviour).toBeCloseTo(after({}, false).behaviour, 6);
    expect(behaviour).not.toBeCloseTo(after({ behaviour: { startsAtEnds: false } }).behaviour, 6);
  });

  it('about how often a slow critic is copied counts from its first update', () => {
    const every = (slowCriticEvery: number) =>
      after({ behaviour: { slowCritic: 'copied', slowCriticEvery } }).behaviour;
    // Copied after the first of two updates, the second has the critic of no slow one.
    expect(every(1)).toBe(after({}).behaviour);
    expect(every(2)).not.toBe(every(1));
  });
});
