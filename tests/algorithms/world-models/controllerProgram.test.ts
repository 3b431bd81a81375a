import { beforeAll, describe, expect, it } from 'vitest';
import type {
  ActionTransform,
  ControllerShape,
} from '../../../src-main/algorithms/world-models/linearController.ts';
import {
  controllerParameterCount,
  createLinearController,
} from '../../../src-main/algorithms/world-models/linearController.ts';
import { initialiseBackend } from '../../../src-main/numerics/backend.ts';
import { RandomStream } from '../../../src-main/numerics/random.ts';
import { tf } from '../../../src-main/numerics/tensorflow.ts';
import { ControllerProgram } from '../../../src-main/algorithms/world-models/controllerProgram.ts';

const TRANSFORMS: readonly ActionTransform[] = [
  { kind: 'driving' },
  { kind: 'thresholds', count: 3, above: 2, below: 0, between: 1 },
  { kind: 'box', low: [-2, 0], high: [2, 5] },
  { kind: 'largest', count: 4 },
];

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

describe('C in doubles', () => {
  for (const actions of TRANSFORMS) {
    for (const hiddenUnits of [0, 5]) {
      for (const bias of [true, false]) {
        it(`acts as C on tensors does: ${actions.kind}, ${hiddenUnits} hidden units, ${bias ? 'with' : 'no'} bias`, () => {
          const shape: ControllerShape = { features: 7, hiddenUnits, bias, actions };
          const random = RandomStream.named(3, 'controller');
          const parameters = Float64Array.from({ length: controllerParameterCount(shape) }, () =>
            random.normal(),
          );
          const policy = createLinearController(shape, parameters);
          const program = new ControllerProgram(shape);
          for (let k = 0; k < 20; k++) {
            const features = Float64Array.from({ length: 7 }, () => random.normal());
            const row = tf.tensor2d(Float32Array.from(features), [1, 7]);
            const expected = Array.from(policy.act(row).dataSync());
            const discrete = actions.kind === 'thresholds' || actions.kind === 'largest';
            const acted = new Float64Array((discrete ? 1 : expected.length) + 1);
            program.act(parameters, features, acted, 1);
            if (discrete) expect(acted[1]).toBe(expected.indexOf(1));
            else expected.forEach((value, i) => expect(acted[i + 1]).toBeCloseTo(value, 5));
          }
          policy.dispose();
        });
      }
    }
  }

  it('does nothing where a random network has overflown', () => {
    const program = new ControllerProgram({
      features: 2,
      hiddenUnits: 0,
      bias: false,
      actions: { kind: 'driving' },
    });
    const acted = new Float64Array(3);
    program.act(new Float64Array(6).fill(1), Float64Array.of(Infinity, -Infinity), acted, 0);
    expect(Array.from(acted)).toEqual([0, 0.5, 0]);
  });
});
