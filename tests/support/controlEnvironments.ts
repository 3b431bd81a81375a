/** Environments of MuJoCo's, with all that they can do. */
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import { ControlEnvironment } from '../../src-main/environments/control-suite/controlEnvironment.ts';
import { createEnvironment } from '../../src-main/environments/registry.ts';

export async function createControl(id: string, config: EnvironmentConfig = {}): Promise<ControlEnvironment> {
  const environment = await createEnvironment(id, config);
  if (environment instanceof ControlEnvironment) return environment;
  throw new Error(`${id} is no environment of MuJoCo's`);
}
