/**
 * A recorded episode and an open-loop dream of it as pictures that play anywhere: in the evaluator's process, and in
 * `studio study --html`. The dream sees the episode up to a third of it, then goes on under the same actions with closed eyes.
 */
import { encode } from 'fast-png';
import { StudioError } from '../../shared/errors.ts';
import {
  DREAM_STEPS,
  MOST_EPISODE_FRAMES,
  type Clip,
  type Film,
  type FrameSheet,
  type NoDream,
} from '../../shared/film.ts';
import type { Environment } from '../environments/environment.ts';
import { createEnvironment } from '../environments/registry.ts';
import { replayRecipe } from '../environments/recipe.ts';
import type { Loaded } from '../algorithms/algorithm.ts';
import type { Image } from '../inspection/mind.ts';
import { readCheckpoint } from '../store/checkpoints.ts';
import type { FilmStart } from './messages.ts';
import { initialiseRunBackend } from './runBackend.ts';
import { receivedRecipe } from './sentRecipe.ts';

/** The latest step at which eyes close: all before it must be looked at first. */
const LATEST_CLOSING = 100;
/** Frames side by side, so that no sheet is longer than a browser draws. */
const COLUMNS = 16;

/**
 * Starts the tensor backend, too.
 * @throws StudioError `film.differs` where another episode came of the recipe than was recorded, `film.unseen` where the
 *   environment cannot be seen, `checkpoint.*`, `environment.*`
 */
export async function filmRun(start: FilmStart): Promise<Film> {
  const { algorithm, config, checkpointFile, checkpointId } = start;
  const recipe = receivedRecipe(start.recipe);
  // Loaded here, so that whoever only reads the command line need not wait for them.
  const { isPlayed, loadTrained } = await import('../algorithms/registry.ts');
  const { observationLayout } = await import('../acting/observationLayout.ts');
  const { heldOutEpisode, CONTEXT } = await import('../trust/heldOut.ts');
  const { dreamtPictures } = await import('../trust/dreamtPictures.ts');
  const { checkpoint } = await readCheckpoint(checkpointFile, isPlayed({ algorithm }));
  await initialiseRunBackend(config);
  const environment = await createEnvironment(recipe.environment, recipe.config);
  try {
    const length = recipe.actions.length;
    const closing = Math.max(CONTEXT - 1, Math.min(LATEST_CLOSING, Math.floor(length / 3)));
    const steps = Math.min(DREAM_STEPS, length - closing);
    const layout = observationLayout(environment.spec.observations);
    const seen = new Uint8Array((Math.max(0, closing + steps) + 1) * layout.bytes);
    const every = Math.max(1, Math.ceil((length + 1) / MOST_EPISODE_FRAMES));
    const shown = new Map<number, Image>();
    const returns: number[] = [];
    const isDreamt = (step: number) => steps > 0 && step >= closing && step <= closing + steps;
    // What an agent sees turned round is turned back for people.
    const turnsBack = environment.spec.invertedPixels === true;
    const { pictureOf } = await import('../inspection/pictureOf.ts');
    for (const { step, result, mismatch } of replayRecipe(environment, recipe)) {
      if (mismatch !== null) throw new StudioError('film.differs', { step: mismatch.step });
      returns.push((returns.at(-1) ?? 0) + (step === 0 ? 0 : result.reward));
      if ((step + 1) * layout.bytes <= seen.length) {
        layout.write(result.observation, seen, step * layout.bytes);
      }
      if (step % every !== 0 && step !== length && !isDreamt(step)) continue;
      const picture = pictureOf(environment, result);
      if (picture === null) throw new StudioError('film.unseen', { environment: recipe.environment });
      shown.set(step, { ...picture, pixels: upright(picture.pixels, turnsBack) });
    }
    const clipOf = (kind: Clip['kind'], at: readonly number[], more: readonly FrameSheet[]): Clip => ({
      kind,
      sheets: [
        sheetOf(
          'real',
          at.flatMap((step) => shown.get(step) ?? []),
        ),
        ...more,
      ],
      steps: at,
      returns: at.map((step) => returns[step] ?? 0),
      frameSeconds: environment.spec.stepSeconds * (kind === 'episode' ? every : 1),
    });
    const wholeSteps = [...shown.keys()].filter((step) => step % every === 0 || step === length);
    const loaded = loadTrained({ algorithm, config, checkpoint }, environment.spec);
    const dreamt = await dreamOf(loaded, steps, (model) => {
      const actions = Float64Array.from(recipe.actions.slice(0, closing + steps).flat());
      return dreamtPictures(
        { model, layout, seed: recipe.seed },
        heldOutEpisode(environment.spec, layout.bytes, { observations: seen, actions }),
        { episode: 0, from: closing, steps },
      );
    });
    const clips = [clipOf('episode', wholeSteps, [])];
    if (typeof dreamt !== 'string') {
      const size = sizeOf(environment);
      const frames = dreamt.map((pixels) => ({ ...size, pixels: upright(pixels, turnsBack) }));
      const at = Array.from({ length: steps }, (_, index) => closing + 1 + index);
      clips.push(clipOf('dream', at, [sheetOf('dreamt', frames)]));
    }
    return {
      checkpointId,
      seed: recipe.seed,
      episodeReturn: returns.at(-1) ?? 0,
      length,
      clips,
      noDream: typeof dreamt === 'string' ? dreamt : null,
    };
  } finally {
    environment.close();
  }
}

type DreamModel = Exclude<Loaded, { readonly kind: 'agent' }>['model'];

/** @param loaded disposed @param dream its pictures, where the model can draw any @returns them, or why there are none */
async function dreamOf(
  loaded: Loaded,
  steps: number,
  dream: (model: DreamModel) => Promise<readonly Uint8Array[]>,
): Promise<readonly Uint8Array[] | NoDream> {
  if (loaded.kind === 'agent') {
    loaded.agent.dispose();
    return 'agent';
  }
  const { model, policy } = loaded;
  try {
    if (model.observes === 'numbers') return 'numbers';
    return steps < 1 ? 'short' : await dream(model);
  } finally {
    policy?.dispose();
    model.dispose();
  }
}

function sizeOf({ spec }: Environment): Omit<Image, 'pixels'> {
  const [height = 0, width = 0] = spec.observations['image']?.shape ?? [];
  return { width, height };
}

/** A copy. */
function upright(pixels: Uint8Array, turnsBack: boolean): Uint8Array {
  return turnsBack ? pixels.map((value) => 255 - value) : pixels.slice();
}

/** @param frames of one size */
function sheetOf(meaning: FrameSheet['meaning'], frames: readonly Image[]): FrameSheet {
  const { width, height } = frames[0] ?? { width: 1, height: 1 };
  const columns = Math.max(1, Math.min(COLUMNS, frames.length));
  const rows = Math.max(1, Math.ceil(frames.length / columns));
  const data = new Uint8Array(columns * width * rows * height * 3);
  frames.forEach(({ pixels }, index) => {
    const left = (index % columns) * width;
    const top = Math.floor(index / columns) * height;
    for (let y = 0; y < height; y++) {
      const row = pixels.subarray(y * width * 3, (y + 1) * width * 3);
      data.set(row, ((top + y) * columns * width + left) * 3);
    }
  });
  const png = encode(
    { width: columns * width, height: rows * height, data, channels: 3, depth: 8 },
    { zlib: { level: 9 } },
  );
  return { meaning, png, width, height, columns };
}
