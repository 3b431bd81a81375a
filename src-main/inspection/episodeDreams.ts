/**
 * The dreams of one episode: the spans of steps for which the eyes are closed, and the branches that a person keeps.
 * It knows where each begins and ends; what they begin from and are led by is the episode's.
 *
 * Eyes are closed at step t where `closedAt <= t < openedAt`.
 */
import { MAX_BRANCHES, type TheatreSettings } from '../../shared/theatre.ts';
import { DreamBatch, type DreamOptions } from './dreamBatch.ts';
import type { Mind } from './mind.ts';
import type { StoredState } from './storedState.ts';

/** Eyes closed from one step until before another; its dreams are computed when the clock gets there. */
interface ClosedSpan {
  readonly id: number;
  readonly closedAt: number;
  openedAt: number | null;
  dream: DreamBatch | null;
}

/** A dream that stays while the clock goes on. */
export interface Branch {
  readonly id: number;
  readonly fromStep: number;
  readonly temperature: number;
  dream: DreamBatch | null;
}

export type DreamSettings = Pick<
  TheatreSettings,
  'warmUp' | 'horizon' | 'temperature' | 'samples' | 'dreamMode' | 'dreamDriver' | 'dreamPaths'
>;

/** What dreams begin from and are led by. */
export interface DreamGround {
  seed(): number;
  /** What the model believed once it had seen a step; undefined where it has not yet. */
  posterior(step: number): StoredState | undefined;
  /** What reality took on the way to a step, in model form. */
  action(step: number): Float32Array;
}

const optionsOf = (settings: DreamSettings): DreamOptions => ({
  temperature: settings.temperature,
  mode: settings.dreamMode,
  decides: settings.dreamDriver === 'reality' ? 'reality' : 'agent',
  paths: settings.dreamPaths,
});

export class EpisodeDreams {
  readonly #ground: DreamGround;
  #spans: ClosedSpan[] = [];
  #branches: Branch[] = [];
  /** Up to here it is decided whether eyes are open. */
  #decided = -1;
  #nextId = 1;

  constructor(ground: DreamGround) {
    this.#ground = ground;
  }

  get branches(): readonly Branch[] {
    return this.#branches;
  }

  /** A new episode: no eyes were closed yet. */
  reset(): void {
    this.#spans = [];
    this.#branches = [];
    this.#decided = -1;
    this.#nextId = 1;
  }

