/**
 * LSTM (Hochreiter & Schmidhuber 1997) with forget bias 1 and no peepholes: steps, whole sequences and their gradient
 * by hand. On TensorFlow a sequence is one kernel where no state is reset within it, a step is one fused cell kernel,
 * and the backward step one more plus a product (the kernel for a whole sequence's gradient takes half as long again);
 * the weights' gradient is a single product over all steps. Gates in the kernel's columns: input, candidate, forget,
 * output.
 */
import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { at } from './at.ts';
import {
  addBias,
  biasGradient,
  multiply,
  multiplyLeftTransposed,
  multiplyRightTransposed,
} from './linear.ts';
import { isRecording } from './graphRecorder.ts';
import { hasTensorFlowKernels, int64Scalar, kernel } from './kernels.ts';
import { tf } from './tensorflow.ts';
import { tidy } from './tidy.ts';

export interface LstmWeights {
  /** [I + H, 4 H]: rows of the input, then of the hidden state. */
  readonly kernel: Tensor2D;
  /** [4 H] */
  readonly bias: Tensor1D;
}

/** [B, H] each. */
export interface LstmState {
  readonly hidden: Tensor2D;
  readonly cell: Tensor2D;
}

/** What one step leaves for its gradient: [B, H] each. */
interface StepTrace {
  readonly previousHidden: Tensor2D;
  readonly previousCell: Tensor2D;
  readonly inputGate: Tensor2D;
  readonly cell: Tensor2D;
  readonly forgetGate: Tensor2D;
  readonly outputGate: Tensor2D;
  readonly candidate: Tensor2D;
  readonly squashedCell: Tensor2D;
  readonly hidden: Tensor2D;
}

export interface LstmTrace {
  /** [T, B, I] */
  readonly inputs: Tensor3D;
  readonly steps: readonly StepTrace[];
  /** [B, 1] a step where some sequence restarts there: 0 for those, 1 for the others. */
  readonly keep: readonly (Tensor2D | null)[];
  readonly final: LstmState;
}

export const FORGET_BIAS = 1;
const FLOAT = { type: 'float32' } as const;
const ATTRIBUTES = {
  T: FLOAT,
  forget_bias: { float: FORGET_BIAS },
  cell_clip: { float: -1 },
  use_peephole: { bool: false },
} as const;
const CELL = kernel('LSTMBlockCell', ATTRIBUTES);
const SEQUENCE = kernel('BlockLSTM', ATTRIBUTES);
const CELL_GRADIENT = kernel('LSTMBlockCellGrad', { T: FLOAT, use_peephole: { bool: false } });

/** One step: x [B, I] and a state to the next state. */
export function lstmStep(weights: LstmWeights, x: Tensor2D, state: LstmState): LstmState {
  return tidy(() => {
    const { hidden, cell } = stepper(weights)(x, state);
    return { hidden, cell };
  });
}

/**
 * A whole sequence. Everything the gradient needs is kept in the trace: 7 x T x B x H numbers.
 * @param inputs [T, B, I] @param keep T entries, see LstmTrace
 * Runs inside the caller's `tf.tidy`.
 */
export function lstmForward(
  weights: LstmWeights,
  inputs: Tensor3D,
  initial: LstmState,
  keep: readonly (Tensor2D | null)[],
): LstmTrace {
  // The whole sequence's kernel counts in int64, which no recorded computation can have.
  const unbroken = hasTensorFlowKernels() && !isRecording() && keep.every((mask) => mask === null);
  const steps = unbroken
    ? wholeSequence(weights, inputs, initial)
    : stepByStep(weights, tf.unstack(inputs) as Tensor2D[], initial, keep);
  const { hidden, cell } = at(steps, steps.length - 1);
  return { inputs, steps, keep, final: { hidden, cell } };
}

