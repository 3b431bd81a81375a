import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { learntReward } from '../../../src-main/algorithms/a3c/actorLearner.ts';
import { rolloutReturns } from '../../../src-main/algorithms/a3c/losses.ts';
import {
  applyGradient,
  clipScale,
  learningRateAt,
  normOf,
} from '../../../src-main/algorithms/a3c/optimiser.ts';
import { createSharedMemory, COUNTER } from '../../../src-main/algorithms/a3c/sharedMemory.ts';
import { applyRollout } from '../../../src-main/algorithms/a3c/update.ts';
import { parsedConfig } from '../../../shared/config.ts';
import { A3C_SCHEMA } from '../../../shared/algorithms/a3c/config.ts';

const { optimisers } = JSON.parse(
  readFileSync(new URL('../../golden/models/a3c.json', import.meta.url), 'utf8'),
) as {
  readonly optimisers: {
    readonly rate: number;
    readonly decay: number;
    readonly epsilon: number;
    readonly rmsprop: readonly number[];
    readonly adam: readonly number[];
  };
};

/** As make_formula.py has it. */
function formula(count: number, seed: number, scale: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => scale * Math.sin(1.7 * i + seed));
}

it.each(['rmsprop', 'adam'] as const)('%s makes the steps that PyTorch makes', (optimiser) => {
  const { rate, decay, epsilon } = optimisers;
  const count = 4;
  const arrays = {
    values: formula(count, 1, 1),
    means: new Float32Array(count),
    squares: new Float32Array(count),
  };
  const settings = { optimiser, rmspropDecay: decay, rmspropEpsilon: epsilon };
  for (let step = 0; step < 3; step++) {
    // Half of it, doubled: a scale is the gradient's, before any statistics.
    const gradient = formula(count, 2 + step, 1);
    applyGradient(arrays, gradient, { rate, scale: 2, updates: step + 1 }, settings);
  }
  arrays.values.forEach((value, i) => expect(value).toBeCloseTo(optimisers[optimiser][i] ?? NaN, 5));
});

it('returns are what follows, from the end backwards', () => {
  expect(rolloutReturns([1, 1, 1], 0, 1)).toEqual([3, 2, 1]);
  expect(rolloutReturns([1, 1, 1], 10, 1)).toEqual([13, 12, 11]);
  expect(rolloutReturns([0, 0], 8, 0.5)).toEqual([2, 4]);
});

it('shortens a gradient that is too long, and leaves one that is not', () => {
  const norm = normOf(Float32Array.of(3, 4));
  expect(norm).toBe(5);
  expect(clipScale(norm, 2)).toBe(0.4);
  expect(clipScale(norm, 6)).toBe(1);
  expect(clipScale(norm, 0)).toBe(1);
});

it('scales a reward before it limits it', () => {
  expect(learntReward(-3, { rewardScale: 0.5, rewardLimit: 1 })).toBe(-1);
  expect(learntReward(-3, { rewardScale: 0.1, rewardLimit: 1 })).toBeCloseTo(-0.3);
  expect(learntReward(30, { rewardScale: 1, rewardLimit: 0 })).toBe(30);
});

it('the learning rate falls in a straight line, or not at all', () => {
  const config = parsedConfig(A3C_SCHEMA, { schedule: { environmentSteps: 1000 } });
  const learning = { ...config.learning, learningRate: 0.4 };
  const rates = [0, 250, 1000, 1200].map((frames) => learningRateAt({ ...config, learning }, frames));
  expect(rates).toEqual([0.4, expect.closeTo(0.3), 0, 0]);
  const still = { ...learning, annealed: false };
  expect(learningRateAt({ ...config, learning: still }, 900)).toBe(0.4);
});

it('a gradient out of hand changes nothing that all share', () => {
  const config = parsedConfig(A3C_SCHEMA, {});
  const specs = [{ name: 'a', shape: [2], initialiser: { kind: 'zeros' } as const }];
  const memory = createSharedMemory(specs, 2, 'rmsprop');
  memory.gradients[1]?.set([NaN, 1]);
  expect(applyRollout(memory, config, 1, 20)).toBeNaN();
  expect([...memory.values]).toEqual([0, 0]);
  expect(memory.counters[COUNTER.updates]).toBe(0);
  memory.gradients[1]?.set([1, -1]);
  applyRollout(memory, config, 1, 20);
  expect(memory.values[0]).toBeLessThan(0);
  expect(memory.values[1]).toBeGreaterThan(0);
  expect([...memory.counters].slice(0, 2)).toEqual([20, 1]);
});
