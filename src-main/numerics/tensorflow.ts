/**
 * The one place that loads TensorFlow.js. Everything else imports `tf` from here (values) and takes types by
 * `import type { Tensor } from '@tensorflow/tfjs'`. Which backend runs is decided by `initialiseBackend` in backend.ts.
 */
import { createRequire } from 'node:module';
import type * as TensorFlow from '@tensorflow/tfjs';

// CommonJS on purpose: tfjs-node registers its kernels on the very instance that require() gives.
const requireModule = createRequire(import.meta.url);

export const tf: typeof TensorFlow = requireModule('@tensorflow/tfjs');
