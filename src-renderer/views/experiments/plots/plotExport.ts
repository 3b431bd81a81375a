/** A plot as a table that leaves the studio. Pure. */
import type { ColumnValue } from '../../../../shared/query/columnKey.ts';
import { quoted } from '../../../components/chartExport.ts';
import type { PlotAxis } from './plotAxis.ts';

/** RFC 4180: every run that the query found, a line each, with its values as they are; dates in ISO 8601. */
export function plotCsv(
  axes: readonly PlotAxis[],
  runs: readonly { readonly id: string; readonly name: string }[],
): string {
  const lines = [
    ['run', 'name', ...axes.map(({ name }) => name)],
    ...runs.map(({ id, name }, index) => [
      id,
      name,
      ...axes.map((axis) => rawText(axis, axis.values[index] ?? null)),
    ]),
  ];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function rawText({ scale }: PlotAxis, value: ColumnValue): string {
  if (value === null) return '';
  return scale.kind === 'date' && typeof value === 'number' ? new Date(value).toISOString() : String(value);
}
