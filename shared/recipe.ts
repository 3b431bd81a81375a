/**
 * An episode is a recipe: whatever is needed to compute it again, and hashes that prove it was. Frames, poses and
 * rewards are recomputed from it on demand.
 */
import { z } from 'zod';
import { ENVIRONMENT_LOCK_SCHEMA } from './environmentLock.ts';

export const ENVIRONMENT_STATE_SCHEMA = z.record(
  z.string(),
  z.union([z.number(), z.string(), z.array(z.number())]),
);
/** A named set of numbers, the environment's own (for MuJoCo: qpos, qvel, act, time, qaccWarmstart, target). */
export type EnvironmentState = z.infer<typeof ENVIRONMENT_STATE_SCHEMA>;

const VECTOR_SCHEMA = z.tuple([z.number(), z.number(), z.number()]);

/** A pull at a body. */
const FORCE_SCHEMA = z.object({
  /** Name of the body in the scene. */
  body: z.string(),
  /** Where the force takes hold, in the body's own frame; at its centre of mass where absent. */
  at: VECTOR_SCHEMA.optional(),
  /** World frame, newtons (or the environment's own force unit). */
  force: VECTOR_SCHEMA,
  /** Besides the moment of the force itself. */
  torque: VECTOR_SCHEMA.default([0, 0, 0]),
});
export type Force = z.infer<typeof FORCE_SCHEMA>;

/** A hand that holds a body and draws it towards a place. What it pulls with at a step is a `Force`. */
export const GRIP_SCHEMA = z.strictObject({
  /** Name of the body in the scene. */
  body: z.string().max(200),
  /** Where it holds, in the body's own frame. */
  at: VECTOR_SCHEMA,
  /** Where it draws that point to, in the world. */
  goal: VECTOR_SCHEMA,
});
export type Grip = z.infer<typeof GRIP_SCHEMA>;

/** In a dream: how widely it samples from the next step on. */
const DREAM_TEMPERATURE_SCHEMA = z.strictObject({ temperature: z.number().min(0.05).max(3) });

export const PERTURBATION_SCHEMA = z.union([FORCE_SCHEMA, DREAM_TEMPERATURE_SCHEMA]);
export type Perturbation = z.infer<typeof PERTURBATION_SCHEMA>;

export const ENVIRONMENT_CONFIG_SCHEMA = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));
export type EnvironmentConfig = z.infer<typeof ENVIRONMENT_CONFIG_SCHEMA>;

/** Steps between two state hashes of a recipe. */
export const STATE_HASH_INTERVAL = 50;

/** All that an episode gave, where playing it again would be another one. */
const WHOLE_SCHEMA = z.object({
  /** By name, all moments of an episode one after the other as the environment's bytes: deflated, in base64. */
  observations: z.record(z.string().max(200), z.string()),
  /** One a step. */
  rewards: z.array(z.number()),
  /** At its last step. */
  terminated: z.boolean(),
  truncated: z.boolean(),
});
export type WholeEpisode = z.infer<typeof WHOLE_SCHEMA>;

export const RECIPE_SCHEMA = z.object({
  environment: z.string(),
  version: z.number().int().optional(),
  config: ENVIRONMENT_CONFIG_SCHEMA.default({}),
  seed: z.number().int().min(0).default(0),
  /** A start other than the seed's own. */
  state: ENVIRONMENT_STATE_SCHEMA.optional(),
  /** One array a step; doubles. Discrete: [index]. */
  actions: z.array(z.array(z.number())),
  interventions: z
    .array(z.object({ step: z.number().int().min(0), perturbation: PERTURBATION_SCHEMA }))
    .optional(),
  /** Hash after reset, then after every STATE_HASH_INTERVAL steps, then after the last. */
  stateHashes: z.array(z.string()).optional(),
  /** Of code that is not the studio's: what the episode depended on where it was played. */
  lock: ENVIRONMENT_LOCK_SCHEMA.optional(),
  /** Its environment does not repeat: the episode is stored here, and never computed again. */
  whole: WHOLE_SCHEMA.optional(),
});
export type Recipe = z.infer<typeof RECIPE_SCHEMA>;

/** A dream's id is `dream/` and the id of the environment that it is of. */
export const DREAM_PREFIX = 'dream/';

/** The environment that a dream is of, by the dream's id; null: that is no dream. */
export function dreamtEnvironment(id: string): string | null {
  return id.startsWith(DREAM_PREFIX) ? id.slice(DREAM_PREFIX.length) : null;
}
