/**
 * One instant of a watched episode, and what is shown of it: pictures (a look, drawn by the model as one batch), the
 * curves' numbers, and both together as the frame that a person sees.
 */
import {
  TRAVERSE_VALUES,
  type ImaginedTrajectories,
  type TheatreFrame,
  type TheatreNumbers,
} from '../../shared/theatre.ts';
import type { ContactPoint } from '../../shared/scene.ts';
import type { DreamBatch } from './dreamBatch.ts';
import type { Branch } from './episodeDreams.ts';
import type { RealStep } from './realEpisode.ts';
import type { Judgement } from './actingMind.ts';
import type { Beliefs, Expectation, Glimpse, Image, Mind } from './mind.ts';
import { errorPicture, namedNumbers, numberError, pixelError, toPicture } from './realVersusDream.ts';
import { memberOf, type StoredState } from './storedState.ts';
import type { TimelineEntry } from './timeline.ts';

export interface Seen extends Glimpse {
  /** What was expected of this step before it was seen. */
  readonly expected: Expectation;
}

export interface Moment {
  readonly step: number;
  readonly real: RealStep;
  /** Null without a model, and where it has not looked yet. */
  readonly seen: Seen | null;
  /** What whoever acts makes of it, where that is not the mind that looks; null where it is. */
  readonly judgement: Judgement | null;
  readonly eyesClosed: boolean;
  /** What runs while eyes are closed; null before it has begun. */
  readonly dream: DreamBatch | null;
  readonly branches: readonly Branch[];
}

/** What a model draws of a moment. */
export interface Look {
  readonly step: number;
  readonly seen: Image | null;
  readonly dreamt: readonly Image[];
  readonly branches: readonly { readonly id: number; readonly pictures: readonly Image[] }[];
  /** Where the environment gives numbers. */
  readonly numbers: TheatreNumbers | null;
}

/** What a frame needs beside its moment. */
export interface FrameParts {
  readonly look: Look;
  readonly entry: TimelineEntry;
  readonly timeSeconds: number;
  readonly sceneVersion: number;
  /** Other latent numbers whose picture is wanted. */
  readonly probe: Float32Array | null;
  /** Which latent number goes through its range. */
  readonly traversed: number | null;
  /** Where bodies touch; null where nobody asked. */
  readonly contacts: readonly ContactPoint[] | null;
  /** What was expected and is believed, as distributions; null where nobody asked. */
  readonly beliefs: Beliefs | null;
  /** What the agent imagines from here; null where nobody asked. */
  readonly imagined: ImaginedTrajectories | null;
}

/** The state that a latent inspector looks at: the first dream's with eyes closed, else what was seen. */
export function shownState({ step, seen, dream }: Moment): StoredState | null {
  return dream?.at(step) ?? seen?.posterior ?? null;
}

export function lookAt(mind: Mind | null, moment: Moment): Look {
  const { step, real, seen, dream } = moment;
  const numbers = namedNumbers(real.numbers);
  if (mind === null || seen === null) return { step, seen: null, dreamt: [], branches: [], numbers };
  const dreamt = dream?.at(step) ?? seen.prior;
  const branches = moment.branches.map((branch) => ({ ...branch, state: branch.dream?.at(step) ?? null }));
  const shown = branches.flatMap(({ state }) => (state === null ? [] : [state]));
  const pictures = mind.pictures([seen.posterior, dreamt, ...shown]);
  const samples = dream?.samples ?? 1;
  let next = 1 + samples;
  return {
    step,
    seen: pictures[0] ?? null,
    dreamt: pictures.slice(1, 1 + samples),
    branches: branches.map(({ id, state, dream: kept }) => {
      const count = state === null ? 0 : (kept?.samples ?? 1);
      const own = pictures.slice(next, next + count);
      next += count;
      return { id, pictures: own };
    }),
    numbers:
      numbers === null
        ? null
        : { ...numbers, seen: mind.numbers(seen.posterior), dreamt: mind.numbers(dreamt) },
  };
}

