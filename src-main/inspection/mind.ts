/**
 * A trained model and its policy, asked one moment at a time. States go in and out as plain numbers (`StoredState`) and
 * every call names its own random stream, so that the same moment asked twice gives the same answer, bit for bit.
 */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type {
  DreamPaths,
  ImaginedTrajectories,
  ImagineRequest,
  LatentBelief,
  TheatreFrame,
} from '../../shared/theatre.ts';
import type {
  GaussianBelief,
  ImagineOptions,
  LatentState,
  ObservationBatch,
  ModelSight,
  ObserveResult,
  Policy,
  WorldModel,
} from '../models/worldModel.ts';
import type { Temperature } from '../numerics/mixture.ts';
import { RandomStream } from '../numerics/random.ts';
import { drawingByRows } from '../numerics/tensorRandom.ts';
import { tf } from '../numerics/tensorflow.ts';
import { TracedFunction } from '../numerics/tracedFunction.ts';
import { batchSizeOf, joinStates, loadState, memberOf, storeState, type StoredState } from './storedState.ts';

export interface Image {
  readonly width: number;
  readonly height: number;
  /** RGB, row-major from the top. */
  readonly pixels: Uint8Array;
}

/** What there is to see at one moment: a picture, and the environment's own numbers where it gives those. */
export interface Sight {
  readonly eye: Image;
  readonly numbers: Readonly<Record<string, Float64Array>> | null;
}

export interface Glimpse {
  /** What was expected before the frame was seen. */
  readonly prior: StoredState;
  /** What is believed after. */
  readonly posterior: StoredState;
  /** Nats; null at an episode's first frame, which nothing predicted. */
  readonly surprise: number | null;
}

/** Of a batch's first member. */
export interface Expectation {
  readonly reward: number | null;
  readonly continuation: number | null;
  readonly value: number | null;
}

export type Beliefs = NonNullable<TheatreFrame['beliefs']>;

/** What was imagined, without its pictures, and the states that pictures are wanted of. */
export interface ImaginedStates {
  readonly told: Omit<ImaginedTrajectories, 'pictures'>;
  readonly looked: StoredState;
}

export type Mixture = NonNullable<TheatreFrame['mixture']>;

/** One stream that the whole batch is drawn from, or one for each of its members, which then draws as it would alone. */
export type Draws = RandomStream | readonly RandomStream[];

/** What a mind computes: each one graph where that can be (see `#computations`). */
interface Computations {
  observe(
    before: LatentState,
    action: Tensor2D,
    seen: ObservationBatch,
    isFirst: Tensor,
    random: Draws,
  ): ObserveResult<LatentState>;
  imagine(from: LatentState, actions: Tensor2D, random: Draws, options: ImagineOptions): LatentState;
  decode(state: LatentState): Tensor;
  expect(state: LatentState): {
    readonly reward?: Tensor | undefined;
    readonly continuation?: Tensor | undefined;
    readonly value?: Tensor | undefined;
  };
  act(state: LatentState, random: Draws): Tensor;
}

export interface MindOptions {
  /** The model is another's, such as the dream's that is played with it: `dispose` leaves it. */
  readonly borrowsModel?: boolean;
}

export class Mind {
  readonly model: WorldModel;
  readonly policy: Policy | null;
  /** Numbers in a latent. */
  readonly latentSize: number;
  readonly #borrowsModel: boolean;
  readonly #traced: { dispose(): void }[] = [];
  readonly #compute: Computations;

  /** Takes the policy over, and the model unless it is borrowed. */
  constructor(model: WorldModel, policy: Policy | null, { borrowsModel = false }: MindOptions = {}) {
    this.model = model;
    this.policy = policy;
    this.#borrowsModel = borrowsModel;
    this.#compute = this.#computations();
    this.latentSize = inScope(() => model.latent(model.initial(1)).size);
  }