function wholeSequence(weights: LstmWeights, inputs: Tensor3D, initial: LstmState): readonly StepTrace[] {
  const peephole = tf.zeros([weights.bias.size / 4]);
  const outputs = SEQUENCE.many(
    7,
    int64Scalar(inputs.shape[0]),
    inputs,
    initial.cell,
    initial.hidden,
    weights.kernel,
    peephole,
    peephole,
    peephole,
    weights.bias,
  );
  // One by one: both forms of all seven would take twice the memory.
  const [inputGates, cells, forgetGates, outputGates, candidates, squashedCells, hiddens] = outputs.map(
    (output) => {
      const steps = tf.unstack(output) as Tensor2D[];
      output.dispose();
      return steps;
    },
  ) as Sevenfold<Tensor2D[]>;
  return hiddens.map((hidden, t) => ({
    previousHidden: hiddens[t - 1] ?? initial.hidden,
    previousCell: cells[t - 1] ?? initial.cell,
    inputGate: at(inputGates, t),
    cell: at(cells, t),
    forgetGate: at(forgetGates, t),
    outputGate: at(outputGates, t),
    candidate: at(candidates, t),
    squashedCell: at(squashedCells, t),
    hidden,
  }));
}

function stepByStep(
  weights: LstmWeights,
  inputs: readonly Tensor2D[],
  initial: LstmState,
  keep: readonly (Tensor2D | null)[],
): readonly StepTrace[] {
  const step = stepper(weights);
  let state = initial;
  return inputs.map((x, t) => {
    const mask = keep[t];
    const from = mask
      ? { hidden: state.hidden.mul<Tensor2D>(mask), cell: state.cell.mul<Tensor2D>(mask) }
      : state;
    const trace = step(x, from);
    state = trace;
    return trace;
  });
}

export interface LstmGradients {
  readonly kernel: Tensor2D;
  readonly bias: Tensor1D;
}

/**
 * Gradients of the weights, given those of every hidden state: T tensors [B, H].
 * Runs inside the caller's `tf.tidy`.
 */
export function lstmBackward(
  weights: LstmWeights,
  trace: LstmTrace,
  hiddenGradients: readonly Tensor[],
): LstmGradients {
  const gates = gateGradients(weights, trace, hiddenGradients);
  return tidy(() => {
    const gradients = weightGradients(trace, gates);
    gates.dispose();
    return gradients;
  });
}

/** The same where something below learns too. `inputs`: the gradient by what was read, [T, B, I]. */
export function lstmBackwardThrough(
  weights: LstmWeights,
  trace: LstmTrace,
  hiddenGradients: readonly Tensor[],
): LstmGradients & { readonly inputs: Tensor3D } {
  const gates = gateGradients(weights, trace, hiddenGradients);
  return tidy(() => {
    const read = weights.kernel.slice<Tensor2D>([0, 0], [trace.inputs.shape[2], -1]);
    const inputs = multiplyRightTransposed(gates, read).reshape<Tensor3D>(trace.inputs.shape);
    const gradients = { ...weightGradients(trace, gates), inputs };
    gates.dispose();
    return gradients;
  });
}

/** [T B, 4 H]: before the gates' nonlinearities, step after step. */
function gateGradients(weights: LstmWeights, trace: LstmTrace, hiddenGradients: readonly Tensor[]): Tensor2D {
  const { steps, inputs, keep } = trace;
  const [batch, size] = at(steps, 0).hidden.shape;
  const [, , inputSize] = inputs.shape;
  // Transposed once: each step's product is a fifth faster by it.
  const recurrent = weights.kernel.slice([inputSize, 0]).transpose<Tensor2D>();
  const firstInput = inputs.slice([0, 0, 0], [1, batch, inputSize]).reshape<Tensor2D>([batch, inputSize]);
  const gradients: Tensor2D[] = new Array<Tensor2D>(steps.length);
  const back = backStepper(weights);
  let fromLater: Tensor | null = null;
  let cellGradient = tf.zeros<Rank.R2>([batch, size]);
  for (let t = steps.length - 1; t >= 0; t--) {
    const [previousCellGradient, gates, hiddenGradient] = tidy(() => {
      const own = at(hiddenGradients, t);
      const total = fromLater === null ? own : own.add(fromLater);
      const result = back(firstInput, at(steps, t), cellGradient, total);
      const mask = keep[t];
      const cell = mask ? result.previousCell.mul<Tensor2D>(mask) : result.previousCell;
      const hidden = t === 0 ? null : multiply(result.gates, recurrent);
      return [cell, result.gates, hidden !== null && mask ? hidden.mul<Tensor2D>(mask) : hidden];
    });
    cellGradient.dispose();
    fromLater?.dispose();
    cellGradient = previousCellGradient;
    fromLater = hiddenGradient;
    gradients[t] = gates;
  }
  cellGradient.dispose();
  const gates = tf.concat2d(gradients, 0);
  for (const gradient of gradients) gradient.dispose();
  return gates;
}

