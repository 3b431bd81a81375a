/**
 * Random data as the paper's authors gather it: each episode is driven by its own V, M and C, all of whose numbers are
 * standard Cauchy times one deviation drawn from U(0, 0.01). Gas then stays near 0.5 and steering near 0, so the car
 * drives, while uniformly drawn actions mostly brake. Every slot has other networks, so they run one at a time.
 */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { WorldModelsConfig } from '../../../shared/config.ts';
import type { ControllerShape } from '../../agents/linearController.ts';
import { controllerParameterCount } from '../../agents/linearController.ts';
import { MixtureDensityRnn } from '../../models/mdnRnn.ts';
import { VariationalAutoencoder } from '../../models/vae.ts';
import type { ParameterSet } from '../../numerics/parameters.ts';
import { RandomStream } from '../../numerics/random.ts';
import { randomUniform } from '../../numerics/tensorRandom.ts';
import { tf } from '../../numerics/tensorflow.ts';
import { tidy } from '../../numerics/tidy.ts';
import { ControllerProgram } from '../controllerProgram.ts';
import type { EnvironmentGroup } from '../environmentGroups.ts';
import { modelActionSize, writeModelAction } from '../modelActions.ts';
import type { ModelActions } from '../modelActions.ts';
import type { GroupDriver } from '../rollouts.ts';
import { imagesOf } from '../worldModelsParts.ts';

const LARGEST_DEVIATION = 0.01;

interface SlotNetworks {
  readonly vision: VariationalAutoencoder;
  readonly memory: MixtureDensityRnn;
  controller: Float64Array;
  random: RandomStream;
  hidden: Tensor2D;
  cell: Tensor2D;
  hiddenValues: Float32Array;
  cellValues: Float32Array;
  latents: Float32Array;
  active: boolean;
}

export class RandomNetworksDriver implements GroupDriver {
  readonly #group: EnvironmentGroup;
  readonly #shape: ControllerShape;
  readonly #actions: ModelActions;
  readonly #program: ControllerProgram;
  readonly #randomOf: (episode: number) => RandomStream;
  readonly #slots: SlotNetworks[];
  readonly #modelActions: Float32Array;

  constructor(
    group: EnvironmentGroup,
    shape: ControllerShape,
    actions: ModelActions,
    config: WorldModelsConfig,
    randomOf: (episode: number) => RandomStream,
  ) {
    this.#group = group;
    this.#shape = shape;
    this.#actions = actions;
    const actionSize = modelActionSize(actions);
    this.#program = new ControllerProgram(shape);
    this.#randomOf = randomOf;
    this.#modelActions = new Float32Array(group.size * actionSize);
    const { latentSize } = config.vision;
    const { hiddenSize } = config.memory;
    // What they begin as is drawn over at every episode's start.
    const any = RandomStream.named(0, 'unused');
    this.#slots = Array.from({ length: group.size }, () => ({
      vision: new VariationalAutoencoder({ latentSize }, any),
      memory: new MixtureDensityRnn(
        {
          latentSize,
          actionSize,
          hiddenSize,
          mixtures: 1,
          predictsReward: false,
          predictsDone: false,
          restartFlag: false,
        },
        any,
      ),
      controller: new Float64Array(0),
      random: any,
      hidden: tf.zeros([1, hiddenSize]),
      cell: tf.zeros([1, hiddenSize]),
      hiddenValues: new Float32Array(hiddenSize),
      cellValues: new Float32Array(hiddenSize),
      latents: new Float32Array(latentSize),
      active: false,
    }));
  }

  begin(slot: number, episode: number): void {
    const networks = this.#at(slot);
    const random = this.#randomOf(episode);
    const deviation = random.uniform(0, LARGEST_DEVIATION);
    drawCauchy(networks.vision.parameters, 'encoder/', deviation, random);
    drawCauchy(networks.memory.parameters, 'lstm/', deviation, random);
    networks.controller = Float64Array.from(
      { length: controllerParameterCount(this.#shape) },
      () => random.cauchy() * deviation,
    );
    networks.random = random;
    tf.dispose([networks.hidden, networks.cell]);
    const { hiddenSize } = networks.memory.config;
    networks.hidden = tf.zeros([1, hiddenSize]);
    networks.cell = tf.zeros([1, hiddenSize]);
    networks.hiddenValues.fill(0);
    networks.cellValues.fill(0);
  }

  act(frames: Uint8Array, active: readonly boolean[], actions: Float64Array): void {
    const { frameBytes, actionSize } = this.#group;
    this.#slots.forEach((networks, slot) => {
      networks.active = active[slot] === true;
      if (!networks.active) return;
      const frame = frames.subarray(slot * frameBytes, (slot + 1) * frameBytes);
      const moments = tf.tidy(() => networks.vision.encodeJoined(imagesOf(frame)).dataSync<'float32'>());
      const size = networks.latents.length;
      for (let i = 0; i < size; i++) {
        const spread = Math.exp(0.5 * (moments[size + i] ?? 0)) * networks.random.normal();
        networks.latents[i] = finite((moments[i] ?? 0) + spread);
      }
      const features = new Float64Array(this.#shape.features);
      features.set(networks.latents);
      const { hiddenSize } = networks.memory.config;
      if (this.#shape.features >= size + hiddenSize) features.set(networks.hiddenValues, size);
      if (this.#shape.features >= size + 2 * hiddenSize) features.set(networks.cellValues, size + hiddenSize);
      this.#program.act(networks.controller, features, actions, slot * actionSize);
      const modelSize = this.#modelActions.length / this.#slots.length;
      writeModelAction(
        this.#actions,
        actions,
        slot * actionSize,
        this.#modelActions,
        slot * modelSize,
      );
    });
  }

  advance(): void {
    const modelSize = this.#modelActions.length / this.#slots.length;
    this.#slots.forEach((networks, slot) => {
      if (!networks.active || this.#shape.features === networks.latents.length) return;
      const action = this.#modelActions.slice(slot * modelSize, (slot + 1) * modelSize);
      const next = tidy(() =>
        networks.memory.step(
          { hidden: networks.hidden, cell: networks.cell },
          tf.tensor2d(networks.latents.slice(), [1, networks.latents.length]),
          tf.tensor2d(action, [1, modelSize]),
        ),
      );
      tf.dispose([networks.hidden, networks.cell]);
      networks.hidden = next.hidden;
      networks.cell = next.cell;
      networks.hiddenValues = next.hidden.dataSync<'float32'>();
      networks.cellValues = next.cell.dataSync<'float32'>();
    });
  }

  dispose(): void {
    for (const { vision, memory, hidden, cell } of this.#slots) {
      vision.dispose();
      memory.dispose();
      tf.dispose([hidden, cell]);
    }
  }

  #at(slot: number): SlotNetworks {
    const networks = this.#slots[slot];
    if (networks === undefined) throw new Error(`slot ${slot} of ${this.#slots.length}`);
    return networks;
  }
}

/** Sets every parameter whose path begins with `prefix`; the others are not used here. */
function drawCauchy(parameters: ParameterSet, prefix: string, deviation: number, random: RandomStream): void {
  for (const { name, shape } of parameters.specs) {
    if (!name.startsWith(prefix)) continue;
    const value = tf.tidy(() =>
      randomUniform(shape, random, -0.5, 0.5)
        .mul(Math.PI)
        .tan()
        .mul(deviation),
    );
    parameters.assign(name, value);
  }
}

/** Heavy tails may overflow float32: such a latent says nothing. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
