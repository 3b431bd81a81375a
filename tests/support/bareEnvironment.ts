/** An environment that can be played and nothing else, as a foreign one may be: a counter that actions push up and down. */
import type { Environment, EnvironmentSpec, StepResult } from '../../src-main/environments/environment.ts';
import { RandomStream } from '../../src-main/numerics/random.ts';

export class BareEnvironment implements Environment {
  readonly spec: EnvironmentSpec = {
    id: 'bare',
    version: 1,
    observations: { count: { kind: 'box', shape: [2], dtype: 'float64', low: -1000, high: 1000 } },
    actions: { kind: 'box', shape: [1], dtype: 'float64', low: -1, high: 1 },
    stepSeconds: 0.1,
    actionRepeat: 1,
    maxEpisodeSteps: 200,
    rewardRange: [-1000, 1000],
  };
  readonly #count = new Float64Array(2);
  #random = RandomStream.named(0, 'bare');
  #steps = 0;

  get stepsTaken(): number {
    return this.#steps;
  }

  reset(seed: number): StepResult {
    this.#random = RandomStream.named(seed, 'bare');
    this.#count.set([this.#random.normal(), 0]);
    this.#steps = 0;
    return this.#result(0);
  }

  step(action: Float64Array): StepResult {
    const pushed = (this.#count[0] ?? 0) + (action[0] ?? 0) + 0.1 * this.#random.normal();
    this.#steps++;
    this.#count.set([pushed, this.#steps]);
    return this.#result(-Math.abs(pushed));
  }

  close(): void {
    this.#steps = 0;
  }

  #result(reward: number): StepResult {
    const truncated = this.#steps >= this.spec.maxEpisodeSteps;
    return { observation: { count: this.#count }, reward, terminated: false, truncated, info: {} };
  }
}
