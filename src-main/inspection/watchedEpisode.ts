/**
 * One episode as the theatre watches it: what really happened, what the model saw and expected at each step, and what
 * it dreamt while its eyes were closed. All of it is kept by step as plain numbers, so going back costs nothing.
 *
 * The model keeps observing while the dreams run on without it: that is what the driver in reality decides on and what
 * `seen` shows, and it never reaches a dream. Eyes are closed at step t where `closedAt <= t < openedAt`.
 */
import {
  MAX_BRANCHES,
  TRAVERSE_VALUES,
  type TheatreFrame,
  type TheatreNumbers,
  type TheatreSettings,
} from '../../shared/theatre.ts';
import type { Perturbation } from '../../shared/recipe.ts';
import { actionArgumentSize } from '../../shared/spaces.ts';
import { RandomStream } from '../numerics/random.ts';
import { toModelAction } from './actionForms.ts';
import { DreamBranch } from './dreamBranch.ts';
import type { EpisodeReplayer } from './episodeReplayer.ts';
import type { Expectation, Glimpse, Image, Mind } from './mind.ts';
import { errorPicture, namedNumbers, numberError, pixelError, toPicture } from './realVersusDream.ts';
import { memberOf, type StoredState } from './storedState.ts';
import { Timeline, type TimelineEntry } from './timeline.ts';

interface Seen extends Glimpse {
  /** What was expected of this step before it was seen. */
  readonly expected: Expectation;
}

/** Eyes closed from one step until before another; its dreams are computed when the clock gets there. */
interface ClosedSpan {
  readonly id: number;
  readonly closedAt: number;
  openedAt: number | null;
  dream: DreamBranch | null;
}

interface Branch {
  readonly id: number;
  readonly fromStep: number;
  readonly temperature: number;
  dream: DreamBranch | null;
}

interface Look {
  readonly step: number;
  readonly seen: Image | null;
  readonly dreamt: readonly Image[];
  readonly branches: readonly { readonly id: number; readonly pictures: readonly Image[] }[];
  /** Where the environment gives numbers instead of pictures. */
  readonly numbers: TheatreNumbers | null;
}

/** What a frame tells only where it is asked for. */
export interface FrameWishes {
  /** Other latent numbers whose picture is wanted. */
  readonly probe: Float32Array | null;
  /** Which of them goes through its range. */
  readonly traversed: number | null;
  /** Where bodies touch. */
  readonly contacts: boolean;
}

type DreamSettings = Pick<
  TheatreSettings,
  'warmUp' | 'horizon' | 'temperature' | 'samples' | 'dreamMode' | 'dreamDriver'
>;

export class WatchedEpisode {
  readonly real: EpisodeReplayer;
  timeline: Timeline;
  #mind: Mind | null;
  #seen: Seen[] = [];
  #spans: ClosedSpan[] = [];
  #branches: Branch[] = [];
  /** The last step for which everything is computed. */
  #computed = -1;
  /** Up to here it is decided whether eyes are open. */
  #decided = -1;
  #nextId = 1;
  #look: Look | null = null;

  constructor(real: EpisodeReplayer, mind: Mind | null) {
    this.real = real;
    this.#mind = mind;
    this.timeline = this.#newTimeline();
  }

  get mind(): Mind | null {
    return this.#mind;
  }
  get computed(): number {
    return this.#computed;
  }
  get lastStep(): number {
    return this.real.lastStep;
  }
  get branches(): readonly Branch[] {
    return this.#branches;
  }

  /** A new episode from step 0. */
  reset(seed: number, settings: DreamSettings): void {
    this.real.reset(seed);
    this.#seen = [];
    this.#spans = [];
    this.#branches = [];
    this.#computed = -1;
    this.#decided = -1;
    this.#nextId = 1;
    this.#look = null;
    this.timeline = this.#newTimeline();
    this.compute(settings);
  }

