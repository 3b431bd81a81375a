/** Completed experiments that are what a run of a study would be: the study can take them in and need not train them. */
import { changedConfig } from '../../shared/config.ts';
import { StudioError } from '../../shared/errors.ts';
import type { TrainedBefore } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import { studyAlgorithms, studyConfig, studyRows, type StudyDefinition } from '../../shared/study.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';

/** For each cell that has one the newest; runs of other studies and what was archived stay where they are. */
export function trainedBefore(store: ExperimentStore, definition: StudyDefinition): readonly TrainedBefore[] {
  const algorithms = studyAlgorithms(definition);
  const newest = new Map<string, string>();
  for (const run of store.runs()) {
    if (run.studyId !== null || run.archived || run.status !== 'completed') continue;
    if (!algorithms.includes(run.algorithm) || !definition.environments.includes(run.environment)) continue;
    const key = settingsOf(store, run);
    if (key !== null && !newest.has(key)) newest.set(key, run.id);
  }
  if (newest.size === 0) return [];
  return studyRows(definition).flatMap((row) =>
    definition.seeds.flatMap((seed) => {
      const runId = newest.get(keyOf(row.algorithm, row.environment, studyConfig(definition, row, seed)));
      return runId === undefined ? [] : [{ row: row.key, seed, runId }];
    }),
  );
}

/** Null where today's schema refuses what it was trained with. */
function settingsOf(store: ExperimentStore, { id, algorithm, environment }: RunSummary): string | null {
  try {
    return keyOf(algorithm, environment, changedConfig(algorithm, environment, store.run(id).config, {}));
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    return null;
  }
}

/** Of a config that came through its schema, which orders its fields. */
function keyOf(algorithm: string, environment: string, config: Readonly<Record<string, unknown>>): string {
  return `${algorithm} ${environment} ${JSON.stringify(config)}`;
}
