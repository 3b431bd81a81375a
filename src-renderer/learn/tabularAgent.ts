/** An agent with a table Q that acts in a world, counts its steps and its computing, and learns by one of three methods. */
import type { RandomStream } from '../../shared/random.ts';
import { noValues, type DecisionProcess } from './decisionProcess.ts';
import { epsilonGreedy, experienced, type Experience } from './experience.ts';
import { qLearning } from './modelFree.ts';
import { TableModel } from './tableModel.ts';
import { dyna, planningSweep } from './withModel.ts';

export const METHODS = ['qLearning', 'dyna', 'planning'] as const;
export type Method = (typeof METHODS)[number];

export interface AgentSettings {
  readonly method: Method;
  /** Probability of an action at random. */
  readonly epsilon: number;
  readonly learningRate: number;
  readonly gamma: number;
  /** Steps that Dyna imagines for each real one. */
  readonly imaginedSteps: number;
  /** How many times of each state and action the model counts, the latest; it forgets older ones. */
  readonly memory: number;
}

export class TabularAgent {
  readonly q: number[][];
  readonly model: TableModel;
  settings: AgentSettings;
  readonly #start: number;
  readonly #random: RandomStream;
  #state: number;
  #steps = 0;
  #updates = 0;
  #episodes = 0;

  constructor(process: DecisionProcess, start: number, settings: AgentSettings, random: RandomStream) {
    this.q = noValues(process);
    this.model = new TableModel(process, settings.memory);
    this.settings = settings;
    this.#start = start;
    this.#state = start;
    this.#random = random;
  }

  /** Where it is. */
  get state(): number {
    return this.#state;
  }
  /** Steps taken in the world. */
  get steps(): number {
    return this.#steps;
  }
  /** Values computed anew: what learning cost. */
  get updates(): number {
    return this.#updates;
  }
  /** Episodes that ended. */
  get episodes(): number {
    return this.#episodes;
  }

  /** One step in the world, which may have changed since the last, and what is learned from it. */
  step(process: DecisionProcess): Experience {
    const { method, epsilon, learningRate, gamma, imaginedSteps } = this.settings;
    // A wall may have been put where it stands.
    if ((process.outcomes[this.#state]?.[0] ?? []).length === 0) this.#state = this.#start;
    const action = epsilonGreedy(this.q[this.#state] ?? [], epsilon, this.#random);
    const experience = experienced(process, this.#state, action, this.#random);
    this.#steps += 1;
    this.model.learn(experience);
    if (method === 'planning') this.#updates += planningSweep(this.q, this.model, gamma);
    else {
      qLearning(this.q, experience, learningRate, gamma);
      this.#updates += 1;
      if (method === 'dyna')
        this.#updates += dyna(this.q, this.model, imaginedSteps, learningRate, gamma, this.#random);
    }
    this.#state = experience.ends ? this.#start : experience.next;
    if (experience.ends) this.#episodes += 1;
    return experience;
  }
}
