/**
 * Open-loop prediction over windows of held-out episodes: eyes close at each window's start, and the model dreams on under given
 * actions by what it expects, drawing nothing. Errors are mean squares in what is observed and in latents, each window and step for itself.
 */
import type { Rank, Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { TrustSpace } from '../../shared/trust.ts';
import type { ObservationLayout } from '../acting/observationLayout.ts';
import type { LatentState, ObservationBatch, WorldModel } from '../models/worldModel.ts';
import { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../numerics/tidy.ts';
import type { Beliefs, HeldOutEpisode, Window } from './heldOut.ts';
import type { OnShare } from './subject.ts';

/** The action [A] that leads a window one step further; `step` from 0. */
export type ActionOf = (window: number, step: number) => ArrayLike<number>;

/** [windows][steps of the window] */
export type WindowErrors = readonly Float32Array[];

/** Moments over which mean and spread of what is observed are taken. */
const MEASURED_MOMENTS = 512;
/** Spread below this is none: the number never changes, and its error counts as it is. */
const NO_SPREAD = 1e-6;

/** One way of looking at a moment: rows [windows, n]. */
interface Lens {
  readonly space: TrustSpace;
  /** What a state looks like. */
  shown(state: LatentState): Tensor2D;
  /** What was really there, so many steps after eyes closed. */
  truth(step: number): Tensor2D;
  /** [1, n] each: the mean of what was recorded, and by what differences are divided. */
  readonly mean: Tensor2D;
  readonly spread: Tensor2D;
}

export class OpenLoop {
  readonly spaces: readonly TrustSpace[];
  /** Of the longest window. */
  readonly horizon: number;
  readonly #model: WorldModel;
  readonly #windows: readonly Window[];
  readonly #starts: LatentState;
  readonly #lenses: readonly Lens[];

  /** Takes the beliefs' states over. @param observed what is compared beside latents; null: latents alone */
  constructor(
    model: WorldModel,
    windows: readonly Window[],
    beliefs: Beliefs,
    observed: { readonly layout: ObservationLayout; readonly episodes: readonly HeldOutEpisode[] } | null,
  ) {
    if (windows.length === 0) throw new Error('no episode is long enough to dream of');
    this.#model = model;
    this.#windows = windows;
    this.#starts = beliefs.starts;
    this.horizon = Math.max(...windows.map(({ steps }) => steps));
    const seen = observed === null ? null : observedLens(model, observed.layout, observed.episodes, windows);
    this.#lenses = [...(seen === null ? [] : [seen]), latentLens(model, windows, beliefs)];
    this.spaces = this.#lenses.map(({ space }) => space);
  }

  /** Under these actions, in each of `spaces`. */
  async dream(action: ActionOf, onShare: OnShare): Promise<readonly WindowErrors[]> {
    const dreaming = this.#dreaming(action);
    for (;;) {
      const { done, value } = dreaming.next();
      if (done === true) return value;
      await onShare(value);
    }
  }

  /** The same without a break. */
  dreamNow(action: ActionOf): readonly WindowErrors[] {
    const dreaming = this.#dreaming(action);
    for (;;) {
      const { done, value } = dreaming.next();
      if (done === true) return value;
    }
  }

  /** Tells how far it is, 0 to 1, after each step. */
  *#dreaming(action: ActionOf): Generator<number, readonly WindowErrors[], void> {
    const model = this.#model;
    const errors = this.#lenses.map(() => this.#blank());
    // Nothing is drawn from it: what is expected takes no noise.
    const random = RandomStream.named(0, 'trust/expected');
    const count = this.#windows.length;
    let state = tidy(() => copyOf(this.#starts));
    for (let step = 0; step < this.horizon; step++) {
      const led = new Float32Array(count * model.actionSize);
      this.#windows.forEach((window, index) => {
        if (step < window.steps) led.set(Float32Array.from(action(index, step)), index * model.actionSize);
      });
      const before = state;
      state = tidy(() =>
        model.imagine(before, tf.tensor2d(led, [count, model.actionSize]), random, { mode: 'mean' }),
      );
      disposeAll(before);
      this.#compare(step, errors, (lens) => lens.shown(state));
      yield (step + 1) / this.horizon;
    }
    disposeAll(state);
    return errors;
  }

  /** Of saying always what was last seen, as the model saw it. */
  still(): readonly WindowErrors[] {
    const errors = this.#lenses.map(() => this.#blank());
    const shown = this.#lenses.map((lens) => tidy(() => lens.shown(this.#starts)));
    for (let step = 0; step < this.horizon; step++) {
      this.#compare(step, errors, (_lens, index) => (shown[index] as Tensor2D).clone());
    }
    disposeAll(shown);
    return errors;
  }

  /** Of saying always the mean of all that was recorded. */
  mean(): readonly WindowErrors[] {
    const errors = this.#lenses.map(() => this.#blank());
    for (let step = 0; step < this.horizon; step++) this.#compare(step, errors, (lens) => lens.mean.clone());
    return errors;
  }

  dispose(): void {
    disposeAll([this.#starts, this.#lenses.map(({ mean, spread }) => [mean, spread])]);
  }

  #blank(): Float32Array[] {
    return this.#windows.map(({ steps }) => new Float32Array(steps));
  }

  #compare(
    step: number,
    errors: readonly (readonly Float32Array[])[],
    shown: (lens: Lens, index: number) => Tensor2D,
  ): void {
    this.#lenses.forEach((lens, index) => {
      const squares = tidy(() =>
        shown(lens, index)
          .sub(lens.truth(step + 1))
          .div(lens.spread)
          .square()
          .mean(1)
          .dataSync<'float32'>(),
      );
      this.#windows.forEach(({ steps }, window) => {
        const row = errors[index]?.[window];
        if (row !== undefined && step < steps) row[step] = squares[window] ?? Number.NaN;
      });
    });
  }
}

