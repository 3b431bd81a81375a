/** A computation run as a graph is the same computation: same numbers, nothing frozen that may change, nothing left over. */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { dreamerLoss } from '../../src-main/algorithms/dreamer/dreamerLoss.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { Adam } from '../../src-main/numerics/optimizers.ts';
import { ParameterSet } from '../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { randomNormal, randomUniform } from '../../src-main/numerics/tensorRandom.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../src-main/numerics/tidy.ts';
import { TracedFunction } from '../../src-main/numerics/tracedFunction.ts';
import {
  goldenBatch,
  goldenBehaviour,
  goldenModel,
  GOLDEN_OPTIONS,
} from '../algorithms/dreamer/dreamerFigures.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

const numbers = (tensor: Tensor) => [...tensor.dataSync()];
const nothing = () => [];

/** Every tensor of two trees, pairwise. */
function expectSame(found: unknown, expected: unknown, where = ''): void {
  if (expected instanceof tf.Tensor) {
    if (!(found instanceof tf.Tensor)) throw new Error(`${where} is no tensor`);
    expect(found.shape, where).toEqual(expected.shape);
    expect(found.dtype, where).toBe(expected.dtype);
    const wanted = numbers(expected);
    const scale = Math.max(1, ...wanted.map(Math.abs));
    numbers(found).forEach((value, index) => {
      expect(Math.abs(value - (wanted[index] ?? NaN)) / scale, where).toBeLessThan(1e-5);
    });
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(found as object), where).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected)) {
      expectSame((found as Record<string, unknown>)[key], value, `${where}/${key}`);
    }
  } else expect(found, where).toBe(expected);
}

