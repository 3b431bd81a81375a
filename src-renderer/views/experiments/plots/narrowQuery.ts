/** The query that finds what was brushed. Pure. */
import { brushQuery, withPart } from '../../../../shared/query/brush.ts';
import type { ParsedQuery } from '../../../../shared/query/parseQuery.ts';
import type { BrushedAxis } from './parallelLayout.ts';

/** @param axes with the values of all runs that `text` finds */
export function narrowedQuery(
  text: string,
  axes: readonly BrushedAxis[],
  parse: (text: string) => ParsedQuery,
): string {
  let narrowed = text;
  for (const { axis, brush } of axes) {
    if (brush === null) continue;
    const { name, values, scale } = axis;
    const part = brushQuery(brush, { name, dates: scale.kind === 'date', values });
    narrowed = withPart(narrowed, parse(narrowed), name, part);
  }
  return narrowed;
}
