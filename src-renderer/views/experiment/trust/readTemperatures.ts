/** Temperatures that a person types, separated by commas. */
import { MOST_TRUST_TEMPERATURES, TRUST_TEMPERATURE_BOUNDS } from '../../../../shared/trust.ts';

/** Null where it is no list of temperatures. @param empty what it is where nothing is typed */
export function readTemperatures(typed: string, empty: readonly number[]): readonly number[] | null {
  if (typed.trim() === '') return empty;
  const parts = typed.split(',').map((part) => part.trim());
  const values = parts.map(Number);
  const { low, high } = TRUST_TEMPERATURE_BOUNDS;
  const fit = values.every((value, index) => parts[index] !== '' && value >= low && value <= high);
  return fit && values.length <= MOST_TRUST_TEMPERATURES ? values : null;
}
