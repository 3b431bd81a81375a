/** What the registry knows of environments that are made alike: one game, or one a task of a suite. */
import type { EnvironmentSettings } from '../../shared/environmentSettings.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment, EnvironmentSpec, StepResult } from './environment.ts';

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

/** Settings of a run's group `environment`; an algorithm that leaves a choice to the environment has not every one of them. */
export type TrainingSettings = Partial<EnvironmentSettings> &
  Pick<EnvironmentSettings, 'actionRepeat'> & {
    /** Where an environment takes its choices as one number too; absent: its own way. */
    readonly actions?: 'continuous';
  };

/** Those of the named settings that an algorithm has. */
export function chosen(
  settings: TrainingSettings,
  names: readonly (keyof EnvironmentSettings)[],
): EnvironmentConfig {
  const config: EnvironmentConfig = {};
  for (const name of names) {
    const value = settings[name];
    if (value !== undefined) config[name] = value;
  }
  return config;
}

export interface EnvironmentFamily {
  readonly ids: readonly string[];
  /** @throws StudioError `config.invalid` with field and reason. */
  create(id: string, config: EnvironmentConfig): Promise<Environment>;
  /** With the default config. */
  describe(id: string): Omit<EnvironmentEntry, 'name' | 'description'>;
  /** What an environment is made with when a run trains in it. */
  trainingConfig(settings: TrainingSettings): EnvironmentConfig;
  /** Somebody who plays it passably, for showing it; absent: any action will do. Called after a reset. */
  demonstrate?(environment: Environment): (last: StepResult) => Float64Array;
  /** With which its scene moves as it does by default, and nothing is drawn for an eye; absent where there is no such thing. */
  readonly previewConfig?: EnvironmentConfig;
  /** Notes that the person of this machine allows what this config runs; absent where nothing has to be allowed. */
  allow?(config: EnvironmentConfig): void;
  /** What `studio describe` tells of an episode's beginning besides the spec. */
  describeStart?(environment: Environment): Readonly<Record<string, unknown>>;
  /**
   * Steps that a policy which looks at nothing survives, by the rules alone and without a picture.
   * @throws StudioError `config.invalid` for a policy it does not know
   */
  survive?(policy: string, seed: number, maxSteps: number): number;
}
