/** The episode's curves in the renderer: slices are written where they belong, what lies beyond is forgotten. */
import { HeatTable } from './heatTable.ts';
import { THEATRE_CURVES, type TheatreScalars, type TheatreTimeline } from '../../../shared/theatre.ts';

type CurveName = keyof TheatreScalars;

/** What rewards add up to: those that came, and from where eyes closed on those that the model expects. */
export type SummedCurve = 'return' | 'imaginedReturn';

export class TimelineStore {
  #steps = 0;
  #capacity = 0;
  #curves = new Map<CurveName, Float32Array>();
  #closed = new Uint8Array(0);
  #return = new Float64Array(0);
  #imagined = new Float64Array(0);
  #actions = new Float32Array(0);
  actionSize = 0;
  readonly latents = new HeatTable();
  /** What the agent made of each step. */
  readonly insights = new HeatTable();

  /** Steps known, step 0 counted. */
  get steps(): number {
    return this.#steps;
  }

  apply(slice: TheatreTimeline): void {
    const { latents, insights } = this;
    const same =
      slice.actionSize === this.actionSize &&
      slice.latentRows === latents.rows &&
      slice.insightRows === insights.rows;
    if (!same) this.#clear(slice);
    this.#reserve(slice.steps);
    for (const name of THEATRE_CURVES) this.#curves.get(name)?.set(slice.curves[name], slice.from);
    this.#closed.set(slice.closed, slice.from);
    this.#actions.set(slice.actions, slice.from * this.actionSize);
    latents.write(slice.from, slice.latents);
    insights.write(slice.from, slice.insights);
    this.#steps = slice.steps;
    this.#sumUp(slice.from);
  }

  /** NaN beyond what is known; the imagined one only where eyes are closed. */
  summed(name: SummedCurve, step: number): number {
    if (step >= this.#steps) return Number.NaN;
    const values = name === 'return' ? this.#return : this.#imagined;
    return values[step] ?? Number.NaN;
  }

  summedRange(name: SummedCurve): readonly [number, number] | null {
    const values = (name === 'return' ? this.#return : this.#imagined).subarray(0, this.#steps);
    return rangeIn(values);
  }

  /** From a step on, which alone has changed. */
  #sumUp(from: number): void {
    const rewards = this.#curves.get('reward');
    const predicted = this.#curves.get('predictedReward');
    for (let step = Math.max(0, from); step < this.#steps; step++) {
      const before = step === 0 ? 0 : (this.#return[step - 1] ?? 0);
      const reward = step === 0 ? 0 : (rewards?.[step] ?? 0);
      this.#return[step] = before + reward;
      // The first step that is dreamt follows what was really earned up to there.
      const dreamtBefore = step === 0 ? Number.NaN : (this.#imagined[step - 1] ?? Number.NaN);
      const base = Number.isNaN(dreamtBefore) ? before : dreamtBefore;
      const dreamt = this.#closed[step] === 1 ? (predicted?.[step] ?? Number.NaN) : Number.NaN;
      this.#imagined[step] = base + dreamt;
    }
  }

  /** NaN where there is no value. */
  value(name: CurveName, step: number): number {
    return step < this.#steps ? (this.#curves.get(name)?.[step] ?? Number.NaN) : Number.NaN;
  }

  action(element: number, step: number): number {
    return step < this.#steps ? (this.#actions[step * this.actionSize + element] ?? Number.NaN) : Number.NaN;
  }

  closed(step: number): boolean {
    return step < this.#steps && this.#closed[step] === 1;
  }

  /** Sum of rewards up to a step. */
  returnAt(step: number): number {
    return this.#return[Math.min(step, this.#steps - 1)] ?? 0;
  }

  /** Least and greatest of a curve; null where it has no value at all. */
  range(name: CurveName): readonly [number, number] | null {
    return rangeIn(this.#curves.get(name)?.subarray(0, this.#steps) ?? []);
  }

  #clear({ actionSize, latentRows, insightRows }: TheatreTimeline): void {
    this.actionSize = actionSize;
    this.latents.clear(latentRows);
    this.insights.clear(insightRows);
    this.#capacity = 0;
    this.#steps = 0;
    this.#curves.clear();
    this.#closed = new Uint8Array(0);
    this.#return = new Float64Array(0);
    this.#imagined = new Float64Array(0);
    this.#actions = new Float32Array(0);
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
    this.latents.reserve(this.#capacity);
    this.insights.reserve(this.#capacity);
    const summed = (old: Float64Array) => {
      const array = new Float64Array(this.#capacity);
      array.set(old);
      return array;
    };
    this.#return = summed(this.#return);
    this.#imagined = summed(this.#imagined);
    const closed = new Uint8Array(this.#capacity);
    closed.set(this.#closed);
    this.#closed = closed;
  }
}

/** Null where there is no number at all. */
function rangeIn(values: Iterable<number>): readonly [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}
