/** V's training step at the paper's batch of 100. */
import type { Tensor4D } from '@tensorflow/tfjs';
import { VariationalAutoencoder } from '../../src-main/algorithms/world-models/vae.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { Adam } from '../../src-main/numerics/optimizers.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { randomUniform } from '../../src-main/numerics/tensorRandom.ts';
import { disposeAll } from '../../src-main/numerics/tidy.ts';
import type { Benchmark } from './benchmark.ts';
import { BENCHMARK_THREADS, torchRound } from './torchPeer.ts';
import { secondsAStep } from './timing.ts';

let step: (() => void) | null = null;

async function prepare(): Promise<() => void> {
  await initialiseBackend({ threads: BENCHMARK_THREADS });
  const random = RandomStream.named(0, 'benchmark');
  const model = new VariationalAutoencoder({ latentSize: 32 }, random);
  const optimizer = new Adam(model.parameters);
  const images = randomUniform([100, 64, 64, 3], random) as Tensor4D;
  return () => {
    const loss = model.loss(images, random, 0.5);
    optimizer.apply(loss.gradients, 1e-4);
    loss.reconstruction.dataSync();
    disposeAll(loss);
  };
}

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'vision-training-step',
    unit: 'ms',
    higherIsBetter: false,
    async measure() {
      step ??= await prepare();
      return secondsAStep(step, 3, 2) * 1000;
    },
    peer: 'pytorch',
    measurePeer: (python) => torchRound(python, 'vision'),
  },
];
