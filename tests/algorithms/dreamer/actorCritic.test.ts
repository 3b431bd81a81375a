/** Behaviour learning: where the gradient comes from, how actions are drawn, and that both models learn. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawAction, likeliestAction } from '../../../src-main/algorithms/dreamer/actor.ts';
import { ActorCritic } from '../../../src-main/algorithms/dreamer/actorCritic.ts';
import { imaginationNoise, type GradientPath } from '../../../src-main/algorithms/dreamer/imagination.ts';
import { createDreamerModel } from '../../../src-main/algorithms/dreamer/dreamerModel.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { Adam } from '../../../src-main/numerics/optimizers.ts';
import type { ParameterSet } from '../../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';
import { BEHAVIOUR, goldenBehaviour, SMALL } from './dreamerFigures.ts';

/** A defect to find: the dynamics pass no gradient from a state to the one before. */
const defect = vi.hoisted(() => ({ cut: false }));
vi.mock(import('../../../src-main/algorithms/dreamer/rssm.ts'), async (original) => {
  const rssm = await original();
  return {
    ...rssm,
    imagineBackward: (...of: Parameters<typeof rssm.imagineBackward>) => {
      const { z, h, action } = rssm.imagineBackward(...of);
      return defect.cut ? { z: z.mul<Tensor2D>(0), h: h.mul<Tensor2D>(0), action } : { z, h, action };
    },
  };
});

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});
beforeEach(() => {
  defect.cut = false;
});

const number = (tensor: Tensor | undefined) => tensor?.dataSync<'float32'>()[0] ?? NaN;
const size = (tensor: Tensor | undefined) => number(tensor?.abs().max());

/**
 * A world discounted by a constant: what a loss weighs is then no function of the actions. With `end` nothing is worth
 * anything but the last state, which the critic values.
 */
function world(end: boolean, gradientPath: GradientPath = 'actionsAndPolicy') {
  const golden = goldenBehaviour('boxFull', {
    model: { discount: null },
    agent: { lambda: end ? 1 : 0.95, gradientPath },
  });
  if (end) {
    golden.model.parameters.assign('reward/output/kernel', tf.zeros([6, 1]));
    golden.model.parameters.assign('reward/output/bias', tf.zeros([1]));
  }
  return golden;
}

/** The derivative of the actor's loss along its own gradient, by differences, over what the gradient says it is. */
function agreement(end: boolean): number {
  const { agent, start, noise } = world(end);
  const { parameters } = agent.actor;
  const { actorGradients } = agent.loss(start, noise);
  const squared = Object.values(actorGradients).reduce((sum, value) => sum + number(value.square().sum()), 0);
  const step = 0.02 / Math.sqrt(squared);
  const at = (sign: number) => {
    const kept = new Map([...parameters.tensors()].map(([path, value]) => [path, value.clone()]));
    move(parameters, actorGradients, sign * step);
    const loss = number(agent.loss(start, noise).actor);
    for (const [path, value] of kept) parameters.assign(path, value);
    return loss;
  };
  return (at(1) - at(-1)) / (2 * step) / squared;
}

function move(parameters: ParameterSet, gradients: Readonly<Record<string, Tensor>>, by: number): void {
  for (const [path, gradient] of Object.entries(gradients)) {
    parameters.assign(path, parameters.get(path).add(gradient.mul(by)));
  }
}

describe('the gradient of imagined returns', () => {
  it.each([
    ['rewards and values on the way', false],
    ['the last state alone', true],
  ])('from %s is that which the returns themselves show', (_, end) => {
    expect(agreement(end)).toBeCloseTo(1, 2);
  });

  it.each([
    ['rewards and values on the way', false],
    ['the last state alone', true],
  ])('from %s is another once the dynamics are cut', (_, end) => {
    defect.cut = true;
    expect(Math.abs(agreement(end) - 1)).toBeGreaterThan(0.05);
  });

  it('reaches each of the actions from the last state, and the last alone once the dynamics are cut', () => {
    const { agent, start, noise } = world(true, 'actions');
    // A deviation has a gradient only where there is noise: at one step, the action of that step alone is asked.
    const reached = () =>
      noise.actions.map((_, asked) => {
        const actions = noise.actions.map((draws, t) => (t === asked ? draws : tf.zerosLike(draws)));
        const { actorGradients } = agent.loss(start, { ...noise, actions });
        return size(actorGradients['actor/output/bias']?.slice([2], [2])) > 0;
      });
    expect(reached()).toEqual([true, true, true, true, true]);
    defect.cut = true;
    expect(reached()).toEqual([false, false, false, false, true]);
  });

  it('leaves the world model and the critic to others', () => {
    const { agent, start, noise } = goldenBehaviour('box');
    const loss = agent.loss(start, noise);
    expect(Object.keys(loss.actorGradients).every((path) => path.startsWith('actor/'))).toBe(true);
    expect(Object.keys(loss.critic?.gradients ?? {}).every((path) => path.startsWith('critic/'))).toBe(true);
  });
});

