/**
 * What a Dreamer imagines from one moment, to be looked at: trajectories with their predicted rewards and values, and what
 * each action of the first is worth to its V_lambda, by the same gradient through the dynamics that the action model learns from
 * (Hafner et al. 2020, arXiv:1912.01603, equations 6 to 8). Runs inside the caller's `tf.tidy`; nothing learns from it.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { ImagineRequest } from '../../../shared/theatre.ts';
import { latentNoise } from '../../models/latent.ts';
import type { Imagined } from '../../models/worldModel.ts';
import { at } from '../../numerics/at.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import { actionNoise } from './actor.ts';
import type { DreamerModel } from './dreamerModel.ts';
import { imagineAhead, type Actor } from './imagination.ts';
import { imaginedReturns, returnsGradient, type ImaginedReturns } from './imaginedReturns.ts';
import { imagineBackward, imagineStep, rssmWeights, type ImagineTrace, type RssmMoment } from './rssm.ts';
import type { Critic } from './slowCritic.ts';

/** Whoever imagines and values it. */
export interface ImaginingAgent {
  readonly model: DreamerModel;
  readonly actor: Actor;
  readonly critic: Critic;
  readonly gamma: number;
  readonly lambda: number;
}

/** @param feature [1, F]: the moment that all trajectories begin from */
export function imaginedFan(
  agent: ImaginingAgent,
  feature: Tensor2D,
  request: ImagineRequest,
  random: RandomStream,
): Imagined {
  const { model, actor, lambda } = agent;
  const { trajectories, horizon, look, nudge } = request;
  const latents: Tensor2D[] = [];
  const draws: Tensor2D[] = [];
  // Step by step, so that a longer horizon goes on from the same beginning.
  for (let t = 0; t < horizon; t++) {
    latents.push(latentNoise(model.rssm.latent, trajectories, random));
    draws.push(actionNoise(actor.actions, trajectories, random));
  }
  const start = model.stateOf(feature.tile([trajectories, 1]));
  const { features, steps } = imagineAhead(model, actor, start, { latents, actions: draws });
  const told = valued(agent, features, trajectories);
  const { rewards, values, worth } = outlookOf(told);
  const actions = steps.map(({ action }) => action.action);
  const first: Path = {
    start: model.stateOf(feature),
    actions: actions.map((rows) => rows.slice<Tensor2D>([0, 0], [1, -1])),
    latents: latents.map((rows) => rows.slice<Tensor2D>([0, 0], [1, -1])),
  };
  const looked = at(steps, look).dynamics.next;
  const settable = actor.actions.kind === 'box';
  return {
    rewards,
    values,
    discounts: tf.transpose(told.trajectory.discounts),
    returns: worth,
    lambda,
    actions: tf.stack(actions, 1),
    influence: settable ? influenceOf(agent, first) : null,
    nudged: settable && nudge !== null ? nudgedPath(agent, first, nudge) : null,
    looked: { z: looked.z, h: looked.h },
  };
}

/** One trajectory that is followed, not acted: tensors [1, ...], one a step. */
interface Path {
  readonly start: RssmMoment;
  readonly actions: readonly Tensor2D[];
  readonly latents: readonly Tensor2D[];
}

/** The path as `copies` equal rows. */
function followed(model: DreamerModel, { start, actions, latents }: Path, copies: number): ImagineTrace[] {
  const weights = rssmWeights(model.parameters, model.rssm);
  const rows = (tensor: Tensor2D) => tensor.tile<Tensor2D>([copies, 1]);
  let moment: RssmMoment = { z: rows(start.z), h: rows(start.h) };
  return actions.map((action, t) => {
    const trace = imagineStep(weights, moment, rows(action), rows(at(latents, t)));
    moment = trace.next;
    return trace;
  });
}

function featureOf({ z, h }: RssmMoment): Tensor2D {
  return tf.concat2d([z, h], 1);
}

/**
 * [H, A, H]: row t of action t by the states 0 to H - 1. Each of H copies of the path carries the gradient of one state's own
 * reward and value back, so that all parts come of one way back.
 */
function influenceOf(agent: ImaginingAgent, path: Path): Tensor {
  const { model } = agent;
  const weights = rssmWeights(model.parameters, model.rssm);
  const horizon = path.actions.length;
  const traces = followed(model, path, horizon);
  const features = tf.concat2d(
    traces.map(({ next }) => featureOf(next).slice<Tensor2D>([0, 0], [1, -1])),
    0,
  );
  const own = worthGradient(agent, features);
  let back = tf.zerosLike(own);
  const rows = new Array<Tensor2D>(horizon);
  for (let t = horizon - 1; t >= 0; t--) {
    const later: Tensor2D = back;
    const step = tidy(() => {
      const here = tf
        .oneHot(tf.tensor1d([t], 'int32'), horizon)
        .cast<Tensor2D>('float32')
        .transpose();
      const total = later.add<Tensor2D>(own.mul(here));
      const { z, h, action } = imagineBackward(weights, at(traces, t), model.stateOf(total));
      return { action, before: tf.concat2d([z, h], 1) };
    });
    rows[t] = step.action.transpose();
    back = step.before;
  }
  return tf.stack(rows, 0);
}

/** The gradient of V_lambda at the first state by each state [H, F], the others held. */
function worthGradient(agent: ImaginingAgent, features: Tensor2D): Tensor2D {
  const told = valued(agent, features, 1);
  const first = tf.tensor2d(
    Array.from({ length: told.steps }, (_, t) => (t === 0 ? 1 : 0)),
    [told.steps, 1],
  );
  return returnsGradient(agent.model, agent.critic, told, agent.lambda, first);
}

/** @param features [H * N, F], time outermost */
function valued(
  { model, critic, gamma, lambda }: ImaginingAgent,
  features: Tensor2D,
  count: number,
): ImaginedReturns {
  return imaginedReturns(model, critic, features, count, { gamma, lambda, counts: null });
}

/** [N, H] each, and V_lambda at the first state, [N]. The last state's reward is told too, though it counts for nothing. */
function outlookOf({ values, returns, readings }: ImaginedReturns): {
  readonly rewards: Tensor2D;
  readonly values: Tensor2D;
  readonly worth: Tensor;
} {
  return {
    rewards: tf.transpose(readings.reward.value.reshape<Tensor2D>(values.shape)),
    values: tf.transpose(values),
    worth: returns.slice([0, 0], [1, -1]).squeeze([0]),
  };
}

/** The path with one action changed and held in its bounds; all draws stay. */
function nudgedPath(
  agent: ImaginingAgent,
  path: Path,
  { step, element, by }: NonNullable<ImagineRequest['nudge']>,
): Imagined['nudged'] {
  const before = at(path.actions, step).dataSync();
  const was = before[element];
  if (was === undefined) return null;
  const now = Math.max(-1, Math.min(1, was + by));
  const action = Float32Array.from(before);
  action[element] = now;
  const actions = path.actions.map((old, t) => (t === step ? tf.tensor2d(action, [1, action.length]) : old));
  const traces = followed(agent.model, { ...path, actions }, 1);
  const features = tf.concat2d(
    traces.map(({ next }) => featureOf(next)),
    0,
  );
  return { by: now - was, ...outlookOf(valued(agent, features, 1)) };
}
