/**
 * Where a theatre's clock stands, and how it moves: at its pace while it plays, as fast as it can towards a step that
 * is sought. Work is done in small portions between timers, so that controls are answered while it replays or falls
 * behind.
 */
import { SessionClock, type Timing } from './sessionClock.ts';

/** What is moved through. */
export interface Track {
  /** Between two steps while it plays. */
  paceSeconds(): number;
  /** The last step for which everything is computed. */
  computed(): number;
  compute(): void;
  /** Makes the step after this one there to be shown. @returns false where there is nothing further */
  forward(step: number): boolean;
  /** There is nothing after this step. */
  endsAt(step: number): boolean;
  /** Begins again at its end. */
  loops(): boolean;
  /** Goes on with another one at its end, by itself; what plays then begins there. */
  goesOn(): boolean;
  /** Begins another one. @returns false where there is none: what was recorded has no next */
  next(): boolean;
  /** The clock was put to a step, be it the same one. */
  moved(): void;
  /** A portion is done: show it. */
  worked(): void;
  failed(error: unknown): void;
}

/** Seconds of replaying or catching up between two looks at the controls. */
const PORTION_SECONDS = 0.03;

export class Playhead {
  readonly #track: Track;
  readonly #timing: Timing;
  readonly #clock: SessionClock;
  #step = 0;
  #playing = false;
  /** A step to be reached by computing. */
  #goal: number | null = null;
  #cancelTimer: (() => void) | null = null;
  #closed = false;

  constructor(track: Track, timing: Timing) {
    this.#track = track;
    this.#timing = timing;
    this.#clock = new SessionClock(timing);
  }

  get step(): number {
    return this.#step;
  }
  get playing(): boolean {
    return this.#playing;
  }
  /** It neither plays nor looks for a step. */
  get stands(): boolean {
    return !this.#playing && this.#goal === null;
  }
  /** It has not come to where it is to be. */
  get behind(): boolean {
    return this.#goal !== null || this.#track.computed() < this.#step;
  }
  /** How far it is on its way to where it is to be; null: it is there. */
  get replay(): { readonly step: number; readonly goal: number } | null {
    if (!this.behind) return null;
    const computed = this.#track.computed();
    return { step: Math.max(0, Math.min(this.#step, computed)), goal: Math.max(this.#step, this.#goal ?? 0) };
  }
  /** Steps a second, lately. */
  get rate(): number {
    return this.#playing ? this.#clock.rate() : 0;
  }

  play(): void {
    if (this.#track.endsAt(this.#step) && (this.#track.loops() || !this.#track.next())) this.#moveTo(0);
    this.#playing = true;
    this.#clock.start(this.#track.paceSeconds());
  }

  /** On its way to a step it stays where it has come to. */
  pause(): void {
    this.#playing = false;
    this.#goal = null;
    const computed = Math.max(0, this.#track.computed());
    if (this.#step > computed) this.#moveTo(computed);
  }

  /** Going on acts (keys, another driver, slid latents take effect); seeking only looks. @param count signed */
  go(count: number): void {
    this.#playing = false;
    if (count > 0) this.#goal = this.#step + count;
    else this.seek(this.#step + count);
  }

  seek(target: number): void {
    const step = Math.max(0, target);
    this.#goal = null;
    // With another model nothing is computed yet, not even step 0.
    this.#moveTo(Math.max(0, Math.min(step, this.#track.computed())));
    if (step > this.#step) this.#goal = step;
  }

  /** The episode began again. */
  rewind(): void {
    this.#goal = null;
    this.#moveTo(0);
  }

  paceChanged(): void {
    this.#clock.start(this.#track.paceSeconds());
  }

  /** Sees to it that work goes on where there is some. To be called whenever something was changed. */
  wake(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const { behind } = this;
    if (this.#closed || (!behind && !this.#playing)) return;
    this.#cancelTimer = this.#timing.after(behind ? 0 : this.#clock.wait(), () => this.#work());
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
  }

  #moveTo(step: number): void {
    this.#step = step;
    this.#track.moved();
  }

  #work(): void {
    this.#cancelTimer = null;
    try {
      if (this.behind) this.#catchUp();
      else if (this.#playing) this.#playOn();
      this.#track.worked();
    } catch (error) {
      this.#playing = false;
      this.#goal = null;
      this.#track.failed(error);
      return;
    }
    this.wake();
  }

  #catchUp(): void {
    const until = this.#timing.now() + PORTION_SECONDS;
    do {
      if (this.#track.computed() < this.#step) this.#track.compute();
      else if (this.#goal === null || this.#step >= this.#goal || !this.#forward()) this.#goal = null;
    } while (this.behind && this.#timing.now() < until);
    if (this.#playing) this.#clock.start(this.#track.paceSeconds());
  }

  #playOn(): void {
    if (this.#forward()) this.#clock.stepped(this.#track.paceSeconds());
    else if (this.#track.loops() && this.#step > 0) this.#moveTo(0);
    else this.#playing = this.#step > 0 && this.#track.goesOn() && this.#track.next();
  }

  #forward(): boolean {
    if (!this.#track.forward(this.#step)) return false;
    this.#moveTo(this.#step + 1);
    return true;
  }
}
