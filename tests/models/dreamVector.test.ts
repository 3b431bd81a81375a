/** Several dreams at once: each is the one that would be played alone, whatever the others do. */
import { beforeAll, expect, it } from 'vitest';
import { createVisionMemory } from '../../src-main/algorithms/world-models/visionMemory.ts';
import type { EnvironmentSpec } from '../../src-main/environments/environment.ts';
import { DreamEnvironment } from '../../src-main/models/dreamEnvironment.ts';
import { initialiseBackend } from '../../src-main/numerics/backend.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import { tf } from '../../src-main/numerics/tensorflow.ts';

beforeAll(async () => {
  await initialiseBackend({ threads: 2 });
});

const REAL: EnvironmentSpec = {
  id: 'game',
  version: 1,
  observations: {},
  actions: { kind: 'discrete', count: 3 },
  stepSeconds: 0.1,
  actionRepeat: 1,
  maxEpisodeSteps: 100,
  rewardRange: [0, 1],
};
const IMAGE = 64 * 64 * 3;

function create(maxSteps: number) {
  const memory = {
    latentSize: 4,
    actionSize: 1,
    hiddenSize: 8,
    mixtures: 2,
    predictsReward: true,
    predictsDone: false,
    restartFlag: false,
  };
  const model = createVisionMemory(
    { vision: { latentSize: 4 }, memory, inputs: 'zh', latents: 'sample', actionValues: [0, 1, -1] },
    RandomStream.named(1, 'model'),
  );
  const starts = [0.5, -0.5, 1].map((value) => new Float32Array(4).fill(value));
  const onClose = () => {
    model.dispose();
  };
  return new DreamEnvironment(model, { real: REAL, starts, maxSteps, temperature: 0.7, onClose });
}

/** What `steps` of the dream of this seed give, played alone: pictures and rewards, the reset's first. */
function alone(dream: ReturnType<typeof create>, seed: number, action: number, steps: number) {
  const moments = [dream.reset(seed)].map(({ observation, reward }) => ({
    image: observation['image']?.slice(),
    reward,
  }));
  for (let step = 0; step < steps; step++) {
    const { observation, reward } = dream.step(Float64Array.of(action));
    moments.push({ image: observation['image']?.slice(), reward });
  }
  return moments;
}

it('dreams each as it would alone, though others rest or begin anew meanwhile', () => {
  const dream = create(100);
  const dreams = dream.together(3);
  const {
    observations: { image: images },
    rewards,
  } = dreams.result;
  const expected = [alone(dream, 7, 1, 3), alone(dream, 8, 2, 1), alone(dream, 7, 0, 3)];
  const again = alone(dream, 9, 2, 2);
  const expectRow = (row: number, moment: (typeof again)[number] | undefined) => {
    const image = images.slice(row * IMAGE, (row + 1) * IMAGE);
    const wrong = image.findIndex((value, index) => Math.abs(value - (moment?.image?.[index] ?? NaN)) > 1);
    expect(wrong).toBe(-1);
    expect(rewards[row]).toBeCloseTo(moment?.reward ?? NaN, 5);
  };
  dreams.reset([0, 1, 2], [7, 8, 7]);
  [0, 1, 2].forEach((row) => expectRow(row, expected[row]?.[0]));
  dreams.step([0, 1, 2], [1, 2, 0]);
  [0, 1, 2].forEach((row) => expectRow(row, expected[row]?.[1]));
  // Not in their order, and one of them rests.
  dreams.step([2, 0], [0, 1]);
  expectRow(2, expected[2]?.[2]);
  expectRow(0, expected[0]?.[2]);
  expectRow(1, expected[1]?.[1]);
  dreams.reset([1], [9]);
  expectRow(1, again[0]);
  expectRow(2, expected[2]?.[2]);
  dreams.step([0, 1, 2], [1, 2, 0]);
  expectRow(0, expected[0]?.[3]);
  expectRow(1, again[1]);
  expectRow(2, expected[2]?.[3]);
  dreams.step([1], [2]);
  expectRow(1, again[2]);
  dreams.close();
  dream.close();
});

it('counts each dream’s steps from its own beginning, and needs one', () => {
  const dream = create(2);
  const dreams = dream.together(2);
  expect(() => dreams.step([1], [0])).toThrow('reset()');
  dreams.reset([0, 1], [1, 2]);
  dreams.step([0, 1], [0, 0]);
  dreams.reset([1], [3]);
  dreams.step([0, 1], [0, 0]);
  expect(Array.from(dreams.result.truncated)).toEqual([1, 0]);
  dreams.step([1], [0]);
  expect(Array.from(dreams.result.truncated)).toEqual([1, 1]);
  expect(Array.from(dreams.result.terminated)).toEqual([0, 0]);
  expect(() => dreams.step([0], [3])).toThrow();
  dreams.close();
  dream.close();
});

it('keeps no tensors beyond those of the dreams, and none once it is closed', () => {
  const play = () => {
    const dream = create(100);
    const dreams = dream.together(4);
    dreams.reset([0, 1, 2, 3], [1, 2, 3, 4]);
    dreams.step([0, 1, 2, 3], [0, 1, 2, 0]);
    const open = tf.memory().numTensors;
    dreams.step([3, 1], [0, 1]);
    dreams.reset([2], [5]);
    dreams.step([0, 1, 2, 3], [0, 1, 2, 0]);
    expect(tf.memory().numTensors).toBe(open);
    dreams.close();
    dream.close();
    return tf.memory().numTensors;
  };
  // Constants that kernels share are made at the first use.
  expect(play()).toBe(play());
});
