/**
 * Branches of one moment: for each a dream under actions of its own, reality under the same actions, and how far they are apart. A
 * branch draws as the theatre's dream of the same number does. All are dreamt as one batch, some ten times as fast as one by one;
 * the batch always has the same size, since products of other shapes are rounded otherwise, so that a branch is the same to the last
 * bit whatever stands beside it.
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
import { at } from '../numerics/at.ts';
import { RandomStream } from '../numerics/random.ts';
import { dreamStream } from './dreamBatch.ts';
import { keyboardAction, randomAction } from './drivers.ts';
import { latentsOf, numbersOf, rewardsOf } from './manyStates.ts';
import { repeatState, type Image, type Mind } from './mind.ts';
import type { AsideStep, RealEpisode, RealStep } from './realEpisode.ts';
import { namedNumbers, numberError, pixelError, toPicture } from './realVersusDream.ts';
import { memberOf, type StoredState } from './storedState.ts';

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
  for (const spec of branches) assertCanAct(ground, mind, spec);
  const dreams = dreamsOf(ground, mind, posterior, request);
  const realities = realitiesOf(real, mind, posterior, fromStep, dreams);
  const lens = lensOf(mind, real, posterior, fromStep);
  return dreams.map((dream, index) => {
    const reality = realities[index];
    if (reality === undefined) throw new Error(`branch ${index} has no reality`);
    return compared(mind, lens, dream, reality);
  });
}

/** @throws StudioError `branches.noAgent`, `branches.actionSize` */
function assertCanAct({ real }: BranchGround, mind: Mind, { actions }: BranchSpec): void {
  if (actions.source === 'agent' && mind.policy === null) throw new StudioError('branches.noAgent');
  const expected = actionArgumentSize(real.environment.spec.actions);
  if (actions.source === 'held' && actions.action.length !== expected) {
    throw new StudioError('branches.actionSize', { given: actions.action.length, expected });
  }
}

/**
 * A member a branch. Members whose recording is over, and those that only fill the batch, are dreamt on under no action and not kept.
 * @throws StudioError `branches.notRecorded`
 */
function dreamsOf(
  ground: BranchGround,
  mind: Mind,
  posterior: StoredState,
  { fromStep, steps, branches }: BranchesRequest,
): Dreamt[] {
  const { seed } = ground.real;
  const { actionSize } = mind.model;
  const members = filled(branches);
  const options = {
    temperature: members.map(({ temperature }) => temperature),
    mode: 'sample',
    paths: 'both',
  } as const;
  const streams = (what: 'act' | 'imagine', step: number) =>
    members.map(({ sample }) => dreamStream(seed, { id: sample, fromStep }, what, step));
  const anyAgent = branches.some(({ actions }) => actions.source === 'agent');
  const looked = new Set(stripSteps(steps));
  const dreams = branches.map((spec) => ({ spec, states: [] as StoredState[], taken: [] as AsideStep[] }));
  let going = [...dreams.entries()];
  let state = repeatState(posterior, members.length);
  for (let step = fromStep + 1; step <= fromStep + steps; step++) {
    const decided = anyAgent ? mind.act(state, streams('act', step - 1)) : new Float32Array();
    const actions = new Float32Array(actionSize * members.length);
    going = going.filter(([member, { spec, taken }]) => {
      const from = member * actionSize;
      const chosen = chosenAt(ground, spec, step, decided.subarray(from, from + actionSize));
      if (chosen === null) return false;
      actions.set(chosen.modelAction, from);
      taken.push({ ...chosen.done, looked: looked.has(step - fromStep) });
      return true;
    });
    if (going.length === 0) break;
    state = mind.imagine(state, actions, streams('imagine', step), options);
    for (const [member, { states }] of going) states.push(memberOf(state, member));
  }
  if (dreams.some(({ states }) => states.length === 0)) {
    throw new StudioError('branches.notRecorded', { step: fromStep });
  }
  return dreams;
}

/** As many as a batch has, the last again where there are fewer. */
function filled<T>(members: readonly T[]): T[] {
  return Array.from({ length: MOST_MOMENT_BRANCHES }, (_, index) =>
    at(members, Math.min(index, members.length - 1)),
  );
}

/** What a branch does on the way to a step; null where its recording is over. @param decided in model form: what its agent would do */
function chosenAt(
  { real, recorded }: BranchGround,
  { actions }: BranchSpec,
  step: number,
  decided: Float32Array,
): { readonly done: RecordedStep; readonly modelAction: Float32Array } | null {
  const space = real.environment.spec.actions;
  const doing = (done: RecordedStep, modelAction = toModelAction(space, done.action)) => ({
    done,
    modelAction,
  });
  switch (actions.source) {
    case 'agent':
      return doing({ action: toEnvironmentAction(space, decided), perturbation: null }, decided);
    case 'recorded': {
      const done = recorded(step);
      return done === null ? null : doing(done);
    }
    case 'random':
      return doing({ action: randomAction(space, actions.seed, step), perturbation: null });
    case 'held':
      return doing({ action: keyboardAction(space, actions.action), perturbation: null });
  }
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
  const latents = believed(real, mind, posterior, fromStep, played);
  return keys.map((key) => {
    const index = different.indexOf(key);
    return { steps: played[index] ?? [], latents: latents[index] ?? [] };
  });
}

/** What the model believes of each real step, as the theatre has it see them. One batch, in which what is over stands still. */
function believed(
  real: RealEpisode,
  mind: Mind,
  posterior: StoredState,
  fromStep: number,
  played: readonly (readonly RealStep[])[],
): Float32Array[][] {
  const space = real.environment.spec.actions;
  const states = played.map((): StoredState[] => []);
  const members = filled(played);
  const longest = Math.max(...played.map(({ length }) => length));
  let state = repeatState(posterior, members.length);
  for (let index = 0; index < longest; index++) {
    const seen = members.map((steps) => at(steps, Math.min(index, steps.length - 1)));
    const actions = seen.flatMap(({ action }) => [...toModelAction(space, action)]);
    const streams = seen.map(() => RandomStream.named(real.seed, `theatre/observe/${fromStep + index + 1}`));
    state = mind.believe(state, Float32Array.from(actions), seen, streams);
    for (const [member, steps] of played.entries()) {
      if (index < steps.length) states[member]?.push(memberOf(state, member));
    }
  }
  return states.map((believedOf) => latentsOf(mind, believedOf));
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