describe('actions', () => {
  const random = () => RandomStream.named(1, 'draw');

  it('of a fresh network are spread by 5 before tanh, and by no less than 1e-4 ever', () => {
    const spread = (raw: number) =>
      tidy(() => {
        const trace = drawAction({ kind: 'box', size: 1 }, tf.tensor2d([[0, raw]]), tf.tensor2d([[0.01]]));
        return Math.atanh(number(trace.action)) / 0.01;
      });
    expect(spread(0)).toBeCloseTo(5, 2);
    expect(spread(-100)).toBeCloseTo(1e-4, 5);
  });

  it('have means within (-5, 5)', () => {
    const action = drawAction(
      { kind: 'box', size: 1 },
      tf.tensor2d([[1000, -100]]),
      tf.tensor2d([[0]]),
    ).action;
    expect(number(action)).toBeCloseTo(Math.tanh(5), 5);
  });

  it('one-hot are drawn as often as the network says', () => {
    const { agent } = goldenBehaviour('discrete');
    agent.actor.parameters.assign('actor/output/kernel', tf.zeros([6, 2]));
    agent.actor.parameters.assign('actor/output/bias', tf.tensor1d([Math.log(0.8), Math.log(0.2)]));
    const drawn = agent.act(tf.zeros([4000, 8]), random(), 'sample');
    expect(number(drawn.mean(0))).toBeCloseTo(0.8, 1);
    expect(number(drawn.sum(1).sub(1).abs().max())).toBe(0);
    const likeliest = agent.act(tf.zeros([3, 8]), random(), 'mean');
    expect([...likeliest.dataSync()]).toEqual([1, 0, 1, 0, 1, 0]);
  });

  it('without exploration are near a narrow Gaussian’s centre and at the ends of a wide one', () => {
    const likeliest = (mean: number, raw: number) =>
      number(likeliestAction({ kind: 'box', size: 1 }, tf.tensor2d([[mean, raw]]), random()));
    expect(likeliest(0.5, -8)).toBeCloseTo(Math.tanh(5 * Math.tanh(0.1)), 1);
    expect(Math.abs(likeliest(0, 0))).toBeGreaterThan(0.99);
  });

  it('go out in the environment’s bounds', () => {
    const model = createDreamerModel(
      { ...SMALL, actions: { kind: 'box', shape: [2], dtype: 'float64', low: [-1, 0], high: [1, 1] } },
      random(),
    );
    const agent = new ActorCritic(BEHAVIOUR, model, random());
    const actions = agent.act(tf.randomNormal([200, 8]), random(), 'sample');
    const [, gas] = tf.split(actions, 2, 1);
    expect(number(gas?.min())).toBeGreaterThanOrEqual(0);
    expect(number(gas?.max())).toBeGreaterThan(0.9);
    expect(number(actions.min())).toBeLessThan(-0.9);
  });
});

describe('learning', () => {
  it('climbs imagined returns, fits the critic, and leaves no tensor behind', () => {
    const { agent, model, start } = goldenBehaviour('box');
    const random = RandomStream.named(2, 'learning');
    const actorAdam = new Adam(agent.actor.parameters);
    const critic = agent.critic;
    if (critic === null) throw new Error('the agent has no critic');
    const criticAdam = new Adam(critic.parameters);
    const noise = imaginationNoise(model, agent.actor.actions, 4, 6, random);
    const curve: { actor: number; critic: number }[] = [];
    let settled = 0;
    for (let step = 0; step < 15; step++) {
      const loss = agent.loss(start, noise);
      actorAdam.apply(loss.actorGradients, 3e-2, { kind: 'globalNorm', limit: 100 })?.dispose();
      criticAdam.apply(loss.critic?.gradients ?? {}, 3e-2, { kind: 'globalNorm', limit: 100 })?.dispose();
      curve.push({ actor: number(loss.actor), critic: number(loss.critic?.loss) });
      disposeAll(loss);
      if (step === 0) settled = tf.memory().numTensors;
    }
    expect(tf.memory().numTensors).toBe(settled);
    expect(curve[14]?.actor).toBeLessThan((curve[0]?.actor ?? NaN) - 0.05);
    expect(curve[14]?.critic).toBeLessThan(0.5 * (curve[0]?.critic ?? NaN));
  });

  it('without discount head counts every step by gamma', () => {
    const random = RandomStream.named(3, 'plain');
    const model = createDreamerModel({ ...SMALL, discount: null }, random);
    const agent = new ActorCritic({ ...BEHAVIOUR, gamma: 0.5, lambda: 1 }, model, random);
    // A reward of 1 at every state, and a value of 0.
    for (const [parameters, path] of [
      [model.parameters, 'reward'],
      [agent.critic?.parameters, 'critic'],
    ] as const) {
      parameters?.assign(`${path}/output/kernel`, tf.zeros([6, 1]));
    }
    model.parameters.assign('reward/output/bias', tf.ones([1]));
    const loss = agent.loss(model.initial(2), imaginationNoise(model, agent.actor.actions, 2, 4, random));
    // Returns 1.75, 1.5 and 1, counted 1, 1/2 and 1/4.
    expect(number(loss.actor)).toBeCloseTo(-(1.75 + 0.75 + 0.25) / 3, 5);
    expect(number(loss.returns)).toBeCloseTo((1.75 + 1.5 + 1) / 3, 5);
    expect(size(loss.actorGradients['actor/output/kernel'])).toBe(0);
  });
});
