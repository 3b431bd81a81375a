/** Dreamer against PyTorch's figures (float64) for the same weights, inputs and draws; on any backend. */
import { readFileSync } from 'node:fs';
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { BoxSpace } from '../../../shared/spaces.ts';
import { ActorCritic, type ActorCriticConfig } from '../../../src-main/algorithms/dreamer/actorCritic.ts';
import { dreamerLoss } from '../../../src-main/algorithms/dreamer/dreamerLoss.ts';
import {
  createDreamerModel,
  type DreamerModelConfig,
} from '../../../src-main/algorithms/dreamer/dreamerModel.ts';
import { episodeStarts } from '../../../src-main/algorithms/dreamer/rssmSequence.ts';
import type { RssmMoment } from '../../../src-main/algorithms/dreamer/rssm.ts';
import type { ParameterSet } from '../../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';
import { expectGradients, type GradientFigures } from '../../models/expectGradients.ts';
import { formula } from '../../models/formula.ts';

type Formulas = Readonly<Record<string, { readonly seed: number; readonly scale: number }>>;
interface WorldFigures {
  readonly observation: number;
  readonly reward: number;
  readonly discount?: number;
  readonly kl: number;
  readonly moments: readonly number[];
  readonly first: readonly number[];
  readonly formulas: Formulas;
  readonly gradients: GradientFigures;
}
interface BehaviourFigures {
  readonly actor: number;
  readonly critic?: number;
  readonly reward?: number;
  readonly returns?: number;
  readonly formulas?: Formulas;
  readonly gradients: GradientFigures;
}
type Behaviour = 'box' | 'boxFull' | 'discrete' | 'rewards';

const figures = JSON.parse(
  readFileSync(new URL('../../golden/models/dreamer.json', import.meta.url), 'utf8'),
) as Readonly<Record<'pixels' | 'vector', WorldFigures> & Record<Behaviour, BehaviourFigures>>;

const BOX: BoxSpace = { kind: 'box', shape: [2], dtype: 'float64', low: -1, high: 1 };
export const SMALL: DreamerModelConfig = {
  observation: {
    kind: 'vector',
    fields: [
      { name: 'position', size: 3 },
      { name: 'velocity', size: 2 },
    ],
    layers: 2,
    units: 7,
  },
  actions: BOX,
  stochasticSize: 3,
  deterministicSize: 5,
  hiddenSize: 6,
  reward: { layers: 2, units: 6 },
  discount: { layers: 1, units: 6, gamma: 0.99 },
};
export const PIXELS: DreamerModelConfig = {
  ...SMALL,
  observation: { kind: 'pixels', depth: 2 },
  discount: null,
};

export function assignFormulas(parameters: ParameterSet, formulas: Formulas): void {
  for (const { name, shape } of parameters.specs) {
    const { seed, scale } = formulas[name] ?? { seed: NaN, scale: NaN };
    // Parts that a figure leaves out play no part in it.
    if (Number.isNaN(seed)) continue;
    parameters.assign(name, formula(shape, seed, scale));
  }
}

/** The batch that the figures were computed for. */
export function goldenBatch(kind: 'pixels' | 'vector') {
  const { first } = figures[kind];
  const rows = first.length;
  const batch = {
    steps: kind === 'pixels' ? 3 : 4,
    observation:
      kind === 'pixels'
        ? { image: tidy(() => formula<Tensor4D>([rows, 64, 64, 3], 3, 0.5).add<Tensor4D>(0.5)) }
        : tidy(() => {
            const [position, velocity] = tf.split(formula<Tensor2D>([rows, 5], 3, 1), [3, 2], 1);
            if (position === undefined || velocity === undefined) throw new Error('no such fields');
            return { position, velocity };
          }),
    actions: formula<Tensor2D>([rows, 2], 4, 1),
    rewards: formula<Tensor1D>([rows], 6, 1),
    continuations: tidy(() => formula<Tensor1D>([rows], 7, 1).greater(-0.5).cast<Tensor1D>('float32')),
    starts: episodeStarts(Float32Array.from(first), kind === 'pixels' ? 3 : 4),
  };
  return { batch, noise: formula<Tensor2D>([rows, 3], 5, 1.2) };
}
export const GOLDEN_OPTIONS = {
  pixels: { beta: 1, freeNats: 0.1, discountScale: 10 },
  vector: { beta: 0.7, freeNats: 0.05, discountScale: 10 },
} as const;

export function goldenModel(kind: 'pixels' | 'vector') {
  const model = createDreamerModel(kind === 'pixels' ? PIXELS : SMALL, RandomStream.named(0, 'unused'));
  assignFormulas(model.parameters, figures[kind].formulas);
  return model;
}

