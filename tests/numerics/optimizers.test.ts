import { beforeAll, describe, expect, it } from 'vitest';
import type { Tensor } from '@tensorflow/tfjs';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { Adam, type GradientClip } from '../../src-main/numerics/optimizers.ts';
import { ParameterSet } from '../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

const SPECS = [
  { name: 'a', shape: [2, 2], initialiser: { kind: 'glorotUniform', fanIn: 2, fanOut: 2 } },
  { name: 'b', shape: [3], initialiser: { kind: 'zeros' } },
] as const;
const create = () => new ParameterSet(SPECS, RandomStream.named(1, 'parameters'));
/** Gradients that change from step to step. */
const gradientsOf = (step: number): Record<string, Tensor> => ({
  a: tf.tensor2d([1, -2, 0.5 * step, 3], [2, 2]),
  b: tf.tensor1d([0.1, -0.2 * step, 0.3]),
});
const values = (parameters: ParameterSet) =>
  SPECS.flatMap(({ name }) => [...parameters.get(name).dataSync<'float32'>()]);

/** Adam as the paper writes it, in doubles, with its epsilon beside the uncorrected moment (TensorFlow's form). */
function reference(
  start: number[],
  gradientsAt: (step: number) => number[],
  steps: number,
  rate: number,
): number[] {
  const x = [...start];
  const m = x.map(() => 0);
  const v = x.map(() => 0);
  for (let t = 1; t <= steps; t++) {
    const gradients = gradientsAt(t);
    const corrected = (rate * Math.sqrt(1 - Math.pow(0.999, t))) / (1 - Math.pow(0.9, t));
    x.forEach((_, i) => {
      const g = gradients[i] ?? NaN;
      m[i] = 0.9 * (m[i] ?? 0) + 0.1 * g;
      v[i] = 0.999 * (v[i] ?? 0) + 0.001 * g * g;
      x[i] = (x[i] ?? 0) - (corrected * (m[i] ?? 0)) / (Math.sqrt(v[i] ?? 0) + 1e-8);
    });
  }
  return x;
}

const flat = (step: number) => [1, -2, 0.5 * step, 3, 0.1, -0.2 * step, 0.3];

describe.each<{ clip: GradientClip | undefined; change: (gradients: number[]) => number[] }>([
  { clip: undefined, change: (gradients) => gradients },
  {
    clip: { kind: 'value', limit: 0.25 },
    change: (gradients) => gradients.map((g) => Math.max(-0.25, Math.min(0.25, g))),
  },
  {
    clip: { kind: 'globalNorm', limit: 2 },
    change: (gradients) => {
      const norm = Math.hypot(...gradients);
      return gradients.map((g) => g * Math.min(1, 2 / norm));
    },
  },
])('Adam, clip $clip', ({ clip, change }) => {
  it('follows the formula over several steps', () => {
    const parameters = create();
    const expected = reference(values(parameters), (step) => change(flat(step)), 7, 0.05);
    const adam = new Adam(parameters);
    for (let step = 1; step <= 7; step++) {
      const norm = adam.apply(gradientsOf(step), 0.05, clip);
      if (clip?.kind === 'globalNorm') expect(norm?.dataSync()[0]).toBeCloseTo(Math.hypot(...flat(step)), 5);
    }
    values(parameters).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? NaN, 5);
    });
  });
});

describe('Adam', () => {
  it('restored goes on bit for bit', () => {
    const parameters = create();
    const adam = new Adam(parameters);
    for (let step = 1; step <= 3; step++) adam.apply(gradientsOf(step), 0.01);
    const arrays = { ...parameters.export('p/'), ...adam.export('o/') };
    const other = create();
    const resumed = new Adam(other);
    other.import(arrays, 'p/');
    resumed.import(arrays, adam.steps, 'o/');
    for (let step = 4; step <= 6; step++) {
      adam.apply(gradientsOf(step), 0.01);
      resumed.apply(gradientsOf(step), 0.01);
    }
    expect(values(other)).toEqual(values(parameters));
    expect(resumed.steps).toBe(6);
  });

  it('does not change what a checkpoint already copied', () => {
    const parameters = create();
    const adam = new Adam(parameters);
    const before = parameters.export();
    const copy = [...(before['a']?.data ?? [])];
    adam.apply(gradientsOf(1), 0.1);
    expect([...(before['a']?.data ?? [])]).toEqual(copy);
    expect(values(parameters).slice(0, 4)).not.toEqual(copy);
  });

  it('refuses arrays of another architecture, and leaves the model as it was', () => {
    const parameters = create();
    const before = values(parameters);
    const arrays = { ...parameters.export(), b: { shape: [4], data: new Float32Array(4) } };
    expect(() => {
      parameters.import(arrays);
    }).toThrow(expect.objectContaining({ code: 'checkpoint.mismatch' }));
    expect(values(parameters)).toEqual(before);
  });

  it('refuses a parameter without a gradient', () => {
    const parameters = create();
    const { a } = gradientsOf(1);
    expect(() => new Adam(parameters).apply(a === undefined ? {} : { a }, 0.1)).toThrow('b has no gradient');
  });

  it('leaves no tensor behind, and disposes all it has', () => {
    const begin = tf.memory().numTensors;
    const parameters = create();
    const adam = new Adam(parameters);
    const gradients = gradientsOf(1);
    adam.apply(gradients, 0.1);
    values(parameters);
    const settled = tf.memory().numTensors;
    for (let step = 0; step < 5; step++) {
      adam.apply(gradients, 0.1, { kind: 'globalNorm', limit: 1 })?.dispose();
      values(parameters);
    }
    expect(tf.memory().numTensors).toBe(settled);
    tf.dispose(gradients);
    adam.dispose();
    parameters.dispose();
    expect(tf.memory().numTensors).toBe(begin);
  });
});
