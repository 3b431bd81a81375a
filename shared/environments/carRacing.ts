/** CarRacing's id, and what an experiment can choose of it. */
import { choice, type FieldMeta } from '../configFields.ts';

export const CAR_RACING = 'car-racing';

/** v3 completes a lap at 95% of the tiles; v0, as World Models' paper, at every tile. */
export const lapRuleField = (initial: 'v0' | 'v3', meta: FieldMeta = {}) =>
  choice(['v0', 'v3'], initial, { ...meta, only: [CAR_RACING] });
