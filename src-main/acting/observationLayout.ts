/** One moment's observation as bytes, as the replay keeps it, and back to what the model reads. */
import type { Tensor2D } from '@tensorflow/tfjs';
import { StudioError } from '../../shared/errors.ts';
import { elementCount, type BoxSpace, type ObservationSpace } from '../../shared/spaces.ts';
import type { EnvironmentSpec, Observation } from '../environments/environment.ts';
import type { ObservationBatch } from '../models/worldModel.ts';
import { imageBatch } from '../numerics/images.ts';
import { tf } from '../numerics/tensorflow.ts';

export interface ObservationLayout {
  /** Of one moment. */
  readonly bytes: number;
  /** Writes one moment at `offset`; vectors as float32, in which the model computes. */
  write(observation: Observation, out: Uint8Array, offset: number): void;
  /** `count` moments, one after the other, as tensors of the caller. */
  batch(moments: Uint8Array): ObservationBatch;
}

export function observationLayout(space: ObservationSpace): ObservationLayout {
  const { image, ...vectors } = space;
  const picture = image === undefined ? null : pictureLayout(image);
  const numbers = Object.keys(vectors).length === 0 ? null : numberLayout(vectors);
  if (picture === null || numbers === null) {
    const only = picture ?? numbers;
    if (only === null) throw new Error('nothing is observed');
    return only;
  }
  return sideBySide(picture, numbers);
}

/** The first's bytes, then the second's. */
function sideBySide(first: ObservationLayout, second: ObservationLayout): ObservationLayout {
  const bytes = first.bytes + second.bytes;
  const parts = (moments: Uint8Array, from: number, size: number) => {
    const count = moments.length / bytes;
    const part = new Uint8Array(count * size);
    for (let moment = 0; moment < count; moment++) {
      const start = moment * bytes + from;
      part.set(moments.subarray(start, start + size), moment * size);
    }
    return part;
  };
  return {
    bytes,
    write(observation, out, offset) {
      first.write(observation, out, offset);
      second.write(observation, out, offset + first.bytes);
    },
    batch: (moments) => ({
      ...first.batch(parts(moments, 0, first.bytes)),
      ...second.batch(parts(moments, first.bytes, second.bytes)),
    }),
  };
}

function pictureLayout({ shape }: BoxSpace): ObservationLayout {
  const [height = 0, width = 0] = shape;
  return {
    bytes: elementCount(shape),
    write: (observation, out, offset) => out.set(fieldOf(observation, 'image'), offset),
    batch: (moments) => ({ image: imageBatch(moments, height, width) }),
  };
}

function numberLayout(space: ObservationSpace): ObservationLayout {
  const fields = Object.entries(space).map(([name, { shape }]) => ({ name, size: elementCount(shape) }));
  const total = fields.reduce((sum, { size }) => sum + size, 0);
  return {
    bytes: 4 * total,
    write(observation, out, offset) {
      const numbers = new Float32Array(out.buffer, out.byteOffset + offset, total);
      let at = 0;
      for (const { name, size } of fields) {
        numbers.set(fieldOf(observation, name), at);
        at += size;
      }
    },
    batch(moments) {
      const count = moments.length / (4 * total);
      const numbers = new Float32Array(moments.buffer, moments.byteOffset, count * total);
      return tf.tidy(() => {
        const parts = tf.split(
          tf.tensor2d(numbers.slice(), [count, total]),
          fields.map(({ size }) => size),
          1,
        );
        return Object.fromEntries(fields.map(({ name }, index) => [name, parts[index] ?? tf.zeros([0])]));
      });
    },
  };
}

/** Every field but the picture side by side, in the environment's order: [B, O], the caller's. */
export function observedNumbers(seen: ObservationBatch): Tensor2D {
  return tf.concat2d(Object.values(seen) as Tensor2D[], 1);
}

/** How many numbers that are. @throws StudioError `config.invalid` where nothing but a picture is observed */
export function observedSize({ id, observations }: Pick<EnvironmentSpec, 'id' | 'observations'>): number {
  const fields = Object.entries(observations).filter(([name]) => name !== 'image');
  if (fields.length === 0) {
    throw new StudioError('config.invalid', { field: 'environment', reason: `${id} gives pixels only` });
  }
  return fields.reduce((sum, [, { shape }]) => sum + elementCount(shape), 0);
}

function fieldOf(observation: Observation, name: string): Uint8Array | Float64Array {
  const field = observation[name];
  if (field === undefined) {
    throw new Error(`observation has ${Object.keys(observation).join(', ')}, expected ${name}`);
  }
  return field;
}
