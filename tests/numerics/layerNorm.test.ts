/** Layer norm by what defines it; its gradient by differences, and in a whole stack. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { layerNorm } from '../../src-main/numerics/layerNorm.ts';
import { mlpBackward, mlpForward, mlpParameters, type MlpShape } from '../../src-main/numerics/mlp.ts';
import { ParameterSet } from '../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { formula } from '../models/formula.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const number = (tensor: Tensor) => tensor.dataSync<'float32'>()[0] ?? NaN;
const numbers = (tensor: Tensor) => [...tensor.dataSync<'float32'>()];
const STACK: MlpShape = { name: 'any', inputs: 3, layers: 2, units: 5, outputs: 2, norm: true };

describe('layer norm', () => {
  it('gives each row mean 0 and variance 1, then scale and offset; neither shift nor stretch matters', () => {
    const x = formula<Tensor2D>([4, 50], 1, 20);
    const plain = { scale: tf.ones<Tensor['rankType']>([50]).as1D(), offset: tf.zeros([50]).as1D() };
    const { output } = layerNorm(plain, x);
    for (const mean of numbers(output.mean(1))) expect(mean).toBeCloseTo(0, 5);
    for (const square of numbers(output.square().mean(1))) expect(square).toBeCloseTo(1, 4);
    const moved = layerNorm(plain, x.mul(3).add<Tensor2D>(7)).output;
    expect(number(moved.sub(output).abs().max())).toBeLessThan(1e-4);
    const { output: scaled } = layerNorm({ scale: tf.fill([50], 2).as1D(), offset: tf.ones([50]).as1D() }, x);
    expect(number(scaled.sub(output.mul(2).add(1)).abs().max())).toBeLessThan(1e-5);
  });

  it('in a stack has the gradients that differences show, by every parameter and by the input', () => {
    const parameters = new ParameterSet(mlpParameters(STACK), RandomStream.named(1, 'stack'));
    parameters.assign('any/dense1/norm/scale', formula([5], 3, 1.1));
    parameters.assign('any/dense2/norm/offset', formula([5], 4, 0.4));
    const input = formula<Tensor2D>([6, 3], 2, 1);
    const by = formula<Tensor2D>([6, 2], 5, 1);
    const into: Record<string, Tensor> = {};
    const ofInput = mlpBackward(parameters, STACK, mlpForward(parameters, STACK, input), by, into);
    const total = (x: Tensor2D) => number(mlpForward(parameters, STACK, x).output.mul(by).sum());
    expect(Object.keys(into).sort()).toEqual(parameters.specs.map(({ name }) => name).sort());
    const agreement = (gradient: Tensor, at: (moved: number) => number) => {
      const squared = number(gradient.square().sum());
      // A norm over five numbers bends a lot: steps are small.
      const step = 0.003 / Math.sqrt(squared);
      return (at(step) - at(-step)) / (2 * step) / squared;
    };
    expect(agreement(ofInput, (step) => total(input.add<Tensor2D>(ofInput.mul(step))))).toBeCloseTo(1, 2);
    for (const [name, gradient] of Object.entries(into)) {
      const value = parameters.get(name).clone();
      const at = (step: number) => {
        parameters.assign(name, value.add(gradient.mul(step)));
        return total(input);
      };
      expect(agreement(gradient, at), name).toBeCloseTo(1, 2);
      parameters.assign(name, value);
    }
  });

  it('passed through gives the same gradient as where weights learn, and no tensor is left by a stack of zeros', () => {
    const shape = { ...STACK, startsAtZero: true };
    const parameters = new ParameterSet(mlpParameters(shape), RandomStream.named(1, 'stack'));
    const backward = () =>
      tf.tidy(() => {
        const trace = mlpForward(parameters, shape, formula([6, 3], 2, 1));
        const by = formula<Tensor2D>([6, 2], 5, 1);
        const both = [null, {}].map((into) => numbers(mlpBackward(parameters, shape, trace, by, into)));
        return { output: numbers(trace.output), both };
      });
    expect(new Set(backward().output)).toEqual(new Set([0]));
    parameters.assign('any/output/kernel', formula([5, 2], 1, 1));
    const [passed, learnt] = backward().both;
    expect(passed).toEqual(learnt);
    expect(Math.max(...(passed ?? []))).toBeGreaterThan(0);
    const before = tf.memory().numTensors;
    backward();
    expect(tf.memory().numTensors).toBe(before);
  });
});
