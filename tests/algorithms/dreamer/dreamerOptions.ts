/**
 * Dreamer with options of DreamerV2 and DreamerV3 against PyTorch's figures (float64), one at a time and all at once;
 * on any backend.
 */
import { readFileSync } from 'node:fs';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { BoxDistribution } from '../../../src-main/algorithms/dreamer/actor.ts';
import { ActorCritic, type ActorGradient } from '../../../src-main/algorithms/dreamer/actorCritic.ts';
import { dreamerLoss } from '../../../src-main/algorithms/dreamer/dreamerLoss.ts';
import {
  createDreamerModel,
  type DreamerModelConfig,
} from '../../../src-main/algorithms/dreamer/dreamerModel.ts';
import { episodeStarts } from '../../../src-main/algorithms/dreamer/rssmSequence.ts';
import type { SlowCriticConfig } from '../../../src-main/algorithms/dreamer/slowCritic.ts';
import { latentSize, type LatentShape } from '../../../src-main/models/latent.ts';
import type { ScalarKind } from '../../../src-main/models/scalarHead.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import type { CellKind } from '../../../src-main/numerics/recurrentCell.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';
import { assignFormulas, BEHAVIOUR, expectLastMoment, SMALL } from './dreamerFigures.ts';
import { expectGradients, type GradientFigures } from '../../models/expectGradients.ts';
import { formula } from '../../models/formula.ts';

interface Figures {
  readonly formulas: Readonly<Record<string, { readonly seed: number; readonly scale: number }>>;
  readonly gradients: GradientFigures;
}
interface WorldFigures extends Figures {
  readonly observation: number;
  readonly reward: number;
  readonly kl: number;
  readonly moments: readonly number[];
  readonly first: readonly number[];
}
interface BehaviourFigures extends Figures {
  readonly actor: number;
  readonly returns: number;
  readonly entropy: number;
  readonly critic?: number;
  readonly range?: number;
}
const figures = JSON.parse(
  readFileSync(new URL('../../golden/models/dreamerOptions.json', import.meta.url), 'utf8'),
) as {
  readonly world: Readonly<Record<string, WorldFigures>>;
  readonly behaviour: Readonly<Record<string, BehaviourFigures>>;
};

interface Options {
  readonly categorical?: boolean;
  readonly norm?: boolean;
  readonly scalar?: ScalarKind;
  readonly klBalance?: number;
  readonly symlogNumbers?: boolean;
  readonly scalesReturns?: boolean;
  readonly withoutCritic?: boolean;
  readonly actions?: BoxDistribution | 'discrete';
  readonly entropyScale?: number;
  readonly slow?: SlowCriticConfig;
  readonly actorGradient?: ActorGradient;
  readonly observationScale?: number;
  readonly rewardScale?: number;
  /** Of each state. */
  readonly freeNats?: number;
  readonly unimix?: number;
  readonly cell?: CellKind;
  readonly replayValueScale?: number;
  /** What each start counts. */
  readonly continuations?: readonly number[];
}
const COPIED: SlowCriticConfig = { kind: 'copied', every: 100 };
const REGULARISED: SlowCriticConfig = { kind: 'regularised', rate: 0.02 };
/** Of the four starts. */
const ONE_ENDED = [1, 0, 1, 1];
const ALL: Options = {
  categorical: true,
  norm: true,
  scalar: 'two-hot',
  klBalance: 0.8,
  scalesReturns: true,
};

/** What the average range was before: see make_dreamer_options_golden.py. */
const RANGE_BEFORE = 300;
const CLASSES = 4;

function modelOf(options: Options, { formulas }: Figures) {
  const { categorical = false, norm = false, scalar = 'plain', symlogNumbers: symlog = false } = options;
  const config: DreamerModelConfig = {
    ...SMALL,
    ...(categorical ? { latentClasses: CLASSES } : {}),
    ...(options.actions === 'discrete' ? { actions: { kind: 'discrete', count: 2 } } : {}),
    observation:
      SMALL.observation.kind === 'vector' ? { ...SMALL.observation, norm, symlog } : SMALL.observation,
    reward: { layers: 2, units: 6, scalar },
    discount: null,
    norm,
    cell: options.cell ?? 'gru',
  };
  const model = createDreamerModel(config, RandomStream.named(0, 'unused'));
  assignFormulas(model.parameters, formulas);
  return model;
}

