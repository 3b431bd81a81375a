/**
 * One episode as the theatre watches it: what really happened, what the model saw and expected at each step, and what
 * it dreamt while its eyes were closed. All of it is kept by step as plain numbers, so going back costs nothing.
 *
 * The model keeps observing while the dreams run on without it: that is what the driver in reality decides on and what
 * `seen` shows, and it never reaches a dream.
 */
import type { Perturbation } from '../../shared/recipe.ts';
import { actionArgumentSize } from '../../shared/spaces.ts';
import type { ImaginedTrajectories, ImagineRequest, TheatreFrame } from '../../shared/theatre.ts';
import { RandomStream } from '../numerics/random.ts';
import { toModelAction } from '../acting/actionForms.ts';
import { EpisodeDreams, type Branch, type DreamSettings } from './episodeDreams.ts';
import type { RealEpisode } from './realEpisode.ts';
import type { ActingMind, Judgement } from './actingMind.ts';
import type { Beliefs, Mind } from './mind.ts';
import {
  drawFrame,
  lookAt,
  realEntry,
  shownState,
  timelineEntry,
  type FrameParts,
  type Look,
  type Moment,
  type Seen,
} from './moment.ts';
import { toPicture } from './realVersusDream.ts';
import type { StoredState } from './storedState.ts';
import type { SessionModel } from './sessionModel.ts';
import { Timeline, type TimelineEntry } from './timeline.ts';

type FramePartsOfEpisode = 'look' | 'entry' | 'timeSeconds' | 'beliefs' | 'imagined';

/** What is computed for a frame only where somebody wants it. */
export interface Asked {
  readonly beliefs: boolean;
  /** What the agent is to imagine from what was seen there. */
  readonly imagine: ImagineRequest | null;
}