  /**
   * Sees one moment.
   * @param previous null at an episode's first @param action model form, the one that led into this moment
   */
  observe(previous: StoredState | null, action: Float32Array, sight: Sight, random: RandomStream): Glimpse {
    return inScope(() => {
      const before = previous === null ? this.model.initial(1) : loadState(previous);
      const isFirst = tf.tensor1d([previous === null ? 1 : 0]);
      const seen = observationOf(this.model.observes, [sight]);
      const result = this.#compute.observe(before, this.#actions(action), seen, isFirst, random);
      return {
        prior: storeState(result.prior),
        posterior: storeState(result.posterior),
        surprise: previous === null ? null : first(result.surprise),
      };
    });
  }

  /**
   * What is believed once each member of a batch has seen its own moment.
   * @param actions [B, A] flattened @param sights B of them
   */
  believe(
    previous: StoredState,
    actions: Float32Array,
    sights: readonly Sight[],
    random: readonly RandomStream[],
  ): StoredState {
    return inScope(() => {
      const seen = observationOf(this.model.observes, sights);
      const going = tf.zeros([sights.length]);
      return storeState(
        this.#compute.observe(loadState(previous), this.#actions(actions), seen, going, random).posterior,
      );
    });
  }

  /** @returns [B, A] flattened, in model form. Without a policy: throws. */
  act(state: StoredState, random: Draws): Float32Array {
    return inScope(() => Float32Array.from(this.#compute.act(loadState(state), random).dataSync()));
  }

  /** One step with eyes closed, the whole batch at once. @param actions [B, A] flattened */
  imagine(
    previous: StoredState,
    actions: Float32Array,
    random: Draws,
    options: {
      readonly temperature: Temperature;
      readonly mode: 'sample' | 'mean';
      readonly paths: DreamPaths;
    },
  ): StoredState {
    const { temperature, mode, paths } = options;
    const asked = this.model.hasTemperature ? { temperature, mode } : { mode, paths };
    return inScope(() =>
      storeState(this.#compute.imagine(loadState(previous), this.#actions(actions), random, asked)),
    );
  }

  /** One picture a batch member, all states decoded as one batch. None where the model observes numbers. */
  pictures(states: readonly StoredState[]): Image[] {
    if (states.length === 0 || this.model.observes === 'numbers') return [];
    const { batch, height, width, data } = inScope(() => {
      const decoded = this.#compute.decode(loadState(joinStates(states)));
      const [batch = 0, height = 0, width = 0] = decoded.shape;
      return { batch, height, width, data: decoded.dataSync() };
    });
    const size = height * width * 3;
    return Array.from({ length: batch }, (_, index) => {
      const pixels = new Uint8Array(size);
      const offset = index * size;
      for (let i = 0; i < size; i++) {
        pixels[i] = Math.round(Math.min(1, Math.max(0, data[offset + i] ?? 0)) * 255);
      }
      return { width, height, pixels };
    });
  }

  /** The numbers that a state's first member looks like, side by side in the observation's order; null where none are observed. */
  numbers(state: StoredState): Float32Array | null {
    const { model } = this;
    if (model.observes === 'pixels' || model.expectedObservation === undefined) return null;
    const expected = model.expectedObservation.bind(model);
    return inScope(() => {
      const { image: _, ...numbers } = expected(loadState(state));
      const parts = Object.values(numbers).map((part) => {
        const [batch = 1] = part.shape;
        return part.dataSync().slice(0, part.size / batch);
      });
      return Float32Array.from(parts.flatMap((part) => [...part]));
    });
  }

  /** What the heads that exist say about a state. */
  expect(state: StoredState): Expectation {
    return inScope(() => {
      const { reward, continuation, value } = this.#compute.expect(loadState(state));
      return {
        reward: reward === undefined ? null : first(reward),
        continuation: continuation === undefined ? null : first(continuation),
        value: value === undefined ? null : first(value),
      };
    });
  }

  /** The first member's latent numbers. */
  latent(state: StoredState): Float32Array {
    return inScope(() => {
      const latent = this.model.latent(loadState(state));
      const [batch, size] = latent.shape;
      const data = latent.dataSync();
      return Float32Array.from(batch === 1 ? data : data.subarray(0, size));
    });
  }

  /** The same state with other latent numbers in its first member. */
  withLatent(state: StoredState, numbers: Float32Array): StoredState {
    return inScope(() => {
      const loaded = loadState(state);
      const latent = this.model.latent(loaded);
      const [batch, size] = latent.shape;
      if (numbers.length !== size) throw new Error(`latent has ${size} numbers, not ${numbers.length}`);
      const changed = Float32Array.from(latent.dataSync());
      changed.set(numbers, 0);
      return storeState(this.model.withLatent(loaded, tf.tensor2d(changed, [batch, size])));
    });
  }

  /** Null where the model does not predict by a mixture. */
  mixture(state: StoredState): Mixture | null {
    const { model } = this;
    if (model.mixture === undefined) return null;
    const mixtureOf = model.mixture.bind(model);
    return inScope(() => {
      const { weights, means, deviations } = mixtureOf(loadState(state));
      const [batch = 1, latent = 1, mixtures = 1] = weights.shape;
      const one = (tensor: Tensor) => {
        const data = tensor.dataSync();
        return Float32Array.from(batch === 1 ? data : data.subarray(0, latent * mixtures));
      };
      return { mixtures, weights: one(weights), means: one(means), deviations: one(deviations) };
    });
  }

  /** Of the moment that `observe` would see; null where the model has no Gaussians to tell. */
  beliefs(previous: StoredState | null, action: Float32Array, sight: Sight): Beliefs | null {
    const { model } = this;
    if (model.beliefs === undefined) return null;
    const beliefsOf = model.beliefs.bind(model);
    return inScope(() => {
      const before = previous === null ? model.initial(1) : loadState(previous);
      const isFirst = tf.tensor1d([previous === null ? 1 : 0]);
      const embedding = model.encode(observationOf(model.observes, [sight]));
      const beliefs = beliefsOf(before, this.#actions(action), embedding, isFirst);
      if (beliefs === null) return null;
      const told = ({ means, deviations }: GaussianBelief): LatentBelief => ({
        means: floats(means),
        deviations: floats(deviations),
      });
      return { prior: told(beliefs.prior), posterior: told(beliefs.posterior) };
    });
  }

  /** Whether its agent learned in imagination. */
  get imagines(): boolean {
    return this.policy?.imagined !== undefined;
  }

  /** What the agent imagines from a state's first member; null where it does not learn so. */
  imagined(state: StoredState, request: ImagineRequest, random: RandomStream): ImaginedStates | null {
    const { model, policy } = this;
    if (policy?.imagined === undefined) return null;
    const imaginedOf = policy.imagined.bind(policy);
    return inScope(() => {
      const feature = model.feature(loadState(memberOf(state, 0)));
      const told = imaginedOf(feature, request, random);
      const { nudged } = told;
      return {
        looked: storeState(told.looked),
        told: {
          request,
          rewards: floats(told.rewards),
          values: floats(told.values),
          discounts: floats(told.discounts),
          returns: floats(told.returns),
          lambda: told.lambda,
          actions: floats(told.actions),
          actionSize: model.actionSize,
          influence: told.influence === null ? null : floats(told.influence),
          nudged:
            nudged === null
              ? null
              : {
                  by: nudged.by,
                  rewards: floats(nudged.rewards),
                  values: floats(nudged.values),
                  worth: first(nudged.worth),
                },
        },
      };
    });
  }

  dispose(): void {
    for (const traced of this.#traced) traced.dispose();
    if (!this.#borrowsModel) this.model.dispose();
    this.policy?.dispose();
  }

  /** A temperature is a plain number: a graph would be traced for each that a slider passes. */
  #computations(): Computations {
    const { model, policy } = this;
    const ofModel = model.hasTemperature ? null : () => [...model.weights().values()];
    const ofPolicy =
      ofModel === null || (policy !== null && policy.weights === undefined)
        ? null
        : () => [...ofModel(), ...(policy?.weights?.() ?? [])];
    return {
      observe: this.#traceable(ofModel, (before, action, seen, isFirst, draws) =>
        drawnBy(draws, (random) => model.observe(before, action, model.encode(seen), isFirst, random)),
      ),
      imagine: this.#traceable(ofModel, (from, actions, draws, options) =>
        drawnBy(draws, (random) => model.imagine(from, actions, random, options)),
      ),
      decode: this.#traceable(ofModel, (state) => model.decode(state)),
      expect: this.#traceable(ofPolicy, (state) => ({
        ...model.predict(state),
        value: policy?.value?.(model.feature(state)),
      })),
      act: this.#traceable(ofPolicy, (state, draws) => {
        if (policy === null) throw new Error('this checkpoint has no policy');
        return drawnBy(draws, (random) => policy.act(model.feature(state), random, 'mean'));
      }),
    };
  }

  /** @param reads null: it is computed as it stands. */
  #traceable<A extends readonly unknown[], R>(
    reads: (() => readonly Tensor[]) | null,
    compute: (...given: A) => R,
  ): (...given: A) => R {
    if (reads === null) return compute;
    const traced = new TracedFunction(reads, compute);
    this.#traced.push(traced);
    return (...given) => traced.run(...given);
  }

  #actions(flat: Float32Array): Tensor2D {
    const size = this.model.actionSize;
    return tf.tensor2d(flat, [flat.length / size, size]);
  }
}

