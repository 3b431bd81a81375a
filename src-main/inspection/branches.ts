/**
 * Branches of one moment: for each a dream under actions of its own, reality under the same actions, and how far they are apart. A
 * branch draws as the theatre's dream of the same number does, so that both are the same to the last bit.
 */
import {
  MOST_MOMENT_BRANCHES,
  STRIP_PICTURES,
  type BranchesRequest,
  type BranchFigures,
  type BranchSpec,
  type ComputedBranch,
} from '../../shared/branches.ts';
import { stepsUntilDrift } from '../../shared/driftRule.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Perturbation } from '../../shared/recipe.ts';
import { actionArgumentSize } from '../../shared/spaces.ts';
import { toEnvironmentAction, toModelAction } from '../acting/actionForms.ts';
import { RandomStream } from '../numerics/random.ts';
import { DreamBatch } from './dreamBatch.ts';
import { keyboardAction, randomAction } from './drivers.ts';
import { latentsOf, numbersOf, rewardsOf } from './manyStates.ts';
import type { Image, Mind } from './mind.ts';
import type { AsideStep, RealEpisode, RealStep } from './realEpisode.ts';
import { namedNumbers, numberError, pixelError, toPicture } from './realVersusDream.ts';
import type { StoredState } from './storedState.ts';

/** What was done on the way to a step, and what happened beside it. */
export interface RecordedStep {
  readonly action: Float64Array;
  readonly perturbation: Perturbation | null;
}

/** Where branches begin. */
export interface BranchGround {
  readonly mind: Mind | null;
  readonly real: RealEpisode;
  /** What was believed once the moment was seen; null where it was not yet. */
  posterior(step: number): StoredState | null;
  /** Null where nothing is known of a step. */
  recorded(step: number): RecordedStep | null;
}

/** A branch's dream, and what reality is to do beside it. */
interface Dreamt {
  readonly spec: BranchSpec;
  readonly states: readonly StoredState[];
  readonly taken: readonly AsideStep[];
}

interface Real {
  readonly steps: readonly RealStep[];
  readonly latents: readonly Float32Array[];
}

/** Moments of the episode over which the mean is taken. */
const MEAN_MOMENTS = 32;

/**
 * @throws StudioError `branches.tooMany`, `branches.noModel`, `branches.beyondEnd`, `branches.over`, `branches.noAgent`,
 *   `branches.notRecorded`, `branches.actionSize`, `branches.notRepeatable`
 */
export function computeBranches(ground: BranchGround, request: BranchesRequest): ComputedBranch[] {
  const { fromStep, branches } = request;
  const { mind, real } = ground;
  if (branches.length > MOST_MOMENT_BRANCHES) {
    throw new StudioError('branches.tooMany', { given: branches.length, most: MOST_MOMENT_BRANCHES });
  }
  if (mind === null) throw new StudioError('branches.noModel');
  if (fromStep > real.lastStep) {
    throw new StudioError('branches.beyondEnd', { step: fromStep, last: real.lastStep });
  }
  if (real.at(fromStep).over !== null) throw new StudioError('branches.over', { step: fromStep });
  const posterior = ground.posterior(fromStep);
  if (posterior === null) throw new StudioError('branches.beyondEnd', { step: fromStep, last: fromStep - 1 });
  const dreams = branches.map((spec) => dreamOf(ground, mind, posterior, request, spec));
  const realities = realitiesOf(real, mind, posterior, fromStep, dreams);
  const lens = lensOf(mind, real, posterior, fromStep);
  return dreams.map((dream, index) => {
    const reality = realities[index];
    if (reality === undefined) throw new Error(`branch ${index} has no reality`);
    return compared(mind, lens, dream, reality);
  });
}

