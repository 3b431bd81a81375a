/** M's training step at the paper's batch of 100 sequences. */
import type { Tensor3D } from '@tensorflow/tfjs';
import { MixtureDensityRnn } from '../../src-main/algorithms/world-models/mdnRnn.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { Adam } from '../../src-main/numerics/optimizers.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { randomNormal } from '../../src-main/numerics/tensorRandom.ts';
import { disposeAll } from '../../src-main/numerics/tidy.ts';
import type { Benchmark } from './benchmark.ts';
import { BENCHMARK_THREADS, torchRound } from './torchPeer.ts';
import { secondsAStep } from './timing.ts';

async function prepare(length: number): Promise<() => void> {
  await initialiseBackend({ threads: BENCHMARK_THREADS });
  const random = RandomStream.named(0, 'benchmark');
  const model = new MixtureDensityRnn(
    {
      latentSize: 32,
      actionSize: 3,
      hiddenSize: 256,
      mixtures: 5,
      predictsReward: false,
      predictsDone: false,
      restartFlag: false,
    },
    random,
  );
  const optimizer = new Adam(model.parameters);
  const batch = {
    latents: randomNormal([100, length + 1, 32], random) as Tensor3D,
    actions: randomNormal([100, length, 3], random) as Tensor3D,
  };
  return () => {
    const loss = model.loss(batch);
    optimizer.apply(loss.gradients, 1e-3, { kind: 'value', limit: 1 });
    loss.nll.dataSync();
    disposeAll(loss);
  };
}

function memoryBenchmark(length: number, count: number): Benchmark {
  let step: (() => void) | null = null;
  return {
    name: `memory-training-step-${length}`,
    unit: 'ms',
    higherIsBetter: false,
    async measure() {
      step ??= await prepare(length);
      return secondsAStep(step, count, 1) * 1000;
    },
    peer: 'pytorch',
    measurePeer: (python) => torchRound(python, `memory${length}`),
  };
}

export const benchmarks: readonly Benchmark[] = [memoryBenchmark(100, 2), memoryBenchmark(999, 1)];
