/**
 * RMSProp as Graves 2013 (arXiv:1308.0850) has it, centred: each step is divided by the gradient's running deviation. What DQN was
 * published with. Its whole state can be exported and restored, and goes on bit for bit. On TensorFlow the update is one fused
 * kernel a parameter, in place.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { CheckpointArray } from '../../shared/checkpoint.ts';
import { hasTensorFlowKernels, kernel } from './kernels.ts';
import { Moments } from './moments.ts';
import type { Gradients, Optimizer } from './optimizers.ts';
import type { ParameterSet } from './parameters.ts';
import { tf } from './tensorflow.ts';
import { tidy } from './tidy.ts';
import { createVariable, type Variable } from './variable.ts';

export interface RmsPropOptions {
  /** Share of the running means that a step keeps. */
  readonly decay: number;
  /** Added to the variance, before the root. */
  readonly epsilon: number;
}

const APPLY = kernel('ResourceApplyCenteredRMSProp', {
  T: { type: 'float32' },
  use_locking: { bool: false },
});

export class RmsProp implements Optimizer {
  readonly #parameters: ParameterSet;
  readonly #options: RmsPropOptions;
  readonly #moments: Moments;
  /** The kernel writes its momentum there, of which there is none: it reads nothing back. */
  readonly #momentum: ReadonlyMap<string, Variable>;
  #steps = 0;

  constructor(parameters: ParameterSet, options: RmsPropOptions) {
    this.#parameters = parameters;
    this.#options = options;
    this.#moments = new Moments(parameters.specs);
    this.#momentum = new Map(
      parameters.specs.map(({ name, shape }) => {
        const zeros = tf.zeros([...shape]);
        const variable = createVariable(zeros);
        zeros.dispose();
        return [name, variable];
      }),
    );
  }

  get steps(): number {
    return this.#steps;
  }

  apply(gradients: Gradients, learningRate: number): void {
    this.#steps++;
    tidy(() => {
      const update = hasTensorFlowKernels()
        ? this.#fusedUpdate(learningRate)
        : this.#plainUpdate(learningRate);
      for (const { name } of this.#parameters.specs) {
        const gradient = gradients[name];
        if (gradient === undefined) throw new Error(`parameter ${name} has no gradient`);
        update(name, gradient);
      }
    });
  }

  /** Copies of the moments for a checkpoint (`<prefix><name>/first` and `/second`); `steps` belongs in its header. */
  export(prefix = ''): Record<string, CheckpointArray> {
    return this.#moments.export(prefix);
  }

  /** @throws StudioError `checkpoint.mismatch` where an array is missing or has another shape. */
  import(arrays: Readonly<Record<string, CheckpointArray>>, steps: number, prefix = ''): void {
    this.#moments.import(arrays, prefix);
    this.#steps = steps;
  }

  dispose(): void {
    this.#moments.dispose();
    for (const variable of this.#momentum.values()) variable.dispose();
  }

  #fusedUpdate(learningRate: number) {
    const { decay, epsilon } = this.#options;
    const constants = [learningRate, decay, 0, epsilon].map((value) => tf.scalar(value));
    return (name: string, gradient: Tensor) => {
      const { first, second } = this.#moments.of(name);
      const variables = [this.#parameters.variable(name), first, second, this.#momentum.get(name)];
      const handles = variables.map((variable) => {
        variable?.changed();
        const handle = variable?.handle ?? null;
        if (handle === null) throw new Error(`variable ${name} was made by another backend`);
        return handle;
      });
      APPLY.many(0, ...handles, ...constants, gradient);
    };
  }

  #plainUpdate(learningRate: number) {
    const { decay, epsilon } = this.#options;
    return (name: string, gradient: Tensor) => {
      tidy(() => {
        const { first, second } = this.#moments.of(name);
        const parameter = this.#parameters.variable(name);
        first.assign(
          first
            .value()
            .mul(decay)
            .add(gradient.mul(1 - decay)),
        );
        second.assign(
          second
            .value()
            .mul(decay)
            .add(gradient.square().mul(1 - decay)),
        );
        const deviation = second.value().sub(first.value().square()).add(epsilon).sqrt();
        parameter.assign(parameter.value().sub(gradient.mul(learningRate).div(deviation)));
      });
    };
  }
}
