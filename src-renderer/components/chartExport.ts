/** A chart's curves as a table for other programs. As a drawing that scales: shared/chartSvg.ts. */
import type { DrawnChart } from '../../shared/chartSvg.ts';

/** A cell of a table, as RFC 4180 wants it. */
export const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** RFC 4180: one line a point, as it was measured; a range where points were thinned. */
export function chartCsv({ xLabel, curves }: DrawnChart): string {
  const lines = [['curve', xLabel, 'value', 'minimum', 'maximum'].map(quoted).join(',')];
  for (const { label, x, y, minimum, maximum } of curves) {
    for (let index = 0; index < x.length; index++) {
      const numbers = [x[index], y[index], minimum?.[index], maximum?.[index]];
      const cells = numbers.map((value) => (value === undefined || Number.isNaN(value) ? '' : String(value)));
      lines.push([quoted(label), ...cells].join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}
