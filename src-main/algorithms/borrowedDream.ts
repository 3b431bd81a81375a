/** The dream of a borrowed model, as somebody else's agent learns in it. */
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { Environment } from '../environments/environment.ts';
import { createEnvironment } from '../environments/registry.ts';
import type { BorrowedModel, SharedDream } from '../training/trainer.ts';
import { loadDream, trainedEnvironment } from './registry.ts';

/** @throws StudioError `checkpoint.mismatch`, `dream.noModel`, `dream.noPictures`; nothing is left open then */
export async function openBorrowedDream(model: BorrowedModel): Promise<SharedDream> {
  const { environment: dreamt, temperature } = model;
  const real = await createEnvironment(dreamt, trainedEnvironment(dreamt, model));
  const loaded = loadDream(model, real, { temperature });
  loaded.policy?.dispose();
  const config: EnvironmentConfig = loaded.environment.dreaming === undefined ? {} : { temperature };
  const open = new Set<Environment>();
  return {
    config,
    begin() {
      const dream = loaded.another();
      open.add(dream);
      return dream;
    },
    close() {
      for (const dream of open) dream.close();
      loaded.environment.close();
    },
  };
}
