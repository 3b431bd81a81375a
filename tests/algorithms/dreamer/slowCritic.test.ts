/** The critic that follows slowly: when it moves, and how far. */
import { beforeAll, describe, expect, it } from 'vitest';
import { SlowCritic, type Critic } from '../../../src-main/algorithms/dreamer/slowCritic.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { mlpParameters } from '../../../src-main/numerics/mlp.ts';
import { ParameterSet } from '../../../src-main/numerics/parameters.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

const BIAS = 'critic/output/bias';

function critic(): Critic {
  const network = { name: 'critic', inputs: 2, layers: 1, units: 3, outputs: 1 };
  const parameters = new ParameterSet(mlpParameters(network), RandomStream.named(1, 'critic'));
  return { parameters, network, scalar: 'plain' };
}
const bias = ({ parameters }: { readonly parameters: ParameterSet }) =>
  parameters.get(BIAS).dataSync<'float32'>()[0] ?? NaN;
const set = ({ parameters }: Critic, value: number) => {
  parameters.assign(BIAS, tf.tensor1d([value]));
};

describe('a slow critic', () => {
  it('begins as the critic and is a copy of its own', () => {
    const fast = critic();
    const slow = new SlowCritic({ kind: 'copied', every: 3 }, fast);
    for (const { name } of fast.parameters.specs)
      expect([...slow.parameters.get(name).dataSync()], name).toEqual([
        ...fast.parameters.get(name).dataSync(),
      ]);
    set(fast, 7);
    expect(bias(slow)).toBe(0);
  });

  it('that is copied stays as it is until the update it is due at', () => {
    const fast = critic();
    const slow = new SlowCritic({ kind: 'copied', every: 3 }, fast);
    const told = [1, 2, 3, 4, 5, 6, 7].map((update) => {
      set(fast, update);
      slow.follow(update);
      return bias(slow);
    });
    expect(told).toEqual([0, 0, 3, 3, 3, 6, 6]);
  });

  it('that is averaged goes its share of the way at every update, and leaves no tensor behind', () => {
    const fast = critic();
    const slow = new SlowCritic({ kind: 'regularised', rate: 0.25 }, fast);
    set(fast, 8);
    slow.follow(1);
    expect(bias(slow)).toBeCloseTo(2, 6);
    const tensors = tf.memory().numTensors;
    slow.follow(2);
    expect(bias(slow)).toBeCloseTo(3.5, 6);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('comes back from a checkpoint as it was', () => {
    const fast = critic();
    const slow = new SlowCritic({ kind: 'regularised', rate: 0.5 }, fast);
    set(fast, 4);
    slow.follow(1);
    const kept = slow.export('behaviour/');
    slow.follow(2);
    slow.import(kept, 'behaviour/');
    expect(bias(slow)).toBeCloseTo(2, 6);
    expect(() => {
      slow.import({}, 'behaviour/');
    }).toThrow(expect.objectContaining({ code: 'checkpoint.mismatch' }));
  });
});
