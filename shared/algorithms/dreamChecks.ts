/** Dreamt and real scores of a run side by side, where its algorithm learns in its dream. */
import type { EpisodeSummary, MetricSeries, RunDetail } from '../run.ts';
import type { DreamCheck } from './algorithm.ts';
import { readRun } from './registry.ts';

/** Oldest first. @param find a metric's series by name */
export function dreamChecksOf(
  run: Pick<RunDetail, 'algorithm' | 'config'>,
  find: (name: string) => MetricSeries | undefined,
  episodes: readonly EpisodeSummary[],
): readonly DreamCheck[] {
  const read = readRun(run);
  return read?.algorithm.dreamChecks?.(read.config, find, episodes) ?? [];
}
