/** By what colour and shape a run is drawn: eight steps from faint to strong for numbers, the commonest kinds for kinds. Pure. */
import type { ColumnValue } from '../../../../shared/query/columnKey.ts';
import { runLook } from '../../../../shared/runColours.ts';
import { SHAPES, type Shape } from './drawing.ts';
import { numberAt, positions, type PlotScale } from './plotScale.ts';

export type Ground = 'dark' | 'light';

/** From the lowest to the highest. Contrast to the ground grows all the way, so that it is told without its hue, too. */
export const RAMPS: Readonly<Record<Ground, readonly string[]>> = {
  dark: ['#5f71a8', '#6683ab', '#6f95ab', '#7fa7a5', '#98b99c', '#b8c993', '#dbd98f', '#ffe9a0'],
  light: ['#7f90bf', '#7486ad', '#6c7b96', '#69707c', '#6a6358', '#66553b', '#574222', '#3f2c06'],
};
/** Kinds beyond these share one look: more are not told apart. */
const MOST_KINDS = 7;

export interface PlotLook {
  readonly colour: string;
  readonly shape: Shape;
  readonly dash: readonly number[];
}

export interface PlotColours {
  readonly looks: readonly PlotLook[];
  /** What each look stands for: a number's step has its lower end; null: without a value; `others`: all further kinds. */
  readonly meanings: readonly { readonly value: ColumnValue; readonly others: boolean }[];
  /** Which look a value has. */
  readonly of: (value: ColumnValue) => number;
}

const WITHOUT: PlotLook = { colour: 'muted', shape: 'ring', dash: [1, 3] };
const OTHERS: PlotLook = { colour: 'muted', shape: 'circle', dash: [] };

export function plotColours(scale: PlotScale, values: readonly ColumnValue[], ground: Ground): PlotColours {
  return scale.kind === 'kinds' ? kindColours(values) : numberColours(scale, ground);
}

function numberColours(scale: Exclude<PlotScale, { kind: 'kinds' }>, ground: Ground): PlotColours {
  const ramp = RAMPS[ground];
  const at = positions(scale);
  const looks = ramp.map((colour): PlotLook => ({ colour, shape: 'circle', dash: [] }));
  return {
    looks: [...looks, WITHOUT],
    meanings: [
      ...ramp.map((_, step) => ({ value: numberAt(scale, step / ramp.length), others: false })),
      { value: null, others: false },
    ],
    of: (value) => {
      const place = at(value);
      return place === null ? ramp.length : Math.min(ramp.length - 1, Math.floor(place * ramp.length));
    },
  };
}

function kindColours(values: readonly ColumnValue[]): PlotColours {
  const counts = new Map<ColumnValue, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  // Equally common ones in the order of their names, so that a kind keeps its colour from one drawing to the next.
  const named = [...counts]
    .sort(([a, many], [b, more]) => more - many || (String(a) < String(b) ? -1 : 1))
    .slice(0, MOST_KINDS)
    .map(([value]) => value);
  const index = new Map(named.map((value, at) => [value, at]));
  return {
    looks: [
      ...named.map((_, at) => ({ colour: runLook(at).colour, shape: SHAPES[at] ?? 'circle', dash: [] })),
      OTHERS,
      WITHOUT,
    ],
    meanings: [
      ...named.map((value) => ({ value, others: false })),
      { value: null, others: true },
      { value: null, others: false },
    ],
    of: (value) => (value === null ? named.length + 1 : (index.get(value) ?? named.length)),
  };
}
