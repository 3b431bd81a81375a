/** An agent's choices by their number: as the environment takes them, as a theatre does, and back from what was recorded. */
import type { Tensor2D } from '@tensorflow/tfjs';
import { actionChoices, type ChoiceKind } from '../../shared/actionChoices.ts';
import type { ActionChoices } from '../../shared/agentInsight.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import { tf } from '../numerics/tensorflow.ts';
import type { RandomStream } from '../numerics/random.ts';
import { disposeAll } from '../numerics/tidy.ts';
import type { Driver } from './driver.ts';

export class ChoiceTable {
  readonly choices: ActionChoices;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #oneHot: boolean;

  /** @throws StudioError `config.noChoices`, `config.noGrid`, `config.tooManyChoices` */
  constructor({ id, actions }: Pick<EnvironmentSpec, 'id' | 'actions'>, kind: ChoiceKind) {
    this.choices = actionChoices(id, actions, kind);
    this.#numbers = new Map(this.choices.map((choice, number) => [choice.join(), number]));
    this.#oneHot = actions.kind === 'discrete';
  }

  get count(): number {
    return this.choices.length;
  }

  /** Several choices as environments take them, one after the other. */
  actions(numbers: readonly number[]): Float64Array {
    return Float64Array.from(numbers.flatMap((number) => [...this.#choice(number)]));
  }

  /**
   * The number of each recorded action.
   * @param actions [count, argument size], as environments took them
   * @throws Error where one of them is no choice
   */
  numbersOf(actions: Float64Array): number[] {
    const size = this.#choice(0).length;
    return Array.from({ length: actions.length / size }, (_, at) => {
      const action = actions.subarray(at * size, (at + 1) * size).join();
      const number = this.#numbers.get(action);
      if (number === undefined) throw new Error(`action [${action}] is none of ${this.count} choices`);
      return number;
    });
  }

  /** [count, A]: each choice as a policy's action: a box's numbers, or one-hot. The caller's. */
  policyActions(): Tensor2D {
    return this.#oneHot ? tf.eye(this.count) : tf.tensor2d(this.choices.map((choice) => [...choice]));
  }

  /** Every choice is as likely. @param count environments side by side */
  randomDriver(count: number, random: RandomStream): Driver {
    return {
      act: (seen) => {
        disposeAll(seen);
        return this.actions(Array.from({ length: count }, () => random.integer(this.count)));
      },
      dispose: () => undefined,
    };
  }

  #choice(number: number): readonly number[] {
    const choice = this.choices[number];
    if (choice === undefined) throw new Error(`choice ${number} of ${this.count}`);
    return choice;
  }
}
