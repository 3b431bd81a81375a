/** How the history is looked at, kept by the window, and the axes that its plots have of the runs that were found. */
import type { RunSummary } from '../../../../shared/run.ts';
import {
  fieldValues,
  valueColumns,
  valueField,
  type ValueField,
} from '../../../../shared/query/fieldValues.ts';
import { columnId, type ColumnKey } from '../../../../shared/query/columnKey.ts';
import type { Column } from '../../../../shared/query/evaluateQuery.ts';
import type { Vocabulary } from '../../../../shared/query/queryFields.ts';
import { keep, readKept } from '../../../state/preferences.svelte.ts';
import type { PlotAxis } from './plotAxis.ts';
import {
  FIRST_PLOT,
  isPlotChoice,
  plotFields,
  type AxisChoice,
  type Look,
  type PlotChoice,
} from './plotChoice.ts';
import { plotScale } from './plotScale.ts';
import { fieldTickText, fieldTitle, fieldValueText } from './plotText.ts';

/** Why an axis cannot be drawn yet. */
export type Unready = 'unknown' | 'waiting';

export const isReady = (axis: PlotAxis | Unready): axis is PlotAxis => typeof axis !== 'string';

export class PlotState {
  #choice = $state.raw<PlotChoice>(readKept('experiments.plot', FIRST_PLOT, isPlotChoice));

  get choice(): PlotChoice {
    return this.#choice;
  }
  set choice(choice: PlotChoice) {
    this.#choice = choice;
    keep('experiments.plot', choice);
  }
  get look(): Look {
    return this.#choice.look;
  }
  set look(look: Look) {
    this.choice = { ...this.#choice, look };
  }

  changeScatter(change: Partial<PlotChoice['scatter']>): void {
    this.choice = { ...this.#choice, scatter: { ...this.#choice.scatter, ...change } };
  }

  changeParallel(change: Partial<PlotChoice['parallel']>): void {
    this.choice = { ...this.#choice, parallel: { ...this.#choice.parallel, ...change } };
  }

  /** What the store is asked for. */
  columns(vocabulary: Vocabulary): readonly ColumnKey[] {
    const keys = plotFields(this.#choice).flatMap((name) => {
      const field = valueField(name, vocabulary);
      return field === null ? [] : valueColumns(field);
    });
    const ids = keys.map(columnId);
    return keys.filter((_, index) => ids.indexOf(ids[index] ?? '') === index);
  }
}

export interface AxisSource {
  readonly runs: readonly RunSummary[];
  readonly vocabulary: Vocabulary;
  readonly column: (key: ColumnKey) => Column | undefined;
}

export function plotAxis(
  { field: name, logarithmic }: AxisChoice,
  { runs, vocabulary, column }: AxisSource,
): PlotAxis | Unready {
  const field: ValueField | null = valueField(name, vocabulary);
  if (field === null) return 'unknown';
  const values = fieldValues(field, runs, column);
  if (values === undefined) return 'waiting';
  const scale = plotScale(values, { dates: field.kind === 'date', logarithmic });
  return {
    name,
    title: fieldTitle(field),
    values,
    scale,
    text: (value) => fieldValueText(field, value),
    tick: fieldTickText(field, scale),
  };
}
