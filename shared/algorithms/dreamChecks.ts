/** Dreamt and real scores of a run side by side, where it learns in its own dream or in another run's. */
import type { EpisodeSummary, MetricSeries, RunDetail } from '../run.ts';
import type { DreamCheck } from './algorithm.ts';
import { guestDreamChecks } from './guestDreams.ts';
import { readRun } from './registry.ts';

/** Oldest first. @param find a metric's series by name */
export function dreamChecksOf(
  run: Pick<RunDetail, 'algorithm' | 'config'>,
  find: (name: string) => MetricSeries | undefined,
  episodes: readonly EpisodeSummary[],
): readonly DreamCheck[] {
  const read = readRun(run);
  const guests = guestDreamChecks(run.config, find, episodes);
  return guests ?? read?.algorithm.dreamChecks?.(read.config, find, episodes) ?? [];
}
