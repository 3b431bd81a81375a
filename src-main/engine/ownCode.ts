/** Environments of a person's own code: tried before a run is made of one, and allowed on that person's word. */
import { allowEnvironment, createEnvironment, trainingConfig } from '../environments/registry.ts';
import { trainingProblem } from '../environments/trainable.ts';
import type { OwnCode } from './messages.ts';

/** Opens it as training would. @throws StudioError what is wrong with it, or that nobody has allowed it */
export async function tryOwnCode({ environment: id, settings }: OwnCode): Promise<null> {
  const environment = await createEnvironment(id, trainingConfig(id, settings));
  const problem = trainingProblem(environment.spec.actions);
  environment.close();
  if (problem !== null) throw problem;
  return null;
}

/** @throws StudioError where what would run does not exist */
export function allowOwnCode({ environment, settings }: OwnCode): null {
  allowEnvironment(environment, trainingConfig(environment, settings));
  return null;
}
