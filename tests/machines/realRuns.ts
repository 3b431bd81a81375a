/** Small real trainings, and what they leave that train on this machine with nothing befalling them. */
import type { ComputeFingerprint } from '../../shared/run.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { leftOf, type Left } from '../chaos/left.ts';
import { DESKTOP_RUN, WORLD_MODELS_RUN } from '../chaos/works.ts';
import { atRest, temporaryFolder, testHost, until } from '../host/testHost.ts';

/** Dreamer learns from numbers here, World Models from pictures. */
const RUNS = [
  WORLD_MODELS_RUN,
  { ...DESKTOP_RUN, overrides: { ...DESKTOP_RUN.overrides, 'schedule.environmentSteps': 3000 } },
];
/** A machine that has a lot to do beside it takes so long for seconds of work at low priority. */
export const PATIENCE_MILLISECONDS = 300_000;

/** @returns their ids, in the same order each time */
export async function createRealRuns(host: Host): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const run of RUNS) ids.push((await host.call('runs.create', run)).id);
  return ids;
}

export interface RealBaseline {
  /** In the order in which runs are made. */
  readonly left: readonly Left[];
  readonly compute: ComputeFingerprint;
}

export async function realBaseline(): Promise<RealBaseline> {
  const host = await testHost(temporaryFolder(), { launcher: nodeLauncher() });
  const ids = await createRealRuns(host);
  for (const runId of ids) {
    await host.call('runs.start', { runId });
    await until(host, runId, atRest, PATIENCE_MILLISECONDS);
  }
  const left = inOrder(await leftOf(host.dataFolder), ids);
  const { compute } = host.store.run(ids[0] ?? '');
  await host.close();
  if (compute === null) throw new Error('it did not train');
  return { left, compute };
}

export function inOrder(left: readonly Left[], ids: readonly string[]): readonly Left[] {
  return ids.flatMap((id) => left.filter((run) => run.id === id));
}
