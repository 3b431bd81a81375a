/**
 * The control suite beside dm_control: steps with state observations on every domain, steps with a 64x64 frame, the frame
 * alone, making an environment, memory. Rates are steps a second of processor time, so that a busy machine tells the same.
 */
import { spawnSync } from 'node:child_process';
import { wasmMemoryBytes } from '../../src-main/environments/control-suite/mujoco.ts';
import type { Environment } from '../../src-main/environments/environment.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';
import { VectorEnvironment } from '../../src-main/environments/vectorEnvironment.ts';
import { createControl } from '../support/controlEnvironments.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';
import type { Benchmark } from './benchmark.ts';

/** One task a domain. */
const TASKS = [
  'acrobot-swingup',
  'ball_in_cup-catch',
  'cartpole-swingup',
  'cheetah-run',
  'finger-spin',
  'hopper-hop',
  'pendulum-swingup',
  'quadruped-walk',
  'reacher-easy',
  'walker-walk',
] as const;
const ROUND_SECONDS = 1;
const WARMING_FRAMES = 200;
const FRAMES = 1000;

const PEER = `
import sys, time
import numpy as np
from dm_control import suite
task, seconds, pixels = sys.argv[1], float(sys.argv[2]), sys.argv[3] == 'pixels'
domain, name = task.rsplit('-', 1)
environment = suite.load(domain, name, task_kwargs={'random': 0})
environment.reset()
spec = environment.action_spec()
random = np.random.RandomState(0)
actions = [random.uniform(spec.minimum, spec.maximum) for _ in range(256)]
camera = 2 if domain == 'quadruped' else 0
def step(i):
    if environment.step(actions[i % 256]).last():
        environment.reset()
    if pixels:
        environment.physics.render(64, 64, camera_id=camera)
for i in range(5 if pixels else 50):
    step(i)
start, count = time.process_time(), 0
while time.process_time() - start < seconds:
    for i in range(5):
        step(count)
        count += 1
print(count / (time.process_time() - start))
`;

function peerRate(python: string, task: string, observation: 'state' | 'pixels'): number {
  const environment = {
    ...process.env,
    MUJOCO_GL: observation === 'state' ? 'disable' : (process.env['MUJOCO_GL'] ?? 'egl'),
  };
  const { stdout, stderr } = spawnSync(python, ['-c', PEER, task, String(ROUND_SECONDS), observation], {
    encoding: 'utf8',
    env: environment,
  });
  const rate = Number(stdout);
  if (!(rate > 0)) throw new Error(`dm_control gave no rate for ${task}: ${stderr.slice(-300)}`);
  return rate;
}

function actionsOf(environment: Environment): Float64Array[] {
  const { actions } = environment.spec;
  const size = actions.kind === 'box' ? (actions.shape[0] ?? 0) : 1;
  const random = RandomStream.named(0, 'benchmark');
  return Array.from({ length: 256 }, () => Float64Array.from({ length: size }, () => random.uniform(-1, 1)));
}

/** Calls `step` for one round. @returns calls a second of processor time. */
function rate(step: (count: number) => void): number {
  const start = process.cpuUsage();
  let count = 0;
  for (;;) {
    for (let i = 0; i < 5; i++) step(count++);
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (seconds > ROUND_SECONDS) return count / seconds;
  }
}

async function stepRate(task: string, observation: 'state' | 'pixels'): Promise<number> {
  const environment = await createEnvironment(`dmc/${task}`, { observation });
  const actions = actionsOf(environment);
  environment.reset(0);
  const result = rate((count) => {
    if (environment.step(actions[count % actions.length] ?? new Float64Array()).truncated)
      environment.reset(count);
  });
  environment.close();
  return result;
}

function stepBenchmark(task: string, observation: 'state' | 'pixels'): Benchmark {
  return {
    name: `dmc-${observation}-${task}`,
    unit: 'steps/s',
    higherIsBetter: true,
    measure: () => stepRate(task, observation),
    peer: 'dm_control',
    measurePeer: async (python) => peerRate(python, task, observation),
  };
}

