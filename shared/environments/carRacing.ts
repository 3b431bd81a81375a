/** CarRacing's id, and what an experiment can choose of it. */
import { choice, real, toggle, type FieldMeta } from '../configFields.ts';

export const CAR_RACING = 'car-racing';

export type LapRule = 'v0' | 'v3' | 'crossing';

/**
 * v0, as World Models' paper, completes a lap at every tile. v3 completes it at tile 0 after 95% of them, but the start has touched
 * tile 0 already, so that it comes to the same. `crossing` completes it where the start is reached again after 95%.
 */
export const lapRuleField = (initial: LapRule, meta: FieldMeta = {}) =>
  choice(['v0', 'v3', 'crossing'], initial, { ...meta, only: [CAR_RACING] });

/** As a fraction; the name is Gymnasium's. */
export const LAP_COMPLETE_PERCENT = 0.95;

/** What else Gymnasium's environment can be told. */
export const carRacingFields = {
  lapCompletePercent: real(LAP_COMPLETE_PERCENT, 0, 1, { only: [CAR_RACING], advanced: true }),
  domainRandomize: toggle(false, { only: [CAR_RACING], advanced: true }),
};
