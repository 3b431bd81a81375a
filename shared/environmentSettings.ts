/**
 * The group `environment` of an algorithm's config, where it trains on any environment: what each field means there is
 * each environment's own (`trainingConfig` in src-main/environments/family.ts).
 */
import { count, real, text } from './configFields.ts';
import { DATA_SET } from './dataSet.ts';
import { carRacingFields, lapRuleField, type LapRule } from './environments/carRacing.ts';
import { GYMNASIUM, gymnasiumFields } from './environments/gymnasium.ts';
import { LARGEST_TRAINED_MODEL, OWN_MODEL } from './exampleModel.ts';

/** Only a person's own model knows them; no paper has them. */
const own = { only: [OWN_MODEL], paper: null };

/** Fields of a group. */
export function environmentFields(actionRepeat: number) {
  return {
    actionRepeat: count(actionRepeat, 1, 16, { unit: 'frames' }),
    lapRule: lapRuleField('v3', { advanced: true }),
    ...carRacingFields,
    /** A person's own MJCF, the whole text, so that the run needs no file; empty: the example. */
    model: text(LARGEST_TRAINED_MODEL, { ...own, long: true }),
    /** Over the model's sensors. */
    reward: text(10_000, own),
    physicsSteps: count(2, 1, 1000, { ...own, unit: 'steps' }),
    /** Actions in an episode, each repeat counted. */
    maxSteps: count(1000, 10, 100_000, { only: [OWN_MODEL, GYMNASIUM], paper: null, unit: 'frames' }),
    startSpread: real(0.1, 0, 10, own),
    /** Name or number of the keyframe that episodes start from; empty: the model's own pose. */
    keyframe: text(200, own),
    camera: count(0, 0, 1000, { ...own, advanced: true }),
    ...gymnasiumFields,
    /** The id of recorded data (shared/dataSet.ts). */
    dataSet: text(100, { only: [DATA_SET], paper: null }),
  };
}

/** What an agent gets of an environment that gives more than one kind: a picture, its numbers, or both. */
export const OBSERVED = ['pixels', 'state', 'both'] as const;
export type Observed = (typeof OBSERVED)[number];

export interface EnvironmentSettings {
  readonly actionRepeat: number;
  readonly observation: Observed;
  readonly lapRule: LapRule;
  readonly lapCompletePercent: number;
  readonly domainRandomize: boolean;
  readonly model: string;
  readonly reward: string;
  readonly physicsSteps: number;
  readonly maxSteps: number;
  readonly startSpread: number;
  readonly keyframe: string;
  readonly camera: number;
  readonly id: string;
  readonly kwargs: string;
  readonly wrappers: string;
  readonly python: string;
  readonly pixelsFrom: 'observation' | 'render';
  readonly dataSet: string;
}