function dreamOf(
  ground: BranchGround,
  mind: Mind,
  posterior: StoredState,
  { fromStep, steps }: BranchesRequest,
  spec: BranchSpec,
): Dreamt {
  const { real } = ground;
  const space = real.environment.spec.actions;
  const { actions, temperature, sample } = spec;
  if (actions.source === 'agent' && mind.policy === null) throw new StudioError('branches.noAgent');
  if (actions.source === 'held' && actions.action.length !== actionArgumentSize(space)) {
    const given = actions.action.length;
    throw new StudioError('branches.actionSize', { given, expected: actionArgumentSize(space) });
  }
  const dream = new DreamBatch(sample, fromStep, 1, posterior, real.seed);
  const options = { temperature, mode: 'sample', decides: 'reality', paths: 'both' } as const;
  const taken: AsideStep[] = [];
  const states: StoredState[] = [];
  const looked = new Set(stripSteps(steps));
  for (let step = fromStep + 1; step <= fromStep + steps; step++) {
    let done: RecordedStep | null = null;
    let modelAction: Float32Array | null = null;
    switch (actions.source) {
      case 'agent':
        modelAction = dream.decide(mind);
        done = { action: toEnvironmentAction(space, modelAction), perturbation: null };
        break;
      case 'recorded':
        done = ground.recorded(step);
        break;
      case 'random':
        done = { action: randomAction(space, actions.seed, step), perturbation: null };
        break;
      case 'held':
        done = { action: keyboardAction(space, actions.action), perturbation: null };
    }
    if (done === null) break;
    dream.advance(mind, modelAction ?? toModelAction(space, done.action), options);
    const state = dream.at(step);
    if (state === null) throw new Error(`step ${step} was not dreamt`);
    states.push(state);
    taken.push({ ...done, looked: looked.has(step - fromStep) });
  }
  if (states.length === 0) throw new StudioError('branches.notRecorded', { step: fromStep });
  return { spec, states, taken };
}

/** Where several branches do the same, reality is asked once. */
function realitiesOf(
  real: RealEpisode,
  mind: Mind,
  posterior: StoredState,
  fromStep: number,
  dreams: readonly Dreamt[],
): Real[] {
  const keys = dreams.map(({ taken }) =>
    JSON.stringify(taken.map(({ action, perturbation }) => [[...action], perturbation])),
  );
  const different = [...new Set(keys)];
  const played = real.aside(
    fromStep,
    different.map((key) => dreams[keys.indexOf(key)]?.taken ?? []),
  );
  const known = played.map((steps): Real => ({
    steps,
    latents: believed(real, mind, posterior, fromStep, steps),
  }));
  return keys.map((key) => known[different.indexOf(key)] ?? { steps: [], latents: [] });
}

/** What the model believes of each real step, as the theatre has it see them. */
function believed(
  real: RealEpisode,
  mind: Mind,
  posterior: StoredState,
  fromStep: number,
  steps: readonly RealStep[],
): Float32Array[] {
  const states: StoredState[] = [];
  let state = posterior;
  for (const [index, step] of steps.entries()) {
    const action = toModelAction(real.environment.spec.actions, step.action);
    const random = RandomStream.named(real.seed, `theatre/observe/${fromStep + index + 1}`);
    state = mind.observe(state, action, step, random).posterior;
    states.push(state);
  }
  return latentsOf(mind, states);
}

/** How dream and reality are compared, and what the zone of drift is measured by. */
interface Lens {
  readonly space: BranchFigures['space'];
  /** Of what was last seen, as the model shows it. */
  readonly still: (step: RealStep, latent: Float32Array) => number;
  /** Of the mean of the episode up to the moment; infinite where there is none. */
  readonly mean: (step: RealStep) => number;
}

function lensOf(mind: Mind, real: RealEpisode, posterior: StoredState, fromStep: number): Lens {
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

function compared(
  mind: Mind,
  lens: Lens,
  { spec, states, taken }: Dreamt,
  { steps, latents }: Real,
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

/** Steps after the moment of which pictures are shown: evenly, the last among them. */
export function stripSteps(steps: number): number[] {
  const count = Math.min(STRIP_PICTURES, steps);
  return Array.from({ length: count }, (_, index) => Math.round(((index + 1) * steps) / count));
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
