import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createVisionMemory,
  type VisionMemory,
  type VisionMemoryConfig,
} from '../../../src-main/algorithms/world-models/visionMemory.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { mixtureLogProbability } from '../../../src-main/numerics/mixture.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../../src-main/numerics/tidy.ts';
import { formula } from '../../models/formula.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

const CONFIG: VisionMemoryConfig = {
  vision: { latentSize: 6 },
  memory: {
    latentSize: 6,
    actionSize: 3,
    hiddenSize: 10,
    mixtures: 3,
    predictsReward: false,
    predictsDone: false,
    restartFlag: false,
  },
  inputs: 'zh',
  latents: 'sample',
  actionValues: null,
};
const WITH_HEADS: VisionMemoryConfig = {
  ...CONFIG,
  memory: { ...CONFIG.memory, actionSize: 1, predictsReward: true, predictsDone: true, restartFlag: true },
  actionValues: [0, 1, -1],
};
const stream = (name = 'x') => RandomStream.named(1, name);
const create = (config = CONFIG) => createVisionMemory(config, stream('weights'));
const image = (seed: number, count = 1) =>
  formula<Tensor4D>([count, 64, 64, 3], seed, 0.5).add<Tensor4D>(0.5);
const action = (...values: number[]): Tensor2D => tf.tensor2d([values]);
const ACTION = [0.3, 0.5, 0];

/** The state after an episode's first frame. */
function opened(model: VisionMemory, random: RandomStream) {
  return model.perceive(
    model.initial(1),
    tf.zeros([1, model.actionSize]),
    model.encode({ image: image(1) }),
    tf.ones([1]),
    random,
  );
}

