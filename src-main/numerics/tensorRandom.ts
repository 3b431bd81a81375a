/**
 * Random tensors that depend on nothing but a stream: TensorFlow's stateless kernels seeded from it, or on wasm a
 * JavaScript generator seeded the same way (other numbers, but as repeatable).
 */
import type { Tensor } from '@tensorflow/tfjs';
import { log, negative } from './elementwise.ts';
import { hasTensorFlowKernels, kernel } from './kernels.ts';
import { RandomStream } from './random.ts';
import { tf } from './tensorflow.ts';

const STATELESS = { dtype: { type: 'float32' }, T: { type: 'int32' }, Tseed: { type: 'int32' } } as const;
const NORMAL = kernel('StatelessRandomNormal', STATELESS);
const UNIFORM = kernel('StatelessRandomUniform', STATELESS);

/** @param seed [2], int32, as `random` has just given it */
type SeedListener = (seed: Tensor, random: RandomStream) => void;
let whenSeeded: SeedListener | null = null;

/** For whoever records operations: tells every seed that TensorFlow is given while `compute` runs. */
export function listeningToSeeds<T>(listener: SeedListener, compute: () => T): T {
  const before = whenSeeded;
  whenSeeded = listener;
  try {
    return compute();
  } finally {
    whenSeeded = before;
  }
}

let rowStreams: readonly RandomStream[] | null = null;

/**
 * While `compute` runs, what is drawn of [N, ...] comes row by row from these N streams, each as it would be drawn alone for
 * [1, ...], whatever stream it is asked of. Who draws with another axis for the batch says so.
 */
export function drawingByRows<T>(streams: readonly RandomStream[], compute: () => T): T {
  const before = rowStreams;
  rowStreams = streams;
  try {
    return compute();
  } finally {
    rowStreams = before;
  }
}

/**
 * Standard normal deviates. Advances the stream by two words, whatever the shape.
 * @param batchAxis along which `drawingByRows` has its rows
 */
export function randomNormal(shape: readonly number[], random: RandomStream, batchAxis = 0): Tensor {
  return draw(shape, random, NORMAL, (stream) => stream.normal(), batchAxis);
}

/** Uniform in [low, high). Advances the stream by two words, whatever the shape. */
export function randomUniform(shape: readonly number[], random: RandomStream, low = 0, high = 1): Tensor {
  return tf.tidy(() => {
    const unit = draw(shape, random, UNIFORM, (stream) => (stream.uint32() >>> 8) / 0x100_0000);
    return low === 0 && high === 1 ? unit : unit.mul(high - low).add(low);
  });
}

/** Standard Gumbel deviates: adding them to logits and taking the largest draws from a categorical distribution. */
export function randomGumbel(shape: readonly number[], random: RandomStream): Tensor {
  return tf.tidy(() => {
    // A uniform 0 would give an infinity; the smallest step of a float32 uniform is 2^-23.
    const unit = randomUniform(shape, random).maximum(1e-7);
    return negative(log(negative(log(unit))));
  });
}

function draw(
  shape: readonly number[],
  random: RandomStream,
  native: ReturnType<typeof kernel>,
  one: (stream: RandomStream) => number,
  batchAxis = 0,
): Tensor {
  if (rowStreams === null) return drawFrom(random, shape, native, one);
  const streams = rowStreams;
  const rows = shape[batchAxis];
  if (rows !== streams.length) throw new Error(`${rows ?? 'no'} rows are drawn by ${streams.length} streams`);
  const ofOne = shape.map((extent, axis) => (axis === batchAxis ? 1 : extent));
  return tf.tidy(() =>
    tf.concat(
      streams.map((stream) => drawFrom(stream, ofOne, native, one)),
      batchAxis,
    ),
  );
}

function drawFrom(
  random: RandomStream,
  shape: readonly number[],
  native: ReturnType<typeof kernel>,
  one: (stream: RandomStream) => number,
): Tensor {
  const [first, second] = random.tensorSeed();
  if (hasTensorFlowKernels()) {
    return tf.tidy(() => {
      const seed = tf.tensor1d([first, second], 'int32');
      whenSeeded?.(seed, random);
      return native.one(tf.tensor1d([...shape], 'int32'), seed);
    });
  }
  const stream = RandomStream.named(first * 0x8000_0000 + second, 'tensor');
  const values = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
  for (let i = 0; i < values.length; i++) values[i] = one(stream);
  return tf.tensor(values, [...shape], 'float32');
}
