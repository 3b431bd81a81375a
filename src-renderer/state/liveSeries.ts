/** A metric's curve that grows. */
import type { Axis, MetricSeries } from '../../shared/run.ts';

class Column {
  #values: Float64Array;
  #length: number;

  constructor(values: Float64Array) {
    this.#values = values;
    this.#length = values.length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(Math.max(64, this.#length * 2));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** Shares memory; what is pushed later lies beyond its end. */
  view(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

export class LiveSeries {
  readonly name: string;
  readonly #environmentSteps: Column;
  readonly #gradientSteps: Column;
  readonly #wallSeconds: Column;
  readonly #values: Column;
  readonly #minimum: Column | undefined;
  readonly #maximum: Column | undefined;
  #newest: Float64Array | undefined;
  #storedPoints: number;

  constructor(series: MetricSeries) {
    this.name = series.name;
    this.#environmentSteps = new Column(series.axis.environmentSteps);
    this.#gradientSteps = new Column(series.axis.gradientSteps);
    this.#wallSeconds = new Column(series.axis.wallSeconds);
    this.#values = new Column(series.values);
    this.#minimum = series.minimum === undefined ? undefined : new Column(series.minimum);
    this.#maximum = series.maximum === undefined ? undefined : new Column(series.maximum);
    this.#newest = series.newest;
    this.#storedPoints = series.storedPoints;
  }

  static empty(name: string): LiveSeries {
    const none = () => new Float64Array();
    return new LiveSeries({
      name,
      axis: { environmentSteps: none(), gradientSteps: none(), wallSeconds: none() },
      values: none(),
      storedPoints: 0,
    });
  }

  get length(): number {
    return this.#values.view().length;
  }

  push(axis: Axis, value: number): void {
    this.#environmentSteps.push(axis.environmentSteps);
    this.#gradientSteps.push(axis.gradientSteps);
    this.#wallSeconds.push(axis.wallSeconds);
    this.#values.push(value);
    this.#minimum?.push(value);
    this.#maximum?.push(value);
    if (this.#newest !== undefined) this.#newest = Float64Array.of(value);
    this.#storedPoints += 1;
  }

  snapshot(): MetricSeries {
    return {
      name: this.name,
      axis: {
        environmentSteps: this.#environmentSteps.view(),
        gradientSteps: this.#gradientSteps.view(),
        wallSeconds: this.#wallSeconds.view(),
      },
      values: this.#values.view(),
      ...(this.#minimum === undefined ? {} : { minimum: this.#minimum.view() }),
      ...(this.#maximum === undefined ? {} : { maximum: this.#maximum.view() }),
      ...(this.#newest === undefined ? {} : { newest: this.#newest }),
      storedPoints: this.#storedPoints,
    };
  }
}
