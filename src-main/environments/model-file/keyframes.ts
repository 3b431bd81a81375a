/** The keyframe that episodes start from, by its name or its number. */
import { StudioError } from '../../../shared/errors.ts';

/** Of names in an error. */
const MOST_NAMED = 20;

/**
 * @param wanted empty: none
 * @throws StudioError `environment.unknownKeyframe` with those that there are
 */
export function findKeyframe(names: readonly string[], wanted: string): number | null {
  if (wanted === '') return null;
  const named = names.indexOf(wanted);
  if (named !== -1) return named;
  const number = /^\d{1,5}$/.test(wanted) ? Number(wanted) : names.length;
  if (number < names.length) return number;
  const known = names.slice(0, MOST_NAMED).join(', ') + (names.length > MOST_NAMED ? ', …' : '');
  throw new StudioError('environment.unknownKeyframe', { keyframe: wanted, known: known || '–' });
}
