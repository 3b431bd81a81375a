/** V, M and C from a frame's bytes to an action, one frame at a time and sixteen environments at once. */
import type { Tensor2D } from '@tensorflow/tfjs';
import {
  controllerParameterCount,
  createLinearController,
} from '../../src-main/algorithms/world-models/linearController.ts';
import {
  createVisionMemory,
  type VisionMemoryState,
} from '../../src-main/algorithms/world-models/visionMemory.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { imageBatch } from '../../src-main/numerics/images.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../src-main/numerics/tidy.ts';
import type { Benchmark } from './benchmark.ts';
import { BENCHMARK_THREADS, torchRound } from './torchPeer.ts';
import { secondsAStep } from './timing.ts';

async function prepare(batch: number): Promise<() => void> {
  await initialiseBackend({ threads: BENCHMARK_THREADS });
  const random = RandomStream.named(0, 'benchmark');
  const model = createVisionMemory(
    {
      vision: { latentSize: 32 },
      memory: {
        latentSize: 32,
        actionSize: 3,
        hiddenSize: 256,
        mixtures: 5,
        predictsReward: false,
        predictsDone: false,
        restartFlag: false,
      },
      inputs: 'zh',
      latents: 'sample',
      actionValues: null,
    },
    random,
  );
  const shape = {
    features: model.featureSize,
    hiddenUnits: 0,
    bias: true,
    actions: { kind: 'driving' },
  } as const;
  const parameters = new Float64Array(controllerParameterCount(shape)).map(() => 0.1 * random.normal());
  const policy = createLinearController(shape, parameters);
  const pixels = new Uint8Array(batch * 64 * 64 * 3).map(() => random.integer(256));
  const isFirst = tf.zeros([batch]);
  let state = model.initial(batch);
  let action: Tensor2D = tf.zeros([batch, 3]);
  return () => {
    const next: { state: VisionMemoryState; action: Tensor2D } = tidy(() => {
      const embedding = model.encode({ image: imageBatch(pixels, 64, 64) });
      const state_ = model.perceive(state, action, embedding, isFirst, random);
      return { state: state_, action: policy.act(model.feature(state_)) };
    });
    disposeAll([state, action]);
    ({ state, action } = next);
    action.dataSync();
  };
}

function actingBenchmark(name: string, batch: number, count: number, round: string): Benchmark {
  let step: (() => void) | null = null;
  return {
    name,
    unit: 'frames/s',
    higherIsBetter: true,
    async measure() {
      step ??= await prepare(batch);
      return batch / secondsAStep(step, count, 30);
    },
    peer: 'pytorch',
    measurePeer: (python) => torchRound(python, round),
  };
}

export const benchmarks: readonly Benchmark[] = [
  actingBenchmark('acting-single', 1, 300, 'act1'),
  actingBenchmark('acting-16', 16, 60, 'act16'),
];
