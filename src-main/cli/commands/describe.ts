/** `studio describe`: an environment's spec and, where a seed makes one, its track. */
import type { EnvironmentConfig } from '../../../shared/recipe.ts';
import { CarRacing } from '../../environments/car-racing/carRacing.ts';
import type { EnvironmentSpec } from '../../environments/environment.ts';
import { createEnvironment, describeEnvironment } from '../../environments/registry.ts';
import { requireModel } from '../foreignModel.ts';

export interface EnvironmentDescription {
  readonly spec: EnvironmentSpec;
  readonly source: string;
  readonly seed: number;
  /** CarRacing only. */
  readonly track?: readonly {
    readonly alpha: number;
    readonly beta: number;
    readonly x: number;
    readonly y: number;
  }[];
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
    if (!(environment instanceof CarRacing)) return common;
    environment.reset(seed);
    return { ...common, track: environment.track.nodes };
  } finally {
    environment.close();
  }
}