/** A moment a batch member, all of the same size; the caller's. */
export function observationOf(observes: ModelSight, sights: readonly Sight[]): ObservationBatch {
  return {
    ...(observes === 'numbers' ? {} : picturesOf(sights)),
    ...(observes === 'pixels' ? {} : numbersOf(sights)),
  };
}

function picturesOf(sights: readonly Sight[]): ObservationBatch {
  const [first] = sights;
  if (first === undefined) throw new Error('nothing is seen');
  const { height, width, pixels: own } = first.eye;
  const pixels = sights.length === 1 ? own : Buffer.concat(sights.map(({ eye }) => eye.pixels));
  return { image: tf.tensor(pixels, [sights.length, height, width, 3], 'int32').toFloat().div(255) };
}

function numbersOf(sights: readonly Sight[]): ObservationBatch {
  const rows = sights.map(({ numbers }) => {
    if (numbers === null) throw new Error('numbers are observed, and the environment gives pictures');
    return numbers;
  });
  return Object.fromEntries(
    Object.keys(rows[0] ?? {}).map((name) => [
      name,
      tf.tensor2d(rows.map((numbers) => [...(numbers[name] ?? [])])),
    ]),
  );
}

/** A member's stream is not asked by name: whatever is drawn comes row by row. */
function drawnBy<T>(draws: Draws, compute: (random: RandomStream) => T): T {
  if (draws instanceof RandomStream) return compute(draws);
  const [first] = draws;
  if (first === undefined) throw new Error('a batch of none draws nothing');
  return drawingByRows(draws, () => compute(first));
}

/** The same state for each of `count` batch members. */
export function repeatState(state: StoredState, count: number): StoredState {
  if (batchSizeOf(state) !== 1) throw new Error('only a batch of one can be repeated');
  return joinStates(Array.from({ length: count }, () => state));
}

/**
 * Like `tf.tidy`, for work that ends in plain numbers: tidy would look through each of them for a tensor to keep.
 */
export function inScope<Result>(work: () => Result): Result {
  tf.engine().startScope();
  try {
    return work();
  } finally {
    tf.engine().endScope();
  }
}

function floats(tensor: Tensor): Float32Array {
  return Float32Array.from(tensor.dataSync());
}

function first(tensor: Tensor): number {
  return tensor.dataSync()[0] ?? Number.NaN;
}
