import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { MixtureDensityRnn } from '../../../../src-main/algorithms/world-models/mdnRnn.ts';
import { VariationalAutoencoder } from '../../../../src-main/algorithms/world-models/vae.ts';
import { initialiseBackend } from '../../../../src-main/numerics/backend.ts';
import { RandomStream } from '../../../../src-main/numerics/random.ts';
import { randomUniform } from '../../../../src-main/numerics/tensorRandom.ts';
import { tf } from '../../../../src-main/numerics/tensorflow.ts';
import { RandomNetworks } from '../../../../src-main/algorithms/world-models/drivers/randomNetworks.ts';

const [SLOTS, LATENT, HIDDEN, ACTIONS] = [3, 8, 12, 3];
const DEVIATION = 0.004;

beforeAll(async () => {
  await initialiseBackend({ threads: 1 });
});

function drawn(): RandomNetworks {
  const networks = new RandomNetworks(SLOTS, LATENT, HIDDEN, ACTIONS);
  for (let slot = 0; slot < SLOTS; slot++) {
    networks.draw(slot, DEVIATION, RandomStream.named(slot, 'networks'));
  }
  return networks;
}

/** A layer's matrix and bias. */
function split(weights: Tensor2D | undefined, shape: number[]): [Tensor, Tensor] {
  if (weights === undefined) throw new Error('a layer is missing');
  const [rows, columns] = weights.shape;
  return [
    weights.slice([0, 0], [rows - 1, columns]).reshape(shape),
    weights.slice([rows - 1, 0], [1, columns]).reshape([columns]),
  ];
}

describe('random networks, all slots in one program', () => {
  it('compute what V and M compute with each slot’s weights', () => {
    const networks = drawn();
    const random = RandomStream.named(1, 'inputs');
    const images = randomUniform([SLOTS, 64, 64, 3], random) as Tensor4D;
    const latents = randomUniform([SLOTS, LATENT], random, -1, 1) as Tensor2D;
    const actions = randomUniform([SLOTS, ACTIONS], random, -1, 1) as Tensor2D;
    const hidden = randomUniform([SLOTS, HIDDEN], random, -1, 1) as Tensor2D;
    const cell = randomUniform([SLOTS, HIDDEN], random, -1, 1) as Tensor2D;
    const moments = networks.encode(images);
    const next = networks.step(latents, actions, hidden, cell);
    const nextHidden = next.hidden.dataSync();

    for (let slot = 0; slot < SLOTS; slot++) {
      const weights = networks.weightsOf(slot);
      const vision = new VariationalAutoencoder({ latentSize: LATENT }, random);
      [3, 32, 64, 128].forEach((channels, layer) => {
        const outputs = 2 * Math.max(16, channels === 3 ? 16 : channels);
        const [kernel, bias] = split(weights[layer], [4, 4, channels, outputs]);
        vision.parameters.assign(`encoder/convolution${layer + 1}/kernel`, kernel);
        vision.parameters.assign(`encoder/convolution${layer + 1}/bias`, bias);
      });
      const [kernel, bias] = split(weights[4], [1024, 2 * LATENT]);
      vision.parameters.assign('encoder/latent/kernel', kernel);
      vision.parameters.assign('encoder/latent/bias', bias);
      const expected = vision.encodeJoined(images.slice([slot, 0, 0, 0], [1, 64, 64, 3])).dataSync();
      // Every number is a sum of a thousand as large as the largest: that is what float32 rounds to.
      const tolerance = 1e-4 * Math.max(1, ...Array.from(expected, Math.abs));
      expected.forEach((value, i) => {
        expect(Math.abs((moments[slot * 2 * LATENT + i] ?? Number.NaN) - value)).toBeLessThan(tolerance);
      });

      const memory = new MixtureDensityRnn(
        {
          latentSize: LATENT,
          actionSize: ACTIONS,
          hiddenSize: HIDDEN,
          mixtures: 1,
          predictsReward: false,
          predictsDone: false,
          restartFlag: false,
        },
        random,
      );
      const [lstmKernel, lstmBias] = split(weights[5], [LATENT + ACTIONS + HIDDEN, 4 * HIDDEN]);
      memory.parameters.assign('lstm/kernel', lstmKernel);
      memory.parameters.assign('lstm/bias', lstmBias);
      const row = (tensor: Tensor2D) => tensor.slice([slot, 0], [1, -1]);
      const state = memory.step({ hidden: row(hidden), cell: row(cell) }, row(latents), row(actions));
      state.hidden.dataSync().forEach((value, i) => {
        expect(nextHidden[slot * HIDDEN + i]).toBeCloseTo(value, 4);
      });
      vision.dispose();
      memory.dispose();
    }
    networks.dispose();
  });

  it('are standard Cauchy times the deviation', () => {
    const networks = drawn();
    const [layer] = networks.weightsOf(1).slice(3);
    const sizes = Array.from(layer?.abs().dataSync() ?? []).sort((a, b) => a - b);
    const quantile = (share: number) => (sizes[Math.floor(share * sizes.length)] ?? 0) / DEVIATION;
    // |Cauchy|: quantile q is tan(pi q / 2).
    for (const share of [0.25, 0.5, 0.75, 0.95]) {
      expect(quantile(share) / Math.tan((Math.PI * share) / 2)).toBeCloseTo(1, 1);
    }
    networks.dispose();
  });

  it('leave no tensor behind, however often a slot is drawn', () => {
    const before = tf.memory().numTensors;
    const networks = drawn();
    const images = tf.zeros([SLOTS, 64, 64, 3]) as Tensor4D;
    networks.encode(images);
    networks.draw(0, DEVIATION, RandomStream.named(9, 'networks'));
    networks.encode(images);
    images.dispose();
    networks.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
