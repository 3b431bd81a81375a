/**
 * M: the MDN-RNN of World Models (Ha & Schmidhuber 2018, arXiv:1803.10122). An LSTM reads latent and action and
 * predicts the next latent as a Gaussian mixture, and optionally reward and end of the episode.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { add, exp, times } from '../../numerics/elementwise.ts';
import {
  biasGradient,
  dense,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from '../../numerics/linear.ts';
import {
  lstmBackward,
  lstmForward,
  lstmStep,
  type LstmState,
  type LstmWeights,
} from '../../numerics/lstm.ts';
import {
  type Mixture,
  mixtureLossAndGradient,
  mixtureParts,
  type MixtureShape,
} from '../../numerics/mixture.ts';
import type { Gradients } from '../../numerics/optimizers.ts';
import { ParameterSet, type ParameterSource, type ParameterSpec } from '../../numerics/parameters.ts';
import type { RandomStream } from '../../numerics/random.ts';
import { randomNormal } from '../../numerics/tensorRandom.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';

export interface MemoryConfig {
  readonly latentSize: number;
  /** Numbers of an action as M sees it. */
  readonly actionSize: number;
  readonly hiddenSize: number;
  readonly mixtures: number;
  readonly predictsReward: boolean;
  readonly predictsDone: boolean;
  /** Whether the input carries a flag that is 1 where an episode begins (Take Cover: sequences cut across episodes). */
  readonly restartFlag: boolean;
}

/** Sequences of T transitions. The action at t leads from latent t to latent t + 1. */
export interface MemoryBatch {
  /** [B, T + 1, Z] */
  readonly latents: Tensor3D;
  /** [B, T, A] */
  readonly actions: Tensor3D;
  /** [B, T] row-major, 1 where latent t is the first of an episode: the state is reset there. Absent: never. */
  readonly restarts?: Float32Array;
  /** From where the sequences go on; absent: they begin with the zero state. Stays the caller's. */
  readonly initial?: LstmState;
  /** [B, T], needed where the model predicts them. */
  readonly rewards?: Tensor2D;
  readonly dones?: Tensor2D;
}

export interface MemoryLoss {
  /** Scalars: mean negative log likelihood a latent dimension, mean of half squared reward error, done's cross-entropy. */
  readonly nll: Tensor;
  readonly reward: Tensor | null;
  readonly done: Tensor | null;
  /** The state after the last transition; null where the batch named no state to begin with. */
  readonly final: LstmState | null;
  readonly gradients: Gradients;
}

export interface MemoryPrediction {
  readonly mixture: Mixture;
  /** [B] */
  readonly reward: Tensor1D | null;
  /** [B], before the sigmoid. */
  readonly doneLogit: Tensor1D | null;
}

export interface MemoryLossOptions {
  /** How much the done loss counts where done is 1. */
  readonly doneWeight: number;
}

/** Rows of the head computed at once: bounds memory, and a chunk's arrays stay in the processor's cache. */
const HEAD_ROWS = 2000;

export class MixtureDensityRnn {
  readonly config: MemoryConfig;
  readonly parameters: ParameterSet;
  readonly #shape: MixtureShape;

  constructor(config: MemoryConfig, source: ParameterSource) {
    this.config = config;
    this.#shape = { mixtures: config.mixtures, dimensions: config.latentSize };
    this.parameters = new ParameterSet(parameterSpecs(config), source);
  }

  initial(batchSize: number): LstmState {
    const { hiddenSize } = this.config;
    return { hidden: tf.zeros([batchSize, hiddenSize]), cell: tf.zeros([batchSize, hiddenSize]) };
  }

