/** Numbers of the course as they fit into a square of the grid and into a sum. */
import { formatNumber } from '../../state/format.ts';

/** A minus sign of full width, two digits after the point. */
export function valueText(value: number, digits = 2): string {
  // Without the sign of a zero that was rounded to.
  const rounded = Number(value.toFixed(digits));
  return formatNumber(rounded === 0 ? 0 : rounded, digits).replace('-', '−');
}