describe('VisionMemory', () => {
  it('starts an episode knowing only its first frame', () => {
    const model = create();
    const dirty = opened(model, stream());
    const moved = model.imagine(dirty, action(...ACTION), stream(), { mode: 'sample' });
    const { posterior, prior, surprise } = model.observe(
      moved,
      action(...ACTION),
      model.encode({ image: image(2) }),
      tf.ones([1]),
      stream(),
    );
    expect(posterior.h.abs().max().dataSync()[0]).toBe(0);
    expect(posterior.c.abs().max().dataSync()[0]).toBe(0);
    expect(surprise.dataSync()[0]).toBe(0);
    expect(prior.z.dataSync()).toEqual(posterior.z.dataSync());
  });

  it('is surprised by as many nats as the mixture leaves for the latent it then sees', () => {
    const model = create();
    const { posterior, surprise } = model.observe(
      opened(model, stream()),
      action(...ACTION),
      model.encode({ image: image(2) }),
      tf.zeros([1]),
      stream(),
    );
    const { mixture } = model.memory.predict(posterior.h);
    const expected = mixtureLogProbability(mixture, posterior.z).sum().neg().dataSync()[0] ?? NaN;
    expect(surprise.dataSync()[0]).toBeCloseTo(expected, 4);
    expect(expected).not.toBe(0);
  });

  it('sees the same without a prior as with one', () => {
    const model = create();
    const arguments_ = () =>
      [opened(model, stream()), action(...ACTION), model.encode({ image: image(2) }), tf.zeros([1])] as const;
    const seen = model.perceive(...arguments_(), stream('step'));
    const { posterior } = model.observe(...arguments_(), stream('step'));
    for (const name of ['z', 'h', 'c', 'restart', 'outlook'] as const) {
      expect(posterior[name].dataSync(), name).toEqual(seen[name].dataSync());
    }
  });

  it('sees V’s mean where it is told to, whatever the stream, and a sample around it otherwise', () => {
    const sampling = create();
    const averaging = create({ ...CONFIG, latents: 'mean' });
    const mean = sampling.encode({ image: image(1) }).slice([0, 0], [1, CONFIG.vision.latentSize]);
    const seen = (model: VisionMemory, name: string) => [...opened(model, stream(name)).z.dataSync()];
    expect(seen(averaging, 'a')).toEqual([...mean.dataSync()]);
    expect(seen(averaging, 'b')).toEqual(seen(averaging, 'a'));
    expect(seen(sampling, 'a')).not.toEqual(seen(averaging, 'a'));
    expect(seen(sampling, 'a')).not.toEqual(seen(sampling, 'b'));
  });

  it('dreams the same from the same stream, another dream from another, and the mean without one', () => {
    const model = create();
    const start = opened(model, stream());
    const dream = (name: string, mode: 'sample' | 'mean' = 'sample', temperature = 1) => [
      ...model.imagine(start, action(...ACTION), stream(name), { mode, temperature }).z.dataSync(),
    ];
    expect(dream('a')).toEqual(dream('a'));
    expect(dream('a')).not.toEqual(dream('b'));
    expect(dream('a')).not.toEqual(dream('a', 'sample', 0.3));
    expect(dream('a', 'mean')).toEqual(dream('b', 'mean'));
  });

  it('dreams on alone: what is real after it let go cannot reach it', () => {
    const model = create();
    const dream = (later: number) => {
      const random = stream('dream');
      let state = opened(model, random);
      for (let t = 0; t < 3; t++) {
        // Reality goes on beside the dream, and is seen by another state.
        model.perceive(
          state,
          action(...ACTION),
          model.encode({ image: image(later + t) }),
          tf.zeros([1]),
          stream('r'),
        );
        state = model.imagine(state, action(...ACTION), random, { mode: 'sample' });
      }
      return [...state.z.dataSync()];
    };
    expect(dream(5)).toEqual(dream(50));
  });

  it('shows policies z, z and h, or z, h and c, in this order', () => {
    for (const [inputs, size] of [
      ['z', 6],
      ['zh', 16],
      ['zhc', 26],
    ] as const) {
      const model = create({ ...CONFIG, inputs });
      const state = model.imagine(opened(model, stream()), action(...ACTION), stream(), { mode: 'sample' });
      const parts = [state.z, state.h, state.c].flatMap((part) => [...part.dataSync()]);
      expect(model.featureSize).toBe(size);
      expect([...model.feature(state).dataSync()]).toEqual(parts.slice(0, size));
    }
  });

  it('predicts only what it has heads for', () => {
    const plain = create();
    expect(plain.heads).toEqual({ reward: false, continuation: false });
    expect(plain.predict(plain.initial(2))).toEqual({});
    const model = create(WITH_HEADS);
    const state = model.imagine(opened(model, stream()), action(0, 1, 0), stream(), { mode: 'sample' });
    const { reward, continuation } = model.predict(state);
    const direct = model.memory.predict(state.h);
    expect(reward?.dataSync()).toEqual(direct.reward?.dataSync());
    const logit = direct.doneLogit?.dataSync()[0] ?? NaN;
    expect(continuation?.dataSync()[0]).toBeCloseTo(1 / (1 + Math.exp(logit)), 5);
  });

  it('reads a discrete action as the number given for it, and the restart flag after a first frame only', () => {
    const model = create(WITH_HEADS);
    const start = opened(model, stream());
    expect(start.restart.dataSync()[0]).toBe(1);
    const next = model.imagine(start, action(0, 0, 1), stream(), { mode: 'sample' });
    expect(next.restart.dataSync()[0]).toBe(0);
    const direct = model.memory.step(
      { hidden: start.h, cell: start.c },
      start.z,
      action(-1),
      tf.ones([1, 1]),
    );
    expect(next.h.dataSync()).toEqual(direct.hidden.dataSync());
  });

  it('gives the mixture its latent was expected from', () => {
    const model = create();
    const state = model.imagine(opened(model, stream()), action(...ACTION), stream(), { mode: 'sample' });
    const { weights, means, deviations } = model.mixture(state);
    expect([weights.shape, means.shape, deviations.shape]).toEqual(Array(3).fill([1, 6, 3]));
    weights
      .sum(2)
      .dataSync()
      .forEach((sum) => {
        expect(sum).toBeCloseTo(1, 5);
      });
    const { mixture } = model.memory.predict(state.h);
    expect(means.slice([0, 0, 1], [1, 6, 1]).dataSync()).toEqual(mixture.means[1]?.dataSync());
  });

  it('takes other latent numbers and keeps its memory', () => {
    const model = create();
    const state = opened(model, stream());
    const other = model.withLatent(state, tf.fill([1, 6], 0.5));
    expect([...model.latent(other).dataSync()]).toEqual(Array(6).fill(0.5));
    expect(other.h.dataSync()).toEqual(state.h.dataSync());
    expect(() => model.withLatent(state, tf.zeros([1, 7]))).toThrow('latent is [1, 7], expected [1, 6]');
  });

  it('exported and created again is the same model', () => {
    const model = create();
    const copy = createVisionMemory(CONFIG, stream('other'), model.export());
    expect([...model.weights().keys()].sort()).toEqual(Object.keys(model.export()).sort());
    const seen = (it: VisionMemory) => [...it.encode({ image: image(4) }).dataSync()];
    expect(seen(copy)).toEqual(seen(model));
    const before = tf.memory().numTensors;
    expect(() => createVisionMemory(CONFIG, stream('other'), {})).toThrow(
      expect.objectContaining({ code: 'checkpoint.mismatch' }),
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const model = create(WITH_HEADS);
    const cycle = () => {
      tidy(() => {
        const { posterior } = model.observe(
          opened(model, stream()),
          action(0, 1, 0),
          model.encode({ image: image(2) }),
          tf.zeros([1]),
          stream(),
        );
        const dreamt = model.imagine(posterior, action(1, 0, 0), stream(), { mode: 'sample' });
        model.decode(dreamt);
        model.predict(dreamt);
        model.mixture(dreamt);
      });
      const start = model.initial(1);
      const move = action(1, 0, 0);
      disposeAll([model.imagine(start, move, stream(), { mode: 'mean' }), start, move]);
    };
    cycle();
    const settled = tf.memory().numTensors;
    cycle();
    expect(tf.memory().numTensors).toBe(settled);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
