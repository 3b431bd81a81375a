/** Kernels that training needs and tfjs's wasm backend lacks, made from those it has. */
import type { KernelConfig, Tensor4D } from '@tensorflow/tfjs';
import { tf } from './tensorflow.ts';

let registered = false;

/** Registers them once; must run before the first gradient, after the backend's own module is loaded. */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  tf.registerKernel(CONV2D_BACKPROP_FILTER);
}

/**
 * The gradient of a convolution by its filter is itself a convolution: input channels take the batch's place, the
 * batch takes the channels', the incoming gradient is the filter, and strides become dilations.
 */
const CONV2D_BACKPROP_FILTER: KernelConfig = {
  kernelName: 'Conv2DBackpropFilter',
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) => {
    // tfjs hands kernels the caller's tensors, though their type promises only TensorInfo.
    const { x, dy } = inputs as unknown as { x: Tensor4D; dy: Tensor4D };
    const { strides, pad, filterShape } = attrs as unknown as {
      strides: number | [number, number];
      pad: 'valid' | 'same' | number;
      filterShape: [number, number, number, number];
    };
    if (pad !== 'valid' && pad !== 0)
      throw new Error(`Conv2DBackpropFilter on wasm knows padding valid, got ${pad}`);
    return tf.tidy(() => {
      // [Cin, H, W, B] * [H', W', B, Cout] -> [Cin, KH (or more), KW (or more), Cout]
      const wide = tf.conv2d(
        x.transpose<Tensor4D>([3, 1, 2, 0]),
        dy.transpose<Tensor4D>([1, 2, 0, 3]),
        1,
        'valid',
        'NHWC',
        strides,
      );
      const [height, width, inputs_, outputs] = filterShape;
      return wide.slice([0, 0, 0, 0], [inputs_, height, width, outputs]).transpose([1, 2, 0, 3]);
    });
  },
};
