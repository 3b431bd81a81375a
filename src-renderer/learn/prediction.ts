/** Monte Carlo and TD(0) told to learn the values of one policy from the same steps, and how far each is from the truth. */
import type { RandomStream } from '../../shared/random.ts';
import { canAct, type DecisionProcess, type Policy, type Values } from './decisionProcess.ts';
import { drawIndex, experienced, type Experience } from './experience.ts';
import { monteCarlo, temporalDifference } from './modelFree.ts';

export class PredictionRun {
  readonly monteCarlo: number[];
  readonly temporalDifference: number[];
  readonly #process: DecisionProcess;
  readonly #policy: Policy;
  readonly #start: number;
  readonly #gamma: number;
  readonly #random: RandomStream;
  #episode: Experience[] = [];
  #state: number;
  #steps = 0;
  #episodes = 0;

  constructor(process: DecisionProcess, policy: Policy, start: number, gamma: number, random: RandomStream) {
    this.#process = process;
    this.#policy = policy;
    this.#start = start;
    this.#gamma = gamma;
    this.#random = random;
    this.#state = start;
    this.monteCarlo = new Array<number>(process.states).fill(0);
    this.temporalDifference = new Array<number>(process.states).fill(0);
  }

  get state(): number {
    return this.#state;
  }
  get steps(): number {
    return this.#steps;
  }
  get episodes(): number {
    return this.#episodes;
  }

  /** One step of the policy; TD(0) learns at once, Monte Carlo where the episode ends. */
  step(learningRate: number): Experience {
    const action = drawIndex(this.#policy[this.#state] ?? [], this.#random);
    const experience = experienced(this.#process, this.#state, action, this.#random);
    this.#steps += 1;
    this.#episode.push(experience);
    temporalDifference(this.temporalDifference, experience, learningRate, this.#gamma);
    this.#state = experience.next;
    if (experience.ends) {
      monteCarlo(this.monteCarlo, this.#episode, learningRate, this.#gamma);
      this.#episode = [];
      this.#episodes += 1;
      this.#state = this.#start;
    }
    return experience;
  }
}

/** Root of the mean square of the differences, over the states in which somebody acts. */
export function valueError(process: DecisionProcess, estimate: Values, truth: Values): number {
  const squares = truth.flatMap((value, state) =>
    canAct(process, state) ? [(value - (estimate[state] ?? 0)) * (value - (estimate[state] ?? 0))] : [],
  );
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / Math.max(1, squares.length));
}
