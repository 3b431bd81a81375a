/**
 * One update of an A3C worker as it was published for Atari, from frames of 64x64: the shared parameters are taken over, a roll-out of
 * five steps gives a gradient, and that is applied to the shared ones.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { a3cLosses, flatGradients, type Rollout } from '../../src-main/algorithms/a3c/losses.ts';
import { a3cParameters, type A3cShape } from '../../src-main/algorithms/a3c/network.ts';
import {
  createSharedMemory,
  pullParameters,
  pushParameters,
} from '../../src-main/algorithms/a3c/sharedMemory.ts';
import { applyRollout } from '../../src-main/algorithms/a3c/update.ts';
import { A3C_SCHEMA } from '../../shared/algorithms/a3c/config.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { ParameterSet } from '../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { randomUniform } from '../../src-main/numerics/tensorRandom.ts';
import { disposeAll, tidy } from '../../src-main/numerics/tidy.ts';
import { TracedFunction } from '../../src-main/numerics/tracedFunction.ts';
import type { Benchmark } from './benchmark.ts';
import { secondsAStep } from './timing.ts';
import { BENCHMARK_THREADS, torchRound } from './torchPeer.ts';

const STEPS = 5;
const CHOICES = 5;
const TRUNK = {
  name: 'trunk',
  input: { kind: 'frames', side: 64, channels: 4 },
  filters: [16, 32],
  layers: 1,
  units: 256,
  lstmUnits: 0,
} as const;
const SHAPE: A3cShape = { actor: TRUNK, critic: TRUNK, head: { kind: 'choices', count: CHOICES } };

async function workersUpdate(): Promise<() => void> {
  await initialiseBackend({ threads: BENCHMARK_THREADS });
  const random = RandomStream.named(0, 'benchmark');
  const config = A3C_SCHEMA.parse({});
  const specs = a3cParameters(SHAPE);
  const parameters = new ParameterSet(specs, random);
  const memory = createSharedMemory(specs, 1, 'rmsprop');
  pushParameters(memory, parameters);
  const rollout: Rollout = tidy(() => ({
    inputs: randomUniform([STEPS, 64, 64, 4], random),
    actions: tf.tensor2d(
      Array.from({ length: STEPS }, (_, step) => step % CHOICES),
      [STEPS, 1],
    ) as Tensor2D,
    returns: randomUniform([STEPS], random) as Tensor1D,
    played: tf.ones([STEPS]).as1D(),
    before: {},
  }));
  const { entropyWeight: entropy, valueWeight: value } = config.learning;
  const learn = new TracedFunction(
    () => parameters.values(),
    (given: Rollout) => {
      const { gradients, ...figures } = a3cLosses(parameters, SHAPE, { entropy, value }, given);
      return {
        sums: tf.stack([figures.policyLoss, figures.valueLoss, figures.entropy, figures.value]),
        gradient: flatGradients(parameters, gradients),
      };
    },
  );
  return () => {
    pullParameters(memory, parameters);
    const learnt = learn.run(rollout);
    memory.gradients[0]?.set(learnt.gradient.dataSync<'float32'>());
    learnt.sums.dataSync();
    disposeAll(learnt);
    applyRollout(memory, config, 0, 4 * STEPS);
  };
}

let update: (() => void) | null = null;

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'a3c-update',
    unit: 'ms',
    higherIsBetter: false,
    peer: 'pytorch',
    async measure() {
      update ??= await workersUpdate();
      return secondsAStep(update, 50, 3) * 1000;
    },
    measurePeer: (python) => torchRound(python, 'update', 'a3c.py'),
  },
];
