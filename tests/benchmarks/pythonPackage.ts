/**
 * The Python package: CarRacing with its frame, alone and eight in a vector, and 64 dreams of the shipped Take Cover experiment as one
 * batch, decoded. With the Python that `node scripts/testPython.mjs` makes.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { TEST_PYTHON } from '../support/testPython.ts';
import type { Benchmark } from './benchmark.ts';

const SECONDS = 2;
const DREAMS = 64;
const SOURCES = path.join(import.meta.dirname, '..', '..', 'python', 'src');

/** The car drives gentle bends beside the road, after the second in which an episode zooms in; dreams stand still. */
const CAR = `
import math
def action(step): return [0.1 * math.sin(0.05 * step), 0.3, 0.0]
warm = 50
`;
const DREAM = `
def action(step): return 0
warm = 3
`;

function script(made: string, count: number, act: string): string {
  return `
import time, gymnasium, numpy, world_model_studio
${act}
environment = ${made}
environment.reset(seed=0)
actions = [numpy.array([action(step)] * ${count} if ${count > 1 ? 'True' : 'False'} else action(step)) for step in range(60)]
def play(steps):
    for step in range(steps):
        result = environment.step(actions[step])
        if ${count} == 1 and (result[2] or result[3]): environment.reset(seed=0)
play(warm)
steps, start = 0, time.perf_counter()
while time.perf_counter() - start < ${SECONDS}:
    play(${count === DREAMS ? 5 : 60})
    steps += ${(count === DREAMS ? 5 : 60) * count}
print(steps / (time.perf_counter() - start))
environment.close()
`;
}

async function measure(text: string): Promise<number> {
  const { stdout } = await promisify(execFile)(TEST_PYTHON ?? '', ['-c', text], {
    env: { ...process.env, PYTHONPATH: SOURCES },
  });
  return Number(stdout);
}

const rate = { unit: 'steps/s', higherIsBetter: true } as const;
const car = 'gymnasium.make("studio/CarRacing-v3", max_steps=1000000)';
const cars = 'gymnasium.make_vec("studio/CarRacing-v3", num_envs=8, max_steps=1000000)';
const dreams = `gymnasium.make_vec("studio/Dream-v0", num_envs=${DREAMS}, run="take-cover")`;

export const benchmarks: Benchmark[] =
  TEST_PYTHON === null
    ? []
    : [
        { ...rate, name: 'python-car-racing', measure: () => measure(script(car, 1, CAR)) },
        { ...rate, name: 'python-car-racing-8', measure: () => measure(script(cars, 8, CAR)) },
        { ...rate, name: 'python-dreams-64', measure: () => measure(script(dreams, DREAMS, DREAM)) },
      ];
