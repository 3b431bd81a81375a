/** Commands that open an environment in their own process have a model of anybody's checked in another one first. */
import { OWN_MODEL } from '../../shared/exampleModel.ts';
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { ModelChecks } from '../host/modelChecks.ts';

async function withChecks(use: (checks: ModelChecks) => Promise<void>): Promise<void> {
  const { ModelChecks } = await import('../host/modelChecks.ts');
  const { nodeLauncher } = await import('../host/nodeLauncher.ts');
  const checks = new ModelChecks(nodeLauncher());
  try {
    await use(checks);
  } finally {
    checks.close();
  }
}

/** @throws StudioError what is wrong with the model; nothing where the environment has none of its own */
export async function requireModel(environment: string, config: EnvironmentConfig): Promise<void> {
  if (environment === OWN_MODEL) await withChecks((checks) => checks.require(environment, config));
}

/** The same of a run's config. */
export async function requireRunModel(
  environment: string,
  config: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (environment === OWN_MODEL) await withChecks((checks) => checks.requireRun(environment, config));
}
