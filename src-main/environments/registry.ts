/** The environments that exist, by id; each is one entry of `FAMILIES`. */
import { StudioError } from '../../shared/errors.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment, EnvironmentSpec, StepResult } from './environment.ts';
import { carRacingFamily } from './car-racing/family.ts';
import { controlSuiteFamily } from './control-suite/family.ts';
import { modelFileFamily } from './model-file/family.ts';
import { takeCoverFamily } from './take-cover/family.ts';

/** What a held key does to the action: sets one element (box) or chooses an index (discrete, element 0). */
export interface KeyBinding {
  /** `KeyboardEvent.code`, such as `ArrowLeft`. */
  readonly code: string;
  readonly element: number;
  readonly value: number;
  /** Message key of what it does. */
  readonly label: string;
}

/** One environment of the gallery. */
export interface EnvironmentEntry {
  readonly spec: EnvironmentSpec;
  /** Message keys: `environment.<id with . for />.name` and `.description`. */
  readonly name: string;
  readonly description: string;
  /** Where its facts come from. */
  readonly source: string;
  readonly keys: readonly KeyBinding[];
}

/** Environments that are made alike: one (CarRacing), or one a task (the control suite). */
export interface EnvironmentFamily {
  readonly ids: readonly string[];
  create(id: string, config: EnvironmentConfig): Promise<Environment>;
  /** Somebody who plays it passably, for showing it; absent: any action will do. Called after a reset. */
  demonstrate?(environment: Environment): (last: StepResult) => Float64Array;
  /** With the default config. */
  describe(id: string): Omit<EnvironmentEntry, 'name' | 'description'>;
}

const FAMILIES: readonly EnvironmentFamily[] = [
  carRacingFamily,
  takeCoverFamily,
  controlSuiteFamily,
  modelFileFamily,
];

export function environmentIds(): readonly string[] {
  return FAMILIES.flatMap((family) => family.ids);
}

function familyOf(id: string): EnvironmentFamily {
  const family = FAMILIES.find((candidate) => candidate.ids.includes(id));
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

/** @throws StudioError `environment.unknown`. */
export function describeEnvironment(id: string): EnvironmentEntry {
  const key = `environment.${id.replaceAll('/', '.')}`;
  return { ...familyOf(id).describe(id), name: `${key}.name`, description: `${key}.description` };
}

export function listEnvironments(): readonly EnvironmentEntry[] {
  return environmentIds().map(describeEnvironment);
}