function weightGradients({ inputs, steps }: LstmTrace, gates: Tensor2D): LstmGradients {
  const rows = tf.concat2d(
    [
      inputs.reshape<Tensor2D>([-1, inputs.shape[2]]),
      tf.concat2d(
        steps.map((step) => step.previousHidden),
        0,
      ),
    ],
    1,
  );
  return { kernel: multiplyLeftTransposed(rows, gates), bias: biasGradient(gates) };
}

function stepper(weights: LstmWeights): (x: Tensor2D, from: LstmState) => StepTrace {
  const size = weights.bias.size / 4;
  if (hasTensorFlowKernels()) {
    const peephole = tf.zeros([size]);
    return (x, { hidden: previousHidden, cell: previousCell }) => {
      const outputs = CELL.many(
        7,
        x,
        previousCell,
        previousHidden,
        weights.kernel,
        peephole,
        peephole,
        peephole,
        weights.bias,
      ) as Tensor2D[];
      const [inputGate, cell, forgetGate, outputGate, candidate, squashedCell, hidden] =
        outputs as Sevenfold<Tensor2D>;
      return {
        previousHidden,
        previousCell,
        inputGate,
        cell,
        forgetGate,
        outputGate,
        candidate,
        squashedCell,
        hidden,
      };
    };
  }
  return (x, { hidden: previousHidden, cell: previousCell }) => {
    const gates = addBias(multiply(tf.concat2d([x, previousHidden], 1), weights.kernel), weights.bias);
    const [i, g, f, o] = tf.split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const inputGate = i.sigmoid();
    const candidate = g.tanh();
    const forgetGate = f.add<Tensor2D>(FORGET_BIAS).sigmoid();
    const outputGate = o.sigmoid();
    const cell = previousCell.mul(forgetGate).add<Tensor2D>(inputGate.mul(candidate));
    const squashedCell = cell.tanh();
    const hidden = squashedCell.mul<Tensor2D>(outputGate);
    return {
      previousHidden,
      previousCell,
      inputGate,
      cell,
      forgetGate,
      outputGate,
      candidate,
      squashedCell,
      hidden,
    };
  };
}

type Sevenfold<T> = [T, T, T, T, T, T, T];

interface BackStep {
  readonly previousCell: Tensor2D;
  /** [B, 4 H]: gradients before the gates' nonlinearities. */
  readonly gates: Tensor2D;
}

/** The kernel takes an input [B, I] for its shape alone: any step's will do. */
function backStepper(
  weights: LstmWeights,
): (shape: Tensor2D, step: StepTrace, cellGradient: Tensor, hiddenGradient: Tensor) => BackStep {
  if (hasTensorFlowKernels()) {
    const peephole = tf.zeros([weights.bias.size / 4]);
    return (shape, step, cellGradient, hiddenGradient) => {
      const outputs = CELL_GRADIENT.many(
        5,
        shape,
        step.previousCell,
        step.previousHidden,
        weights.kernel,
        peephole,
        peephole,
        peephole,
        weights.bias,
        step.inputGate,
        step.cell,
        step.forgetGate,
        step.outputGate,
        step.candidate,
        step.squashedCell,
        cellGradient,
        hiddenGradient,
      ) as Tensor2D[];
      return { previousCell: at(outputs, 0), gates: at(outputs, 1) };
    };
  }
  return (_shape, step, cellGradient, hiddenGradient) => {
    const { inputGate: i, candidate: g, forgetGate: f, outputGate: o, squashedCell } = step;
    const cell = hiddenGradient.mul(o).mul(tf.scalar(1).sub(squashedCell.square())).add(cellGradient);
    const sigmoidSlope = (gate: Tensor) => gate.mul(tf.scalar(1).sub(gate));
    const gates = tf.concat(
      [
        cell.mul(g).mul(sigmoidSlope(i)),
        cell.mul(i).mul(tf.scalar(1).sub(g.square())),
        cell.mul(step.previousCell).mul(sigmoidSlope(f)),
        hiddenGradient.mul(squashedCell).mul(sigmoidSlope(o)),
      ],
      1,
    ) as Tensor2D;
    return { previousCell: cell.mul<Tensor2D>(f), gates };
  };
}
