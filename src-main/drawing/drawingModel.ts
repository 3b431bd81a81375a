/**
 * An MDN-RNN over pen movements, the decoder of Sketch-RNN without a code (Ha & Eck 2017, arXiv:1704.03477): the LSTM that M has
 * reads one point after the other, and answers with a mixture of bivariate Gaussians for where the pen goes next, and
 * probabilities of what it does there. It also reads where the pen is, from the drawing's first point.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { COMPONENT_NUMBERS } from '../../shared/drawing/penMixture.ts';
import { MOST_POINTS, PEN_STATES, type PenOffset, POINT_SPACING } from '../../shared/drawing/penOffsets.ts';
import { biasGradient, dense, multiplyLeftTransposed, multiplyRightTransposed } from '../numerics/linear.ts';
import { lstmBackward, lstmForward, lstmStep, type LstmState, type LstmWeights } from '../numerics/lstm.ts';
import type { Gradients } from '../numerics/optimizers.ts';
import { ParameterSet, type ParameterSource, type ParameterSpec } from '../numerics/parameters.ts';
import { tf } from '../numerics/tensorflow.ts';
import { tidy } from '../numerics/tidy.ts';
import { bivariateLossAndGradient } from './bivariateMixture.ts';

export interface DrawingModelConfig {
  readonly hiddenSize: number;
  readonly mixtures: number;
}

/** What the model that ships has, and one that is trained from the page. */
export const DRAWING_MODEL: DrawingModelConfig = { hiddenSize: 128, mixtures: 8 };

/** Offset, place and one number for each of the pen's states. */
const INPUT_NUMBERS = 4 + PEN_STATES.length;
/** Places in units in which the box's sides are this long. */
const BOX = 3;

/** B sequences of T steps, time first; what a sequence has less than T steps counts nothing. */
export interface DrawingBatch {
  /** [T, B, 7]: what is read at each step. */
  readonly inputs: Tensor3D;
  /** [T B, 2]: the next offset, in units of `POINT_SPACING`. */
  readonly targets: Tensor2D;
  /** [T B, 3]: the pen's state there, a 1 among 0. */
  readonly pens: Tensor2D;
  /** [T B, 1]: 1 over the number of steps that count, 0 for the others. */
  readonly weights: Tensor2D;
}

export interface DrawingLoss {
  /** Scalars in nats a step: of where the pen goes, and of what it does there. */
  readonly offset: Tensor;
  readonly pen: Tensor;
  readonly gradients: Gradients;
}

export class DrawingModel {
  readonly config: DrawingModelConfig;
  readonly parameters: ParameterSet;

  constructor(config: DrawingModelConfig, source: ParameterSource) {
    this.config = config;
    this.parameters = new ParameterSet(parameterSpecs(config), source);
  }

  initial(batchSize: number): LstmState {
    const { hiddenSize } = this.config;
    return { hidden: tf.zeros([batchSize, hiddenSize]), cell: tf.zeros([batchSize, hiddenSize]) };
  }

