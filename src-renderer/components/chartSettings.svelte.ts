/** How curves are shown, kept from one page to the next. */
import type { AxisName } from '../../shared/run.ts';
import { keep, readKept } from '../state/preferences.svelte.ts';

export const AXES: readonly AxisName[] = ['environmentSteps', 'gradientSteps', 'wallSeconds'];
const isAxis = (value: unknown): value is AxisName => AXES.some((axis) => axis === value);
const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < 1;
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

export class ChartSettings {
  #axis = $state<AxisName>(readKept('curves.axis', 'wallSeconds', isAxis));
  #smoothing = $state(readKept('curves.smoothing', 0, isShare));
  #logarithmic = $state(readKept('curves.logarithmic', false, isFlag));
  /** Runs that differ in their seed alone are one curve. */
  #bands = $state(readKept('curves.bands', false, isFlag));

  /** Charts whose names hold this; all where it is empty. Not kept: it is asked of the page that is open. */
  find = $state('');

  finds(...names: readonly string[]): boolean {
    const wanted = this.find.trim().toLowerCase();
    return wanted === '' || names.some((name) => name.toLowerCase().includes(wanted));
  }

  get bands(): boolean {
    return this.#bands;
  }
  set bands(bands: boolean) {
    this.#bands = bands;
    keep('curves.bands', bands);
  }
  get axis(): AxisName {
    return this.#axis;
  }
  set axis(axis: AxisName) {
    this.#axis = axis;
    keep('curves.axis', axis);
  }
  get smoothing(): number {
    return this.#smoothing;
  }
  set smoothing(smoothing: number) {
    this.#smoothing = smoothing;
    keep('curves.smoothing', smoothing);
  }
  get logarithmic(): boolean {
    return this.#logarithmic;
  }
  set logarithmic(logarithmic: boolean) {
    this.#logarithmic = logarithmic;
    keep('curves.logarithmic', logarithmic);
  }
}
