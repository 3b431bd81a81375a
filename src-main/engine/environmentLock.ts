/** What a run's environment depends on here, where code that is not the studio's plays it, and what of it has changed. */
import { trainedEnvironment } from '../algorithms/registry.ts';
import { createEnvironment } from '../environments/registry.ts';
import { environmentFacts } from '../../shared/environmentFacts.ts';
import { lockDifference, type EnvironmentLock, type LockDifference } from '../../shared/environmentLock.ts';
import type { OwnCode } from './messages.ts';

/** Opens it as training does. @returns undefined where the studio's own code plays it @throws StudioError what is wrong with it */
export async function environmentLock({
  environment: id,
  ...run
}: OwnCode): Promise<EnvironmentLock | undefined> {
  if (environmentFacts(id)?.ownCode !== true) return undefined;
  const environment = await createEnvironment(id, trainedEnvironment(id, run));
  try {
    return environment.lock;
  } finally {
    environment.close();
  }
}

/** @param before what was recorded; undefined: nothing was @returns null where nothing differs, or nothing can be told */
export async function changedSince(
  before: EnvironmentLock | undefined,
  run: OwnCode,
): Promise<LockDifference | null> {
  // Nothing is opened for nothing.
  return before === undefined ? null : lockDifference(before, await environmentLock(run));
}
