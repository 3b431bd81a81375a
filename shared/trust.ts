/**
 * Instruments of trust: how far what a world model dreams may be believed. Each looks at one checkpoint, asks the model nothing but
 * what every `WorldModel` answers, and leaves a row that is kept with the run.
 */
import { z } from 'zod';

export const TRUST_INSTRUMENTS = ['calibration', 'obedience', 'drift'] as const;
export type TrustInstrument = (typeof TRUST_INSTRUMENTS)[number];

/** Fresh episodes where nobody says how many. */
export const TRUST_EPISODES = 20;
export const MOST_TRUST_EPISODES = 1000;
/** A mean over fewer has no interval. */
export const FEWEST_TRUST_EPISODES = 2;
export const MOST_TRUST_TEMPERATURES = 8;
export const TRUST_TEMPERATURE_BOUNDS = { low: 0.01, high: 10 } as const;

/** Room for what a stranger's archive says: figures are bounded where they are read. */
const figure = z.number().refine((value) => Number.isFinite(value));
const estimate = z.object({ mean: figure, low: figure, high: figure }).readonly();
const MOST_POLICIES = 64;
const MOST_STEPS = 1000;
const curve = z.array(figure).max(MOST_STEPS).readonly();

/** A mean with its 95% interval. */
export type Estimate = z.infer<typeof estimate>;

export const FIXED_POLICY_KINDS = ['still', 'held', 'sweep', 'random'] as const;
export const POLICY_KINDS = [...FIXED_POLICY_KINDS, 'agent'] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

const policy = z
  .object({
    kind: z.enum(POLICY_KINDS),
    /** What is held, in the environment's own words such as `left` or `steer +1`; empty for other kinds. */
    action: z.string().max(80),
  })
  .readonly();
export type PolicyName = z.infer<typeof policy>;

const calibratedPolicy = z
  .object({
    policy,
    /** Of whole episodes; of as many in the dream, from the same first moments. */
    real: estimate,
    dream: estimate,
    /** Dream minus reality. */
    gap: estimate,
    /** Dream over reality; null where reality's score is not certainly above zero, so that there is nothing to divide by. */
    ratio: estimate.nullable(),
  })
  .readonly();
export type CalibratedPolicy = z.infer<typeof calibratedPolicy>;

const calibration = z
  .object({
    instrument: z.literal('calibration'),
    /** The score is how long one survives: `predict` has no reward, and the environment pays by the frame. */
    survival: z.boolean(),
    /** Whether the model says when an episode ends; without it every dream lasts as long as an episode may. */
    ends: z.boolean(),
    temperatures: z
      .array(
        z
          .object({
            /** Null: the model has none. */
            temperature: figure.nullable(),
            policies: z.array(calibratedPolicy).min(1).max(MOST_POLICIES).readonly(),
            /** Of the pairs of policies that reality tells apart, how many the dream orders alike. */
            order: z.object({ pairs: z.number().int().min(0), alike: z.number().int().min(0) }).readonly(),
          })
          .readonly(),
      )
      .min(1)
      .max(MOST_TRUST_TEMPERATURES)
      .readonly(),
  })
  .readonly();
export type Calibration = z.infer<typeof calibration>;

/** What errors are measured in: pictures' squared difference, shares of the numbers' variance, or squares of latents' shares. */
export const TRUST_SPACES = ['pixels', 'numbers', 'latents'] as const;
export type TrustSpace = (typeof TRUST_SPACES)[number];
const space = z.enum(TRUST_SPACES);

const disobeyed = z
  .object({
    /** Which part of the action was another's; null: all of it. */
    action: z.string().max(80).nullable(),
    /** Mean squared error, a step of the horizon each, the first step first. */
    error: curve,
    /** 1 - error under the true actions over error under these, over the horizon: 0 where the dream does not care. */
    obedience: estimate,
  })
  .readonly();
export type Disobeyed = z.infer<typeof disobeyed>;

const obedience = z
  .object({
    instrument: z.literal('obedience'),
    windows: z.number().int().min(1),
    spaces: z
      .array(
        z
          .object({
            space,
            /** Under the true actions. */
            error: curve,
            /** All of the action first. */
            shuffled: z.array(disobeyed).min(1).max(MOST_POLICIES).readonly(),
          })
          .readonly(),
      )
      .min(1)
      .max(TRUST_SPACES.length)
      .readonly(),
  })
  .readonly();
export type Obedience = z.infer<typeof obedience>;

const drift = z
  .object({
    instrument: z.literal('drift'),
    windows: z.number().int().min(1),
    spaces: z
      .array(
        z
          .object({
            space,
            error: curve,
            /** Of saying always the mean of all that was recorded, and of saying always what was last seen. */
            mean: curve,
            still: curve,
            /** Steps for which the dream is better than both; null: for as long as was looked. Bootstrapped over windows. */
            steps: z.number().int().min(0).nullable(),
            low: z.number().int().min(0).nullable(),
            high: z.number().int().min(0).nullable(),
          })
          .readonly(),
      )
      .min(1)
      .max(TRUST_SPACES.length)
      .readonly(),
  })
  .readonly();
export type Drift = z.infer<typeof drift>;

export const TRUST_RESULT = z.discriminatedUnion('instrument', [calibration, obedience, drift]);
export type TrustResult = z.infer<typeof TRUST_RESULT>;

/** One that is done, as it is stored and exported. */
export interface TrustRecord {
  /** Begins with its run's id. */
  readonly id: string;
  /** It may have made way for newer ones since. */
  readonly checkpointId: string;
  /** Where the checkpoint stood, so that rows have an order when it is gone. */
  readonly environmentSteps: number;
  readonly gradientSteps: number;
  /** Names the episodes: the same seed and checkpoint give the same figures. */
  readonly seed: number;
  readonly episodes: number;
  readonly result: TrustResult;
  readonly createdAt: string;
}

export interface TrustRow extends TrustRecord {
  readonly runId: string;
}

/** One that waits for its turn or measures. */
export interface TrustUnderWay {
  readonly id: string;
  readonly runId: string;
  readonly checkpointId: string;
  readonly instrument: TrustInstrument;
  readonly state: 'waiting' | 'measuring' | 'storing';
  /** 0 to 1. */
  readonly share: number;
}

/** Of a checkpoint's newest measurement; null where there is none, and where the dream never drifted. @param rows oldest first */
export function driftStepsOf(rows: readonly TrustRecord[], checkpointId: string): number | null {
  const results = rows.flatMap((row) => (row.checkpointId === checkpointId ? [row.result] : []));
  const newest = results.findLast((result) => result.instrument === 'drift');
  return newest?.instrument === 'drift' ? (toldSpace(newest.spaces)?.steps ?? null) : null;
}

/** The space in which an instrument's headline is told: what is observed, where the model shows it. */
export function toldSpace<Space extends { readonly space: TrustSpace }>(
  spaces: readonly Space[],
): Space | undefined {
  return spaces.find(({ space }) => space !== 'latents') ?? spaces[0];
}
