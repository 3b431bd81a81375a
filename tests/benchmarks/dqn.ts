/** DQN's training step as it was published: 32 transitions of four frames, one forward of the target, centred RMSProp. */
import type { Tensor4D } from '@tensorflow/tfjs';
import { dqnLoss } from '../../src-main/algorithms/dqn/losses.ts';
import { qParameters, type QShape } from '../../src-main/algorithms/dqn/qNetwork.ts';
import { ATARI_LAYERS } from '../../src-main/models/convolutionStack.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { ParameterSet } from '../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { RmsProp } from '../../src-main/numerics/rmsProp.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { randomUniform } from '../../src-main/numerics/tensorRandom.ts';
import { disposeAll, tidy } from '../../src-main/numerics/tidy.ts';
import { TracedFunction } from '../../src-main/numerics/tracedFunction.ts';
import type { Benchmark } from './benchmark.ts';
import { secondsAStep } from './timing.ts';
import { BENCHMARK_THREADS, torchRound } from './torchPeer.ts';

const BATCH = 32;
const CHOICES = 5;
const SHAPE: QShape = {
  kind: 'pictures',
  torso: { name: 'q', side: 64, channels: 4, layers: ATARI_LAYERS },
  units: 512,
  choices: CHOICES,
};

async function trainingStep(): Promise<() => void> {
  await initialiseBackend({ threads: BENCHMARK_THREADS });
  const random = RandomStream.named(0, 'benchmark');
  const networks = {
    learning: new ParameterSet(qParameters(SHAPE), random),
    target: new ParameterSet(qParameters(SHAPE), random),
  };
  const optimizer = new RmsProp(networks.learning, { decay: 0.95, epsilon: 1e-5 });
  const batch = tidy(() => ({
    before: randomUniform([BATCH, 64, 64, 4], random) as Tensor4D,
    after: randomUniform([BATCH, 64, 64, 4], random) as Tensor4D,
    choices: tf
      .oneHot(
        Array.from({ length: BATCH }, (_, row) => row % CHOICES),
        CHOICES,
      )
      .toFloat()
      .as2D(BATCH, CHOICES),
    rewards: randomUniform([BATCH], random).as1D(),
    discounts: tf.fill([BATCH], 0.99).as1D(),
    weights: tf.ones([BATCH]).as1D(),
  }));
  const traced = new TracedFunction(
    () => [...networks.learning.values(), ...networks.target.values()],
    (given: typeof batch) => dqnLoss(networks, SHAPE, given, false),
  );
  return () => {
    const loss = traced.run(batch);
    optimizer.apply(loss.gradients, 2.5e-4);
    loss.loss.dataSync();
    disposeAll(loss);
  };
}

let step: (() => void) | null = null;

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'dqn-step',
    unit: 'ms',
    higherIsBetter: false,
    peer: 'pytorch',
    async measure() {
      step ??= await trainingStep();
      return secondsAStep(step, 20, 2) * 1000;
    },
    measurePeer: (python) => torchRound(python, 'step', 'dqn.py'),
  },
];