/** Gumbel noise stays clear of the infinities; see the script. */
function latentNoiseOf(shape: LatentShape, rows: number, seed: number): Tensor2D {
  return tidy(() => {
    const plain = formula<Tensor2D>([rows, latentSize(shape)], seed, 1);
    if (shape.kind === 'gaussian') return plain;
    return plain.mul(0.49).add<Tensor2D>(0.5).log<Tensor2D>().neg<Tensor2D>().log<Tensor2D>().neg();
  });
}

const number = (tensor: Tensor | null | undefined) => tensor?.dataSync<'float32'>()[0] ?? NaN;
function figure<T>(of: Readonly<Record<string, T>>, name: string): T {
  const found = of[name];
  if (found === undefined) throw new Error(`no figure ${name}`);
  return found;
}
/** To 1e-4 of the figure itself. */
const expectFigure = (actual: number, expected: number) => {
  expect(Math.abs(actual - expected)).toBeLessThan(1e-4 * Math.max(1e-3, Math.abs(expected)));
};

/** The slow critic's, under the names of the critic that it is shaped like. */
function slowOnes(formulas: Figures['formulas']): Figures['formulas'] {
  const slow = Object.entries(formulas).filter(([name]) => name.startsWith('slow/'));
  expect(slow).not.toHaveLength(0);
  return Object.fromEntries(slow.map(([name, of]) => [name.slice('slow/'.length), of]));
}

