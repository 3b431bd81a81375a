/**
 * A world model as an environment: what was learned is played like the real thing, by the same code. Observations are what it
 * decodes; the end of an episode is the model's own prediction. (Ha & Schmidhuber 2018 train Take Cover so.)
 */
import type { Tensor2D } from '@tensorflow/tfjs';
import { StudioError } from '../../shared/errors.ts';
import { DREAM_PREFIX, type EnvironmentState } from '../../shared/recipe.ts';
import { actionArgumentSize } from '../../shared/spaces.ts';
import type { DreamTemperature, Recompute, Saving } from '../environments/capabilities.ts';
import type { Environment, EnvironmentSpec, StepResult } from '../environments/environment.ts';
import { hashDoubles } from '../environments/stateHash.ts';
import { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../numerics/tidy.ts';
import { dreamStart } from './dreamRollout.ts';
import {
  dreamtObservations,
  dreamtSpace,
  writeDreamt,
  type DreamtObservations,
} from './dreamtObservation.ts';
import { createDreamVector, DONE_THRESHOLD, modelActions, type DreamVector } from './dreamVector.ts';
import type { LatentState, WorldModel } from './worldModel.ts';

/** An array is one. */
export interface DreamStarts {
  readonly length: number;
  at(index: number): Float32Array | undefined;
}

export interface DreamEnvironmentOptions<S extends LatentState> {
  /** What the model was trained on: its actions and step length hold in the dream too. */
  readonly real: EnvironmentSpec;
  /** Counts where the model has one; 1 where absent. */
  readonly temperature?: number;
  /** First moments, of which the seed picks one. */
  readonly starts: DreamStarts;
  /** The state [1, ...] that a start stands for; where absent, starts are latents. */
  readonly begin?: (start: Tensor2D) => S;
  readonly maxSteps: number;
  /** What a step is worth where the model has no reward head (Take Cover: 1 for every step survived). */
  readonly rewardOfSurvival?: number;
  /** False: nobody looks, and observations stay black; several times as fast. */
  readonly decodes?: boolean;
  /** Called by `close`: frees what belongs to the dream, such as its model. */
  readonly onClose?: () => void;
}

/** It has no shapes and nothing to pull: what it observes is all there is to see. */
export class DreamEnvironment<S extends LatentState> implements Environment, Recompute, Saving {
  readonly spec: EnvironmentSpec;
  readonly recompute = this;
  readonly saving = this;
  /** Absent where the model samples from nothing that can be made wider. */
  readonly dreaming?: DreamTemperature;
  readonly #model: WorldModel<S>;
  readonly #options: DreamEnvironmentOptions<S>;
  readonly #observation: DreamtObservations;
  #random = RandomStream.named(0, 'dream');
  #state: S | null = null;
  /** Undefined where the model has none. */
  #temperature: number | undefined;
  #steps = 0;

  /** The model stays the caller's. */
  constructor(model: WorldModel<S>, options: DreamEnvironmentOptions<S>) {
    if (options.starts.length === 0) throw new Error('a dream needs at least one moment to start from');
    this.#model = model;
    this.#options = options;
    this.#temperature = this.#ownTemperature();
    if (model.hasTemperature) this.dreaming = this.#asDreaming();
    this.spec = {
      ...options.real,
      id: DREAM_PREFIX + options.real.id,
      observations: dreamtSpace(model, options.real),
      maxEpisodeSteps: options.maxSteps,
    };
    this.#observation = dreamtObservations(this.spec.observations, 1);
  }

  reset(seed: number, start?: EnvironmentState): StepResult {
    this.#random = RandomStream.named(seed, 'dream');
    const { starts, begin = (latent: Tensor2D) => dreamStart(this.#model, latent) } = this.#options;
    const first = starts.at(this.#random.integer(starts.length)) ?? new Float32Array();
    const next =
      start === undefined ? tidy(() => begin(tf.tensor2d(first, [1, first.length]))) : this.#restore(start);
    disposeAll(this.#state);
    this.#state = next;
    this.#steps = start === undefined ? 0 : numberOf(start, 'steps');
    this.#temperature =
      start?.['temperature'] === undefined ? this.#ownTemperature() : numberOf(start, 'temperature');
    return this.#result(0, false);
  }

  step(action: Float64Array): StepResult {
    const previous = this.#current();
    const size = actionArgumentSize(this.spec.actions);
    if (action.length !== size)
      throw new Error(`action has length ${action.length}, ${this.spec.id} expects ${size}`);
    const { rewardOfSurvival = 0 } = this.#options;
    const temperature = this.#temperature;
    const { state, reward, continuation } = tidy(() => {
      const dreamt = this.#model.imagine(previous, modelActions(action, 1, this.spec.actions), this.#random, {
        ...(temperature === undefined ? {} : { temperature }),
        mode: 'sample',
      });
      const prediction = this.#model.predict(dreamt);
      return {
        state: dreamt,
        reward: prediction.reward?.dataSync()[0] ?? rewardOfSurvival,
        continuation: prediction.continuation?.dataSync()[0] ?? 1,
      };
    });
    disposeAll(previous);
    this.#state = state;
    this.#steps++;
    return this.#result(reward, 1 - continuation > DONE_THRESHOLD, { continuation });
  }

  /** Every number of the latent state, and of the random stream; the temperature where it was changed. */
  saveState(): EnvironmentState {
    const state = this.#current();
    const { words, spareNormal } = this.#random.state();
    return {
      steps: this.#steps,
      random: [...words],
      spareNormal: spareNormal === null ? [] : [spareNormal],
      // Only then, so that recorded dreams keep their hashes.
      ...(this.#temperature === undefined || this.#temperature === this.#ownTemperature()
        ? {}
        : { temperature: this.#temperature }),
      ...Object.fromEntries(
        Object.entries(state).map(([name, tensor]) => [
          `state/${name}`,
          Array.from(tensor.dataSync<'float32'>()),
        ]),
      ),
    };
  }

  stateHash(): string {
    return hashDoubles(
      Object.values(this.saveState()).flatMap((value) => (typeof value === 'string' ? [] : value)),
    );
  }

  close(): void {
    disposeAll(this.#state);
    this.#state = null;
    this.#options.onClose?.();
  }

  /** Several dreams of the same model, each as this one would be played; to be closed before this one is. */
  together(count: number): DreamVector {
    return createDreamVector(this.#model, this.#options, count);
  }

  /** The latent state now; owned by the environment. */
  get state(): S {
    return this.#current();
  }

  #asDreaming(): DreamTemperature {
    const current = () => this.#temperature ?? 1;
    return {
      get temperature() {
        return current();
      },
      setTemperature: (temperature) => {
        this.#temperature = temperature;
      },
    };
  }

  #ownTemperature(): number | undefined {
    return this.#model.hasTemperature ? (this.#options.temperature ?? 1) : undefined;
  }

  #current(): S {
    if (this.#state === null) throw new Error('reset() must be called before anything else');
    return this.#state;
  }

  #result(reward: number, terminated: boolean, info: StepResult['info'] = {}): StepResult {
    if (this.#options.decodes ?? true) writeDreamt(this.#model, this.#current(), [0], this.#observation);
    const truncated = !terminated && this.#steps >= this.#options.maxSteps;
    return { observation: this.#observation, reward, terminated, truncated, info };
  }

  #restore(saved: EnvironmentState): S {
    const words = saved['random'];
    const spare = saved['spareNormal'];
    if (!Array.isArray(words) || words.length !== 4 || !Array.isArray(spare)) {
      throw new StudioError('environment.badState', { field: 'random' });
    }
    const [a = 0, b = 0, c = 0, d = 0] = words;
    this.#random = new RandomStream({ words: [a, b, c, d], spareNormal: spare[0] ?? null });
    return tidy(() => {
      const state = Object.entries(this.#model.initial(1)).map(([name, tensor]) => {
        const values = saved[`state/${name}`];
        if (!Array.isArray(values) || values.length !== tensor.size) {
          throw new StudioError('environment.badState', { field: `state/${name}` });
        }
        return [name, tf.tensor(values, tensor.shape, 'float32')];
      });
      // Names and shapes are those of the model's own initial state.
      return Object.fromEntries(state) as S;
    });
  }
}

function numberOf(state: EnvironmentState, field: string): number {
  const value = state[field];
  if (typeof value !== 'number') throw new StudioError('environment.badState', { field });
  return value;
}
