/**
 * D4PG's training step: from numbers as acme sets it for the control suite (256 transitions, three layers of 256 each), and from
 * pictures as a laptop learns from them (128 transitions of three frames). Losses, gradients, their clipping, both optimizers.
 */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { encoderShape } from '../../src-main/algorithms/d4pg/encoder.ts';
import { D4pgUpdate, freshNetworks } from '../../src-main/algorithms/d4pg/update.ts';
import type { D4pgShape } from '../../src-main/algorithms/d4pg/shape.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { randomUniform } from '../../src-main/numerics/tensorRandom.ts';
import { disposeAll, tidy } from '../../src-main/numerics/tidy.ts';
import type { Benchmark } from './benchmark.ts';
import { secondsAStep } from './timing.ts';
import { BENCHMARK_THREADS, torchRound } from './torchPeer.ts';

/** Walker's. */
const OBSERVED = 24;
const ACTED = 6;
const UNITS = 256;
const SIDE = 64;
const STACK = 3;

function shapeOf(from: 'numbers' | 'pictures'): D4pgShape {
  const sizes = { filters: 32, layers: 2, features: 50 };
  const encoder = from === 'numbers' ? null : encoderShape({ side: SIDE, channels: STACK }, sizes);
  const read = encoder?.features ?? OBSERVED;
  const layers = { firstUnits: UNITS, layers: 2, units: UNITS };
  return {
    encoder,
    policy: { name: 'policy', inputs: read, ...layers, outputs: ACTED, startsNearZero: true },
    critic: { name: 'critic', inputs: read + ACTED, ...layers, outputs: 51 },
    atoms: { count: 51, lowest: -150, highest: 150 },
  };
}

async function trainingStep(from: 'numbers' | 'pictures', rows: number): Promise<() => void> {
  await initialiseBackend({ threads: BENCHMARK_THREADS });
  const random = RandomStream.named(0, 'benchmark');
  const shape = shapeOf(from);
  const update = new D4pgUpdate(freshNetworks(shape, 0), shape, {
    policyLearningRate: 3e-4,
    criticLearningRate: 3e-4,
    gradientClip: 40,
  });
  const seen = from === 'numbers' ? [rows, OBSERVED] : [rows, SIDE, SIDE, STACK];
  const batch = tidy(() => ({
    before: randomUniform(seen, random),
    after: randomUniform(seen, random),
    actions: randomUniform([rows, ACTED], random, -1, 1) as Tensor2D,
    rewards: randomUniform([rows], random) as Tensor1D,
    discounts: tf.fill([rows], 0.95).as1D(),
  }));
  return () => {
    const figures = update.apply(batch);
    for (const figure of Object.values(figures)) figure.dataSync();
    disposeAll(figures);
  };
}

function benchmark(name: string, from: 'numbers' | 'pictures', rows: number, count: number): Benchmark {
  let step: (() => void) | null = null;
  return {
    name,
    unit: 'ms',
    higherIsBetter: false,
    peer: 'pytorch',
    async measure() {
      step ??= await trainingStep(from, rows);
      return secondsAStep(step, count, 3) * 1000;
    },
    measurePeer: (python) => torchRound(python, from, 'd4pg.py'),
  };
}

export const benchmarks: readonly Benchmark[] = [
  benchmark('d4pg-step', 'numbers', 256, 50),
  benchmark('d4pg-pixels-step', 'pictures', 128, 6),
];
