/** `studio describe`: an environment's spec and, where a seed makes one, its track. */
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { createEnvironment, describeEnvironment, describeStart } from '../../environments/registry.ts';
import { requireModel } from '../foreignModel.ts';

export interface EnvironmentDescription {
  readonly spec: EnvironmentSpec;
  readonly source: string;
  readonly seed: number;
  /** What else this environment tells of an episode's beginning, such as its track. */
  readonly [detail: string]: unknown;
}

/** @throws StudioError `environment.unknown` or `config.invalid`. */
export async function describe(
  id: string,
  seed: number,
  config: EnvironmentConfig = {},
): Promise<EnvironmentDescription> {
  await requireModel(id, config);
  const environment = await createEnvironment(id, config);
  try {
    const common = { spec: environment.spec, source: describeEnvironment(id).source, seed };
    environment.reset(seed);
    return { ...common, ...describeStart(environment) };
  } finally {
    environment.close();
  }
}