  /** Another model: what is real stays, what was seen and dreamt is computed again from step 0 by `compute`. */
  replaceMind(mind: Mind | null): void {
    this.#mind = mind;
    this.#seen = [];
    for (const span of this.#spans) span.dream = null;
    for (const branch of this.#branches) branch.dream = null;
    this.#computed = -1;
    this.#look = null;
    const { timeline } = this;
    this.timeline = this.#newTimeline();
    for (let step = 0; step < timeline.steps; step++) this.#writeReal(step);
  }

  /** One more real step, beyond the last. */
  live(action: Float64Array, perturbation: Perturbation | null): void {
    this.real.step(action, perturbation);
  }

  /** Computes the step after `computed`. */
  compute(settings: DreamSettings): void {
    const step = this.#computed + 1;
    this.#see(step);
    this.#dreamUpTo(step, settings);
    this.#decideEyes(step, settings);
    this.#computed = step;
    this.#write(step);
  }

  /** Where the eyes were closed that are closed at a step; null: they are open. */
  closedAt(step: number): number | null {
    return this.#spanAt(step)?.closedAt ?? null;
  }

  closeEyes(step: number, settings: DreamSettings, start?: StoredState): void {
    if (this.#mind === null || this.#spanAt(step) !== null) return;
    this.#spans = this.#spans.filter(({ closedAt }) => closedAt < step);
    const span: ClosedSpan = { id: this.#nextId++, closedAt: step, openedAt: null, dream: null };
    this.#spans.push(span);
    this.#beginDream(span, settings.samples, start);
    this.#forgetDreamsAfter(step);
    this.#decided = step;
    this.#write(step);
  }

  openEyes(step: number): void {
    const span = this.#spanAt(step);
    if (span === null) return;
    this.#spans = this.#spans.filter(({ closedAt }) => closedAt < step);
    if (span.closedAt < step) span.openedAt = step;
    this.#forgetDreamsAfter(step);
    this.#decided = step;
    this.#write(step);
  }

  /** The settings of dreaming changed: from this step on dreams are made anew, reality stays. */
  redream(step: number, settings: DreamSettings): void {
    const { mind } = this;
    if (mind === null) return;
    this.#spans = this.#spans.filter(({ closedAt }) => closedAt <= step);
    const span = this.#spanAt(step);
    if (span !== null) span.openedAt = null;
    this.#forgetDreamsAfter(step);
    const dream = span?.dream ?? null;
    if (span !== null && dream !== null && dream.samples !== settings.samples) {
      span.dream = dream.again(mind, settings.samples, dream.start, (at) => this.#modelAction(at));
    }
    this.#decided = Math.min(this.#decided, step - 1);
    if (this.#computed >= step) {
      this.#decideEyes(step, settings);
      this.#write(step);
    }
  }

  /** Somebody takes the controls at this step: what came after never happened. */
  fork(step: number): void {
    if (step >= this.lastStep) return;
    this.real.truncate(step);
    this.#seen.length = Math.min(this.#seen.length, step + 1);
    this.#spans = this.#spans.filter(({ closedAt }) => closedAt <= step);
    const span = this.#spans.at(-1);
    if (span !== undefined && span.openedAt !== null && span.openedAt > step) span.openedAt = null;
    this.#branches = this.#branches.filter(({ fromStep }) => fromStep <= step);
    this.#forgetDreamsAfter(step);
    this.timeline.truncate(step);
    this.#decided = Math.min(this.#decided, step);
  }

  /** Keeps this moment's dream: the one that runs, or a new one that lets go here. @returns whether there was room */
  branch(step: number, settings: DreamSettings): boolean {
    const seen = this.#seen[step];
    if (seen === undefined || this.#branches.length >= MAX_BRANCHES) return false;
    const id = this.#nextId++;
    const span = this.#spanAt(step);
    const dream = span?.dream?.copy(id) ?? new DreamBranch(id, step, 1, seen.posterior, this.real.seed);
    dream.truncate(step);
    this.#branches.push({ id, fromStep: dream.fromStep, temperature: settings.temperature, dream });
    this.#computed = Math.min(this.#computed, step);
    this.#look = null;
    return true;
  }

  dropBranch(id: number): void {
    this.#branches = this.#branches.filter((branch) => branch.id !== id);
    this.#look = null;
  }

  /** The state that a latent inspector looks at: the first dream's with eyes closed, else what was seen. */
  shownState(step: number): StoredState | null {
    return this.#spanAt(step)?.dream?.at(step) ?? this.#seen[step]?.posterior ?? null;
  }

  /** With eyes closed the dream goes on from other latent numbers. */
  alterDream(step: number, numbers: Float32Array): void {
    const dream = this.#spanAt(step)?.dream ?? null;
    const state = dream?.at(step) ?? null;
    if (this.#mind === null || dream === null || state === null) return;
    dream.truncate(step);
    dream.replaceLast(this.#mind.withLatent(state, numbers));
    this.#forgetDreamsAfter(step);
  }

  /** What the agent would do in reality: on what it saw, or blind on what the first dream shows. */
  agentAction(step: number, blind: boolean): Float32Array | null {
    const seen = this.#seen[step];
    if (this.#mind === null || seen === undefined) return null;
    const dream = blind ? (this.#spanAt(step)?.dream ?? null) : null;
    if (dream !== null && dream.lastStep === step) return dream.decide(this.#mind);
    return this.#mind.act(seen.posterior, this.#stream('act', step));
  }

  frame(step: number, sceneVersion: number, { probe, traversed, contacts }: FrameWishes): TheatreFrame {
    const real = this.real.at(step);
    const look = this.#lookAt(step);
    const first = look.dreamt[0];
    const shown = this.shownState(step);
    const probed =
      probe === null || shown === null || this.#mind === null
        ? undefined
        : this.#mind.pictures([this.#mind.withLatent(shown, probe)])[0];
    const entry = this.timeline.at(step) ?? this.#entry(step);
    const { perturbation } = real;
    return {
      step,
      timeSeconds: step * this.real.environment.spec.stepSeconds,
      sceneVersion,
      poses: real.poses,
      eye: toPicture(real.eye, 'real'),
      seen: look.seen === null ? null : toPicture(look.seen, 'seen'),
      dreamt: look.dreamt.map((image) => toPicture(image, 'dreamt')),
      error: first === undefined ? null : errorPicture(real.eye, first),
      numbers: look.numbers,
      probe: probed === undefined ? null : toPicture(probed, 'seen'),
      traverse: shown === null || traversed === null ? null : this.#traverse(shown, probe, traversed),
      branches: look.branches.map(({ id, pictures }) => ({
        id,
        pictures: pictures.map((image) => toPicture(image, 'dreamt')),
      })),
      eyesClosed: entry.closed,
      scalars: entry.scalars,
      action: [...real.action],
      latent: entry.latent,
      mixture: shown === null || this.#mind === null ? null : this.#mind.mixture(shown),
      ...(contacts ? { contacts: this.real.contactsAt(step) } : {}),
      ...(perturbation !== null && 'force' in perturbation ? { pull: perturbation } : {}),
    };
  }

  #traverse(shown: StoredState, probe: Float32Array | null, index: number): TheatreFrame['traverse'] {
    const { mind } = this;
    if (mind === null || index >= mind.latentSize) return null;
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

  #see(step: number): void {
    const { mind } = this;
    if (mind === null || this.#seen[step] !== undefined) return;
    const before = step === 0 ? null : (this.#seen[step - 1]?.posterior ?? null);
    const glimpse = mind.observe(
      before,
      this.#modelAction(step),
      this.real.at(step),
      this.#stream('observe', step),
    );
    const value = mind.expect(glimpse.posterior).value;
    this.#seen[step] = { ...glimpse, expected: { ...mind.expect(glimpse.prior), value } };
  }

  #dreamUpTo(step: number, settings: DreamSettings): void {
    const { mind } = this;
    if (mind === null) return;
    const options = {
      temperature: settings.temperature,
      mode: settings.dreamMode,
      decides: settings.dreamDriver === 'reality' ? 'reality' : 'agent',
    } as const;
    for (const span of this.#spans) {
      if (span.dream === null && span.closedAt <= step) this.#beginDream(span, settings.samples);
      const { dream } = span;
      if (dream === null || (span.openedAt !== null && span.openedAt <= step)) continue;
      while (dream.lastStep < step) dream.advance(mind, this.#modelAction(dream.lastStep + 1), options);
    }
    for (const branch of this.#branches) {
      const start = this.#seen[branch.fromStep];
      if (branch.fromStep > step || start === undefined) continue;
      branch.dream ??= new DreamBranch(branch.id, branch.fromStep, 1, start.posterior, this.real.seed);
      const kept = { ...options, temperature: branch.temperature };
      while (branch.dream.lastStep < step) {
        branch.dream.advance(mind, this.#modelAction(branch.dream.lastStep + 1), kept);
      }
    }
  }

  #decideEyes(step: number, { warmUp, horizon, samples }: DreamSettings): void {
    if (this.#mind === null || this.#decided >= step || this.real.at(step).over !== null) return;
    this.#decided = step;
    const span = this.#spanAt(step);
    if (span !== null) {
      if (horizon !== null && step - span.closedAt > horizon) span.openedAt = step;
      return;
    }
    const openSince = this.#spans.at(-1)?.openedAt ?? 0;
    if (warmUp === null || step - openSince < warmUp) return;
    const closing: ClosedSpan = { id: this.#nextId++, closedAt: step, openedAt: null, dream: null };
    this.#spans.push(closing);
    this.#beginDream(closing, samples);
  }

  #beginDream(span: ClosedSpan, samples: number, start = this.#seen[span.closedAt]?.posterior): void {
    if (start === undefined) return;
    span.dream = new DreamBranch(span.id, span.closedAt, samples, start, this.real.seed);
  }

  #spanAt(step: number): ClosedSpan | null {
    return (
      this.#spans.find(
        ({ closedAt, openedAt }) => closedAt <= step && (openedAt === null || step < openedAt),
      ) ?? null
    );
  }

  /** What was dreamt beyond a step is to be computed again; curves beyond it show only what is real. */
  #forgetDreamsAfter(step: number): void {
    for (const { dream } of this.#spans) dream?.truncate(step);
    for (const { dream } of this.#branches) dream?.truncate(step);
    this.#computed = Math.min(this.#computed, step);
    this.#look = null;
    const known = this.timeline.steps;
    for (let later = step + 1; later < known && later <= this.lastStep; later++) this.#writeReal(later);
  }

  #lookAt(step: number): Look {
    if (this.#look?.step === step) return this.#look;
    const seen = this.#seen[step];
    const { mind } = this;
    const numbers = namedNumbers(this.real.at(step).numbers);
    if (mind === null || seen === undefined) return { step, seen: null, dreamt: [], branches: [], numbers };
    const dreamt = this.#spanAt(step)?.dream?.at(step) ?? seen.prior;
    const branches = this.#branches.map(({ id, dream }) => ({ id, state: dream?.at(step) ?? null }));
    const shown = branches.flatMap(({ state }) => (state === null ? [] : [state]));
    const pictures = mind.pictures([seen.posterior, dreamt, ...shown]);
    const samples = this.#spanAt(step)?.dream?.samples ?? 1;
    let next = 1 + samples;
    const look: Look = {
      step,
      seen: pictures[0] ?? null,
      dreamt: pictures.slice(1, 1 + samples),
      branches: this.#branches.map(({ id, dream }, index) => {
        const count = (branches[index]?.state ?? null) === null ? 0 : (dream?.samples ?? 1);
        const own = pictures.slice(next, next + count);
        next += count;
        return { id, pictures: own };
      }),
      numbers:
        numbers === null
          ? null
          : { ...numbers, seen: mind.numbers(seen.posterior), dreamt: mind.numbers(dreamt) },
    };
    if (step <= this.#computed) this.#look = look;
    return look;
  }

  #write(step: number): void {
    this.#look = null;
    this.timeline.set(step, this.#entry(step));
  }

  #entry(step: number): TimelineEntry {
    const real = this.real.at(step);
    const look = this.#lookAt(step);
    this.#look = look;
    const seen = this.#seen[step];
    const dream = this.#spanAt(step)?.dream?.at(step) ?? null;
    const { mind } = this;
    const expected = dream === null || mind === null ? seen?.expected : mind.expect(dream);
    const shown = dream ?? seen?.posterior;
    return {
      scalars: {
        reward: real.reward,
        predictedReward: expected?.reward ?? null,
        surprise: seen?.surprise ?? null,
        pixelError: step === 0 ? null : errorOf(real.eye, look),
        continuation: expected?.continuation ?? null,
        value: expected?.value ?? null,
      },
      closed: this.#spanAt(step) !== null,
      action: real.action,
      latent: mind === null || shown === undefined ? null : mind.latent(shown),
    };
  }

  /** What of a step does not depend on any dream. */
  #writeReal(step: number): void {
    const real = this.real.at(step);
    const seen = this.#seen[step];
    const nothing = { predictedReward: null, pixelError: null, continuation: null, value: null };
    this.timeline.set(step, {
      scalars: { reward: real.reward, surprise: seen?.surprise ?? null, ...nothing },
      closed: this.#spanAt(step) !== null,
      action: real.action,
      latent: null,
    });
  }

  #modelAction(step: number): Float32Array {
    return toModelAction(this.real.environment.spec.actions, this.real.at(step).action);
  }

  #newTimeline(): Timeline {
    return new Timeline(actionArgumentSize(this.real.environment.spec.actions), this.#mind?.latentSize ?? 0);
  }

  #stream(what: string, step: number): RandomStream {
    return RandomStream.named(this.real.seed, `theatre/${what}/${step}`);
  }
}

/** How far the first dream is off what the agent really saw. */
function errorOf(eye: Image, { dreamt, numbers }: Look): number | null {
  if (numbers?.dreamt) return numberError(numbers.real, numbers.dreamt);
  const [first] = dreamt;
  return first === undefined ? null : pixelError(eye, first);
}