function copyOf(state: LatentState): LatentState {
  return Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, tensor.clone()]));
}

/** Null where a model that observes numbers does not say what it expects of them. */
function observedLens(
  model: WorldModel,
  layout: ObservationLayout,
  episodes: readonly HeldOutEpisode[],
  windows: readonly Window[],
): Lens | null {
  const pixels = model.observes !== 'numbers';
  if (!pixels && model.expectedObservation === undefined) return null;
  const { bytes } = layout;
  const moments = (places: readonly (readonly [episode: number, moment: number])[]): Tensor2D => {
    const seen = new Uint8Array(places.length * bytes);
    places.forEach(([episode, moment], row) => {
      const from = episodes[episode]?.observations.subarray(moment * bytes, (moment + 1) * bytes);
      if (from !== undefined) seen.set(from, row * bytes);
    });
    return tidy(() => {
      const batch = layout.batch(seen);
      return rowsOf(pixels ? { image: batch['image'] ?? tf.zeros([places.length, 0]) } : batch);
    });
  };
  const all = episodes.flatMap(({ moments: count }, episode) =>
    Array.from({ length: count }, (_, moment) => [episode, moment] as const),
  );
  const stride = Math.max(1, Math.ceil(all.length / MEASURED_MOMENTS));
  const { mean, spread } = tidy(() => momentsOf(moments(all.filter((_, index) => index % stride === 0))));
  if (pixels) {
    // Pixels are all of one kind: their differences need no scale.
    spread.dispose();
  }
  return {
    space: pixels ? 'pixels' : 'numbers',
    mean,
    spread: pixels ? tf.ones<Rank.R2>([1, 1]) : spread,
    truth: (step) =>
      moments(windows.map(({ episode, from, steps }) => [episode, from + Math.min(step, steps)] as const)),
    shown: (state) =>
      pixels
        ? model.decode(state).reshape([windows.length, -1])
        : rowsOf(model.expectedObservation?.(state) ?? {}),
  };
}

function latentLens(model: WorldModel, windows: readonly Window[], { latents, latentSize }: Beliefs): Lens {
  const { mean, spread } = tidy(() =>
    momentsOf(
      tf.concat2d(
        latents.map((rows) => tf.tensor2d(rows, [rows.length / latentSize, latentSize])),
        0,
      ),
    ),
  );
  return {
    space: 'latents',
    mean,
    spread,
    truth: (step) => {
      const rows = new Float32Array(windows.length * latentSize);
      windows.forEach(({ steps }, index) => {
        const at = Math.min(step, steps) * latentSize;
        rows.set(latents[index]?.subarray(at, at + latentSize) ?? [], index * latentSize);
      });
      return tf.tensor2d(rows, [windows.length, latentSize]);
    },
    shown: (state) => model.latent(state),
  };
}

/** Mean and standard deviation [1, n] of each column; 1 where there is next to none. */
function momentsOf(rows: Tensor2D): { readonly mean: Tensor2D; readonly spread: Tensor2D } {
  const { mean, variance } = tf.moments(rows, 0, true);
  const deviation = variance.sqrt();
  const spread = tf.where(deviation.greater(NO_SPREAD), deviation, tf.onesLike(deviation));
  return { mean: mean as Tensor2D, spread: spread as Tensor2D };
}

/** Every field side by side: [B, n]. Names in one order, so that what is expected stands below what is there. */
function rowsOf(observation: ObservationBatch): Tensor2D {
  const fields = Object.keys(observation).sort();
  return tf.concat2d(
    fields.map((name) => {
      const tensor = observation[name] as Tensor;
      return tensor.reshape<Tensor2D>([tensor.shape[0] ?? 1, -1]);
    }),
    1,
  );
}
