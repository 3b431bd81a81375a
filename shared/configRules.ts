/**
 * Settings that do not go together, though each is within its bounds: found where a config is resolved, and shown at
 * the field in the form. Every conflict is an error code, so that form and command line say the same.
 */
import { z } from 'zod';
import type { ErrorCode, ErrorValues } from './errors.ts';
import { OWN_MODEL } from './exampleModel.ts';

/** Games whose reward is a point for every frame survived: what a dream earns there needs no reward head. */
export const POINTS_A_FRAME_SURVIVED: Readonly<Record<string, number>> = { 'take-cover': 1 };

export const CONFLICT_CODES = [
  'config.dreamNeedsReward',
  'config.dreamNeedsEnd',
  'config.nothingKept',
  'config.picturesOnly',
  'config.plannerNeedsNumbers',
  'config.moreElites',
  'config.latentTooLarge',
  'config.modelAndReward',
  'config.sequenceTooLong',
] as const satisfies readonly ErrorCode[];

export interface ConfigConflict {
  readonly code: (typeof CONFLICT_CODES)[number];
  /** The field to change, dotted. */
  readonly field: string;
  readonly values: ErrorValues;
}

const WORLD_MODELS_READ = z.object({
  collect: z.object({ minSteps: z.number(), maxSteps: z.number() }),
  memory: z.object({ predictsReward: z.boolean(), predictsDone: z.boolean() }),
  controller: z.object({ trainIn: z.string() }),
});

/** Environments that give no numbers to observe. */
const PICTURES_ONLY: readonly string[] = ['car-racing', 'take-cover'];
/** Environments whose actions are choices, among which no mean can be searched. */
const CHOICES_ONLY: readonly string[] = ['take-cover'];

/** Numbers of a latent made of classes: eight times DreamerV2's; every step reads and keeps them all. */
const LARGEST_LATENT = 8192;

const DREAMER_READ = z.object({
  environment: z.object({
    observation: z.string(),
    actionRepeat: z.number(),
    model: z.string(),
    reward: z.string(),
    maxSteps: z.number(),
  }),
  model: z.object({
    latent: z.string(),
    stochasticSize: z.number(),
    latentClasses: z.number(),
    sequenceLength: z.number(),
  }),
  behaviour: z.object({ kind: z.string(), planCandidates: z.number(), planElites: z.number() }),
});

/** @param config valid by the algorithm's schema; anything else has no conflicts yet */
export function configConflicts(
  algorithm: string,
  environment: string,
  config: unknown,
): readonly ConfigConflict[] {
  switch (algorithm) {
    case 'world-models':
      return worldModelsConflicts(environment, config);
    case 'dreamer':
      return dreamerConflicts(environment, config);
    default:
      return [];
  }
}

function dreamerConflicts(environment: string, config: unknown): readonly ConfigConflict[] {
  const parsed = DREAMER_READ.safeParse(config);
  if (!parsed.success) return [];
  const { observation } = parsed.data.environment;
  const { kind, planCandidates, planElites } = parsed.data.behaviour;
  const conflicts: ConfigConflict[] = [];
  if (observation === 'state' && PICTURES_ONLY.includes(environment)) {
    conflicts.push({
      code: 'config.picturesOnly',
      field: 'environment.observation',
      values: { environment },
    });
  }
  if (environment === OWN_MODEL) conflicts.push(...ownModelConflicts(parsed.data));
  const { latent, stochasticSize, latentClasses } = parsed.data.model;
  const numbers = stochasticSize * latentClasses;
  if (latent === 'categorical' && numbers > LARGEST_LATENT) {
    const values = { variables: stochasticSize, classes: latentClasses, numbers, most: LARGEST_LATENT };
    conflicts.push({ code: 'config.latentTooLarge', field: 'model.latentClasses', values });
  }
  if (kind !== 'planner') return conflicts;
  if (CHOICES_ONLY.includes(environment)) {
    conflicts.push({ code: 'config.plannerNeedsNumbers', field: 'behaviour.kind', values: { environment } });
  }
  if (planElites > planCandidates) {
    const values = { kept: planElites, tried: planCandidates };
    conflicts.push({ code: 'config.moreElites', field: 'behaviour.planElites', values });
  }
  return conflicts;
}

/** What MuJoCo says of model and reward is found where they are opened. */
function ownModelConflicts({ environment, model }: z.infer<typeof DREAMER_READ>): readonly ConfigConflict[] {
  const conflicts: ConfigConflict[] = [];
  if ((environment.model === '') !== (environment.reward === '')) {
    const field = environment.model === '' ? 'environment.model' : 'environment.reward';
    conflicts.push({ code: 'config.modelAndReward', field, values: {} });
  }
  const moments = Math.ceil(environment.maxSteps / environment.actionRepeat) + 1;
  if (model.sequenceLength > moments) {
    const values = { sequence: model.sequenceLength, moments };
    conflicts.push({ code: 'config.sequenceTooLong', field: 'model.sequenceLength', values });
  }
  return conflicts;
}

function worldModelsConflicts(environment: string, config: unknown): readonly ConfigConflict[] {
  const parsed = WORLD_MODELS_READ.safeParse(config);
  if (!parsed.success) return [];
  const { collect, memory, controller } = parsed.data;
  const conflicts: ConfigConflict[] = [];
  if (controller.trainIn === 'dream' && !memory.predictsReward) {
    if (!(environment in POINTS_A_FRAME_SURVIVED)) {
      conflicts.push({ code: 'config.dreamNeedsReward', field: 'memory.predictsReward', values: {} });
    } else if (!memory.predictsDone) {
      conflicts.push({ code: 'config.dreamNeedsEnd', field: 'memory.predictsDone', values: {} });
    }
  }
  if (collect.minSteps > collect.maxSteps) {
    const values = { shortest: collect.minSteps, longest: collect.maxSteps };
    conflicts.push({ code: 'config.nothingKept', field: 'collect.minSteps', values });
  }
  return conflicts;
}
