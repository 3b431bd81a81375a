/** Environments of a person's own code: tried before a run is made of one, and allowed on that person's word. */
import { requireFit, trainedEnvironment } from '../algorithms/registry.ts';
import { allowEnvironment, createEnvironment } from '../environments/registry.ts';
import { trainingProblem } from '../environments/trainable.ts';
import type { OwnCode } from './messages.ts';

/** Opens it as training would. @throws StudioError what is wrong with it, or that nobody has allowed it */
export async function tryOwnCode({ environment: id, ...run }: OwnCode): Promise<null> {
  const environment = await createEnvironment(id, trainedEnvironment(id, run));
  try {
    const problem = trainingProblem(environment.spec.actions);
    if (problem !== null) throw problem;
    requireFit(run, environment.spec);
  } finally {
    environment.close();
  }
  return null;
}

/** @throws StudioError where what would run does not exist */
export function allowOwnCode({ environment, ...run }: OwnCode): null {
  allowEnvironment(environment, trainedEnvironment(environment, run));
  return null;
}
