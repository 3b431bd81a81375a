/**
 * Networks of V's encoder's and M's LSTM's shape with other random weights in every slot, all slots in one tensor
 * program: a convolution with a filter of its own a slot is a product of image patches with that slot's matrix.
 */
import type { Rank, Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import { hasTensorFlowKernels, kernel } from '../../../numerics/kernels.ts';
import type { RandomStream } from '../../../numerics/random.ts';
import { randomUniform } from '../../../numerics/tensorRandom.ts';
import { tf } from '../../../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../numerics/tidy.ts';

/** V's encoder: 4x4 filters, stride 2, no padding. */
const FILTER = 4;
const STRIDE = 2;
const CHANNELS = [3, 32, 64, 128, 256] as const;
/** 2 x 2 x 256 numbers come out of the last convolution. */
const ENCODED = 1024;
/** As in M: an LSTM that has learnt nothing yet should not forget at once. */
const FORGET_BIAS = 1;

const PATCHES = kernel('ExtractImagePatches', {
  T: { type: 'float32' },
  ksizes: { ints: [1, FILTER, FILTER, 1] },
  strides: { ints: [1, STRIDE, STRIDE, 1] },
  rates: { ints: [1, 1, 1, 1] },
  padding: { string: 'VALID' },
});

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
}

export class RandomNetworks {
  readonly size: number;
  readonly latentSize: number;
  readonly hiddenSize: number;
  readonly #layers: readonly Layer[];
  readonly #weights: (readonly Tensor2D[] | null)[];
  /** All slots' weights of a layer, [size, inputs, outputs] and [size, 1, outputs]; made anew when a slot's change. */
  #joined: readonly { readonly kernel: Tensor3D; readonly bias: Tensor3D }[] | null = null;

  constructor(size: number, latentSize: number, hiddenSize: number, actionSize: number) {
    this.size = size;
    this.latentSize = latentSize;
    this.hiddenSize = hiddenSize;
    this.#weights = Array.from({ length: size }, () => null);
    this.#layers = [
      ...CHANNELS.slice(1).map((outputs, index) => ({
        inputs: FILTER * FILTER * (CHANNELS[index] ?? 0),
        outputs,
      })),
      { inputs: ENCODED, outputs: 2 * latentSize },
      { inputs: latentSize + actionSize + hiddenSize, outputs: 4 * hiddenSize },
    ];
  }

  /** New weights for a slot: standard Cauchy times `deviation`. */
  draw(slot: number, deviation: number, random: RandomStream): void {
    disposeAll(this.#weights[slot]);
    this.#weights[slot] = this.#layers.map(({ inputs, outputs }) =>
      tidy(() => {
        const unit = randomUniform([inputs + 1, outputs], random, -0.5, 0.5);
        return unit.mul(Math.PI).tan().mul<Tensor2D>(deviation);
      }),
    );
    disposeAll(this.#joined);
    this.#joined = null;
  }

  /** A slot's weights, layer by layer: [inputs + 1, outputs], the bias in the last row; owned by the networks. */
  weightsOf(slot: number): readonly Tensor2D[] {
    const weights = this.#weights[slot];
    if (weights === null || weights === undefined) throw new Error(`slot ${slot} has no networks yet`);
    return weights;
  }

  /** Images [size, 64, 64, 3] to means, then log-variances: [size, 2 latentSize], read back. */
  encode(images: Tensor4D): Float32Array {
    const joined = this.#join();
    const moments = tidy(() => {
      let x = images;
      for (let layer = 0; layer + 1 < CHANNELS.length; layer++) {
        const side = (x.shape[1] - FILTER) / STRIDE + 1;
        const columns = patches(x, Math.floor(side));
        const y = apply(columns, joined[layer]).relu();
        x = y.reshape([this.size, Math.floor(side), Math.floor(side), -1]);
      }
      return apply(x.reshape([this.size, 1, ENCODED]), joined[CHANNELS.length - 1]);
    });
    const values = moments.dataSync<'float32'>();
    moments.dispose();
    return values;
  }

  /** One step of each slot's LSTM. All are [size, ...]; the result is the caller's. */
  step(
    latents: Tensor2D,
    actions: Tensor2D,
    hidden: Tensor2D,
    cell: Tensor2D,
  ): { readonly hidden: Tensor2D; readonly cell: Tensor2D } {
    const joined = this.#join();
    return tidy(() => {
      const inputs = tf.concat2d([latents, actions, hidden], 1).expandDims<Tensor3D>(1);
      const gates = apply(inputs, joined[CHANNELS.length]).squeeze<Tensor2D>([1]);
      const [input, candidate, forget, output] = tf.split(gates, 4, 1) as [
        Tensor2D,
        Tensor2D,
        Tensor2D,
        Tensor2D,
      ];
      const kept = forget.add(FORGET_BIAS).sigmoid().mul(cell);
      const next = kept.add<Tensor2D>(input.sigmoid().mul(candidate.tanh()));
      return { cell: next, hidden: output.sigmoid().mul<Tensor2D>(next.tanh()) };
    });
  }

  dispose(): void {
    disposeAll(this.#weights);
    disposeAll(this.#joined);
    this.#joined = null;
  }

  #join() {
    this.#joined ??= tidy(() =>
      this.#layers.map(({ inputs, outputs }, layer) => {
        const all = tf.stack(
          this.#weights.map((weights) => weights?.[layer] ?? tf.zeros<Rank.R2>([inputs + 1, outputs])),
        );
        return {
          kernel: all.slice([0, 0, 0], [this.size, inputs, outputs]) as Tensor3D,
          bias: all.slice([0, inputs, 0], [this.size, 1, outputs]) as Tensor3D,
        };
      }),
    );
    return this.#joined;
  }
}

/** [S, side x side, 4 x 4 x channels], ordered as a filter's rows, columns and channels. */
function patches(x: Tensor4D, side: number): Tensor3D {
  const [count, , , channels] = x.shape;
  const width = FILTER * FILTER * channels;
  if (hasTensorFlowKernels()) return PATCHES.one(x).reshape([count, side * side, width]);
  const shifted: Tensor[] = [];
  for (let row = 0; row < FILTER; row++) {
    for (let column = 0; column < FILTER; column++) {
      const end = STRIDE * (side - 1) + 1;
      const begin = [0, row, column, 0];
      const stop = [count, row + end, column + end, channels];
      shifted.push(x.stridedSlice(begin, stop, [1, STRIDE, STRIDE, 1]));
    }
  }
  return tf.concat(shifted, 3).reshape([count, side * side, width]);
}

function apply(
  x: Tensor3D,
  layer: { readonly kernel: Tensor3D; readonly bias: Tensor3D } | undefined,
): Tensor3D {
  if (layer === undefined) throw new Error('a random network has fewer layers than its program');
  return x.matMul<Tensor3D>(layer.kernel).add<Tensor3D>(layer.bias);
}
