/**
 * C: the linear controller of World Models (Ha & Schmidhuber 2018, arXiv:1803.10122), optionally with one hidden tanh
 * layer (the paper's ablation). One class serves a single policy and a whole population of candidates at once.
 */
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import type { ActionSpace } from '../../../shared/spaces.ts';
import type { Policy } from '../../models/worldModel.ts';
import { add, maximum, tanh, times } from '../../numerics/elementwise.ts';
import { multiply } from '../../numerics/linear.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../../numerics/tidy.ts';

export interface ControllerShape {
  /** Numbers of the feature it sees. */
  readonly features: number;
  /** 0 for a linear controller. */
  readonly hiddenUnits: number;
  readonly bias: boolean;
  readonly actions: ActionTransform;
}

/** How squashed outputs in [-1, 1] become the environment's actions. */
export type ActionTransform =
  /** Of a car: steering a0, gas (a1 + 1) / 2, brake max(a2, 0). */
  | { readonly kind: 'driving' }
  /** One output: above 1/3 one action, below -1/3 another, else a third; one-hot. Indices among `count` actions. */
  | {
      readonly kind: 'thresholds';
      readonly count: number;
      readonly above: number;
      readonly below: number;
      readonly between: number;
    }
  /** Each output scaled to its element's bounds. */
  | { readonly kind: 'box'; readonly low: readonly number[]; readonly high: readonly number[] }
  /** One output an action; the largest is taken, one-hot. */
  | { readonly kind: 'largest'; readonly count: number };

/** What a car's actions are called. */
const DRIVING = 'steer,gas,brake';

const THRESHOLD = 1 / 3;

/** The paper's transform where it has one for such actions (a car's, or left, right and neither), else the space's natural one. */
export function actionTransform(space: ActionSpace): ActionTransform {
  if (space.kind === 'box' && space.names?.join() === DRIVING) return { kind: 'driving' };
  if (space.kind === 'discrete') {
    const [left = -1, right = -1] = ['left', 'right'].map((name) => space.names?.indexOf(name));
    if (space.count === 3 && left >= 0 && right >= 0) {
      return { kind: 'thresholds', count: 3, above: right, below: left, between: 3 - left - right };
    }
    return { kind: 'largest', count: space.count };
  }
  const size = space.shape.reduce((product, extent) => product * extent, 1);
  const bound = (value: number | readonly number[]) =>
    typeof value === 'number' ? new Array<number>(size).fill(value) : value;
  return { kind: 'box', low: bound(space.low), high: bound(space.high) };
}

/** Outputs that the transform reads. */
export function outputCount(transform: ActionTransform): number {
  switch (transform.kind) {
    case 'driving':
      return 3;
    case 'thresholds':
      return 1;
    case 'box':
      return transform.low.length;
    case 'largest':
      return transform.count;
  }
}

interface LayerTensors {
  readonly kernel: Tensor3D;
  readonly bias: Tensor3D | null;
}

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Where its matrix begins among the parameters; row-major [inputs, outputs], the bias after it. */
  readonly offset: number;
}

function layers({ features, hiddenUnits, bias, actions }: ControllerShape): readonly Layer[] {
  const outputs = outputCount(actions);
  const sizes =
    hiddenUnits === 0
      ? [[features, outputs]]
      : [
          [features, hiddenUnits],
          [hiddenUnits, outputs],
        ];
  let offset = 0;
  return sizes.map(([inputs = 0, width = 0]) => {
    const layer = { inputs, outputs: width, offset };
    offset += (inputs + Number(bias)) * width;
    return layer;
  });
}

/** Numbers that CMA-ES searches: 867 for CarRacing, 1,088 for Take Cover. */
export function controllerParameterCount(shape: ControllerShape): number {
  return layers(shape).reduce((sum, { inputs, outputs }) => sum + (inputs + Number(shape.bias)) * outputs, 0);
}

/** P candidates at once: rows of features [P * R, F], R of them for each candidate in turn. */
export class PopulationController implements Policy {
  readonly shape: ControllerShape;
  #populationSize: number;
  /** [P, inputs, outputs] and [P, 1, outputs] a layer. */
  #layers: readonly LayerTensors[];