describe('a traced function', () => {
  it('computes anew from other numbers, in the first run and in later ones', () => {
    const square = new TracedFunction(nothing, (x: Tensor1D) => ({ sum: x.square().sum(), twice: x.mul(2) }));
    for (const values of [
      [1, 2],
      [3, 4],
      [-5, 0],
    ]) {
      const x = tf.tensor1d(values);
      const { sum, twice } = square.run(x);
      expect(numbers(sum)).toEqual([values.reduce((total, value) => total + value * value, 0)]);
      expect(numbers(twice)).toEqual(values.map((value) => value * 2));
      disposeAll([x, sum, twice]);
    }
    square.dispose();
  });

  it('follows parameters as they are updated', () => {
    const parameters = new ParameterSet(
      [{ name: 'w', shape: [2], initialiser: { kind: 'ones' } }],
      RandomStream.named(0, 'unused'),
    );
    const optimizer = new Adam(parameters);
    const traced = new TracedFunction(
      () => parameters.values(),
      (x: Tensor1D) => parameters.get('w').mul(x),
    );
    const x = tf.tensor1d([1, 10]);
    expect(numbers(traced.run(x))).toEqual([1, 10]);
    optimizer.apply({ w: tf.tensor1d([1, -1]) }, 0.5);
    numbers(traced.run(x)).forEach((value, index) => {
      expect(value).toBeCloseTo([0.5, 15][index] ?? NaN, 4);
    });
  });

  it('keeps what is no tensor, in arguments and in the result', () => {
    const traced = new TracedFunction(
      nothing,
      (given: { readonly x: Tensor1D; readonly power: number; readonly other: Tensor1D | null }) => ({
        none: null,
        steps: given.power,
        both: [given.x.pow(given.power), given.other === null ? 'without' : given.other.neg()],
      }),
    );
    const x = tf.tensor1d([2]);
    const run = (power: number, other: Tensor1D | null) => traced.run({ x, power, other });
    for (const other of [null, tf.tensor1d([4]), tf.tensor1d([5])]) {
      for (const power of [1, 3]) {
        const { none, steps, both } = run(power, other);
        expect([none, steps]).toEqual([null, power]);
        expect(numbers(both[0] as Tensor)).toEqual([2 ** power]);
        if (other === null) expect(both[1]).toBe('without');
        else expect(numbers(both[1] as Tensor)).toEqual([-(other.dataSync()[0] ?? 0)]);
      }
    }
  });

  it('takes tensors of any shape and kind, and gives inputs, copies, views and flags back', () => {
    const traced = new TracedFunction(nothing, (x: Tensor) => {
      const flat = x.reshape([-1]);
      return { x, same: x.clone(), again: [flat, flat], flags: flat.greater(1), whole: flat.cast('int32') };
    });
    for (const x of [tf.tensor1d([1, 2]), tf.tensor2d([[0, 1.5, 2]]), tf.tensor1d([7, 8])]) {
      const found = traced.run(x);
      expectSame(found, {
        x,
        same: x,
        again: [x.reshape([-1]), x.reshape([-1])],
        flags: x.reshape([-1]).greater(1),
        whole: x.reshape([-1]).cast('int32'),
      });
      found.x.dispose();
      expect(x.isDisposed).toBe(false);
    }
  });

  it('tells one tensor that is given twice from two that happen to be alike', () => {
    const difference = new TracedFunction(nothing, (a: Tensor1D, b: Tensor1D) => a.sub(b));
    const [one, two] = [tf.tensor1d([1]), tf.tensor1d([5])];
    const pairs = [
      [one, one],
      [one, two],
      [two, one],
      [two, two.clone()],
    ] as const;
    expect(pairs.map(([a, b]) => numbers(difference.run(a, b))[0])).toEqual([0, -4, 4, 0]);
  });

  it('refuses a tensor from elsewhere, and to read what it computes', () => {
    const elsewhere = tf.tensor1d([1]).add(1);
    const x = tf.tensor1d([1]);
    const borrowing = new TracedFunction(nothing, (given: Tensor) => given.add(elsewhere));
    expect(() => borrowing.run(x)).toThrow('none of its inputs');
    const notYetGiven = tf.tensor1d([3]);
    const freezing = new TracedFunction(nothing, (given: Tensor) => given.add(notYetGiven));
    expect(() => freezing.run(x)).toThrow('none of its inputs');
    const reading = new TracedFunction(nothing, (given: Tensor) =>
      given.add(1).mul(given.add(1).dataSync()[0] ?? 0),
    );
    expect(() => reading.run(x)).toThrow('cannot read');
    // What was refused leaves everything as it was.
    expect(numbers(x.add(elsewhere))).toEqual([3]);
    const array = new TracedFunction(nothing, (_: Float32Array) => tf.scalar(1));
    expect(() => array.run(new Float32Array(2))).toThrow('as a tensor');
  });

  it('draws from the streams it is given, exactly what it would draw without a graph', () => {
    const noisy = (x: Tensor1D, streams: { readonly a: RandomStream; readonly b: RandomStream }) =>
      tidy(() => x.add(randomNormal([3], streams.a)).add(randomUniform([3], streams.b).mul(10)));
    const traced = new TracedFunction(nothing, noisy);
    const streams = () => ({ a: RandomStream.named(1, 'a'), b: RandomStream.named(1, 'b') });
    const x = tf.tensor1d([0, 100, 200]);
    const [graph, plain] = [streams(), streams()];
    for (let run = 0; run < 3; run++) expectSame(traced.run(x, graph), noisy(x, plain));
    expect(graph.a.state()).toEqual(plain.a.state());
    expect(graph.b.state()).toEqual(plain.b.state());
  });

  it('refuses streams from elsewhere, and numbers of a stream that would be frozen', () => {
    const elsewhere = RandomStream.named(1, 'elsewhere');
    const borrowing = new TracedFunction(nothing, () => randomNormal([2], elsewhere));
    expect(() => borrowing.run()).toThrow('none of its inputs');
    const freezing = new TracedFunction(nothing, (random: RandomStream) => tf.scalar(random.uniform()));
    for (let run = 0; run < 2; run++) {
      expect(() => freezing.run(RandomStream.named(1, 'numbers'))).toThrow('no random tensor');
    }
  });

  it('becomes part of another one that calls it', () => {
    const inner = new TracedFunction(nothing, (x: Tensor, random: RandomStream) =>
      x.add(randomNormal([1], random)),
    );
    const outer = new TracedFunction(nothing, (x: Tensor, random: RandomStream) =>
      inner.run(inner.run(x, random), random).mul(2),
    );
    const x = tf.tensor1d([1]);
    const stream = RandomStream.named(2, 'nested');
    const draws = () => tidy(() => numbers(randomNormal([1], stream))[0] ?? NaN);
    const expected = (1 + draws() + draws()) * 2;
    for (let run = 0; run < 2; run++) {
      expect(numbers(outer.run(x, RandomStream.named(2, 'nested')))[0]).toBeCloseTo(expected, 5);
    }
  });

  it('leaves no tensor and no file behind', () => {
    const x = tf.tensor2d([[1, 2]]);
    const before = tf.memory().numTensors;
    const traced = new TracedFunction(nothing, (given: Tensor2D) => tidy(() => given.softmax().log().sum()));
    for (let run = 0; run < 3; run++) traced.run(x).dispose();
    traced.dispose();
    expect(tf.memory().numTensors).toBe(before);
    traced.run(x).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('Dreamer’s losses and gradients are the same as a graph', () => {
  it.each(['vector', 'pixels'] as const)('of the world model, from %s', (kind) => {
    const model = goldenModel(kind);
    const { batch, noise } = goldenBatch(kind);
    const loss = (inputs: typeof batch, draws: Tensor2D) =>
      dreamerLoss(model, inputs, draws, GOLDEN_OPTIONS[kind]);
    const traced = new TracedFunction(() => model.parameters.values(), loss);
    expectSame(traced.run(batch, noise), loss(batch, noise));
    const other = noise.mul<Tensor2D>(-0.5);
    expectSame(traced.run(batch, other), loss(batch, other));
    traced.dispose();
    model.dispose();
  });

  it.each(['box', 'boxFull', 'discrete', 'rewards'] as const)('of the behaviour: %s', (name) => {
    const { model, agent, start, noise } = goldenBehaviour(name);
    const loss = (from: typeof start, draws: typeof noise) => agent.loss(from, draws);
    const sets = [model.parameters, agent.actor.parameters, agent.critic?.parameters];
    const traced = new TracedFunction(() => sets.flatMap((set) => set?.values() ?? []), loss);
    expectSame(traced.run(start, noise), loss(start, noise));
    const other = { z: start.z.mul<Tensor2D>(0.5), h: start.h };
    expectSame(traced.run(other, noise), loss(other, noise));
    traced.dispose();
    agent.dispose();
    model.dispose();
  });
});
