/**
 * The model's yes-or-no arrays. The bindings of @mujoco/mujoco 3.14 throw when asked for them (they register no view of
 * booleans), so they are read where they lie in WASM memory: between two arrays that can be had, in the order of
 * MuJoCo's mjxmacro.h, each padded to 64 bytes. Another layout is noticed and refused.
 */
import type { MjModel } from './mujoco.ts';

/** One byte a flag. Copies: they stay right when memory grows. */
export interface ModelFlags {
  readonly jointLimited: Uint8Array;
  readonly actuatorControlLimited: Uint8Array;
  readonly lightCastsShadow: Uint8Array;
  readonly lightActive: Uint8Array;
  readonly materialTextureUniform: Uint8Array;
}

type View = Float64Array | Float32Array | Int32Array | Uint8Array;

const PADDING = 64;
const padded = (bytes: number) => Math.ceil(bytes / PADDING) * PADDING;

export function readFlags(model: MjModel): ModelFlags {
  return {
    jointLimited: between(model.jnt_group, model.jnt_solref, model.njnt, 0, 3),
    actuatorControlLimited: between(model.actuator_forcerange, model.actuator_ctrlrange, model.nu, 0, 1),
    lightCastsShadow: between(model.light_texid, model.light_bulbradius, model.nlight, 0, 1),
    lightActive: between(model.light_range, model.light_pos, model.nlight, 0, 1),
    materialTextureUniform: between(model.mat_texid, model.mat_texrepeat, model.nmat, 0, 1),
  };
}

/** The `index`th of `arrays` flag arrays that lie between two others. */
function between(before: View, after: View, count: number, index: number, arrays: number): Uint8Array {
  if (count === 0) return new Uint8Array(0);
  const start = padded(before.byteOffset + before.byteLength);
  if (start + arrays * padded(count) !== after.byteOffset) {
    throw new Error('this build of MuJoCo lays out its model in another way than 3.14');
  }
  const flags = new Uint8Array(before.buffer, start + index * padded(count), count).slice();
  if (flags.some((flag) => flag > 1)) throw new Error('what was read from the model are no flags');
  return flags;
}
