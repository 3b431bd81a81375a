/** How far a branch's dream is from what reality did under the same actions, step by step, and a few pictures of both. */
import type { BranchFigures, ComputedBranch } from '../../shared/branches.ts';
import { stepsUntilDrift } from '../../shared/driftRule.ts';
import { stripSteps, type DreamtBranch } from './branchDreams.ts';
import { latentsOf, numbersOf, rewardsOf } from './manyStates.ts';
import type { Image, Mind } from './mind.ts';
import type { RealEpisode, RealStep } from './realEpisode.ts';
import { namedNumbers, numberError, pixelError, toPicture } from './realVersusDream.ts';
import type { StoredState } from './storedState.ts';

/** Moments of the episode over which the mean is taken. */
const MEAN_MOMENTS = 32;

/** What reality did beside a branch's dream, and what the model believes of it. */
export interface RealBranch {
  readonly steps: readonly RealStep[];
  readonly latents: readonly Float32Array[];
}

/** How dream and reality are compared, and what the zone of drift is measured by. */
export interface Lens {
  readonly space: BranchFigures['space'];
  /** Of what was last seen, as the model shows it. */
  readonly still: (step: RealStep, latent: Float32Array) => number;
  /** Of the mean of the episode up to the moment; infinite where there is none. */
  readonly mean: (step: RealStep) => number;
}

export function lensOf(mind: Mind, real: RealEpisode, posterior: StoredState, fromStep: number): Lens {
  const known = knownMoments(real, fromStep);
  const [picture] = mind.pictures([posterior]);
  if (picture !== undefined) {
    const mean = meanPicture(known.map(({ eye }) => eye));
    return {
      space: 'pixels',
      still: ({ eye }) => pixelError(eye, picture) ?? Infinity,
      mean: ({ eye }) => pixelError(eye, mean) ?? Infinity,
    };
  }
  const numbers = mind.numbers(posterior);
  if (numbers !== null) {
    const mean = meanOf(known.map(realNumbers));
    return {
      space: 'numbers',
      still: (step) => numberError(realNumbers(step), numbers) ?? Infinity,
      mean: (step) => numberError(realNumbers(step), mean) ?? Infinity,
    };
  }
  const last = mind.latent(posterior);
  return {
    space: 'latents',
    still: (_, latent) => numberError(latent, last) ?? Infinity,
    mean: () => Infinity,
  };
}

export function compared(
  mind: Mind,
  lens: Lens,
  { spec, states, taken }: DreamtBranch,
  { steps, latents }: RealBranch,
): ComputedBranch {
  const beside = states.slice(0, steps.length);
  const latent = latentsOf(mind, beside).map(
    (dreamt, index) => numberError(latents[index] ?? [], dreamt) ?? 0,
  );
  const strip = stripSteps(states.length);
  const { error, pictures } = errorsOf(mind, lens, states, steps, latent);
  const still = steps.map((step, index) => lens.still(step, latents[index] ?? new Float32Array()));
  return {
    spec,
    actions: taken.map(({ action }) => [...action]),
    figures: {
      space: lens.space,
      error,
      latent,
      dreamtReward: rewardsOf(mind, states),
      realReward: steps.map(({ reward }) => reward),
      driftSteps: stepsUntilDrift(error, steps.map(lens.mean), still),
      over: steps.at(-1)?.over ?? null,
    },
    strip: {
      steps: strip,
      real: strip.flatMap((step) => {
        const eye = steps[step - 1]?.eye;
        return eye === undefined ? [] : [toPicture(eye, 'real')];
      }),
      dreamt: strip.flatMap((step) => {
        const picture = pictures[step - 1];
        return picture === undefined ? [] : [toPicture(picture, 'dreamt')];
      }),
    },
  };
}

function errorsOf(
  mind: Mind,
  { space }: Lens,
  states: readonly StoredState[],
  steps: readonly RealStep[],
  latent: readonly number[],
): { readonly error: readonly number[]; readonly pictures: readonly Image[] } {
  switch (space) {
    case 'pixels': {
      const pictures = mind.pictures(states);
      const error = steps.flatMap(({ eye }, index) => {
        const picture = pictures[index];
        return picture === undefined ? [] : [pixelError(eye, picture) ?? 0];
      });
      return { error, pictures };
    }
    case 'numbers': {
      const dreamt = numbersOf(mind, states) ?? [];
      return {
        error: steps.map((step, index) => numberError(realNumbers(step), dreamt[index] ?? []) ?? 0),
        pictures: [],
      };
    }
    case 'latents':
      return { error: latent, pictures: [] };
  }
}

function knownMoments(real: RealEpisode, fromStep: number): RealStep[] {
  const count = Math.min(MEAN_MOMENTS, fromStep + 1);
  return Array.from({ length: count }, (_, index) =>
    real.at(fromStep - Math.round((index * fromStep) / Math.max(1, count - 1))),
  );
}

function realNumbers({ numbers }: RealStep): Float32Array {
  return namedNumbers(numbers)?.real ?? new Float32Array();
}

function meanPicture(images: readonly Image[]): Image {
  const [first] = images;
  if (first === undefined) throw new Error('the mean of no picture');
  const mean = meanOf(images.map(({ pixels }) => pixels));
  return { ...first, pixels: Uint8Array.from(mean, Math.round) };
}

function meanOf(rows: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) {
    for (let index = 0; index < mean.length; index++)
      mean[index] = (mean[index] ?? 0) + (row[index] ?? 0) / rows.length;
  }
  return mean;
}
