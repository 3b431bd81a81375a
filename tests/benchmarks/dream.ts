/** Take Cover's dreams: 64 controllers with 16 dreams each, LSTM 512, 64 latent numbers, all 1,024 at once. */
import type { Tensor2D } from '@tensorflow/tfjs';
import {
  controllerParameterCount,
  PopulationController,
} from '../../src-main/algorithms/world-models/linearController.ts';
import { DreamRollout, dreamStart } from '../../src-main/models/dreamRollout.ts';
import { createVisionMemory } from '../../src-main/algorithms/world-models/visionMemory.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { randomNormal } from '../../src-main/numerics/tensorRandom.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { tidy } from '../../src-main/numerics/tidy.ts';
import type { Benchmark } from './benchmark.ts';
import { BENCHMARK_THREADS, torchRound } from './torchPeer.ts';
import { secondsAStep } from './timing.ts';

const CANDIDATES = 64;
const DREAMS_EACH = 16;
/** An untrained M ends many dreams early, and rows of ended dreams are dropped: with this logit none ends. */
const NEVER_DONE = -20;

async function prepare(): Promise<() => void> {
  await initialiseBackend({ threads: BENCHMARK_THREADS });
  const random = RandomStream.named(0, 'benchmark');
  const model = createVisionMemory(
    {
      vision: { latentSize: 64 },
      memory: {
        latentSize: 64,
        actionSize: 1,
        hiddenSize: 512,
        mixtures: 5,
        predictsReward: false,
        predictsDone: true,
        restartFlag: true,
      },
      inputs: 'zhc',
      latents: 'sample',
      actionValues: [0, 1, -1],
    },
    random,
  );
  const bias = model.memory.parameters.get('head/bias').dataSync<'float32'>().slice();
  bias[bias.length - 1] = NEVER_DONE;
  model.memory.parameters.assign('head/bias', tf.tensor1d(bias));
  const shape = {
    features: model.featureSize,
    hiddenUnits: 0,
    bias: false,
    actions: { kind: 'thresholds', count: 3, above: 2, below: 1, between: 0 },
  } as const;
  const candidates = Array.from({ length: CANDIDATES }, () =>
    new Float64Array(controllerParameterCount(shape)).map(() => 0.1 * random.normal()),
  );
  const policy = new PopulationController(shape, candidates);
  const start = tidy(() => {
    const latents = randomNormal([CANDIDATES * DREAMS_EACH, 64], random) as Tensor2D;
    return dreamStart(model, latents);
  });
  const rollout = new DreamRollout(model, policy, start, random, { maxSteps: Infinity, temperature: 1.15 });
  return () => {
    rollout.advance(1);
    if (rollout.rows !== CANDIDATES * DREAMS_EACH) throw new Error(`${rollout.rows} dreams are left`);
  };
}

let step: (() => void) | null = null;

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'dream-rollouts-1024',
    unit: 'steps/s',
    higherIsBetter: true,
    async measure() {
      step ??= await prepare();
      return (CANDIDATES * DREAMS_EACH) / secondsAStep(step, 20, 5);
    },
    peer: 'pytorch',
    measurePeer: (python) => torchRound(python, 'dream'),
  },
];