export function describeDreamerOptions(): void {
  describe('the world model', () => {
    it.each<[string, Options]>([
      ['symlog', { scalar: 'symlog' }],
      ['twoHot', { scalar: 'two-hot' }],
      ['balance', { klBalance: 0.8 }],
      ['norm', { norm: true }],
      ['categorical', { categorical: true }],
      ['symlogNumbers', { symlogNumbers: true }],
      ['normedGru', { cell: 'normed-gru' }],
      ['freeEach', { freeNats: 0.7 }],
      ['freeEachBalance', { freeNats: 0.18, klBalance: 0.8, categorical: true }],
      ['lossScales', { observationScale: 2, rewardScale: 10 }],
      ['all', ALL],
    ])('with %s: losses, moments and gradients are PyTorch’s, and no tensor is left', (name, options) => {
      const expected = figure(figures.world, name);
      const { klBalance, symlogNumbers = false, observationScale, rewardScale } = options;
      const model = modelOf(options, expected);
      const rows = expected.first.length;
      const [position, velocity] = tf.split(
        formula<Tensor2D>([rows, 5], 3, symlogNumbers ? 4 : 1),
        [3, 2],
        1,
      );
      if (position === undefined || velocity === undefined) throw new Error('no such fields');
      const batch = {
        steps: 4,
        observation: { position, velocity },
        actions: formula<Tensor2D>([rows, 2], 4, 1),
        rewards: formula<Tensor1D>([rows], 6, 30),
        continuations: tf.ones<Tensor1D['rankType']>([rows]),
        starts: episodeStarts(Float32Array.from(expected.first), 4),
      };
      const noise = latentNoiseOf(model.rssm.latent, rows, 5);
      const lossOptions = {
        beta: 0.7,
        freeNats: options.freeNats ?? 0.05,
        freeNatsEach: options.freeNats !== undefined,
        discountScale: 1,
        ...(klBalance === undefined ? {} : { klBalance }),
        ...(observationScale === undefined ? {} : { observationScale }),
        ...(rewardScale === undefined ? {} : { rewardScale }),
      };
      disposeAll(dreamerLoss(model, batch, noise, lossOptions));
      const before = tf.memory().numTensors;
      const loss = dreamerLoss(model, batch, noise, lossOptions);
      expectFigure(number(loss.observation), expected.observation);
      expectFigure(number(loss.reward), expected.reward);
      expectFigure(number(loss.kl), expected.kl);
      expectLastMoment(loss.posterior, expected.moments);
      expectGradients(loss.gradients, expected.gradients);
      disposeAll(loss);
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  describe('behaviour', () => {
    it.each<[string, Options]>([
      ['symlog', { scalar: 'symlog' }],
      ['twoHot', { scalar: 'two-hot' }],
      ['norm', { norm: true }],
      ['categorical', { categorical: true }],
      ['scales', { scalesReturns: true }],
      ['bounded', { actions: 'bounded' }],
      ['boundedEntropy', { actions: 'bounded', entropyScale: 0.7 }],
      ['squashedEntropy', { entropyScale: 0.7 }],
      ['discreteEntropy', { actions: 'discrete', entropyScale: 0.7 }],
      ['copied', { slow: COPIED }],
      ['regularised', { slow: REGULARISED, scalar: 'two-hot' }],
      ['reinforce', { actorGradient: 'reinforce', entropyScale: 0.7 }],
      ['reinforceBounded', { actorGradient: 'reinforce', actions: 'bounded', entropyScale: 0.7 }],
      ['reinforceDiscrete', { actorGradient: 'reinforce', actions: 'discrete', entropyScale: 0.7 }],
      ['reinforceCopied', { actorGradient: 'reinforce', slow: COPIED, scalesReturns: true }],
      [
        'reinforceAll',
        { ...ALL, actorGradient: 'reinforce', actions: 'bounded', entropyScale: 0.7, slow: REGULARISED },
      ],
      ['replayValue', { actorGradient: 'reinforce', slow: REGULARISED, replayValueScale: 0.3 }],
      ['normedGru', { cell: 'normed-gru' }],
      ['unimix', { actions: 'discrete', unimix: 0.2, entropyScale: 0.7 }],
      [
        'reinforceUnimix',
        { actions: 'discrete', unimix: 0.2, entropyScale: 0.7, actorGradient: 'reinforce' },
      ],
      ['counts', { continuations: ONE_ENDED }],
      ['reinforceCounts', { continuations: ONE_ENDED, actorGradient: 'reinforce', entropyScale: 0.7 }],
      ['countsRewards', { continuations: ONE_ENDED, withoutCritic: true }],
      ['scalesRewards', { scalesReturns: true, scalar: 'symlog', withoutCritic: true }],
      ['all', ALL],
    ])('with %s: losses and gradients are PyTorch’s, and no tensor is left', (name, options) => {
      const expected = figure(figures.behaviour, name);
      const model = modelOf(options, expected);
      const { scalar = 'plain', norm = false, scalesReturns = false, withoutCritic = false } = options;
      const { actions = 'squashed', entropyScale = 0, slow, actorGradient = 'dynamics' } = options;
      const agent = new ActorCritic(
        {
          ...BEHAVIOUR,
          critic: withoutCritic
            ? null
            : { layers: 2, units: 6, scalar, ...(slow === undefined ? {} : { slow }) },
          actorGradient,
          unimix: options.unimix ?? 0,
          replayValueScale: options.replayValueScale ?? 0,
          norm,
          scalesReturns,
          entropyScale,
          ...(actions === 'discrete' ? {} : { actionDistribution: actions }),
        },
        model,
        RandomStream.named(0, 'unused'),
      );
      assignFormulas(agent.actor.parameters, expected.formulas);
      if (agent.critic !== null) assignFormulas(agent.critic.parameters, expected.formulas);
      if (agent.slowCritic !== null) assignFormulas(agent.slowCritic.parameters, slowOnes(expected.formulas));
      agent.returnScale?.set(tf.tensor1d([RANGE_BEFORE]));
      const steps = [0, 1, 2, 3, 4];
      const start = {
        z: formula<Tensor2D>([4, model.latentSize], 1, 1),
        h: formula<Tensor2D>([4, 5], 2, 0.8),
      };
      const noise = {
        latents: steps.map((t) => latentNoiseOf(model.rssm.latent, 4, 20 + t)),
        actions: steps.map((t) => formula<Tensor2D>([4, 2], 10 + t, actions === 'squashed' ? 0.1 : 1)),
      };
      const recorded = {
        ...(options.continuations === undefined
          ? {}
          : { continuations: tf.tensor1d([...options.continuations]) }),
        // The four starts as one stretch.
        played: {
          steps: 4,
          rewards: formula<Tensor1D>([4], 30, 30),
          continuations: tf.tensor1d([1, 0, 1, 1]),
        },
      };
      disposeAll(agent.loss(start, noise, recorded));
      const before = tf.memory().numTensors;
      const loss = agent.loss(start, noise, recorded);
      expectFigure(number(loss.actor), expected.actor);
      expectFigure(number(loss.returns), expected.returns);
      expectFigure(number(loss.entropy), expected.entropy);
      if (expected.critic === undefined) expect(loss.critic).toBeNull();
      else expectFigure(number(loss.critic?.loss), expected.critic);
      if (expected.range === undefined) expect(loss.returnRange).toBeNull();
      else expectFigure(number(loss.returnRange), expected.range);
      expectGradients({ ...loss.actorGradients, ...loss.critic?.gradients }, expected.gradients);
      disposeAll(loss);
      expect(tf.memory().numTensors).toBe(before);
    });
  });
}
