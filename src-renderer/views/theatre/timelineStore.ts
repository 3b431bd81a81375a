/** The episode's curves in the renderer: slices are written where they belong, what lies beyond is forgotten. */
import { THEATRE_CURVES, type TheatreScalars, type TheatreTimeline } from '../../../shared/theatre.ts';

type CurveName = keyof TheatreScalars;

export class TimelineStore {
  #steps = 0;
  #capacity = 0;
  #curves = new Map<CurveName, Float32Array>();
  #closed = new Uint8Array(0);
  #actions = new Float32Array(0);
  #latents = new Float32Array(0);
  #latentsChangedFrom = 0;
  actionSize = 0;
  latentRows = 0;

  /** Steps known, step 0 counted. */
  get steps(): number {
    return this.#steps;
  }

  apply(slice: TheatreTimeline): void {
    if (slice.actionSize !== this.actionSize || slice.latentRows !== this.latentRows) this.#clear(slice);
    this.#reserve(slice.steps);
    for (const name of THEATRE_CURVES) this.#curves.get(name)?.set(slice.curves[name], slice.from);
    this.#closed.set(slice.closed, slice.from);
    this.#actions.set(slice.actions, slice.from * this.actionSize);
    this.#latents.set(slice.latents, slice.from * this.latentRows);
    this.#steps = slice.steps;
    this.#latentsChangedFrom = Math.min(this.#latentsChangedFrom, slice.from);
  }

  /** The first step whose latents are not yet drawn by whoever asks; afterwards nothing is. */
  takeLatentChange(): number {
    const from = this.#latentsChangedFrom;
    this.#latentsChangedFrom = this.#steps;
    return from;
  }

  /** NaN where there is no value. */
  value(name: CurveName, step: number): number {
    return step < this.#steps ? (this.#curves.get(name)?.[step] ?? Number.NaN) : Number.NaN;
  }

  action(element: number, step: number): number {
    return step < this.#steps ? (this.#actions[step * this.actionSize + element] ?? Number.NaN) : Number.NaN;
  }

  latent(row: number, step: number): number {
    return step < this.#steps ? (this.#latents[step * this.latentRows + row] ?? Number.NaN) : Number.NaN;
  }

  closed(step: number): boolean {
    return step < this.#steps && this.#closed[step] === 1;
  }

  /** Sum of rewards up to a step. */
  returnAt(step: number): number {
    const rewards = this.#curves.get('reward');
    let sum = 0;
    for (let at = 1; at <= Math.min(step, this.#steps - 1); at++) sum += rewards?.[at] ?? 0;
    return sum;
  }

  /** Least and greatest of a curve; null where it has no value at all. */
  range(name: CurveName): readonly [number, number] | null {
    const values = this.#curves.get(name)?.subarray(0, this.#steps) ?? [];
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return low <= high ? [low, high] : null;
  }

  #clear({ actionSize, latentRows }: TheatreTimeline): void {
    this.actionSize = actionSize;
    this.latentRows = latentRows;
    this.#capacity = 0;
    this.#steps = 0;
    this.#latentsChangedFrom = 0;
    this.#curves.clear();
    this.#closed = new Uint8Array(0);
    this.#actions = new Float32Array(0);
    this.#latents = new Float32Array(0);
  }

  #reserve(steps: number): void {
    if (steps <= this.#capacity) return;
    this.#capacity = Math.max(512, 2 * steps);
    const grown = (old: Float32Array | undefined, width: number) => {
      const array = new Float32Array(this.#capacity * width);
      if (old !== undefined) array.set(old);
      return array;
    };
    for (const name of THEATRE_CURVES) this.#curves.set(name, grown(this.#curves.get(name), 1));
    this.#actions = grown(this.#actions, this.actionSize);
    this.#latents = grown(this.#latents, this.latentRows);
    const closed = new Uint8Array(this.#capacity);
    closed.set(this.#closed);
    this.#closed = closed;
  }
}
