/**
 * C for rollouts in real environments: from features to actions in plain doubles, since every slot may be driven by
 * another candidate. The same numbers in the same order as agents/linearController.ts, which runs on tensors.
 */
import type { ControllerShape } from './linearController.ts';
import { outputCount } from './linearController.ts';

export class ControllerProgram {
  readonly shape: ControllerShape;
  readonly #outputs: Float64Array;
  readonly #hidden: Float64Array;

  constructor(shape: ControllerShape) {
    this.shape = shape;
    this.#outputs = new Float64Array(outputCount(shape.actions));
    this.#hidden = new Float64Array(shape.hiddenUnits);
  }

  /** @param actions as the environment takes them (discrete: the index), written from `offset` on. */
  act(parameters: Float64Array, features: Float64Array, actions: Float64Array, offset: number): void {
    const { features: inputs, hiddenUnits, bias } = this.shape;
    if (hiddenUnits === 0) {
      layer(parameters, 0, features, inputs, bias, this.#outputs);
    } else {
      const used = layer(parameters, 0, features, inputs, bias, this.#hidden);
      layer(parameters, used, this.#hidden, hiddenUnits, bias, this.#outputs);
    }
    this.#writeAction(actions, offset);
  }

  #writeAction(actions: Float64Array, offset: number): void {
    const outputs = this.#outputs;
    const { actions: transform } = this.shape;
    const first = outputs[0] ?? 0;
    switch (transform.kind) {
      case 'driving':
        actions[offset] = first;
        actions[offset + 1] = ((outputs[1] ?? 0) + 1) / 2;
        actions[offset + 2] = Math.max(outputs[2] ?? 0, 0);
        return;
      case 'thresholds':
        actions[offset] =
          first > 1 / 3 ? transform.above : first < -1 / 3 ? transform.below : transform.between;
        return;
      case 'box':
        outputs.forEach((output, i) => {
          const low = transform.low[i] ?? 0;
          const high = transform.high[i] ?? 0;
          actions[offset + i] = low + ((high - low) * (output + 1)) / 2;
        });
        return;
      case 'largest':
        actions[offset] = outputs.indexOf(Math.max(...outputs));
    }
  }
}

/** tanh(x W + b) into `out`; W is [inputs, outputs], row-major, b after it. @returns the index after both. */
function layer(
  parameters: Float64Array,
  start: number,
  inputs: Float64Array,
  inputCount: number,
  bias: boolean,
  out: Float64Array,
): number {
  const width = out.length;
  const biases = start + inputCount * width;
  for (let output = 0; output < width; output++) {
    let sum = bias ? (parameters[biases + output] as number) : 0;
    for (let i = 0; i < inputCount; i++) {
      sum += (inputs[i] as number) * (parameters[start + i * width + output] as number);
    }
    // Random networks may overflow: an undefined output is no action.
    out[output] = Number.isNaN(sum) ? 0 : Math.tanh(sum);
  }
  return biases + (bias ? width : 0);
}
