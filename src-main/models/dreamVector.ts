/**
 * Several dreams of one model, advanced as one batch of tensors. Each draws from a random stream of its own, named as that of a
 * `DreamEnvironment`, so a dream is the one that would be played alone from the same seed, up to the rounding of batched products.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { StudioError } from '../../shared/errors.ts';
import { actionArgumentSize, type ActionSpace } from '../../shared/spaces.ts';
import { RandomStream } from '../numerics/random.ts';
import { drawingByRows } from '../numerics/tensorRandom.ts';
import { tf } from '../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../numerics/tidy.ts';
import type { DreamEnvironmentOptions } from './dreamEnvironment.ts';
import { dreamStart } from './dreamRollout.ts';
import {
  dreamtObservations,
  dreamtSpace,
  writeDreamt,
  type DreamtObservations,
} from './dreamtObservation.ts';
import type { LatentState, WorldModel } from './worldModel.ts';

/** A predicted probability of the end above this ends a dream (Ha & Schmidhuber 2018). */
export const DONE_THRESHOLD = 0.5;

/** Of the last reset or step of each dream, [N, ...]: owned by the dreams, overwritten by the next. */
export interface DreamVectorResult {
  readonly observations: DreamtObservations;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
}

export interface DreamVector {
  readonly count: number;
  readonly result: DreamVectorResult;
  /** Begins these dreams anew. @param seeds one for each of `rows` */
  reset(rows: readonly number[], seeds: ArrayLike<number>): void;
  /** Advances these dreams. @param actions one after the other, in the order of `rows`, as `Environment.step` takes each */
  step(rows: readonly number[], actions: ArrayLike<number>): void;
  close(): void;
}

/** Model and options stay the caller's. */
export function createDreamVector<S extends LatentState>(
  model: WorldModel<S>,
  options: DreamEnvironmentOptions<S>,
  count: number,
): DreamVector {
  return new Dreams(model, options, count);
}

class Dreams<S extends LatentState> implements DreamVector {
  readonly count: number;
  readonly result: DreamVectorResult;
  readonly #model: WorldModel<S>;
  readonly #options: DreamEnvironmentOptions<S>;
  readonly #random: RandomStream[];
  readonly #steps: Int32Array;
  readonly #began: boolean[];
  #state: S;

  constructor(model: WorldModel<S>, options: DreamEnvironmentOptions<S>, count: number) {
    this.#model = model;
    this.#options = options;
    this.count = count;
    this.#random = Array.from({ length: count }, () => RandomStream.named(0, 'dream'));
    this.#steps = new Int32Array(count);
    this.#began = new Array<boolean>(count).fill(false);
    this.#state = model.initial(count);
    this.result = {
      observations: dreamtObservations(dreamtSpace(model, options.real), count),
      rewards: new Float64Array(count),
      terminated: new Uint8Array(count),
      truncated: new Uint8Array(count),
    };
  }