  constructor(shape: ControllerShape, candidates: readonly Float64Array[]) {
    const count = controllerParameterCount(shape);
    for (const { length } of candidates) {
      if (length !== count) throw new Error(`a candidate has ${length} parameters, the controller ${count}`);
    }
    this.shape = shape;
    this.#populationSize = candidates.length;
    this.#layers = layers(shape).map(({ inputs, outputs, offset }) => {
      const pick = (from: number, rows: number) => {
        const width = rows * outputs;
        const values = new Float32Array(candidates.length * width);
        candidates.forEach((candidate, index) => {
          values.set(candidate.subarray(from, from + width), index * width);
        });
        return tf.keep(tf.tensor3d(values, [candidates.length, rows, outputs]));
      };
      return {
        kernel: pick(offset, inputs),
        bias: shape.bias ? pick(offset + inputs * outputs, 1) : null,
      };
    });
  }

  get populationSize(): number {
    return this.#populationSize;
  }

  act(feature: Tensor2D): Tensor2D {
    const [rows, features] = feature.shape;
    if (features !== this.shape.features || rows % this.#populationSize !== 0) {
      const expected = `[a multiple of ${this.#populationSize}, ${this.shape.features}]`;
      throw new Error(`feature is [${rows}, ${features}], expected ${expected}`);
    }
    return tidy(() => {
      let x: Tensor = feature;
      for (const { kernel, bias } of this.#layers) {
        const product = this.#product(x.reshape([rows, -1]), kernel);
        x = tanh(bias === null ? product : add(product, bias));
      }
      return transformActions(x.reshape([rows, -1]), this.shape.actions);
    });
  }

  /** Rows are kept unevenly, so each gets its candidate's parameters for itself. One candidate's rows are all alike. */
  keepRows(rows: readonly number[], count: number): void {
    if (this.#populationSize === 1) return;
    const rowsEach = count / this.#populationSize;
    const before = this.#layers;
    this.#layers = tidy(() => {
      const owners = tf.tensor1d(
        rows.map((row) => Math.floor(row / rowsEach)),
        'int32',
      );
      return before.map(({ kernel, bias }) => ({
        kernel: tf.keep(tf.gather(kernel, owners)),
        bias: bias === null ? null : tf.keep(tf.gather(bias, owners)),
      }));
    });
    this.#populationSize = rows.length;
    disposeAll(before);
  }

  /** Rows [P * R, I] times each candidate's matrix: [P, R, O], or for one candidate [R, O], which is quicker. */
  #product(rows: Tensor2D, kernel: Tensor3D): Tensor {
    const [population, inputs, outputs] = kernel.shape;
    if (population === 1) return multiply(rows, kernel.reshape([inputs, outputs]));
    return rows.reshape<Tensor3D>([population, -1, inputs]).matMul(kernel);
  }

  dispose(): void {
    disposeAll(this.#layers);
  }
}

/** One candidate as a policy. */
export function createLinearController(
  shape: ControllerShape,
  parameters: Float64Array,
): PopulationController {
  return new PopulationController(shape, [parameters]);
}

/** Squashed outputs [N, O] in [-1, 1] to the environment's actions [N, A]. */
export function transformActions(outputs: Tensor2D, transform: ActionTransform): Tensor2D {
  return tidy(() => {
    switch (transform.kind) {
      case 'driving': {
        // Each element is max(scale x + offset, low): one program for the three rules.
        const scaled = add(times(outputs, tf.tensor1d([1, 0.5, 1])), tf.tensor1d([0, 0.5, 0]));
        return maximum(scaled, tf.tensor1d([-1, 0, 0]));
      }
      case 'thresholds': {
        const above = outputs.greater(THRESHOLD).cast('int32');
        const below = outputs.less(-THRESHOLD).cast('int32');
        const index = above
          .mul(transform.above - transform.between)
          .add(below.mul(transform.below - transform.between))
          .add(transform.between);
        return tf.oneHot(index.reshape([-1]).cast('int32'), transform.count).cast('float32') as Tensor2D;
      }
      case 'box': {
        const low = tf.tensor1d([...transform.low]);
        const high = tf.tensor1d([...transform.high]);
        return outputs.add(1).mul(0.5).mul(high.sub(low)).add(low) as Tensor2D;
      }
      case 'largest':
        return tf.oneHot(outputs.argMax(1).cast('int32'), transform.count).cast('float32') as Tensor2D;
    }
  });
}
