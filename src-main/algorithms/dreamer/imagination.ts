/**
 * Latent imagination (Hafner et al. 2020, arXiv:1912.01603): from many moments at once the action model acts in what the
 * world model imagines, and gradients come back from the imagined states, through the dynamics, to every action. The
 * world model itself is not changed. Every function runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { DreamerModel } from './dreamerModel.ts';
import { latentNoise } from '../../models/latent.ts';
import { imagineBackward, imagineStep, rssmWeights, type ImagineTrace, type RssmMoment } from './rssm.ts';
import { at } from '../../numerics/at.ts';
import { mlpBackward, mlpForward, mlpWeightGradients } from '../../numerics/mlp.ts';
import type { MlpShape, MlpTrace } from '../../numerics/mlp.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import {
  actionEntropy,
  actionGradient,
  actionNoise,
  drawAction,
  entropyGradient,
  type ActionShape,
  type ActionTrace,
} from './actor.ts';

/** An action model: its network, and what its output means. */
export interface Actor {
  readonly parameters: ParameterSet;
  readonly network: MlpShape;
  readonly actions: ActionShape;
}

/** The draws of one imagination, a tensor a step. */
export interface ImaginationNoise {
  /** [N, S] each: see `latentNoise`. */
  readonly latents: readonly Tensor2D[];
  /** [N, A] each: see `actionNoise`. */
  readonly actions: readonly Tensor2D[];
}

export interface Imagination {
  /** [H * N, F]: the states that the actions led to, time outermost; the start isn't among them. */
  readonly features: Tensor2D;
  /** [N, F]: where it began. */
  readonly start: Tensor2D;
  readonly steps: readonly StepTrace[];
}

interface StepTrace {
  readonly network: MlpTrace;
  readonly action: ActionTrace;
  readonly dynamics: ImagineTrace;
}

export function imaginationNoise(
  model: DreamerModel,
  actions: ActionShape,
  count: number,
  horizon: number,
  random: RandomStream,
): ImaginationNoise {
  return tidy(() => ({
    latents: tf.split<Tensor2D>(latentNoise(model.rssm.latent, horizon * count, random), horizon, 0),
    actions: tf.split<Tensor2D>(actionNoise(actions, horizon * count, random), horizon, 0),
  }));
}

/** As many steps as there is noise for. @param start [N, ...] */
export function imagineAhead(
  model: DreamerModel,
  actor: Actor,
  start: RssmMoment,
  noise: ImaginationNoise,
): Imagination {
  const weights = rssmWeights(model.parameters, model.rssm);
  const steps: StepTrace[] = [];
  const features: Tensor2D[] = [];
  let moment = start;
  const begun = tf.concat2d([start.z, start.h], 1);
  let feature = begun;
  noise.latents.forEach((latentNoise, t) => {
    const draws = noise.actions[t];
    if (draws === undefined) throw new Error(`imagination has noise for ${noise.actions.length} actions`);
    const step = tidy(() => {
      const network = mlpForward(actor.parameters, actor.network, feature);
      const action = drawAction(actor.actions, network.output, draws);
      return { network, action, dynamics: imagineStep(weights, moment, action.action, latentNoise) };
    });
    moment = step.dynamics.next;
    feature = tf.concat2d([moment.z, moment.h], 1);
    steps.push(step);
    features.push(feature);
  });
  return { features: tf.concat2d(features, 0), start: begun, steps };
}

/**
 * What a state's gradient is taken through. The authors' code lets the action model see each state without passing a
 * gradient back into it ('actions'); 'actionsAndPolicy' passes it, which is the whole derivative.
 */
export type GradientPath = 'actions' | 'actionsAndPolicy';

/** Mean entropy of all imagined actions, nats: a scalar. */
export function imaginedEntropy({ steps }: Imagination): Tensor {
  return tf.concat1d(steps.map(({ action }) => actionEntropy(action))).mean();
}

export interface ClimbOptions {
  readonly path: GradientPath;
  /** What a nat of `imaginedEntropy` is worth to the action model; 0: nothing. */
  readonly entropyScale: number;
}

/** The action model's gradients, from that of all imagined features [H * N, F]. */
export function imaginationGradients(
  model: DreamerModel,
  actor: Actor,
  { steps, features }: Imagination,
  featureGradient: Tensor2D,
  { path, entropyScale }: ClimbOptions,
): Record<string, Tensor> {
  const worth = -entropyScale / features.shape[0];
  const weights = rssmWeights(model.parameters, model.rssm);
  const own = tf.split<Tensor2D>(featureGradient, steps.length, 0);
  const rows = new Array<Tensor2D>(steps.length);
  let later: Tensor2D | null = null;
  for (let t = steps.length - 1; t >= 0; t--) {
    const { network, action, dynamics } = at(steps, t);
    const from: Tensor2D | null = later;
    const step: { readonly row: Tensor2D; readonly before: Tensor2D } = tidy(() => {
      const total: Tensor2D = from === null ? at(own, t) : at(own, t).add<Tensor2D>(from);
      const back = imagineBackward(weights, dynamics, model.stateOf(total));
      const climbed = actionGradient(action, back.action);
      const row = worth === 0 ? climbed : climbed.add<Tensor2D>(entropyGradient(action).mul(worth));
      const before = tf.concat2d([back.z, back.h], 1);
      if (path === 'actions') return { row, before };
      const seen = mlpBackward(actor.parameters, actor.network, network, row, null);
      return { row, before: before.add<Tensor2D>(seen) };
    });
    rows[t] = step.row;
    later = step.before;
  }
  return actorGradients(actor, steps, rows);
}

/** The action model's gradients, from those of its outputs at all steps, [N, actorOutputs] each. */
export function actorGradients(
  actor: Actor,
  steps: Imagination['steps'],
  rows: readonly Tensor2D[],
): Record<string, Tensor> {
  // All steps' rows at once: the weights are the same at every step.
  const gradients: Record<string, Tensor> = {};
  const network = joined(steps.map((step) => step.network));
  mlpWeightGradients(actor.parameters, actor.network, network, tf.concat2d([...rows], 0), gradients);
  return gradients;
}

function joined(traces: readonly MlpTrace[]): MlpTrace {
  const below = (part: (trace: MlpTrace) => Tensor2D) => tf.concat2d(traces.map(part), 0);
  const { inputs, norms } = at(traces, 0);
  return {
    inputs: inputs.map((_, layer) => below((trace) => at(trace.inputs, layer))),
    norms: norms.map((norm, layer) => {
      if (norm === null) return null;
      const of = (trace: MlpTrace) => at(trace.norms, layer) ?? norm;
      return {
        normalised: below((trace) => of(trace).normalised),
        inverse: below((trace) => of(trace).inverse),
      };
    }),
    output: below((trace) => trace.output),
  };
}
