/**
 * A model's memory, a step at a time: Cho's GRU with TensorFlow's fused kernels (gru.ts), or the normalised one of DreamerV2 and V3
 * (normedGru.ts). Who uses it knows either only by what is here. Everything runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import {
  gruBackward,
  gruStep,
  gruWeightGradients,
  type GruGradient,
  type GruTrace,
  type GruWeights,
} from './gru.ts';
import { normParameters, normWeights } from './layerNorm.ts';
import {
  normedGruBackward,
  normedGruGradients,
  normedGruStep,
  type NormedGruGradient,
  type NormedGruTrace,
  type NormedGruWeights,
} from './normedGru.ts';
import type { ParameterSet, ParameterSpec } from './parameters.ts';
import { tf } from './tensorflow.ts';

export type CellKind = 'gru' | 'normed-gru';

export type CellWeights = { readonly size: number } & (
  | { readonly kind: 'gru'; readonly of: GruWeights }
  | { readonly kind: 'normed-gru'; readonly of: NormedGruWeights }
);

/** What one step leaves for its gradient. */
export type CellTrace = {
  /** [B, H]: the step's result. */
  readonly hidden: Tensor2D;
} & (
  | { readonly kind: 'gru'; readonly of: GruTrace }
  | { readonly kind: 'normed-gru'; readonly of: NormedGruTrace }
);

export type CellGradient = {
  /** [B, I] */
  readonly input: Tensor2D;
  /** [B, H] */
  readonly previous: Tensor2D;
} & (
  | { readonly kind: 'gru'; readonly of: Pick<GruGradient, 'candidate' | 'gates'> }
  | { readonly kind: 'normed-gru'; readonly of: Pick<NormedGruGradient, 'linear' | 'normed'> }
);

/** @param size H */
export function cellParameters(kind: CellKind, name: string, inputs: number, size: number): ParameterSpec[] {
  const read = inputs + size;
  const kernel = (path: string, columns: number): ParameterSpec => ({
    name: `${path}/kernel`,
    shape: [read, columns],
    initialiser: { kind: 'glorotUniform', fanIn: read, fanOut: size },
  });
  if (kind === 'normed-gru') return [kernel(name, 3 * size), ...normParameters(`${name}/norm`, 3 * size)];
  return [['gates', 2 * size] as const, ['candidate', size] as const].flatMap(
    ([part, columns]): ParameterSpec[] => [
      kernel(`${name}/${part}`, columns),
      { name: `${name}/${part}/bias`, shape: [columns], initialiser: { kind: 'zeros' } },
    ],
  );
}

/** Present values; owned by the parameter set, and good until its next update. */
export function cellWeights(
  kind: CellKind,
  parameters: ParameterSet,
  name: string,
  size: number,
): CellWeights {
  if (kind === 'normed-gru') {
    const of = {
      kernel: parameters.get<Tensor2D>(`${name}/kernel`),
      norm: normWeights(parameters, `${name}/norm`),
    };
    return { kind, size, of };
  }
  return {
    kind,
    size,
    of: {
      gatesKernel: parameters.get(`${name}/gates/kernel`),
      gatesBias: parameters.get(`${name}/gates/bias`),
      candidateKernel: parameters.get(`${name}/candidate/kernel`),
      candidateBias: parameters.get(`${name}/candidate/bias`),
    },
  };
}

/** @param input [B, I] @param previous [B, H] */
export function cellStep(weights: CellWeights, input: Tensor2D, previous: Tensor2D): CellTrace {
  if (weights.kind === 'gru') {
    const of = gruStep(weights.of, input, previous);
    return { kind: 'gru', hidden: of.hidden, of };
  }
  const of = normedGruStep(weights.of, input, previous);
  return { kind: 'normed-gru', hidden: of.hidden, of };
}

/** @param hiddenGradient [B, H] */
export function cellBackward(weights: CellWeights, trace: CellTrace, hiddenGradient: Tensor2D): CellGradient {
  if (weights.kind === 'gru' && trace.kind === 'gru') {
    const { input, previous, candidate, gates } = gruBackward(weights.of, trace.of, hiddenGradient);
    return { kind: 'gru', input, previous, of: { candidate, gates } };
  }
  if (weights.kind === 'normed-gru' && trace.kind === 'normed-gru') {
    const { input, previous, linear, normed } = normedGruBackward(weights.of, trace.of, hiddenGradient);
    return { kind: 'normed-gru', input, previous, of: { linear, normed } };
  }
  throw new Error(`weights are those of a ${weights.kind}, the step was one of a ${trace.kind}`);
}

/** Adds the weights' gradients to `into`, from all steps at once, in their order. */
export function cellGradients(
  name: string,
  traces: readonly CellTrace[],
  gradients: readonly CellGradient[],
  into: Record<string, Tensor>,
): void {
  const plain = traces.flatMap((trace) => (trace.kind === 'gru' ? [trace.of] : []));
  if (plain.length > 0) {
    const steps = gradients.flatMap((gradient) => (gradient.kind === 'gru' ? [gradient.of] : []));
    const weights = gruWeightGradients(
      {
        input: below(plain, ({ input }) => input),
        previous: below(plain, ({ previous }) => previous),
        reset: below(plain, ({ reset }) => reset),
      },
      { candidate: below(steps, ({ candidate }) => candidate), gates: below(steps, ({ gates }) => gates) },
    );
    into[`${name}/gates/kernel`] = weights.gatesKernel;
    into[`${name}/gates/bias`] = weights.gatesBias;
    into[`${name}/candidate/kernel`] = weights.candidateKernel;
    into[`${name}/candidate/bias`] = weights.candidateBias;
    return;
  }
  const normed = traces.flatMap((trace) => (trace.kind === 'normed-gru' ? [trace.of] : []));
  const steps = gradients.flatMap((gradient) => (gradient.kind === 'normed-gru' ? [gradient.of] : []));
  normedGruGradients(
    name,
    {
      input: below(normed, ({ input }) => input),
      previous: below(normed, ({ previous }) => previous),
      normalised: below(normed, ({ norm }) => norm.normalised),
    },
    { linear: below(steps, (of) => of.linear), normed: below(steps, (of) => of.normed) },
    into,
  );
}

function below<T>(parts: readonly T[], part: (of: T) => Tensor2D): Tensor2D {
  return tf.concat2d(parts.map(part), 0);
}
