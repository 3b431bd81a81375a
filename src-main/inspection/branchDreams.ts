/**
 * The dreams of one model that branch off a moment, advanced as one batch of a fixed size: products of other shapes are rounded
 * otherwise, and so a branch is the same to the last bit whatever stands beside it.
 */
import {
  MOST_MOMENT_BRANCHES,
  STRIP_PICTURES,
  type BranchesRequest,
  type BranchSpec,
} from '../../shared/branches.ts';
import { StudioError } from '../../shared/errors.ts';
import type { Perturbation } from '../../shared/recipe.ts';
import { toEnvironmentAction, toModelAction } from '../acting/actionForms.ts';
import { at } from '../numerics/at.ts';
import type { RandomStream } from '../numerics/random.ts';
import type { ActingMind } from './actingMind.ts';
import { keyOf, type BranchGuests } from './branchGuests.ts';
import { dreamStream } from './dreamBatch.ts';
import { keyboardAction, randomAction } from './drivers.ts';
import { sightsOf } from './manyStates.ts';
import { repeatState, type Mind } from './mind.ts';
import type { AsideStep, RealEpisode } from './realEpisode.ts';
import { memberOf, type StoredState } from './storedState.ts';

/** What was done on the way to a step, and what happened beside it. */
export interface RecordedStep {
  readonly action: Float64Array;
  readonly perturbation: Perturbation | null;
}

/** Who dreams, and what it believes once the moment was seen. */
export interface Dreamer {
  readonly mind: Mind;
  readonly posterior: StoredState;
}

/** What branches act by. */
export interface ActionSources {
  readonly real: RealEpisode;
  /** Null where nothing is known of a step. */
  recorded(step: number): RecordedStep | null;
  readonly guests: BranchGuests;
}

/** A branch's dream, and what reality is to do beside it. */
export interface DreamtBranch {
  readonly spec: BranchSpec;
  readonly states: readonly StoredState[];
  readonly taken: readonly AsideStep[];
}

/** Somebody who looks at the whole batch, and acts for the members that ask for him. */
interface Onlooker {
  readonly mind: ActingMind;
  state: StoredState;
}

/** What each agent would do now, [B, A] flattened each: the dreaming model's own under '', guests by their keys. */
type Decided = ReadonlyMap<string, Float32Array>;
const OWN = '';

/**
 * A member a branch. Members whose recording is over, and those that only fill the batch, are dreamt on under no action and not kept.
 * @throws StudioError `branches.notRecorded`
 */
export function dreamBranches(
  sources: ActionSources,
  { mind, posterior }: Dreamer,
  { fromStep, steps, branches }: BranchesRequest,
): DreamtBranch[] {
  const { seed } = sources.real;
  const { actionSize } = mind.model;
  const members = filled(branches);
  const options = {
    temperature: members.map(({ temperature }) => temperature),
    mode: 'sample',
    paths: 'both',
  } as const;
  const streams = (what: 'act' | 'imagine' | 'perceive', step: number) =>
    members.map(({ sample }) => dreamStream(seed, { id: sample, fromStep }, what, step));
  const anyAgent = branches.some(({ actions }) => actions.source === 'agent');
  const onlookers = onlookersOf(sources, branches, fromStep);
  // A model that sees pictures sees every real step.
  const looked = mind.model.observes === 'numbers' ? new Set(stripSteps(steps)) : null;
  const dreams = branches.map((spec) => ({ spec, states: [] as StoredState[], taken: [] as AsideStep[] }));
  let going = [...dreams.entries()];
  let state = repeatState(posterior, members.length);
  for (let step = fromStep + 1; step <= fromStep + steps; step++) {
    const decided = new Map<string, Float32Array>();
    if (anyAgent) decided.set(OWN, mind.act(state, streams('act', step - 1)));
    for (const [key, onlooker] of onlookers)
      decided.set(key, onlooker.mind.actMany(onlooker.state, streams('act', step - 1)));
    const actions = new Float32Array(actionSize * members.length);
    going = going.filter(([member, { spec, taken }]) => {
      const chosen = chosenAt(sources, spec, { step, fromStep, member, actionSize, decided });
      if (chosen === null) return false;
      actions.set(chosen.modelAction, member * actionSize);
      taken.push({ ...chosen.done, looked: looked?.has(step - fromStep) ?? true });
      return true;
    });
    if (going.length === 0) break;
    state = mind.imagine(state, actions, streams('imagine', step), options);
    for (const [member, { states }] of going) states.push(memberOf(state, member));
    if (step < fromStep + steps)
      lookOn(onlookers, { mind, state, actions, streams: streams('perceive', step) });
  }
  if (dreams.some(({ states }) => states.length === 0)) {
    throw new StudioError('branches.notRecorded', { step: fromStep });
  }
  return dreams;
}

