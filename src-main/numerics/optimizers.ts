/**
 * Adam (Kingma & Ba 2014, arXiv:1412.6980) over a ParameterSet, with gradient clipping. Its whole state can be
 * exported and restored, and goes on bit for bit. On TensorFlow the update is one fused kernel a parameter, in place.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { CheckpointArray } from '../../shared/checkpoint.ts';
import { hasTensorFlowKernels, kernel } from './kernels.ts';
import { Moments } from './moments.ts';
import type { ParameterSet } from './parameters.ts';
import { tf } from './tensorflow.ts';
import { tidy } from './tidy.ts';

export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

export type GradientClip =
  /** Each element into [-limit, limit]. */
  | { readonly kind: 'value'; readonly limit: number }
  /** All gradients scaled together, so that their joint Euclidean norm is at most `limit`. */
  | { readonly kind: 'globalNorm'; readonly limit: number };

/** What learns a set's parameters: its state can be exported and restored, and goes on bit for bit. */
export interface Optimizer {
  /** Updates made so far. */
  readonly steps: number;
  /** One update. The caller still owns the gradients. @throws Error where a parameter has no gradient */
  apply(gradients: Gradients, learningRate: number): unknown;
  export(prefix?: string): Record<string, CheckpointArray>;
  import(arrays: Readonly<Record<string, CheckpointArray>>, steps: number, prefix?: string): void;
  dispose(): void;
}

export type Gradients = Readonly<Record<string, Tensor>>;

const APPLY = kernel('ResourceApplyAdam', {
  T: { type: 'float32' },
  use_locking: { bool: false },
  use_nesterov: { bool: false },
});
const CLIP = kernel('ClipByValue', { T: { type: 'float32' } });
const L2 = kernel('L2Loss', { T: { type: 'float32' } });

export class Adam implements Optimizer {
  readonly #parameters: ParameterSet;
  readonly #beta1: number;
  readonly #beta2: number;
  readonly #epsilon: number;
  readonly #moments: Moments;
  #steps = 0;

  constructor(parameters: ParameterSet, options: AdamOptions = {}) {
    this.#parameters = parameters;
    this.#beta1 = options.beta1 ?? 0.9;
    this.#beta2 = options.beta2 ?? 0.999;
    this.#epsilon = options.epsilon ?? 1e-8;
    this.#moments = new Moments(parameters.specs);
  }

  /** Updates made so far. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * One update. The caller still owns the gradients.
   * @returns the gradients' joint norm before clipping where `clip` is by norm (a scalar of the caller's), else null.
   * @throws Error where a parameter has no gradient.
   */
  apply(gradients: Gradients, learningRate: number, clip?: GradientClip): Tensor | null {
    this.#steps++;
    // 1 - beta^t, by repeated squaring: Math.pow differs between V8 versions.
    const correction1 = 1 - integerPower(this.#beta1, this.#steps);
    const correction2 = 1 - integerPower(this.#beta2, this.#steps);
    return tidy(() => {
      const { gradients: clipped, norm } = clipGradients(gradients, clip);
      const update = hasTensorFlowKernels()
        ? this.#fusedUpdate(learningRate, correction1, correction2)
        : this.#plainUpdate(learningRate, correction1, correction2);
      for (const { name } of this.#parameters.specs) {
        const gradient = clipped[name];
        if (gradient === undefined) throw new Error(`parameter ${name} has no gradient`);
        update(name, gradient);
      }
      return norm;
    });
  }

  #fusedUpdate(learningRate: number, correction1: number, correction2: number) {
    const constants = [
      1 - correction1,
      1 - correction2,
      learningRate,
      this.#beta1,
      this.#beta2,
      this.#epsilon,
    ].map((value) => tf.scalar(value));
    return (name: string, gradient: Tensor) => {
      const { first, second } = this.#moments.of(name);
      const inputs = [this.#parameters.variable(name), first, second].map((variable) => {
        variable.changed();
        if (variable.handle === null) throw new Error(`variable ${name} was made by another backend`);
        return variable.handle;
      });
      APPLY.many(0, ...inputs, ...constants, gradient);
    };
  }

  #plainUpdate(learningRate: number, correction1: number, correction2: number) {
    // The same arithmetic as the fused kernel: its epsilon is outside the correction.
    const rate = (learningRate * Math.sqrt(correction2)) / correction1;
    return (name: string, gradient: Tensor) => {
      tidy(() => {
        const { first, second } = this.#moments.of(name);
        const parameter = this.#parameters.variable(name);
        const m = first.value();
        const v = second.value();
        first.assign(m.add(gradient.sub(m).mul(1 - this.#beta1)));
        second.assign(
          v.add(
            gradient
              .square()
              .sub(v)
              .mul(1 - this.#beta2),
          ),
        );
        const change = first.value().mul(rate).div(second.value().sqrt().add(this.#epsilon));
        parameter.assign(parameter.value().sub(change));
      });
    };
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
  }
}

export interface ClippedGradients {
  readonly gradients: Gradients;
  /** Their joint norm before clipping, a scalar, where it is by norm; else null. */
  readonly norm: Tensor | null;
}

/** Inside the caller's `tidy`. */
export function clipGradients(gradients: Gradients, clip: GradientClip | undefined): ClippedGradients {
  const norm = clip?.kind === 'globalNorm' ? globalNorm(Object.values(gradients)) : null;
  const clipped = clipper(clip, norm);
  return {
    gradients: Object.fromEntries(
      Object.entries(gradients).map(([name, gradient]) => [name, clipped(gradient)]),
    ),
    norm,
  };
}

/** Joint Euclidean norm of all gradients: a scalar tensor. */
export function globalNorm(gradients: readonly Tensor[]): Tensor {
  return tidy(() => {
    const halves = gradients.map((gradient) =>
      hasTensorFlowKernels() ? L2.one(gradient) : gradient.square().sum().mul(0.5),
    );
    return tf.addN(halves).mul(2).sqrt();
  });
}

function clipper(clip: GradientClip | undefined, norm: Tensor | null): (gradient: Tensor) => Tensor {
  if (clip === undefined || clip.limit <= 0) return (gradient) => gradient;
  if (clip.kind === 'value') {
    if (!hasTensorFlowKernels()) return (gradient) => gradient.clipByValue(-clip.limit, clip.limit);
    const low = tf.scalar(-clip.limit);
    const high = tf.scalar(clip.limit);
    return (gradient) => CLIP.one(gradient, low, high);
  }
  if (norm === null) throw new Error('clipping by norm needs the norm');
  const scale = tf.scalar(clip.limit).div(norm.maximum(clip.limit));
  return (gradient) => gradient.mul(scale);
}

function integerPower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
