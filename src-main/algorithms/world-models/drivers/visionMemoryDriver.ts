/**
 * Drives a group of environments by V, M and C: V and M run for all slots at once, C for each slot with the
 * parameters of its own episode. Each episode has its own random stream, so that its outcome does not depend on
 * which slot plays it.
 */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { ControllerShape } from '../linearController.ts';
import type { MixtureDensityRnn } from '../mdnRnn.ts';
import type { VariationalAutoencoder } from '../vae.ts';
import type { FeatureInputs, SeenLatents } from '../visionMemory.ts';
import type { RandomStream } from '../../../numerics/random.ts';
import { tf } from '../../../numerics/tensorflow.ts';
import { ControllerProgram } from '../controllerProgram.ts';
import type { EnvironmentGroup } from '../../../acting/environmentGroups.ts';
import type { GroupDriver } from '../../../acting/rollouts.ts';
import { imagesOf } from '../parts.ts';
import { writeModelAction } from '../../../acting/modelActions.ts';
import type { ModelActions } from '../../../acting/modelActions.ts';

export interface VisionMemoryDriverOptions {
  readonly group: EnvironmentGroup;
  readonly vision: VariationalAutoencoder;
  readonly memory: MixtureDensityRnn;
  readonly inputs: FeatureInputs;
  readonly latents: SeenLatents;
  readonly shape: ControllerShape;
  readonly actions: ModelActions;
  readonly parametersOf: (episode: number) => Float64Array;
  /** The episode's own noise, for sampling z. */
  readonly randomOf: (episode: number) => RandomStream;
}

interface SlotState {
  readonly parameters: Float64Array;
  readonly random: RandomStream;
}

export class VisionMemoryDriver implements GroupDriver {
  readonly #options: VisionMemoryDriverOptions;
  readonly #program: ControllerProgram;
  readonly #slots: (SlotState | null)[];
  readonly #latents: Float32Array;
  readonly #modelActions: Float32Array;
  /** 1 where the slot's episode has just begun: M's state is zero there. */
  readonly #fresh: Float32Array;
  #hidden: Tensor2D;
  #cell: Tensor2D;
  /** The same, read back: [size, hiddenSize]. */
  #hiddenValues: Float32Array;
  #cellValues: Float32Array;

  constructor(options: VisionMemoryDriverOptions) {
    const { group, memory, shape } = options;
    const { hiddenSize, latentSize, actionSize } = memory.config;
    this.#options = options;
    this.#program = new ControllerProgram(shape);
    this.#slots = Array.from({ length: group.size }, () => null);
    this.#latents = new Float32Array(group.size * latentSize);
    this.#modelActions = new Float32Array(group.size * actionSize);
    this.#fresh = new Float32Array(group.size).fill(1);
    this.#hidden = tf.zeros([group.size, hiddenSize]);
    this.#cell = tf.zeros([group.size, hiddenSize]);
    this.#hiddenValues = new Float32Array(group.size * hiddenSize);
    this.#cellValues = new Float32Array(group.size * hiddenSize);
  }

  begin(slot: number, episode: number): void {
    const { hiddenSize } = this.#options.memory.config;
    this.#slots[slot] = {
      parameters: this.#options.parametersOf(episode),
      random: this.#options.randomOf(episode),
    };
    this.#fresh[slot] = 1;
    this.#hiddenValues.fill(0, slot * hiddenSize, (slot + 1) * hiddenSize);
    this.#cellValues.fill(0, slot * hiddenSize, (slot + 1) * hiddenSize);
  }

  act(frames: Uint8Array, active: readonly boolean[], actions: Float64Array): void {
    const { group, vision, memory, inputs, latents, shape } = this.#options;
    const { latentSize, hiddenSize, actionSize } = memory.config;
    const moments = tf.tidy(() => vision.encodeJoined(imagesOf(frames)).dataSync<'float32'>());
    const features = new Float64Array(shape.features);
    for (let slot = 0; slot < group.size; slot++) {
      const state = this.#slots[slot];
      if (active[slot] !== true || state === null || state === undefined) continue;
      const row = slot * 2 * latentSize;
      for (let i = 0; i < latentSize; i++) {
        const mean = moments[row + i] ?? 0;
        const logVariance = moments[row + latentSize + i] ?? 0;
        const latent =
          latents === 'mean' ? mean : Math.fround(mean + Math.exp(0.5 * logVariance) * state.random.normal());
        this.#latents[slot * latentSize + i] = latent;
        features[i] = latent;
      }
      if (inputs !== 'z') {
        features.set(this.#hiddenValues.subarray(slot * hiddenSize, (slot + 1) * hiddenSize), latentSize);
      }
      if (inputs === 'zhc') {
        const cell = this.#cellValues.subarray(slot * hiddenSize, (slot + 1) * hiddenSize);
        features.set(cell, latentSize + hiddenSize);
      }
      const offset = slot * group.actionSize;
      this.#program.act(state.parameters, features, actions, offset);
      writeModelAction(this.#options.actions, actions, offset, this.#modelActions, slot * actionSize);
    }
  }

  advance(): void {
    const { memory, inputs, group } = this.#options;
    if (inputs === 'z') return;
    const { latentSize, actionSize, restartFlag } = memory.config;
    const [hidden, cell] = tf.tidy(() => {
      let state = { hidden: this.#hidden, cell: this.#cell };
      const fresh = tf.tensor2d(this.#fresh.slice(), [group.size, 1]);
      if (this.#fresh.includes(1)) {
        const kept = tf.scalar(1).sub(fresh);
        state = { hidden: state.hidden.mul(kept), cell: state.cell.mul(kept) };
      }
      const next = memory.step(
        state,
        tf.tensor2d(this.#latents.slice(), [group.size, latentSize]),
        tf.tensor2d(this.#modelActions.slice(), [group.size, actionSize]),
        restartFlag ? fresh : undefined,
      );
      return [next.hidden, next.cell];
    });
    tf.dispose([this.#hidden, this.#cell]);
    this.#hidden = hidden as Tensor2D;
    this.#cell = cell as Tensor2D;
    this.#hiddenValues = this.#hidden.dataSync<'float32'>();
    if (inputs === 'zhc') this.#cellValues = this.#cell.dataSync<'float32'>();
    this.#fresh.fill(0);
  }

  dispose(): void {
    tf.dispose([this.#hidden, this.#cell]);
  }
}
