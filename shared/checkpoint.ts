/** A checkpoint: a small JSON header and named arrays. The store turns it into one file and back, knowing no more. */

export type TypedArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

export interface CheckpointArray {
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

export interface Checkpoint {
  /** Raised when a reader of the old number could not read it. */
  readonly format: 1;
  readonly algorithm: string;
  /** Counters, random streams, phase, replay watermark: whatever is not an array. */
  readonly header: { readonly [key: string]: Json | undefined };
  /** Weights, optimizer moments, search state. Names are paths, such as `vision/encoder/conv1/kernel`. */
  readonly arrays: Readonly<Record<string, CheckpointArray>>;
}
