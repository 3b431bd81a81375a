/**
 * Takes runs' folders in again that the database does not know: after it was restored from a backup or lost, or where somebody
 * put the folder there. A checkpoint says what trained it, so the run can go on; curves and episodes lay in the database only.
 */
import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { algorithmDefinition } from '../../shared/algorithms/registry.ts';
import { AXIS_SCHEMA, CHECKPOINT_REASONS } from '../../shared/run.ts';
import { describeCheckpoint } from '../store/checkpoints.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { logEntry, type RunRecord } from '../store/runRecords.ts';
import { unknownRuns } from '../store/storeCheck.ts';

/** What a checkpoint tells of itself and its run (engine/trainingSession.ts). */
const DESCRIPTION_SCHEMA = z.object({
  id: z.string().regex(/^[\w-]{1,200}$/),
  runId: z.string(),
  reason: z.enum(CHECKPOINT_REASONS),
  phase: z.string(),
  score: z.number().nullable(),
  axis: AXIS_SCHEMA,
  createdAt: z.string(),
  run: z.object({
    name: z.string().max(200),
    algorithm: z.string(),
    preset: z.string(),
    environment: z.string(),
    config: z.record(z.string(), z.unknown()),
  }),
});

type Described = z.infer<typeof DESCRIPTION_SCHEMA> & {
  readonly fileName: string;
  readonly sizeBytes: number;
};

async function describedIn(store: ExperimentStore, runId: string): Promise<readonly Described[]> {
  const found: Described[] = [];
  for (const fileName of await readdir(store.folder.checkpoints(runId))) {
    if (!fileName.endsWith('.wms')) continue;
    try {
      const { description, sizeBytes } = await describeCheckpoint(store.folder.checkpoint(runId, fileName));
      const parsed = DESCRIPTION_SCHEMA.safeParse(description);
      if (parsed.success && parsed.data.runId === runId) {
        found.push({ ...parsed.data, fileName, sizeBytes });
      }
    } catch {
      // Cut short, no checkpoint, or not from this run: it stays where it is.
    }
  }
  return found.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

/** @returns the ids of those that were taken in. */
export async function takeIn(store: ExperimentStore, codeVersion: string): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const runId of unknownRuns(store)) {
    const checkpoints = await describedIn(store, runId);
    const last = checkpoints.at(-1);
    if (last === undefined) continue;
    let scoreMetric: string;
    try {
      ({ scoreMetric } = algorithmDefinition(last.run.algorithm));
    } catch {
      // An algorithm that this studio does not have.
      continue;
    }
    const { name, algorithm, preset, environment, config } = last.run;
    const records = checkpoints.map(({ run: _, runId: __, ...checkpoint }): RunRecord => ({
      kind: 'checkpoint',
      checkpoint,
    }));
    store.lasting(() => {
      store.createRun(
        {
          id: runId,
          name,
          algorithm,
          environment,
          preset,
          config,
          tags: [],
          scoreMetric,
          codeVersion,
        },
        new Date(checkpoints[0]?.createdAt ?? last.createdAt),
      );
      store.record(runId, [
        ...records,
        { kind: 'log', entry: logEntry('warning', 'log.takenIn', { checkpoints: checkpoints.length }) },
      ]);
      store.changeRun(runId, {
        status: last.reason === 'final' ? 'completed' : 'interrupted',
        startedAt: checkpoints[0]?.createdAt ?? last.createdAt,
        endedAt: last.createdAt,
        wallSeconds: last.axis.wallSeconds,
      });
    });
    taken.push(runId);
  }
  return taken;
}