export const BEHAVIOUR: ActorCriticConfig = {
  actor: { layers: 2, units: 6 },
  critic: { layers: 2, units: 6 },
  gamma: 0.99,
  lambda: 0.95,
  gradientPath: 'actions',
};

/** The models of a figure, or of one that differs from it in some option. */
export function goldenBehaviour(
  name: Behaviour,
  change: {
    readonly model?: Partial<DreamerModelConfig>;
    readonly agent?: Partial<ActorCriticConfig>;
  } = {},
) {
  const { formulas = figures.box.formulas ?? {} } = figures[name];
  const discrete = name === 'discrete';
  const model = createDreamerModel(
    { ...SMALL, actions: discrete ? { kind: 'discrete', count: 2 } : BOX, ...change.model },
    RandomStream.named(0, 'unused'),
  );
  assignFormulas(model.parameters, formulas);
  const agent = new ActorCritic(
    {
      ...BEHAVIOUR,
      critic: name === 'rewards' ? null : BEHAVIOUR.critic,
      gradientPath: name === 'boxFull' ? 'actionsAndPolicy' : 'actions',
      ...change.agent,
    },
    model,
    RandomStream.named(0, 'unused'),
  );
  assignFormulas(agent.actor.parameters, formulas);
  if (agent.critic !== null) assignFormulas(agent.critic.parameters, formulas);
  const steps = [0, 1, 2, 3, 4];
  return {
    model,
    agent,
    start: { z: formula<Tensor2D>([4, 3], 1, 1), h: formula<Tensor2D>([4, 5], 2, 0.8) },
    noise: {
      latents: steps.map((t) => formula<Tensor2D>([4, 3], 20 + t, 1)),
      actions: steps.map((t) => formula<Tensor2D>([4, 2], 10 + t, discrete ? 1 : 0.1)),
    },
  };
}

const number = (tensor: { dataSync(): ArrayLike<number> } | null | undefined) => tensor?.dataSync()[0] ?? NaN;

/** The newest of the moments, z and then h, agrees with its figures. */
export function expectLastMoment({ z, h }: Pick<RssmMoment, 'z' | 'h'>, figures: readonly number[]): void {
  const newest = [z.shape[0] - 1, 0];
  const last = tidy(() => [z, h].flatMap((part) => [...part.slice(newest).dataSync<'float32'>()]));
  expect(last).toHaveLength(figures.length);
  last.forEach((value, index) => {
    expect(value).toBeCloseTo(figures[index] ?? NaN, 5);
  });
}

export function describeDreamerFigures(): void {
  describe('the world model', () => {
    it.each(['vector', 'pixels'] as const)(
      'with %s: losses, divergence, moments and gradients are PyTorch’s, through resets, and no tensor is left',
      (kind) => {
        const expected = figures[kind];
        const model = goldenModel(kind);
        const { batch, noise } = goldenBatch(kind);
        const compute = () => dreamerLoss(model, batch, noise, GOLDEN_OPTIONS[kind]);
        disposeAll(compute());
        const before = tf.memory().numTensors;
        const loss = compute();
        expect(number(loss.observation) / expected.observation).toBeCloseTo(1, 4);
        expect(number(loss.reward)).toBeCloseTo(expected.reward, 5);
        expect(number(loss.kl)).toBeCloseTo(expected.kl, 5);
        if (expected.discount === undefined) expect(loss.discount).toBeNull();
        else expect(number(loss.discount)).toBeCloseTo(expected.discount, 5);
        expectLastMoment(loss.posterior, expected.moments);
        expectGradients(loss.gradients, expected.gradients);
        disposeAll(loss);
        expect(tf.memory().numTensors).toBe(before);
      },
    );
  });

  describe('behaviour', () => {
    it.each([
      ['box', 'continuous actions'],
      ['boxFull', 'continuous actions, back through the policy too'],
      ['discrete', 'discrete actions'],
      ['rewards', 'no value model'],
    ] as const)('%s (%s): losses and gradients are PyTorch’s, and no tensor is left', (name, _what) => {
      const expected = figures[name];
      const { agent, start, noise } = goldenBehaviour(name);
      disposeAll(agent.loss(start, noise));
      const before = tf.memory().numTensors;
      const loss = agent.loss(start, noise);
      expect(number(loss.actor)).toBeCloseTo(expected.actor, 5);
      expectGradients({ ...loss.actorGradients, ...loss.critic?.gradients }, expected.gradients);
      if (expected.critic === undefined) {
        expect(loss.critic).toBeNull();
      } else {
        expect(number(loss.critic?.loss)).toBeCloseTo(expected.critic, 5);
        expect(number(loss.reward)).toBeCloseTo(expected.reward ?? NaN, 5);
        expect(number(loss.returns)).toBeCloseTo(expected.returns ?? NaN, 5);
      }
      disposeAll(loss);
      expect(tf.memory().numTensors).toBe(before);
    });
  });
}