  /** @param input [B, 7], as `penInput` gives them */
  step(state: LstmState, input: Tensor2D): LstmState {
    return lstmStep(this.#lstm(), input, state);
  }

  /** @param hidden [B, H] @returns [B, 6 K + 3]: the mixture of the next offset, then the pen states' logits */
  predict(hidden: Tensor2D): Tensor2D {
    return dense(hidden, this.parameters.get('head/kernel'), this.parameters.get('head/bias'));
  }

  /** Everything returned is the caller's. */
  loss({ inputs, targets, pens, weights }: DrawingBatch): DrawingLoss {
    return tidy(() => {
      const [length, batchSize] = inputs.shape;
      const unbroken = new Array<null>(length).fill(null);
      const trace = lstmForward(this.#lstm(), inputs, this.initial(batchSize), unbroken);
      const hidden = tf.concat2d(
        trace.steps.map((step) => step.hidden),
        0,
      );
      const rows = this.predict(hidden);
      const own = COMPONENT_NUMBERS * this.config.mixtures;
      const offset = bivariateLossAndGradient(rows.slice([0, 0], [-1, own]), targets);
      const logits = rows.slice<Tensor2D>([0, own], [-1, PEN_STATES.length]);
      const logPen = tf.logSoftmax(logits);
      const byRows = tf
        .concat2d([offset.gradient, logPen.exp().sub<Tensor2D>(pens)], 1)
        .mul<Tensor2D>(weights);
      const byHidden = multiplyRightTransposed(byRows, this.parameters.get('head/kernel'));
      const lstm = lstmBackward(this.#lstm(), trace, tf.split(byHidden, length, 0));
      return {
        offset: offset.nll.mul(weights).sum(),
        pen: logPen.mul(pens).mul(weights).sum().neg(),
        gradients: {
          'lstm/kernel': lstm.kernel,
          'lstm/bias': lstm.bias,
          'head/kernel': multiplyLeftTransposed(hidden, byRows),
          'head/bias': biasGradient(byRows),
        },
      };
    });
  }

  dispose(): void {
    this.parameters.dispose();
  }

  #lstm(): LstmWeights {
    return {
      kernel: this.parameters.get<Tensor2D>('lstm/kernel'),
      bias: this.parameters.get<Tensor1D>('lstm/bias'),
    };
  }
}

/** What the model reads of a point: its offset, and its place from the drawing's first point, both in sides of the box. */
export function penInput(
  { dx, dy, pen }: PenOffset,
  place: { readonly x: number; readonly y: number },
): number[] {
  return [
    dx / POINT_SPACING,
    dy / POINT_SPACING,
    place.x * BOX,
    place.y * BOX,
    ...PEN_STATES.map((state) => Number(state === pen)),
  ];
}

/** The same of every point of a drawing. */
export function penInputs(offsets: readonly PenOffset[]): readonly number[][] {
  let [x, y] = [0, 0];
  return offsets.map((offset) => {
    x += offset.dx;
    y += offset.dy;
    return penInput(offset, { x, y });
  });
}

/** @param drawings at least two points each, at most `MOST_POINTS` */
export function drawingBatch(drawings: readonly (readonly PenOffset[])[]): DrawingBatch {
  const lengths = drawings.map((offsets) => offsets.length - 1);
  const length = Math.max(...lengths);
  if (Math.min(...lengths) < 1 || length >= MOST_POINTS) {
    throw new Error(
      `drawings have 2 to ${MOST_POINTS} points, not ${lengths.map((steps) => steps + 1).join(', ')}`,
    );
  }
  const batchSize = drawings.length;
  const steps = lengths.reduce((sum, count) => sum + count, 0);
  const inputs = new Float32Array(length * batchSize * INPUT_NUMBERS);
  const targets = new Float32Array(length * batchSize * 2);
  const pens = new Float32Array(length * batchSize * PEN_STATES.length);
  const weights = new Float32Array(length * batchSize);
  for (const [b, offsets] of drawings.entries()) {
    const read = penInputs(offsets);
    for (const [t, next] of offsets.slice(1).entries()) {
      const row = t * batchSize + b;
      inputs.set(read[t] ?? [], row * INPUT_NUMBERS);
      targets.set([next.dx / POINT_SPACING, next.dy / POINT_SPACING], row * 2);
      pens[row * PEN_STATES.length + PEN_STATES.indexOf(next.pen)] = 1;
      weights[row] = 1 / steps;
    }
  }
  return {
    inputs: tf.tensor3d(inputs, [length, batchSize, INPUT_NUMBERS]),
    targets: tf.tensor2d(targets, [length * batchSize, 2]),
    pens: tf.tensor2d(pens, [length * batchSize, PEN_STATES.length]),
    weights: tf.tensor2d(weights, [length * batchSize, 1]),
  };
}

function parameterSpecs({ hiddenSize, mixtures }: DrawingModelConfig): ParameterSpec[] {
  const inputs = INPUT_NUMBERS + hiddenSize;
  const outputs = COMPONENT_NUMBERS * mixtures + PEN_STATES.length;
  return [
    {
      name: 'lstm/kernel',
      shape: [inputs, 4 * hiddenSize],
      initialiser: { kind: 'glorotUniform', fanIn: inputs, fanOut: 4 * hiddenSize },
    },
    { name: 'lstm/bias', shape: [4 * hiddenSize], initialiser: { kind: 'zeros' } },
    {
      name: 'head/kernel',
      shape: [hiddenSize, outputs],
      initialiser: { kind: 'glorotUniform', fanIn: hiddenSize, fanOut: outputs },
    },
    { name: 'head/bias', shape: [outputs], initialiser: { kind: 'zeros' } },
  ];
}
