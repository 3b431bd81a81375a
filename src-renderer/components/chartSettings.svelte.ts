/** How curves are shown, kept from one page to the next: the x-axis of one run's by itself, since several are compared at equal steps. */
import type { AxisName } from '../../shared/run.ts';
import { keep, readKept } from '../state/preferences.svelte.ts';

export const AXES: readonly AxisName[] = ['environmentSteps', 'gradientSteps', 'wallSeconds'];
const isAxis = (value: unknown): value is AxisName => AXES.some((axis) => axis === value);
const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < 1;
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

const AXIS_OF = {
  oneRun: { key: 'curves.axis', usual: 'wallSeconds' },
  several: { key: 'curves.axis.several', usual: 'environmentSteps' },
} as const satisfies Record<string, { readonly key: string; readonly usual: AxisName }>;

export class ChartSettings {
  readonly #axisKey: string;
  #axis = $state<AxisName>('wallSeconds');
  #smoothing = $state(readKept('curves.smoothing', 0, isShare));
  #logarithmic = $state(readKept('curves.logarithmic', false, isFlag));
  /** Runs that differ in their seed alone are one curve. */
  #bands = $state(readKept('curves.bands', false, isFlag));

  /** Charts whose names hold this; all where it is empty. Not kept: it is asked of the page that is open. */
  find = $state('');

  constructor(shown: keyof typeof AXIS_OF) {
    const { key, usual } = AXIS_OF[shown];
    this.#axisKey = key;
    this.#axis = readKept<AxisName>(key, usual, isAxis);
  }

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
    keep(this.#axisKey, axis);
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