function frameBenchmark(task: string): Benchmark {
  return {
    name: `dmc-frame-${task}`,
    unit: 'ms',
    higherIsBetter: false,
    async measure() {
      const environment = await createControl(`dmc/${task}`, { observation: 'state' });
      const actions = actionsOf(environment);
      environment.reset(0);
      const camera = environment.scene().cameras[task.startsWith('quadruped') ? 2 : 0]?.name ?? '';
      const picture = new Uint8Array(64 * 64 * 3);
      let microseconds = 0;
      const draw = () => {
        const start = process.cpuUsage();
        environment.render(camera, 64, 64, picture);
        const { user, system } = process.cpuUsage(start);
        microseconds += user + system;
      };
      for (let step = 0; step < WARMING_FRAMES + FRAMES; step++) {
        // Each frame is of another moment, as in an episode.
        if (environment.step(actions[step % actions.length] ?? new Float64Array()).truncated)
          environment.reset(step);
        if (step === WARMING_FRAMES) microseconds = 0;
        draw();
      }
      environment.close();
      return microseconds / FRAMES / 1000;
    },
  };
}

const WARMING_STEPS = 100;
const MEASURED_STEPS = 500;

/** As in training one half steps while the other's results are taken. @returns steps a second of all together */
async function walkersStepped(count: number, workers: number): Promise<number> {
  const vector = await VectorEnvironment.create({
    id: 'dmc/walker-walk',
    config: { observation: 'state' },
    count,
    workers,
  });
  const all = Array.from({ length: count }, (_, index) => index);
  const halves = [all.slice(0, count / 2), all.slice(count / 2)] as const;
  await vector.reset(all, all).finish();
  const actions = new Float64Array((count / 2) * vector.actionSize).fill(0.3);
  const run = async (steps: number) => {
    let before = vector.begin(actions, halves[1]);
    for (let step = 0; step < steps; step++) {
      for (const half of halves) {
        const next = vector.begin(actions, half);
        await before.finish();
        before = next;
      }
    }
    await before.finish();
  };
  // Long enough for every thread to have compiled what it runs: before that they are in each other’s way.
  await run(WARMING_STEPS);
  const start = performance.now();
  await run(MEASURED_STEPS);
  const seconds = (performance.now() - start) / 1000;
  await vector.close();
  return (count * MEASURED_STEPS) / seconds;
}

/** So many walkers in two workers against as many in one. */
function twoCoresBenchmark(count: number): Benchmark {
  return {
    name: `dmc-two-cores-${count}`,
    unit: 'times one core',
    higherIsBetter: true,
    async measure() {
      const one = await walkersStepped(count, 1);
      return (await walkersStepped(count, 2)) / one;
    },
    // What the machine has for two threads that know nothing of each other: its cores may be halves of one.
    peer: 'two vectors that never wait for each other',
    async measurePeer() {
      const one = await walkersStepped(count, 1);
      const both = await Promise.all([walkersStepped(count / 2, 1), walkersStepped(count / 2, 1)]);
      return (both[0] + both[1]) / one;
    },
  };
}

const MADE_AT_ONCE = 64;

export const benchmarks: Benchmark[] = [
  ...TASKS.map((task) => stepBenchmark(task, 'state')),
  ...TASKS.map((task) => stepBenchmark(task, 'pixels')),
  ...TASKS.map(frameBenchmark),
  {
    name: 'dmc-create',
    unit: 'ms',
    higherIsBetter: false,
    /** The slowest to make, MuJoCo loaded. */
    async measure() {
      (await createEnvironment('dmc/pendulum-swingup', { observation: 'state' })).close();
      const start = performance.now();
      (await createEnvironment('dmc/quadruped-walk', { observation: 'state' })).close();
      return performance.now() - start;
    },
  },
  ...[128, 16].map(twoCoresBenchmark),
  {
    name: 'dmc-memory-64-quadrupeds',
    unit: 'MB',
    higherIsBetter: false,
    /** What MuJoCo's memory has grown to, and the rest of the process. */
    async measure() {
      const environments = [];
      for (let i = 0; i < MADE_AT_ONCE; i++) {
        const environment = await createEnvironment('dmc/quadruped-walk');
        environment.reset(i);
        environments.push(environment);
      }
      const megabytes = Math.max(await wasmMemoryBytes(), process.memoryUsage().rss) / 1e6;
      for (const environment of environments) environment.close();
      return megabytes;
    },
  },
];