  /**
   * One step of the LSTM.
   * @param latent [B, Z] @param action [B, A] @param restart [B, 1] where the config has the flag
   */
  step(state: LstmState, latent: Tensor2D, action: Tensor2D, restart?: Tensor2D): LstmState {
    return tidy(() => {
      if (this.config.restartFlag && restart === undefined)
        throw new Error('this model needs a restart flag');
      const parts =
        this.config.restartFlag && restart !== undefined ? [latent, action, restart] : [latent, action];
      return lstmStep(this.#lstm(), tf.concat2d(parts, 1), state);
    });
  }

  /** What the hidden state [B, H] says about the next moment. */
  predict(hidden: Tensor2D): MemoryPrediction {
    return tidy(() => {
      const { mixture, others } = mixtureParts(this.#head(hidden), this.#shape);
      const { predictsReward, predictsDone } = this.config;
      const column = (index: number) => required(others[index], 'this head').reshape<Tensor1D>([-1]);
      return {
        mixture,
        reward: predictsReward ? column(0) : null,
        doneLogit: predictsDone ? column(Number(predictsReward)) : null,
      };
    });
  }

  /** Loss and gradients of a batch of sequences; everything returned is the caller's. */
  loss(batch: MemoryBatch, options: MemoryLossOptions = { doneWeight: 1 }): MemoryLoss {
    const { batchSize, length } = this.#assertBatch(batch);
    return tidy(() => {
      const { latentSize } = this.config;
      const inputs = this.#inputs(batch, batchSize, length);
      const initial = batch.initial ?? this.initial(batchSize);
      const isZero = batch.initial === undefined;
      const masks = keepMasks(batch.restarts, batchSize, length, isZero);
      const trace = lstmForward(this.#lstm(), inputs, initial, masks);
      const timeMajor = (tensor: Tensor2D) => tensor.transpose();
      const targets = batch.latents
        .slice([0, 1, 0], [batchSize, length, latentSize])
        .transpose([1, 0, 2])
        .reshape<Tensor2D>([length * batchSize, latentSize]);
      const head = this.#headLoss(
        trace.steps.map((step) => step.hidden),
        {
          targets,
          rewards: batch.rewards === undefined ? null : timeMajor(batch.rewards).flatten(),
          dones: batch.dones === undefined ? null : timeMajor(batch.dones).flatten(),
        },
        options,
      );
      const lstm = lstmBackward(this.#lstm(), trace, head.hiddenGradients);
      return {
        nll: head.nll,
        reward: head.reward,
        done: head.done,
        final: isZero ? null : trace.final,
        gradients: {
          'lstm/kernel': lstm.kernel,
          'lstm/bias': lstm.bias,
          'head/kernel': head.kernel,
          'head/bias': head.bias,
        },
      };
    });
  }

  dispose(): void {
    this.parameters.dispose();
  }

  #lstm(): LstmWeights {
    return { kernel: this.parameters.get('lstm/kernel'), bias: this.parameters.get('lstm/bias') };
  }

  #head(hidden: Tensor2D): Tensor2D {
    return dense(hidden, this.parameters.get('head/kernel'), this.parameters.get('head/bias'));
  }

  /** [T, B, I] */
  #inputs(batch: MemoryBatch, batchSize: number, length: number): Tensor3D {
    const parts = [
      batch.latents.slice([0, 0, 0], [batchSize, length, this.config.latentSize]),
      batch.actions,
    ];
    if (this.config.restartFlag) {
      parts.push(tf.tensor3d(batch.restarts ?? new Float32Array(batchSize * length), [batchSize, length, 1]));
    }
    return tf.concat3d(parts, 2).transpose([1, 0, 2]);
  }

  /** Chunk by chunk over time: forward, loss, gradients. */
  #headLoss(
    hiddens: readonly Tensor2D[],
    goal: { readonly targets: Tensor2D; readonly rewards: Tensor1D | null; readonly dones: Tensor1D | null },
    options: MemoryLossOptions,
  ) {
    const batchSize = hiddens[0]?.shape[0] ?? 0;
    const rowCount = hiddens.length * batchSize;
    const stepsAtOnce = Math.max(1, Math.floor(HEAD_ROWS / batchSize));
    const { rewardColumn, doneColumn } = columns(this.config);
    const kernel = this.parameters.get<Tensor2D>('head/kernel');
    const hiddenGradients: Tensor[] = [];
    let sums: readonly Tensor[] | null = null;
    for (let begin = 0; begin < hiddens.length; begin += stepsAtOnce) {
      const chunk = hiddens.slice(begin, begin + stepsAtOnce);
      const from = begin * batchSize;
      const count = chunk.length * batchSize;
      const [results, back] = tidy(() => {
        const hidden = tf.concat2d(chunk, 0);
        const rows = this.#head(hidden);
        const mixture = mixtureLossAndGradient(
          rows,
          goal.targets.slice([from, 0], [count, this.config.latentSize]),
          this.#shape,
          1 / (rowCount * this.config.latentSize),
        );
        const gradients: Tensor2D[] = [mixture.gradient];
        const losses: Tensor[] = [mixture.nll.sum()];
        if (rewardColumn !== null) {
          const goalRows = required(goal.rewards, 'rewards').slice([from], [count]).expandDims<Tensor2D>(1);
          const error = rows.slice([0, rewardColumn], [count, 1]).sub<Tensor2D>(goalRows);
          losses.push(error.square().sum().mul(0.5));
          gradients.push(error.div(rowCount));
        }
        if (doneColumn !== null) {
          const done = required(goal.dones, 'dones').slice([from], [count]).expandDims<Tensor2D>(1);
          const logit = rows.slice([0, doneColumn], [count, 1]);
          const weight = done.mul(options.doneWeight - 1).add(1);
          // Cross-entropy with a logit x: max(x, 0) - x done + log(1 + exp(-|x|)).
          const entropy = logit.relu().sub(logit.mul(done)).add(logit.abs().neg().exp().log1p());
          losses.push(entropy.mul(weight).sum());
          gradients.push(logit.sigmoid().sub(done).mul(weight).div(rowCount));
        }
        const gradient = gradients.length === 1 ? mixtureOnly(gradients) : tf.concat2d(gradients, 1);
        const parts = [multiplyLeftTransposed(hidden, gradient), biasGradient(gradient), ...losses];
        const summed =
          sums === null ? parts : parts.map((part, index) => part.add(required(sums?.[index], 'sum')));
        return [summed, tf.split(multiplyRightTransposed(gradient, kernel), chunk.length, 0)];
      });
      disposeAll(sums);
      sums = results;
      hiddenGradients.push(...back);
    }
    const [kernelGradient, bias, nll, ...others] = sums ?? [];
    const rewardLoss = rewardColumn === null ? null : required(others.shift(), 'reward loss').div(rowCount);
    const doneLoss = doneColumn === null ? null : required(others.shift(), 'done loss').div(rowCount);
    return {
      kernel: required(kernelGradient, 'head gradient'),
      bias: required(bias, 'bias gradient'),
      nll: required(nll, 'loss').div(rowCount * this.config.latentSize),
      reward: rewardLoss,
      done: doneLoss,
      hiddenGradients,
    };
  }

  #assertBatch(batch: MemoryBatch): { readonly batchSize: number; readonly length: number } {
    const { latentSize, actionSize, predictsReward, predictsDone } = this.config;
    const [batchSize, length] = batch.actions.shape;
    const wanted = (name: string, shape: readonly number[], expected: readonly number[]) => {
      if (shape.join() !== expected.join()) {
        throw new Error(`${name} are [${shape.join(', ')}], expected [${expected.join(', ')}]`);
      }
    };
    wanted('actions', batch.actions.shape, [batchSize, length, actionSize]);
    wanted('latents', batch.latents.shape, [batchSize, length + 1, latentSize]);
    if (batch.restarts !== undefined) wanted('restarts', [batch.restarts.length], [batchSize * length]);
    if (predictsReward) wanted('rewards', batch.rewards?.shape ?? [], [batchSize, length]);
    if (predictsDone) wanted('dones', batch.dones?.shape ?? [], [batchSize, length]);
    return { batchSize, length };
  }
}

