/** How the history is looked at, and what its plots draw; kept by the window and by saved views. Pure. */
import type { Brush } from '../../../../shared/query/brush.ts';

export const LOOKS = ['list', 'scatter', 'parallel'] as const;
export type Look = (typeof LOOKS)[number];

export interface AxisChoice {
  /** A field as the query language calls it. */
  readonly field: string;
  /** Null: where its values spread far. */
  readonly logarithmic: boolean | null;
}
export interface BrushedChoice extends AxisChoice {
  readonly brush: Brush | null;
}

export interface PlotChoice {
  readonly look: Look;
  readonly scatter: { readonly x: AxisChoice; readonly y: AxisChoice; readonly colour: string };
  readonly parallel: { readonly axes: readonly BrushedChoice[]; readonly colour: string };
}

const axis = (field: string): BrushedChoice => ({ field, logarithmic: null, brush: null });

export const FIRST_PLOT: PlotChoice = {
  look: 'list',
  scatter: { x: axis('steps'), y: axis('score'), colour: 'algorithm' },
  parallel: {
    axes: ['algorithm', 'environment', 'seed', 'steps', 'time', 'score'].map(axis),
    colour: 'score',
  },
};

/** Axes side by side that can still be told apart. */
export const MOST_AXES = 10;
const LONGEST_FIELD = 300;

type Fields<T> = { readonly [Key in keyof T]?: unknown };
const isField = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST_FIELD;

function isAxisChoice(value: unknown): value is AxisChoice {
  const choice = value as Fields<AxisChoice> | null;
  return isField(choice?.field) && (choice.logarithmic === null || typeof choice.logarithmic === 'boolean');
}

const isChoice = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

function isBrush(value: unknown): value is Brush {
  const brush = value as { kind?: unknown; low?: unknown; high?: unknown; values?: unknown } | null;
  if (brush?.kind === 'range') return Number.isFinite(brush.low) && Number.isFinite(brush.high);
  return brush?.kind === 'choices' && Array.isArray(brush.values) && brush.values.every(isChoice);
}

function isBrushedChoice(value: unknown): value is BrushedChoice {
  const choice = value as Fields<BrushedChoice> | null;
  return (choice?.brush === null || isBrush(choice?.brush)) && isAxisChoice(choice);
}

export function isPlotChoice(value: unknown): value is PlotChoice {
  const choice = value as Fields<PlotChoice> | null;
  const scatter = choice?.scatter as Fields<PlotChoice['scatter']> | null | undefined;
  const parallel = choice?.parallel as Fields<PlotChoice['parallel']> | null | undefined;
  return (
    LOOKS.some((look) => look === choice?.look) &&
    isAxisChoice(scatter?.x) &&
    isAxisChoice(scatter?.y) &&
    isField(scatter?.colour) &&
    Array.isArray(parallel?.axes) &&
    parallel.axes.length <= MOST_AXES &&
    parallel.axes.every(isBrushedChoice) &&
    isField(parallel.colour)
  );
}

/** What has to be known of every run for what is looked at now. */
export function plotFields({ look, scatter, parallel }: PlotChoice): readonly string[] {
  switch (look) {
    case 'list':
      return [];
    case 'scatter':
      return [scatter.x.field, scatter.y.field, scatter.colour];
    case 'parallel':
      return [...parallel.axes.map(({ field }) => field), parallel.colour];
  }
}