/** Steps after the moment of which pictures are shown: evenly, the last among them. */
export function stripSteps(steps: number): number[] {
  const count = Math.min(STRIP_PICTURES, steps);
  return Array.from({ length: count }, (_, index) => Math.round(((index + 1) * steps) / count));
}

/** As many as a batch has, the last again where there are fewer. */
export function filled<T>(members: readonly T[]): T[] {
  return Array.from({ length: MOST_MOMENT_BRANCHES }, (_, index) =>
    at(members, Math.min(index, members.length - 1)),
  );
}

/** The guests who act, each by its key, with what they keep of the moment. */
function onlookersOf(
  { real, guests }: ActionSources,
  branches: readonly BranchSpec[],
  fromStep: number,
): Map<string, Onlooker> {
  const onlookers = new Map<string, Onlooker>();
  for (const { actions } of branches) {
    if (actions.source !== 'trained' || onlookers.has(keyOf(actions.by))) continue;
    const actor = guests.actor(actions.by);
    const state = repeatState(actor.upTo(real, fromStep), MOST_MOMENT_BRANCHES);
    onlookers.set(keyOf(actions.by), { mind: actor.mind, state });
  }
  return onlookers;
}

/** Each sees what was dreamt. */
function lookOn(
  onlookers: ReadonlyMap<string, Onlooker>,
  dreamt: {
    readonly mind: Mind;
    readonly state: StoredState;
    readonly actions: Float32Array;
    readonly streams: readonly RandomStream[];
  },
): void {
  if (onlookers.size === 0) return;
  const sights = sightsOf(dreamt.mind, dreamt.state);
  for (const onlooker of onlookers.values())
    onlooker.state = onlooker.mind.perceiveMany(onlooker.state, dreamt.actions, sights, dreamt.streams);
}

/** What a branch does on the way to a step; null where its recording is over. */
function chosenAt(
  { real, recorded }: ActionSources,
  { actions }: BranchSpec,
  asked: {
    readonly step: number;
    readonly fromStep: number;
    readonly member: number;
    readonly actionSize: number;
    readonly decided: Decided;
  },
): { readonly done: RecordedStep; readonly modelAction: Float32Array } | null {
  const { step, fromStep, member, actionSize, decided } = asked;
  const space = real.environment.spec.actions;
  const doing = (done: RecordedStep, modelAction = toModelAction(space, done.action)) => ({
    done,
    modelAction,
  });
  const decidedBy = (key: string) => {
    const row = decided.get(key)?.subarray(member * actionSize, (member + 1) * actionSize);
    if (row === undefined) throw new Error('an agent that was not asked');
    return doing({ action: toEnvironmentAction(space, row), perturbation: null }, row);
  };
  switch (actions.source) {
    case 'agent':
      return decidedBy(OWN);
    case 'trained':
      return decidedBy(keyOf(actions.by));
    case 'recorded': {
      const done = recorded(step);
      return done === null ? null : doing(done);
    }
    case 'random':
      return doing({ action: randomAction(space, actions.seed, step), perturbation: null });
    case 'held':
      return doing({ action: keyboardAction(space, actions.action), perturbation: null });
    case 'curve': {
      const { curve } = actions;
      const drawn = at(curve, Math.min(step - fromStep, curve.length) - 1);
      return doing({ action: keyboardAction(space, drawn), perturbation: null });
    }
  }
}
