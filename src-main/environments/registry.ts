/** The environments that exist, by id; each is one entry of `FAMILIES`. */
import { StudioError } from '../../shared/errors.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment, StepResult } from './environment.ts';
import { carRacingFamily } from './car-racing/family.ts';
import { controlSuiteFamily } from './control-suite/family.ts';
import { dataSetFamily } from './data-set/family.ts';
import { gymnasiumFamily } from './gymnasium/family.ts';
import type { EnvironmentEntry, EnvironmentFamily, TrainingSettings } from './family.ts';
import { modelFileFamily } from './model-file/family.ts';
import { takeCoverFamily } from './take-cover/family.ts';

const FAMILIES: readonly EnvironmentFamily[] = [
  carRacingFamily,
  takeCoverFamily,
  controlSuiteFamily,
  modelFileFamily,
  gymnasiumFamily,
];

export function environmentIds(): readonly string[] {
  return FAMILIES.flatMap((family) => family.ids);
}

/** Of environments that are in no list, because there is nothing of them before a person brings it. */
const UNLISTED: readonly Omit<EnvironmentFamily, 'describe'>[] = [dataSetFamily];

function familyOf(id: string): Omit<EnvironmentFamily, 'describe'> {
  const family = [...FAMILIES, ...UNLISTED].find((candidate) => candidate.ids.includes(id));
  if (family === undefined) {
    throw new StudioError('environment.unknown', { environment: id, known: environmentIds().join(', ') });
  }
  return family;
}

/** @throws StudioError `environment.unknown` or `config.invalid`. */
export async function createEnvironment(id: string, config: EnvironmentConfig = {}): Promise<Environment> {
  return familyOf(id).create(id, config);
}

/** Somebody who plays this environment passably, or null where nobody is known. Call after a reset. */
export function demonstratorOf(environment: Environment): ((last: StepResult) => Float64Array) | null {
  return familyOf(environment.spec.id).demonstrate?.(environment) ?? null;
}

/**
 * What an environment is made with when only its scene is looked at: drawing what an eye sees takes most of a step's time.
 * @throws StudioError `environment.unknown`.
 */
export function previewConfig(id: string): EnvironmentConfig {
  return familyOf(id).previewConfig ?? {};
}

/**
 * What an environment is made with when a run trains in it.
 * @param settings the group `environment` of the run's config
 * @throws StudioError `environment.unknown`.
 */
export function trainingConfig(id: string, settings: TrainingSettings): EnvironmentConfig {
  return familyOf(id).trainingConfig(settings);
}

/**
 * Notes that the person of this machine allows what this config runs; nothing where nothing has to be allowed. Only ever on that
 * person's word.
 * @throws StudioError `environment.unknown`, `config.invalid`, and where what would run does not exist
 */
export function allowEnvironment(id: string, config: EnvironmentConfig): void {
  familyOf(id).allow?.(config);
}

/** What there is to tell of an environment after a reset, besides its spec. */
export function describeStart(environment: Environment): Readonly<Record<string, unknown>> {
  return familyOf(environment.spec.id).describeStart?.(environment) ?? {};
}

/**
 * How long a policy that looks at nothing survives.
 * @throws StudioError `environment.unknown` where that is no question, `config.invalid` for an unknown policy.
 */
export function survivedSteps(id: string, policy: string, seed: number, maxSteps: number): number {
  const asked = FAMILIES.filter(({ survive }) => survive !== undefined);
  const family = asked.find(({ ids }) => ids.includes(id));
  if (family?.survive === undefined) {
    const known = asked.flatMap(({ ids }) => ids).join(', ');
    throw new StudioError('environment.unknown', { environment: id, known });
  }
  return family.survive(policy, seed, maxSteps);
}

/** @throws StudioError `environment.unknown`. */
export function describeEnvironment(id: string): EnvironmentEntry {
  const key = `environment.${id.replaceAll('/', '.')}`;
  const family = FAMILIES.find(({ ids }) => ids.includes(id));
  if (family === undefined)
    throw new StudioError('environment.unknown', { environment: id, known: environmentIds().join(', ') });
  return { ...family.describe(id), name: `${key}.name`, description: `${key}.description` };
}

export function listEnvironments(): readonly EnvironmentEntry[] {
  return environmentIds().map(describeEnvironment);
}
