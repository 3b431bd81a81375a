/** CarRacing: steps a second, picture drawn, on one core, beside Gymnasium's CarRacing-v3 with `state_pixels`. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CarRacing } from '../../src-main/environments/car-racing/carRacing.ts';
import type { Benchmark } from './benchmark.ts';

const SECONDS_PER_ROUND = 1.5;
/** The first second of an episode zooms in over the whole track; both sides leave it out of the figure. */
const WARM_UP_STEPS = 50;
/** Then both drive the same gentle bends beside the road, as often as the round has time for. */
const TIMED_STEPS = 60;

const PEER_SCRIPT = `
import math, time
import gymnasium, numpy
environment = gymnasium.make("CarRacing-v3", continuous=True).unwrapped
action = numpy.array([0.0, 0.3, 0.0], dtype=numpy.float32)
steps, seconds = 0, 0.0
while seconds < ${SECONDS_PER_ROUND}:
    environment.reset(seed=0)
    action[0] = 0.0
    for _ in range(${WARM_UP_STEPS}):
        environment.step(action)
    start = time.perf_counter()
    for step in range(${TIMED_STEPS}):
        action[0] = 0.1 * math.sin(0.05 * step)
        environment.step(action)
    seconds += time.perf_counter() - start
    steps += ${TIMED_STEPS}
print(steps / seconds)
`;

let environment: CarRacing | null = null;

function drive(): number {
  environment ??= new CarRacing();
  const action = Float64Array.of(0, 0.3, 0);
  let steps = 0;
  let milliseconds = 0;
  while (milliseconds < SECONDS_PER_ROUND * 1000) {
    environment.reset(0);
    action[0] = 0;
    for (let step = 0; step < WARM_UP_STEPS; step++) environment.step(action);
    const start = performance.now();
    for (let step = 0; step < TIMED_STEPS; step++) {
      action[0] = 0.1 * Math.sin(0.05 * step);
      environment.step(action);
    }
    milliseconds += performance.now() - start;
    steps += TIMED_STEPS;
  }
  return (steps * 1000) / milliseconds;
}

export const benchmarks: Benchmark[] = [
  {
    name: 'car-racing-step',
    unit: 'steps/s',
    higherIsBetter: true,
    measure: () => Promise.resolve(drive()),
    peer: 'gymnasium',
    measurePeer: async (python) => {
      const { stdout } = await promisify(execFile)(python, ['-W', 'ignore', '-c', PEER_SCRIPT]);
      return Number(stdout.trim().split('\n').at(-1));
    },
  },
];
