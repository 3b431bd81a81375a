/** Dreamer's training step in its two halves: small networks as a laptop trains them, and the paper's. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Tensor2D } from '@tensorflow/tfjs';
import { ActorCritic } from '../../src-main/algorithms/dreamer/actorCritic.ts';
import { imaginationNoise, type ImaginationNoise } from '../../src-main/algorithms/dreamer/imagination.ts';
import { dreamerLoss } from '../../src-main/algorithms/dreamer/dreamerLoss.ts';
import { DreamerModel } from '../../src-main/algorithms/dreamer/dreamerModel.ts';
import { episodeStarts } from '../../src-main/algorithms/dreamer/rssmSequence.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { Adam, clipGradients, type GradientClip } from '../../src-main/numerics/optimizers.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { randomNormal, randomUniform } from '../../src-main/numerics/tensorRandom.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../src-main/numerics/tidy.ts';
import { TracedFunction } from '../../src-main/numerics/tracedFunction.ts';
import type { Benchmark } from './benchmark.ts';
import { secondsAStep } from './timing.ts';
import { BENCHMARK_THREADS, torchRound } from './torchPeer.ts';

export interface Size {
  readonly name: 'small' | 'full';
  readonly depth: number;
  readonly deterministic: number;
  readonly hidden: number;
  readonly units: number;
  readonly batch: number;
  readonly steps: number;
}

const SMALL: Size = {
  name: 'small',
  depth: 8,
  deterministic: 100,
  hidden: 100,
  units: 100,
  batch: 16,
  steps: 32,
};
/** Hafner et al. 2020. */
const FULL: Size = {
  name: 'full',
  depth: 32,
  deterministic: 200,
  hidden: 200,
  units: 400,
  batch: 50,
  steps: 50,
};
export const SIZES = { small: SMALL, full: FULL } as const;
const HORIZON = 15;
const ACTIONS = 6;
const CLIP: GradientClip = { kind: 'globalNorm', limit: 100 };

function modelOf({ depth, deterministic, hidden, units }: Size, random: RandomStream): DreamerModel {
  return new DreamerModel(
    {
      observation: { kind: 'pixels', depth },
      actions: { kind: 'box', shape: [ACTIONS], dtype: 'float64', low: -1, high: 1 },
      stochasticSize: 30,
      deterministicSize: deterministic,
      hiddenSize: hidden,
      reward: { layers: 2, units },
      discount: null,
    },
    random,
  );
}

/** A training step of the world model. */
export async function modelStep(size: Size): Promise<() => void> {
  await initialiseBackend({ threads: BENCHMARK_THREADS });
  const random = RandomStream.named(0, 'benchmark');
  const model = modelOf(size, random);
  const optimizer = new Adam(model.parameters);
  const rows = size.batch * size.steps;
  const batch = tidy(() => ({
    steps: size.steps,
    observation: { image: randomUniform([rows, 64, 64, 3], random) },
    actions: randomUniform([rows, ACTIONS], random, -1, 1) as Tensor2D,
    rewards: randomUniform([rows], random).as1D(),
    continuations: tf.ones([rows]).as1D(),
    starts: episodeStarts(new Float32Array(rows), size.steps),
  }));
  const options = { beta: 1, freeNats: 3, discountScale: 10 };
  const traced = new TracedFunction(
    () => model.parameters.values(),
    (noise: Tensor2D, inputs: typeof batch) => {
      const { kl, gradients } = dreamerLoss(model, inputs, noise, options);
      return { kl, ...clipGradients(gradients, CLIP) };
    },
  );
  return () => {
    const noise = randomNormal([rows, 30], random) as Tensor2D;
    const loss = traced.run(noise, batch);
    optimizer.apply(loss.gradients, 6e-4);
    loss.kl.dataSync();
    disposeAll([noise, loss]);
  };
}

/** A training step of actor and critic. */
export async function behaviourStep(size: Size): Promise<() => void> {
  await initialiseBackend({ threads: BENCHMARK_THREADS });
  const random = RandomStream.named(0, 'benchmark');
  const model = modelOf(size, random);
  const behaviour = new ActorCritic(
    {
      actor: { layers: 4, units: size.units },
      critic: { layers: 3, units: size.units },
      gamma: 0.99,
      lambda: 0.95,
      gradientPath: 'actions',
    },
    model,
    random,
  );
  const critic = behaviour.critic?.parameters;
  if (critic === undefined) throw new Error('there is no critic');
  const [actorOptimizer, criticOptimizer] = [new Adam(behaviour.actor.parameters), new Adam(critic)];
  const count = size.batch * size.steps;
  const start = {
    z: randomNormal([count, 30], random) as Tensor2D,
    h: tidy(() => randomNormal([count, size.deterministic], random).tanh() as Tensor2D),
  };
  const traced = new TracedFunction(
    () => [...model.parameters.values(), ...behaviour.weights()],
    (from: typeof start, noise: ImaginationNoise) => {
      const { returns, actorGradients, critic: ofCritic } = behaviour.loss(from, noise);
      return {
        returns,
        actor: clipGradients(actorGradients, CLIP),
        critic: clipGradients(ofCritic?.gradients ?? {}, CLIP),
      };
    },
  );
  return () => {
    const noise = imaginationNoise(model, behaviour.actor.actions, count, HORIZON, random);
    const loss = traced.run(start, noise);
    actorOptimizer.apply(loss.actor.gradients, 8e-5);
    criticOptimizer.apply(loss.critic.gradients, 8e-5);
    loss.returns.dataSync();
    disposeAll([noise, loss]);
  };
}

function benchmarkOf(
  name: string,
  round: string,
  count: number,
  prepare: () => Promise<() => void>,
): Benchmark {
  let step: (() => void) | null = null;
  return {
    name,
    unit: 'ms',
    higherIsBetter: false,
    peer: 'pytorch',
    async measure() {
      step ??= await prepare();
      return secondsAStep(step, count, 1) * 1000;
    },
    measurePeer: (python) => torchRound(python, round, 'dreamer.py'),
  };
}

/** The most that a process of its own ever held while it made a few steps of both kinds. */
function peakBenchmark(size: Size['name']): Benchmark {
  const megabytes = async (program: string, given: readonly string[]) => {
    const { stdout } = await promisify(execFile)(program, given);
    return Number(stdout.trim().split('\n').at(-1));
  };
  return {
    name: size === 'full' ? 'dreamer-memory-full' : 'dreamer-memory',
    unit: 'MB',
    higherIsBetter: false,
    peer: 'pytorch',
    measure: () => megabytes(process.execPath, [beside('processes/dreamerPeak.ts'), size]),
    measurePeer: (python) =>
      megabytes(python, [beside('peers/dreamer.py'), String(BENCHMARK_THREADS), 'peak', size]),
  };
}

function beside(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

export const benchmarks: readonly Benchmark[] = [
  benchmarkOf('dreamer-world-model-step', 'model-small', 4, () => modelStep(SMALL)),
  benchmarkOf('dreamer-behaviour-step', 'behaviour-small', 6, () => behaviourStep(SMALL)),
  benchmarkOf('dreamer-world-model-step-full', 'model-full', 1, () => modelStep(FULL)),
  benchmarkOf('dreamer-behaviour-step-full', 'behaviour-full', 1, () => behaviourStep(FULL)),
  peakBenchmark('small'),
  peakBenchmark('full'),
];