  reset(rows: readonly number[], seeds: ArrayLike<number>): void {
    if (rows.length === 0) return;
    const { starts, begin = (latent: Tensor2D) => dreamStart(this.#model, latent) } = this.#options;
    const streams = rows.map((_, at) => RandomStream.named(seeds[at] ?? 0, 'dream'));
    const fresh = tidy(() =>
      joined(
        streams.map((random) => {
          const first = starts.at(random.integer(starts.length)) ?? new Float32Array();
          return begin(tf.tensor2d(first, [1, first.length]));
        }),
      ),
    );
    rows.forEach((row, at) => {
      this.#random[row] = streams[at] ?? RandomStream.named(0, 'dream');
      this.#steps[row] = 0;
      this.#began[row] = true;
      this.#note(row, 0, false);
    });
    this.#put(rows, fresh);
  }

  step(rows: readonly number[], actions: ArrayLike<number>): void {
    if (rows.length === 0) return;
    if (!rows.every((row) => this.#began[row] === true))
      throw new Error('reset() must be called before anything else');
    const { real, rewardOfSurvival = 0, temperature = 1 } = this.#options;
    const streams = rows.map((row) => this.#random[row] ?? RandomStream.named(0, 'dream'));
    const { state, rewards, continuations } = tidy(() => {
      const action = modelActions(actions, rows.length, real.actions);
      const before = this.#rows(rows);
      const dreamt = drawingByRows(streams, () =>
        this.#model.imagine(before, action, RandomStream.named(0, 'dream'), {
          ...(this.#model.hasTemperature ? { temperature } : {}),
          mode: 'sample',
        }),
      );
      const { reward, continuation } = this.#model.predict(dreamt);
      return {
        state: dreamt,
        rewards: reward?.dataSync<'float32'>(),
        continuations: continuation?.dataSync<'float32'>(),
      };
    });
    rows.forEach((row, at) => {
      this.#steps[row] = (this.#steps[row] ?? 0) + 1;
      const ends = 1 - (continuations?.[at] ?? 1) > DONE_THRESHOLD;
      this.#note(row, rewards === undefined ? rewardOfSurvival : (rewards[at] ?? 0), ends);
    });
    this.#put(rows, state);
  }

  close(): void {
    disposeAll(this.#state);
  }

  #note(row: number, reward: number, ends: boolean): void {
    const { rewards, terminated, truncated } = this.result;
    rewards[row] = reward;
    terminated[row] = ends ? 1 : 0;
    truncated[row] = !ends && (this.#steps[row] ?? 0) >= this.#options.maxSteps ? 1 : 0;
  }

  /** The state of some dreams; where that is of all in their order, their own tensors. */
  #rows(rows: readonly number[]): S {
    if (this.#areAll(rows)) return this.#state;
    const indices = tf.tensor1d([...rows], 'int32');
    return eachPart(this.#state, (part) => tf.gather(part, indices));
  }

  /** Takes over what these dreams are now, and draws it. */
  #put(rows: readonly number[], fresh: S): void {
    if (this.#options.decodes ?? true) writeDreamt(this.#model, fresh, rows, this.result.observations);
    const before = this.#state;
    if (this.#areAll(rows)) this.#state = fresh;
    else {
      const places = Array.from({ length: this.count }, (_, row) => row);
      rows.forEach((row, at) => {
        places[row] = this.count + at;
      });
      this.#state = tidy(() => {
        const indices = tf.tensor1d(places, 'int32');
        return eachPart(before, (part, name) => {
          const other = fresh[name];
          if (other === undefined) throw new Error(`a dream's state lost ${name}`);
          return tf.gather(tf.concat([part, other], 0), indices);
        });
      });
      disposeAll(fresh);
    }
    disposeAll(before);
  }

  #areAll(rows: readonly number[]): boolean {
    return rows.length === this.count && rows.every((row, at) => row === at);
  }
}

/** Names and the shapes of a row stay. */
function eachPart<S extends LatentState>(state: S, change: (part: Tensor, name: string) => Tensor): S {
  return Object.fromEntries(Object.entries(state).map(([name, part]) => [name, change(part, name)])) as S;
}

/** States of single dreams, one below the other; new tensors. */
function joined<S extends LatentState>(states: readonly S[]): S {
  const [first] = states;
  if (first === undefined) throw new Error('no states to join');
  return eachPart(first, (_, name) =>
    tf.concat(
      states.flatMap((state) => state[name] ?? []),
      0,
    ),
  );
}

/**
 * What `step` takes, for N dreams, as what the model reads: a box's numbers, or one-hot.
 * @throws StudioError `environment.badAction`
 */
export function modelActions(actions: ArrayLike<number>, count: number, space: ActionSpace): Tensor2D {
  const size = actionArgumentSize(space);
  if (actions.length !== count * size) {
    throw new Error(`${actions.length} action elements for ${count} dreams of ${size}`);
  }
  if (space.kind === 'box') return tf.tensor2d(Float32Array.from(actions), [count, size]);
  const indices = Array.from(actions);
  const wrong = indices.find((index) => !Number.isInteger(index) || index < 0 || index >= space.count);
  if (wrong !== undefined) {
    throw new StudioError('environment.badAction', { action: wrong, count: space.count });
  }
  return tf.oneHot(indices, space.count).cast('float32');
}
