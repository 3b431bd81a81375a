/**
 * GRU (Cho et al. 2014, arXiv:1406.1078: the reset gate acts before the product) and its gradient by hand. On
 * TensorFlow a step is one fused cell kernel and a backward step another; the weights' gradient is two products over
 * all steps. Gates in the kernel's columns: reset, update. Everything runs inside the caller's `tf.tidy`.
 */
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import {
  addBias,
  biasGradient,
  multiply,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from './linear.ts';
import { hasTensorFlowKernels, kernel } from './kernels.ts';
import { tf } from './tensorflow.ts';
import { tidy } from './tidy.ts';

export interface GruWeights {
  /** [I + H, 2 H]: rows of the input, then of the hidden state; and [2 H]. */
  readonly gatesKernel: Tensor2D;
  readonly gatesBias: Tensor1D;
  /** [I + H, H]: rows of the input, then of the hidden state after the reset; and [H]. */
  readonly candidateKernel: Tensor2D;
  readonly candidateBias: Tensor1D;
}

/** What one step leaves for its gradient: [B, I] and [B, H]. */
export interface GruTrace {
  readonly input: Tensor2D;
  readonly previous: Tensor2D;
  readonly reset: Tensor2D;
  readonly update: Tensor2D;
  readonly candidate: Tensor2D;
  /** The step's result: update * previous + (1 - update) * candidate. */
  readonly hidden: Tensor2D;
}

export interface GruGradient {
  /** [B, I] */
  readonly input: Tensor2D;
  /** [B, H] */
  readonly previous: Tensor2D;
  /** [B, H] and [B, 2 H]: before the nonlinearities. */
  readonly candidate: Tensor2D;
  readonly gates: Tensor2D;
}

const T = { T: { type: 'float32' } } as const;
const CELL = kernel('GRUBlockCell', T);
const CELL_GRADIENT = kernel('GRUBlockCellGrad', T);

type Fourfold = [Tensor2D, Tensor2D, Tensor2D, Tensor2D];

/** @param input [B, I] @param previous [B, H] */
export function gruStep(weights: GruWeights, input: Tensor2D, previous: Tensor2D): GruTrace {
  const { gatesKernel, gatesBias, candidateKernel, candidateBias } = weights;
  if (hasTensorFlowKernels()) {
    const outputs = CELL.many(4, input, previous, gatesKernel, candidateKernel, gatesBias, candidateBias);
    const [reset, update, candidate, hidden] = outputs as Fourfold;
    return { input, previous, reset, update, candidate, hidden };
  }
  const gates = addBias(multiply(tf.concat2d([input, previous], 1), gatesKernel), gatesBias).sigmoid();
  const [reset, update] = tf.split(gates, 2, 1) as [Tensor2D, Tensor2D];
  const rows = tf.concat2d([input, previous.mul(reset)], 1);
  const candidate = addBias(multiply(rows, candidateKernel), candidateBias).tanh();
  const hidden = candidate.add<Tensor2D>(update.mul(previous.sub(candidate)));
  return { input, previous, reset, update, candidate, hidden };
}

/** @param hiddenGradient [B, H] */
export function gruBackward(weights: GruWeights, trace: GruTrace, hiddenGradient: Tensor2D): GruGradient {
  const { gatesKernel, gatesBias, candidateKernel, candidateBias } = weights;
  const { input: x, previous: h, reset, update, candidate: c } = trace;
  if (hasTensorFlowKernels()) {
    const outputs = CELL_GRADIENT.many(
      4,
      x,
      h,
      gatesKernel,
      candidateKernel,
      gatesBias,
      candidateBias,
      reset,
      update,
      c,
      hiddenGradient,
    );
    const [input, previous, candidate, gates] = outputs as Fourfold;
    return { input, previous, candidate, gates };
  }
  return tidy(() => {
    const sizes = [x.shape[1], h.shape[1]];
    const slope = (gate: Tensor) => gate.mul(tf.scalar(1).sub(gate));
    const candidate = hiddenGradient
      .mul(tf.scalar(1).sub(update))
      .mul<Tensor2D>(tf.scalar(1).sub(c.square()));
    const fromCandidate = tf.split(multiplyRightTransposed(candidate, candidateKernel), sizes, 1);
    const [inputOfCandidate, afterReset] = fromCandidate as [Tensor2D, Tensor2D];
    const gates = tf.concat2d(
      [
        afterReset.mul(h).mul<Tensor2D>(slope(reset)),
        hiddenGradient.mul(h.sub(c)).mul<Tensor2D>(slope(update)),
      ],
      1,
    );
    const fromGates = tf.split(multiplyRightTransposed(gates, gatesKernel), sizes, 1);
    const [inputOfGates, previousOfGates] = fromGates as [Tensor2D, Tensor2D];
    return {
      input: inputOfCandidate.add<Tensor2D>(inputOfGates),
      previous: previousOfGates.add(afterReset.mul(reset)).add<Tensor2D>(hiddenGradient.mul(update)),
      candidate,
      gates,
    };
  });
}

/** Gradients of the weights from all steps at once: rows of any number of steps, one below the other. */
export function gruWeightGradients(
  rows: Pick<GruTrace, 'input' | 'previous' | 'reset'>,
  gradient: Pick<GruGradient, 'candidate' | 'gates'>,
): GruWeights {
  return tidy(() => {
    const { input, previous, reset } = rows;
    return {
      gatesKernel: multiplyLeftTransposed(tf.concat2d([input, previous], 1), gradient.gates),
      gatesBias: biasGradient(gradient.gates),
      candidateKernel: multiplyLeftTransposed(
        tf.concat2d([input, previous.mul(reset)], 1),
        gradient.candidate,
      ),
      candidateBias: biasGradient(gradient.candidate),
    };
  });
}
