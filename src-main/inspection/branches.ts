/**
 * Branches of one moment: for each a dream under actions of its own, reality under the same actions, and how far they are apart. A
 * branch draws as the theatre's dream of the same number does. All that one model dreams are one batch, some ten times as fast as
 * one by one; see branchDreams.ts.
 */
import {
  MOST_MOMENT_BRANCHES,
  type BranchesRequest,
  type BranchSpec,
  type ComputedBranch,
} from '../../shared/branches.ts';
import { StudioError } from '../../shared/errors.ts';
import { actionArgumentSize } from '../../shared/spaces.ts';
import { toModelAction } from '../acting/actionForms.ts';
import { shows } from '../models/worldModel.ts';
import { at } from '../numerics/at.ts';
import { RandomStream } from '../numerics/random.ts';
import {
  dreamBranches,
  filled,
  type ActionSources,
  type Dreamer,
  type DreamtBranch,
} from './branchDreams.ts';
import { compared, lensOf, type RealBranch } from './branchFigures.ts';
import { keyOf } from './branchGuests.ts';
import { latentsOf } from './manyStates.ts';
import { repeatState, type Mind } from './mind.ts';
import type { RealEpisode, RealStep } from './realEpisode.ts';
import { memberOf, type StoredState } from './storedState.ts';

/** Where branches begin. */
export interface BranchGround extends ActionSources {
  /** The theatre's own model; null where it has none. */
  readonly mind: Mind | null;
  /** What that believed once the moment was seen; null where it was not yet. */
  posterior(step: number): StoredState | null;
}

/**
 * @throws StudioError `branches.tooMany`, `branches.noModel`, `branches.beyondEnd`, `branches.over`, `branches.noAgent`,
 *   `branches.notRecorded`, `branches.actionSize`, `branches.notRepeatable`, `branches.otherEyes`, `branches.noNumbers`
 */
export function computeBranches(ground: BranchGround, request: BranchesRequest): ComputedBranch[] {
  const { fromStep, branches } = request;
  const { real } = ground;
  if (branches.length > MOST_MOMENT_BRANCHES) {
    throw new StudioError('branches.tooMany', { given: branches.length, most: MOST_MOMENT_BRANCHES });
  }
  if (ground.mind === null && branches.some(({ dreamBy }) => dreamBy === undefined)) {
    throw new StudioError('branches.noModel');
  }
  if (fromStep > real.lastStep) {
    throw new StudioError('branches.beyondEnd', { step: fromStep, last: real.lastStep });
  }
  if (real.at(fromStep).over !== null) throw new StudioError('branches.over', { step: fromStep });
  const dreamers = dreamersOf(ground, request);
  for (const [{ mind }, members] of dreamers)
    for (const member of members) assertCanAct(ground, mind, at(branches, member));
  const computed: ComputedBranch[] = [];
  for (const [dreamer, members] of dreamers) {
    const asked = { ...request, branches: members.map((member) => at(branches, member)) };
    for (const [index, branch] of branchesOf(ground, dreamer, asked).entries())
      computed[at(members, index)] = branch;
  }
  return computed;
}

/** Who dreams, each with the places of its branches. @throws StudioError `branches.beyondEnd`, `branches.noNumbers` */
function dreamersOf(
  { mind, posterior, real, guests }: BranchGround,
  { fromStep, branches }: BranchesRequest,
): [Dreamer, number[]][] {
  const byKey = Map.groupBy(branches.keys(), (index) => {
    const dreamBy = branches[index]?.dreamBy;
    return dreamBy === undefined ? '' : keyOf(dreamBy);
  });
  return [...byKey.values()].map((members) => {
    const dreamBy = branches[at(members, 0)]?.dreamBy;
    if (dreamBy !== undefined) {
      const guest = guests.dreamer(dreamBy);
      return [{ mind: guest.mind, posterior: guest.upTo(real, fromStep) }, members];
    }
    const own = posterior(fromStep);
    if (mind === null || own === null) {
      throw new StudioError('branches.beyondEnd', { step: fromStep, last: fromStep - 1 });
    }
    return [{ mind, posterior: own }, members];
  });
}

/** @throws StudioError `branches.noAgent`, `branches.otherEyes`, `branches.actionSize` */
function assertCanAct({ real, guests }: BranchGround, mind: Mind, { actions }: BranchSpec): void {
  const expected = actionArgumentSize(real.environment.spec.actions);
  const assertFits = (action: readonly number[]) => {
    if (action.length === expected) return;
    throw new StudioError('branches.actionSize', { given: action.length, expected });
  };
  switch (actions.source) {
    case 'agent':
      if (mind.policy === null) throw new StudioError('branches.noAgent');
      return;
    case 'trained':
      if (!shows(mind.model.observes, guests.actor(actions.by).mind.observes)) {
        throw new StudioError('branches.otherEyes');
      }
      return;
    case 'held':
      assertFits(actions.action);
      return;
    case 'curve':
      for (const action of actions.curve) assertFits(action);
      return;
    case 'recorded':
    case 'random':
      return;
  }
}

/** All that one model dreams. */
function branchesOf(ground: BranchGround, dreamer: Dreamer, request: BranchesRequest): ComputedBranch[] {
  const { real } = ground;
  const { mind, posterior } = dreamer;
  const dreams = dreamBranches(ground, dreamer, request);
  const realities = realitiesOf(real, dreamer, request.fromStep, dreams);
  const lens = lensOf(mind, real, posterior, request.fromStep);
  return dreams.map((dream, index) => compared(mind, lens, dream, at(realities, index)));
}

/** Where several branches do the same, reality is asked once. */
function realitiesOf(
  real: RealEpisode,
  dreamer: Dreamer,
  fromStep: number,
  dreams: readonly DreamtBranch[],
): RealBranch[] {
  const keys = dreams.map(({ taken }) =>
    JSON.stringify(taken.map(({ action, perturbation }) => [[...action], perturbation])),
  );
  const different = [...new Set(keys)];
  const played = real.aside(
    fromStep,
    different.map((key) => dreams[keys.indexOf(key)]?.taken ?? []),
  );
  const latents = believed(real, dreamer, fromStep, played);
  return keys.map((key) => {
    const index = different.indexOf(key);
    return { steps: played[index] ?? [], latents: latents[index] ?? [] };
  });
}

/** What the model believes of each real step, as the theatre has it see them. One batch, in which what is over stands still. */
function believed(
  real: RealEpisode,
  { mind, posterior }: Dreamer,
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
