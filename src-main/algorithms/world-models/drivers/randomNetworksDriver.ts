/**
 * Random data as the paper's authors gather it: each episode is driven by its own V, M and C, all of whose numbers are
 * standard Cauchy times one deviation drawn from U(0, 0.01). Gas then stays near 0.5 and steering near 0, so the car
 * drives, while uniformly drawn actions mostly brake.
 */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { ControllerShape } from '../linearController.ts';
import { controllerParameterCount } from '../linearController.ts';
import type { RandomStream } from '../../../numerics/random.ts';
import { tf } from '../../../numerics/tensorflow.ts';
import { tidy } from '../../../numerics/tidy.ts';
import { ControllerProgram } from '../controllerProgram.ts';
import type { EnvironmentGroup } from '../../../acting/environmentGroups.ts';
import { modelActionSize, writeModelAction } from '../../../acting/modelActions.ts';
import type { ModelActions } from '../../../acting/modelActions.ts';
import type { GroupDriver } from '../../../acting/rollouts.ts';
import { imagesOf } from '../parts.ts';
import { RandomNetworks } from './randomNetworks.ts';

const LARGEST_DEVIATION = 0.01;

export interface RandomNetworksOptions {
  readonly group: EnvironmentGroup;
  readonly shape: ControllerShape;
  readonly actions: ModelActions;
  readonly latentSize: number;
  readonly hiddenSize: number;
  /** The stream of one episode: its networks and its noise. */
  readonly randomOf: (episode: number) => RandomStream;
}

interface SlotState {
  readonly random: RandomStream;
  readonly controller: Float64Array;
}

export class RandomNetworksDriver implements GroupDriver {
  readonly #options: RandomNetworksOptions;
  readonly #program: ControllerProgram;
  readonly #networks: RandomNetworks;
  readonly #slots: (SlotState | null)[];
  readonly #latents: Float32Array;
  readonly #modelActions: Float32Array;
  /** M's state, kept as numbers: [size, hiddenSize]. */
  #hidden: Float32Array;
  #cell: Float32Array;

  constructor(options: RandomNetworksOptions) {
    const { group, shape, actions, latentSize, hiddenSize } = options;
    this.#options = options;
    this.#program = new ControllerProgram(shape);
    this.#networks = new RandomNetworks(group.size, latentSize, hiddenSize, modelActionSize(actions));
    this.#slots = Array.from({ length: group.size }, () => null);
    this.#latents = new Float32Array(group.size * latentSize);
    this.#modelActions = new Float32Array(group.size * modelActionSize(actions));
    this.#hidden = new Float32Array(group.size * hiddenSize);
    this.#cell = new Float32Array(group.size * hiddenSize);
  }

  begin(slot: number, episode: number): void {
    const { shape, randomOf, hiddenSize } = this.#options;
    const random = randomOf(episode);
    const deviation = random.uniform(0, LARGEST_DEVIATION);
    this.#networks.draw(slot, deviation, random);
    const controller = Float64Array.from(
      { length: controllerParameterCount(shape) },
      () => random.cauchy() * deviation,
    );
    this.#slots[slot] = { random, controller };
    this.#hidden.fill(0, slot * hiddenSize, (slot + 1) * hiddenSize);
    this.#cell.fill(0, slot * hiddenSize, (slot + 1) * hiddenSize);
  }

  act(frames: Uint8Array, active: readonly boolean[], actions: Float64Array): void {
    const { group, shape, latentSize, hiddenSize } = this.#options;
    const images = imagesOf(frames);
    const moments = this.#networks.encode(images);
    images.dispose();
    const actionWidth = this.#modelActions.length / group.size;
    const features = new Float64Array(shape.features);
    this.#slots.forEach((state, slot) => {
      if (state === null || active[slot] !== true) return;
      const row = slot * 2 * latentSize;
      for (let i = 0; i < latentSize; i++) {
        const spread = Math.exp(0.5 * (moments[row + latentSize + i] ?? 0)) * state.random.normal();
        const latent = finite(Math.fround((moments[row + i] ?? 0) + spread));
        this.#latents[slot * latentSize + i] = latent;
        features[i] = latent;
      }
      const within = (values: Float32Array) => values.subarray(slot * hiddenSize, (slot + 1) * hiddenSize);
      if (shape.features > latentSize) features.set(within(this.#hidden), latentSize);
      if (shape.features > latentSize + hiddenSize) {
        features.set(within(this.#cell), latentSize + hiddenSize);
      }
      const offset = slot * group.actionSize;
      this.#program.act(state.controller, features, actions, offset);
      writeModelAction(this.#options.actions, actions, offset, this.#modelActions, slot * actionWidth);
    });
  }

  advance(): void {
    const { group, shape, latentSize } = this.#options;
    if (shape.features === latentSize) return;
    const tensor = (values: Float32Array): Tensor2D =>
      tf.tensor2d(values.slice(), [group.size, values.length / group.size]);
    const { hidden, cell } = tidy(() =>
      this.#networks.step(
        tensor(this.#latents),
        tensor(this.#modelActions),
        tensor(this.#hidden),
        tensor(this.#cell),
      ),
    );
    // An overflow in one slot must not stay in its state.
    this.#hidden = Float32Array.from(hidden.dataSync<'float32'>(), finite);
    this.#cell = Float32Array.from(cell.dataSync<'float32'>(), finite);
    tf.dispose([hidden, cell]);
  }

  dispose(): void {
    this.#networks.dispose();
  }
}

/** Heavy tails may overflow float32: such a number says nothing. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