  /** Another model dreams: where eyes are closed stays, what was dreamt does not. */
  forgetAll(): void {
    for (const span of this.#spans) span.dream = null;
    for (const branch of this.#branches) branch.dream = null;
  }

  /** Where the eyes were closed that are closed at a step; null: they are open. */
  closedAt(step: number): number | null {
    return this.#spanAt(step)?.closedAt ?? null;
  }

  /** The dreams that run at a step; null where eyes are open, and where none has begun yet. */
  at(step: number): DreamBatch | null {
    return this.#spanAt(step)?.dream ?? null;
  }

  /** Dreams on until a step is reached. */
  advanceTo(step: number, mind: Mind, settings: DreamSettings): void {
    const options = optionsOf(settings);
    for (const span of this.#spans) {
      if (span.dream === null && span.closedAt <= step) this.#begin(span, settings.samples);
      const { dream } = span;
      if (dream === null || (span.openedAt !== null && span.openedAt <= step)) continue;
      while (dream.lastStep < step) dream.advance(mind, this.#ground.action(dream.lastStep + 1), options);
    }
    for (const branch of this.#branches) {
      const start = this.#ground.posterior(branch.fromStep);
      if (branch.fromStep > step || start === undefined) continue;
      branch.dream ??= new DreamBatch(branch.id, branch.fromStep, 1, start, this.#ground.seed());
      const kept = { ...options, temperature: branch.temperature };
      while (branch.dream.lastStep < step) {
        branch.dream.advance(mind, this.#ground.action(branch.dream.lastStep + 1), kept);
      }
    }
  }

  /** Closes or opens the eyes at a step as warm-up and horizon ask, unless that was decided before. */
  decide(step: number, { warmUp, horizon, samples }: DreamSettings): void {
    if (this.#decided >= step) return;
    this.#decided = step;
    const span = this.#spanAt(step);
    if (span !== null) {
      if (horizon !== null && step - span.closedAt > horizon) span.openedAt = step;
      return;
    }
    const openSince = this.#spans.at(-1)?.openedAt ?? 0;
    if (warmUp === null || step - openSince < warmUp) return;
    this.#addSpan(step, samples);
  }

  /**
   * A person closes the eyes at a step at which they are open. Later spans are forgotten.
   * @param start what the dreams begin from, where it is not what was seen
   */
  close(step: number, samples: number, start?: StoredState): void {
    this.#spans = this.#spans.filter(({ closedAt }) => closedAt < step);
    this.#addSpan(step, samples, start);
    this.#decided = step;
  }

  /** The dream that runs at a step; null where eyes are open. */
  idAt(step: number): number | null {
    return this.#spanAt(step)?.id ?? null;
  }

  /** These settings led the dream of a step all the way. True where eyes are open. */
  ledBy(step: number, settings: DreamSettings): boolean {
    return this.at(step)?.ledBy(step, optionsOf(settings)) ?? true;
  }

  /**
   * In an episode that has just begun: the eyes close at a step that may be still to come, and until `until` nothing else is
   * decided. @param id of the dream, whose random numbers follow from it
   */
  plan(closedAt: number | null, id: number | null, until: number, samples: number): void {
    this.#decided = until;
    if (closedAt === null) return;
    const span: ClosedSpan = { id: id ?? this.#nextId, closedAt, openedAt: null, dream: null };
    this.#nextId = Math.max(this.#nextId, span.id + 1);
    this.#spans.push(span);
    this.#begin(span, samples);
  }

  /** A person opens the eyes. Later spans are forgotten. @returns false where they are open */
  wake(step: number): boolean {
    const span = this.#spanAt(step);
    if (span === null) return false;
    this.#spans = this.#spans.filter(({ closedAt }) => closedAt < step);
    if (span.closedAt < step) span.openedAt = step;
    this.#decided = step;
    return true;
  }

  /** The settings of dreaming changed: from this step on dreams are made anew. */
  redream(step: number, mind: Mind, { samples }: DreamSettings): void {
    this.#spans = this.#spans.filter(({ closedAt }) => closedAt <= step);
    const span = this.#spanAt(step);
    if (span !== null) span.openedAt = null;
    this.truncate(step);
    const dream = span?.dream ?? null;
    if (span !== null && dream !== null && dream.samples !== samples) {
      span.dream = dream.again(mind, samples, dream.start, (at) => this.#ground.action(at));
    }
    this.#decided = Math.min(this.#decided, step - 1);
  }

  /** What came after a step never happened. */
  fork(step: number): void {
    this.#spans = this.#spans.filter(({ closedAt }) => closedAt <= step);
    const span = this.#spans.at(-1);
    if (span !== undefined && span.openedAt !== null && span.openedAt > step) span.openedAt = null;
    this.#branches = this.#branches.filter(({ fromStep }) => fromStep <= step);
    this.truncate(step);
    this.#decided = Math.min(this.#decided, step);
  }

  /** Keeps a moment's dream: the one that runs, or a new one that lets go here. @returns whether there was room */
  keep(step: number, temperature: number): boolean {
    const posterior = this.#ground.posterior(step);
    if (posterior === undefined || this.#branches.length >= MAX_BRANCHES) return false;
    const id = this.#nextId++;
    const dream = this.at(step)?.copy(id) ?? new DreamBatch(id, step, 1, posterior, this.#ground.seed());
    dream.truncate(step);
    this.#branches.push({ id, fromStep: dream.fromStep, temperature, dream });
    return true;
  }

  drop(id: number): void {
    this.#branches = this.#branches.filter((branch) => branch.id !== id);
  }

  /** What was dreamt beyond a step is to be dreamt again. */
  truncate(step: number): void {
    for (const { dream } of this.#spans) dream?.truncate(step);
    for (const { dream } of this.#branches) dream?.truncate(step);
  }

  #addSpan(closedAt: number, samples: number, start?: StoredState): void {
    const span: ClosedSpan = { id: this.#nextId++, closedAt, openedAt: null, dream: null };
    this.#spans.push(span);
    this.#begin(span, samples, start);
  }

  #begin(span: ClosedSpan, samples: number, start = this.#ground.posterior(span.closedAt)): void {
    if (start === undefined) return;
    span.dream = new DreamBatch(span.id, span.closedAt, samples, start, this.#ground.seed());
  }

  #spanAt(step: number): ClosedSpan | null {
    return (
      this.#spans.find(
        ({ closedAt, openedAt }) => closedAt <= step && (openedAt === null || step < openedAt),
      ) ?? null
    );
  }
}
