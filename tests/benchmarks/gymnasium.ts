/**
 * The bridge to a person's Python: an environment that costs nothing, alone and 16 a message, and CartPole-v1 16 a message beside a
 * bare loop of its own Python's. With the Python that `node scripts/testPython.mjs` makes.
 */
import { spawnSync } from 'node:child_process';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { VectorEnvironment } from '../../src-main/environments/vectorEnvironment.ts';
import { allowedConfig, prepareTestPython, TEST_PYTHON } from '../support/testPython.ts';
import type { Benchmark } from './benchmark.ts';

const SECONDS = 2;
const TOGETHER = 16;
/** A frame of 64x64 that is always the same. */
const NOTHING = {
  id: 'studio_test_environments:studio/Picture-v0',
  observation: 'pixels',
  maxSteps: 1_000_000,
} as const;
const CART_POLE = { id: 'CartPole-v1' } as const;

const PEER = `
import time, gymnasium
environment = gymnasium.make('CartPole-v1', disable_env_checker=True)
environment.reset(seed=0)
start, steps = time.perf_counter(), 0
while time.perf_counter() - start < ${SECONDS}:
    _, _, terminated, truncated, _ = environment.step(steps % 2)
    steps += 1
    if terminated or truncated:
        environment.reset()
print(steps / (time.perf_counter() - start))
`;

async function alone(config: EnvironmentConfig): Promise<number> {
  prepareTestPython();
  const environment = await createEnvironment('gymnasium', allowedConfig(config));
  const action = new Float64Array(1);
  environment.reset(0);
  const start = performance.now();
  let steps = 0;
  while (performance.now() - start < 1000 * SECONDS) {
    const { terminated, truncated } = environment.step(action);
    steps++;
    if (terminated || truncated) environment.reset(steps);
  }
  const seconds = (performance.now() - start) / 1000;
  environment.close();
  return steps / seconds;
}

async function together(config: EnvironmentConfig): Promise<number> {
  prepareTestPython();
  const vector = await VectorEnvironment.create({
    id: 'gymnasium',
    config: allowedConfig(config),
    count: TOGETHER,
    workers: 0,
  });
  const all = Array.from({ length: TOGETHER }, (_, index) => index);
  vector.reset(all, all).finishSync();
  const start = performance.now();
  let steps = 0;
  while (performance.now() - start < 1000 * SECONDS) {
    vector.begin(all.map((index) => (steps / TOGETHER + index) % 2)).finishSync();
    steps += TOGETHER;
    const ended = all.filter((index) => vector.terminated[index] === 1 || vector.truncated[index] === 1);
    if (ended.length > 0)
      vector
        .reset(
          ended,
          ended.map((index) => steps + index),
        )
        .finishSync();
  }
  const seconds = (performance.now() - start) / 1000;
  await vector.close();
  return steps / seconds;
}

const rate = { unit: 'steps/s', higherIsBetter: true } as const;

export const benchmarks: Benchmark[] =
  TEST_PYTHON === null
    ? []
    : [
        { ...rate, name: 'gymnasium-bridge-alone', measure: () => alone(NOTHING) },
        { ...rate, name: 'gymnasium-bridge-16', measure: () => together(NOTHING) },
        {
          ...rate,
          name: 'gymnasium-cartpole-16',
          measure: () => together(CART_POLE),
          peer: 'gymnasium',
          measurePeer: async () =>
            Number(spawnSync(TEST_PYTHON ?? '', ['-c', PEER], { encoding: 'utf8' }).stdout),
        },
      ];
