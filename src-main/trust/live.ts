/**
 * Drift and obedience as figures of a training under way: a few short windows of episodes that were never learnt from, looked at
 * from a few moments before each begins, as training itself does. Costs next to nothing, and says less than an instrument.
 */
import type { Tensor2D } from '@tensorflow/tfjs';
import type { ObservationLayout } from '../acting/observationLayout.ts';
import type { LatentState, WorldModel } from '../models/worldModel.ts';
import { RandomStream } from '../numerics/random.ts';
import { tf } from '../numerics/tensorflow.ts';
import { disposeAll, tidy } from '../numerics/tidy.ts';
import { stepsUntilDrift } from '../../shared/driftRule.ts';
import { curveOf, errorSums } from './errorCurves.ts';
import { CONTEXT, windowsOf, type Beliefs, type HeldOutEpisode, type Window } from './heldOut.ts';
import { exchanged, obedienceOf } from './obedience.ts';
import { OpenLoop, type ActionOf } from './openLoop.ts';

/** Windows, and steps that each is dreamt. */
export const LIVE_WINDOWS = 8;
export const LIVE_HORIZON = 30;

export interface LiveTrust {
  /** As many as were looked at where it did not drift. */
  readonly driftSteps: number;
  readonly obedience: number;
}

/** Moments [CONTEXT + steps] of one window as the model reads them. */
export interface LiveSequence {
  /** [moments, E], as `encode` makes them. */
  readonly embeddings: Float32Array;
  /** [moments, A], each led into its row. */
  readonly actions: Float32Array;
}

/** Of an episode whose observations are at hand; null where it is too short to dream of. @param name of the draws */
export function liveTrustOf(
  model: WorldModel,
  layout: ObservationLayout,
  episode: HeldOutEpisode,
  seed: number,
  name: string,
): LiveTrust | null {
  const windows = windowsOf([episode], LIVE_HORIZON, LIVE_WINDOWS, LIVE_WINDOWS);
  // Whose actions could be exchanged where there is but one?
  if (windows.length < 2) return null;
  const { bytes } = layout;
  const width = model.actionSize;
  const sequences = windows.map(({ from, steps }): LiveSequence => {
    const [first, end] = [from - CONTEXT + 1, from + steps + 1];
    const seen = layout.batch(episode.observations.subarray(first * bytes, end * bytes));
    const embeddings = tidy(() => model.encode(seen).dataSync<'float32'>().slice());
    disposeAll(seen);
    return { embeddings, actions: episode.actions.slice(first * width, end * width) };
  });
  return measured(model, sequences, windows, { layout, episodes: [episode] }, RandomStream.named(seed, name));
}

/** Of embeddings alone: what is compared is latents. All sequences of one length. */
export function liveTrustOfLatents(
  model: WorldModel,
  sequences: readonly LiveSequence[],
  random: RandomStream,
): LiveTrust | null {
  const width = model.actionSize;
  const windows = sequences.map(({ actions }, episode): Window => ({
    episode,
    from: CONTEXT - 1,
    steps: actions.length / width - CONTEXT,
  }));
  if (windows.length < 2 || windows.some(({ steps }) => steps < 1)) return null;
  return measured(model, sequences, windows, null, random);
}

function measured(
  model: WorldModel,
  sequences: readonly LiveSequence[],
  windows: readonly Window[],
  observed: { readonly layout: ObservationLayout; readonly episodes: readonly HeldOutEpisode[] } | null,
  random: RandomStream,
): LiveTrust {
  const width = model.actionSize;
  const beliefs = lookBriefly(model, sequences, windows, random);
  const dreams = new OpenLoop(model, windows, beliefs, observed);
  try {
    const led: ActionOf = (window, step) => {
      const at = (CONTEXT + step) * width;
      return sequences[window]?.actions.subarray(at, at + width) ?? [];
    };
    const donors = exchanged(windows.length, random);
    const others: ActionOf = (window, step) => {
      const donor = donors[window] ?? 0;
      return led(donor, step % (windows[donor]?.steps ?? 1));
    };
    const [obeyed, wrong, mean, still] = [
      dreams.dreamNow(led),
      dreams.dreamNow(others),
      dreams.mean(),
      dreams.still(),
    ].map((errors) => curveOf(errorSums(windows, errors[0] ?? [])));
    if (obeyed === undefined || wrong === undefined || mean === undefined || still === undefined) {
      throw new Error('nothing was compared');
    }
    return {
      driftSteps: stepsUntilDrift(obeyed, mean, still) ?? obeyed.length,
      obedience: obedienceOf(obeyed, wrong),
    };
  } finally {
    dreams.dispose();
  }
}

/** With eyes open from the first moment of each sequence, where the model's state is that of an episode's beginning. */
function lookBriefly(
  model: WorldModel,
  sequences: readonly LiveSequence[],
  windows: readonly Window[],
  random: RandomStream,
): Beliefs {
  const count = windows.length;
  const width = model.actionSize;
  const last = CONTEXT - 1 + Math.max(...windows.map(({ steps }) => steps));
  const latentSize = tidy(() => model.latent(model.initial(1)).size);
  const latents = windows.map(({ steps }) => new Float32Array((steps + 1) * latentSize));
  let state = model.initial(count);
  let starts: LatentState = {};
  for (let moment = 0; moment <= last; moment++) {
    const rowsOf = (of: (sequence: LiveSequence) => Float32Array, size: number): Tensor2D => {
      const rows = new Float32Array(count * size);
      sequences.forEach((sequence, index) => {
        const values = of(sequence);
        const at = Math.min(moment, values.length / size - 1) * size;
        rows.set(values.subarray(at, at + size), index * size);
      });
      return tf.tensor2d(rows, [count, size]);
    };
    const before = state;
    const [first] = sequences;
    const embeddingSize = ((first?.embeddings.length ?? 0) * width) / (first?.actions.length ?? 1);
    state = tidy(
      () =>
        model.observe(
          before,
          rowsOf(({ actions }) => actions, width),
          rowsOf(({ embeddings }) => embeddings, embeddingSize),
          tf.fill([count], Number(moment === 0)),
          random,
        ).posterior,
    );
    disposeAll(before);
    if (moment < CONTEXT - 1) continue;
    const seen = tidy(() => model.latent(state).dataSync<'float32'>().slice());
    windows.forEach(({ steps }, index) => {
      const step = moment - CONTEXT + 1;
      if (step > steps) return;
      latents[index]?.set(seen.subarray(index * latentSize, (index + 1) * latentSize), step * latentSize);
    });
    if (moment > CONTEXT - 1) continue;
    starts = tidy(() =>
      Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, tensor.clone()])),
    );
  }
  disposeAll(state);
  return { starts, latents, latentSize };
}