/** A draw of the latents whose means and log-variances V found, as M is trained on a fresh one at every pass. */
export function sampleLatents<T extends Tensor>(mean: T, logVariance: T, random: RandomStream): T {
  return tidy(() => {
    const deviation = exp(times(logVariance, tf.scalar(0.5)));
    return add(mean, times(deviation, randomNormal(mean.shape, random)));
  });
}

function parameterSpecs(config: MemoryConfig): ParameterSpec[] {
  const { latentSize, actionSize, hiddenSize, restartFlag } = config;
  const inputs = latentSize + actionSize + (restartFlag ? 1 : 0);
  const { count } = columns(config);
  return [
    {
      name: 'lstm/kernel',
      shape: [inputs + hiddenSize, 4 * hiddenSize],
      initialiser: { kind: 'glorotUniform', fanIn: inputs + hiddenSize, fanOut: 4 * hiddenSize },
    },
    { name: 'lstm/bias', shape: [4 * hiddenSize], initialiser: { kind: 'zeros' } },
    {
      name: 'head/kernel',
      shape: [hiddenSize, count],
      initialiser: { kind: 'glorotUniform', fanIn: hiddenSize, fanOut: count },
    },
    { name: 'head/bias', shape: [count], initialiser: { kind: 'zeros' } },
  ];
}

/** Where the head's columns are: the mixture's first, then reward, then done. */
function columns({ mixtures, latentSize, predictsReward, predictsDone }: MemoryConfig): {
  readonly rewardColumn: number | null;
  readonly doneColumn: number | null;
  readonly count: number;
} {
  const mixture = 3 * mixtures * latentSize;
  return {
    rewardColumn: predictsReward ? mixture : null,
    doneColumn: predictsDone ? mixture + Number(predictsReward) : null,
    count: mixture + Number(predictsReward) + Number(predictsDone),
  };
}

/** A mask [B, 1] for each step at which some sequence restarts; null elsewhere, where nothing needs masking. */
function keepMasks(
  restarts: Float32Array | undefined,
  batchSize: number,
  length: number,
  startsAtZero: boolean,
): (Tensor2D | null)[] {
  return Array.from({ length }, (_, t) => {
    // A state that is zero anyway needs no mask.
    if (restarts === undefined || (t === 0 && startsAtZero)) return null;
    const mask = Float32Array.from({ length: batchSize }, (_value, b) => 1 - (restarts[b * length + t] ?? 0));
    return mask.includes(0) ? tf.tensor2d(mask, [batchSize, 1]) : null;
  });
}

function required<T>(value: T | null | undefined, name: string): T {
  if (value === null || value === undefined)
    throw new Error(`the model predicts ${name}, but the batch has none`);
  return value;
}

function mixtureOnly(gradients: readonly Tensor2D[]): Tensor2D {
  return required(gradients[0], 'mixture');
}