export function timelineEntry(mind: Mind | null, moment: Moment, look: Look): TimelineEntry {
  const { step, real, seen } = moment;
  const dream = moment.dream?.at(step) ?? null;
  const expected = dream === null || mind === null ? seen?.expected : mind.expect(dream);
  const shown = shownState(moment);
  return {
    scalars: {
      reward: real.reward,
      predictedReward: expected?.reward ?? null,
      surprise: seen?.surprise ?? null,
      pixelError: step === 0 ? null : errorOf(real.eye, look),
      continuation: expected?.continuation ?? null,
      value: moment.judgement === null ? (expected?.value ?? null) : moment.judgement.value,
    },
    closed: moment.eyesClosed,
    action: real.action,
    latent: mind === null || shown === null ? null : mind.latent(shown),
    insight: moment.judgement?.insight ?? null,
  };
}

/** What of a moment does not depend on any dream. */
export function realEntry({ real, seen, judgement, eyesClosed }: Moment): TimelineEntry {
  const nothing = { predictedReward: null, pixelError: null, continuation: null };
  return {
    scalars: {
      reward: real.reward,
      surprise: seen?.surprise ?? null,
      value: judgement?.value ?? null,
      ...nothing,
    },
    closed: eyesClosed,
    action: real.action,
    latent: null,
    insight: judgement?.insight ?? null,
  };
}

export function drawFrame(mind: Mind | null, moment: Moment, parts: FrameParts): TheatreFrame {
  const { real } = moment;
  const { perturbation } = real;
  const { look, entry, probe, traversed, contacts, beliefs, imagined } = parts;
  const first = look.dreamt[0];
  const shown = shownState(moment);
  const probed =
    probe === null || shown === null || mind === null
      ? undefined
      : mind.pictures([mind.withLatent(shown, probe)])[0];
  return {
    step: moment.step,
    timeSeconds: parts.timeSeconds,
    sceneVersion: parts.sceneVersion,
    poses: real.poses,
    eye: toPicture(real.eye, 'real'),
    seen: look.seen === null ? null : toPicture(look.seen, 'seen'),
    dreamt: look.dreamt.map((image) => toPicture(image, 'dreamt')),
    error: first === undefined ? null : errorPicture(real.eye, first),
    numbers: look.numbers,
    probe: probed === undefined ? null : toPicture(probed, 'seen'),
    traverse:
      mind === null || shown === null || traversed === null ? null : traverse(mind, shown, probe, traversed),
    branches: look.branches.map(({ id, pictures }) => ({
      id,
      pictures: pictures.map((image) => toPicture(image, 'dreamt')),
    })),
    eyesClosed: entry.closed,
    scalars: entry.scalars,
    action: [...real.action],
    latent: entry.latent,
    insight: entry.insight,
    mixture: shown === null || mind === null ? null : mind.mixture(shown),
    ...(contacts === null ? {} : { contacts }),
    ...(beliefs === null ? {} : { beliefs }),
    ...(imagined === null ? {} : { imagined }),
    ...(perturbation !== null && 'force' in perturbation ? { pull: perturbation } : {}),
  };
}

function traverse(
  mind: Mind,
  shown: StoredState,
  probe: Float32Array | null,
  index: number,
): TheatreFrame['traverse'] {
  if (index >= mind.latentSize) return null;
  const numbers = probe ?? mind.latent(shown);
  const images = mind.pictures(
    TRAVERSE_VALUES.map((value) => {
      const changed = numbers.slice();
      changed[index] = value;
      return memberOf(mind.withLatent(shown, changed), 0);
    }),
  );
  return { index, pictures: images.map((image) => toPicture(image, 'seen')) };
}

/** How far the first dream is off what the agent really saw. */
function errorOf(eye: Image, { dreamt, numbers }: Look): number | null {
  const [first] = dreamt;
  if (first !== undefined) return pixelError(eye, first);
  return numbers?.dreamt ? numberError(numbers.real, numbers.dreamt) : null;
}
