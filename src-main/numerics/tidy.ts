/** `tf.tidy` for results of any named type: tfjs's own signature refuses interfaces, nulls and readonly fields. */
import type { TensorContainer } from '@tensorflow/tfjs';
import { tf } from './tensorflow.ts';

/** Disposes every tensor made inside but those that the result holds. */
export function tidy<T>(compute: () => T): T {
  // tfjs walks any object for tensors, whatever its type.
  return tf.tidy(compute as () => TensorContainer) as T;
}

/** Disposes every tensor in an object or array of any type; others are left out. */
export function disposeAll(holder: unknown): void {
  tf.dispose(holder as TensorContainer);
}