export class WatchedEpisode {
  readonly real: RealEpisode;
  timeline: Timeline;
  readonly #dreams: EpisodeDreams;
  #mind: Mind | null;
  /** Who acts where the mind does not, and what it made of each step. */
  #agent: ActingMind | null;
  #judgements: Judgement[] = [];
  #seen: Seen[] = [];
  /** The last step for which everything is computed. */
  #computed = -1;
  #look: Look | null = null;
  #lastImagined: {
    readonly posterior: StoredState;
    readonly request: ImagineRequest;
    readonly answer: ImaginedTrajectories | null;
  } | null = null;
  /** A person's hand changed a dream's latents in this episode. */
  #altered = false;

  constructor(real: RealEpisode, model: Pick<SessionModel, 'mind' | 'agent'> | null) {
    this.real = real;
    this.#mind = model?.mind ?? null;
    this.#agent = model?.agent ?? null;
    this.#dreams = new EpisodeDreams({
      seed: () => real.seed,
      posterior: (step) => this.#seen[step]?.posterior,
      action: (step) => this.#modelAction(step),
    });
    this.timeline = this.#newTimeline();
  }

  get mind(): Mind | null {
    return this.#mind;
  }
  /** Somebody acts by what is seen. */
  get hasAgent(): boolean {
    return this.#agent !== null || (this.#mind?.policy ?? null) !== null;
  }
  /** What the agent makes of the first step: all others are told in the same form. */
  get firstJudgement(): Judgement | null {
    return this.#judgements[0] ?? null;
  }
  get computed(): number {
    return this.#computed;
  }
  get lastStep(): number {
    return this.real.lastStep;
  }
  get branches(): readonly Branch[] {
    return this.#dreams.branches;
  }

  /** A new episode from step 0. */
  reset(seed: number, settings: DreamSettings): void {
    this.real.reset(seed);
    this.#seen = [];
    this.#judgements = [];
    this.#altered = false;
    this.#dreams.reset();
    this.#computed = -1;
    this.#look = null;
    this.timeline = this.#newTimeline();
    this.compute(settings);
  }

  /** Another model: what is real stays, what was seen and dreamt is computed again from step 0 by `compute`. */
  replaceModel({ mind, agent }: Pick<SessionModel, 'mind' | 'agent'>): void {
    this.#mind = mind;
    this.#agent = agent;
    this.#seen = [];
    this.#judgements = [];
    this.#dreams.forgetAll();
    this.#computed = -1;
    this.#look = null;
    const { timeline } = this;
    this.timeline = this.#newTimeline();
    // What an agent has to tell, and so the timeline's rows, is known from its first judgement.
    this.#perceive(0);
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
    if (this.#mind !== null) this.#dreams.advanceTo(step, this.#mind, settings);
    this.#decideEyes(step, settings);
    this.#computed = step;
    this.#write(step);
  }

  /** Where the eyes were closed that are closed at a step; null: they are open. */
  closedAt(step: number): number | null {
    return this.#dreams.closedAt(step);
  }

  /** The dream that runs at a step; null where eyes are open. */
  dreamAt(step: number): number | null {
    return this.#dreams.idAt(step);
  }

  /** The dream of a step is what these settings make of it: they led it all the way, and nobody changed its latents. */
  dreamsPlainly(step: number, settings: DreamSettings): boolean {
    return !this.#altered && this.#dreams.ledBy(step, settings);
  }

  /** After a reset: the eyes close at one step on the way to another, and are as they are until then. */
  plan(step: number, closedAt: number | null, dream: number | null, settings: DreamSettings): void {
    if (this.#mind === null) return;
    this.#dreams.plan(closedAt, dream, step, settings.samples);
    this.#forgetDreamsAfter(0);
    this.#write(0);
  }

  closeEyes(step: number, settings: DreamSettings, start?: StoredState): void {
    if (this.#mind === null || this.closedAt(step) !== null) return;
    if (start !== undefined) this.#altered = true;
    this.#dreams.close(step, settings.samples, start);
    this.#forgetDreamsAfter(step);
    this.#write(step);
  }

  openEyes(step: number): void {
    if (!this.#dreams.wake(step)) return;
    this.#forgetDreamsAfter(step);
    this.#write(step);
  }

  /** The settings of dreaming changed: from this step on dreams are made anew, reality stays. */
  redream(step: number, settings: DreamSettings): void {
    if (this.#mind === null) return;
    this.#dreams.redream(step, this.#mind, settings);
    this.#forgetDreamsAfter(step);
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
    this.#judgements.length = Math.min(this.#judgements.length, step + 1);
    this.#dreams.fork(step);
    this.#forgetDreamsAfter(step);
    this.timeline.truncate(step);
  }

  /** Keeps this moment's dream: the one that runs, or a new one that lets go here. @returns whether there was room */
  branch(step: number, settings: DreamSettings): boolean {
    if (!this.#dreams.keep(step, settings.temperature)) return false;
    this.#computed = Math.min(this.#computed, step);
    this.#look = null;
    return true;
  }

  dropBranch(id: number): void {
    this.#dreams.drop(id);
    this.#look = null;
  }

  /** What was believed once a step was seen; null where it was not yet. */
  posterior(step: number): StoredState | null {
    return this.#seen[step]?.posterior ?? null;
  }

  /** The state that a latent inspector looks at: the first dream's with eyes closed, else what was seen. */
  shownState(step: number): StoredState | null {
    return shownState(this.#moment(step));
  }

  /** What the model would believe at a step had it begun to look only `frames` frames before; null without one. */
  justSeen(step: number, frames: number): StoredState | null {
    const mind = this.#mind;
    if (mind === null) return null;
    let state: StoredState | null = null;
    for (let at = Math.max(0, step - frames + 1); at <= step; at++) {
      state = mind.observe(
        state,
        this.#modelAction(at),
        this.real.at(at),
        this.#stream('observe', at),
      ).posterior;
    }
    return state;
  }

  /** With eyes closed the dream goes on from other latent numbers. */
  alterDream(step: number, numbers: Float32Array): void {
    const dream = this.#dreams.at(step);
    const state = dream?.at(step) ?? null;
    if (this.#mind === null || dream === null || state === null) return;
    this.#altered = true;
    dream.truncate(step);
    dream.replaceLast(this.#mind.withLatent(state, numbers));
    this.#forgetDreamsAfter(step);
  }

  /** What the agent would do in reality: on what it saw, or blind on what the first dream shows. */
  agentAction(step: number, blind: boolean): Float32Array | null {
    const judgement = this.#judgements[step];
    if (this.#agent !== null && judgement !== undefined)
      return this.#agent.act(judgement.state, this.#stream('act', step));
    const seen = this.#seen[step];
    if (this.#mind === null || seen === undefined) return null;
    const dream = blind ? this.#dreams.at(step) : null;
    if (dream !== null && dream.lastStep === step) return dream.decide(this.#mind);
    return this.#mind.act(seen.posterior, this.#stream('act', step));
  }

  frame(
    step: number,
    { beliefs, imagine, ...asked }: Omit<FrameParts, FramePartsOfEpisode> & Asked,
  ): TheatreFrame {
    return drawFrame(this.#mind, this.#moment(step), {
      ...asked,
      beliefs: beliefs ? this.#beliefs(step) : null,
      imagined: imagine === null ? null : this.#imagined(step, imagine),
      look: this.#lookAt(step),
      entry: this.timeline.at(step) ?? this.#entry(step),
      timeSeconds: step * this.real.environment.spec.stepSeconds,
    });
  }

  #beliefs(step: number): Beliefs | null {
    if (this.#mind === null || this.#seen[step] === undefined) return null;
    const before = this.#seen[step - 1]?.posterior ?? null;
    return this.#mind.beliefs(before, this.#modelAction(step), this.real.at(step));
  }

  /** A request is answered once; other things that change about a frame leave the answer. */
  #imagined(step: number, request: ImagineRequest): ImaginedTrajectories | null {
    const posterior = this.#seen[step]?.posterior;
    const mind = this.#mind;
    if (mind === null || posterior === undefined) return null;
    const last = this.#lastImagined;
    if (last?.posterior === posterior && last.request === request) return last.answer;
    const imagined = mind.imagined(posterior, request, this.#stream('imagined', step));
    const answer =
      imagined === null
        ? null
        : {
            ...imagined.told,
            pictures: mind.pictures([imagined.looked]).map((image) => toPicture(image, 'dreamt')),
          };
    this.#lastImagined = { posterior, request, answer };
    return answer;
  }

  #moment(step: number): Moment {
    return {
      step,
      real: this.real.at(step),
      seen: this.#seen[step] ?? null,
      judgement: this.#judgements[step] ?? null,
      eyesClosed: this.closedAt(step) !== null,
      dream: this.#dreams.at(step),
      branches: this.#dreams.branches,
    };
  }

  #see(step: number): void {
    this.#perceive(step);
    const mind = this.#mind;
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

  #perceive(step: number): void {
    const agent = this.#agent;
    if (agent === null || this.#judgements[step] !== undefined) return;
    const before = step === 0 ? null : (this.#judgements[step - 1]?.state ?? null);
    this.#judgements[step] = agent.perceive(
      before,
      this.#modelAction(step),
      this.real.at(step),
      this.#stream('perceive', step),
    );
  }

  #decideEyes(step: number, settings: DreamSettings): void {
    if (this.#mind !== null && this.real.at(step).over === null) this.#dreams.decide(step, settings);
  }

  /** What was dreamt beyond a step is to be computed again; curves beyond it show only what is real. */
  #forgetDreamsAfter(step: number): void {
    this.#dreams.truncate(step);
    this.#computed = Math.min(this.#computed, step);
    this.#look = null;
    const known = this.timeline.steps;
    for (let later = step + 1; later < known && later <= this.lastStep; later++) this.#writeReal(later);
  }

  /** Drawing is what costs: the last look is kept. */
  #lookAt(step: number): Look {
    if (this.#look?.step === step) return this.#look;
    const look = lookAt(this.#mind, this.#moment(step));
    if (step <= this.#computed && this.#seen[step] !== undefined) this.#look = look;
    return look;
  }

  #write(step: number): void {
    this.#look = null;
    this.timeline.set(step, this.#entry(step));
  }

  #entry(step: number): TimelineEntry {
    const look = this.#lookAt(step);
    this.#look = look;
    return timelineEntry(this.#mind, this.#moment(step), look);
  }

  #writeReal(step: number): void {
    this.timeline.set(step, realEntry(this.#moment(step)));
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
