/**
 * Runs of a study that share their first phases: whichever trained them first, the others of the same environment and
 * seed begin from its checkpoint. Nothing is planned ahead: where no run has them, a run trains its own. (Alone, a run
 * whose controller has another shape would also collect other episodes: random networks drive there.)
 */
import { algorithmDefinition } from '../../shared/algorithms/registry.ts';
import type { PhaseSharing } from '../../shared/algorithms/algorithm.ts';
import { StudioError } from '../../shared/errors.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { CheckpointRow } from '../store/checkpointTable.ts';
import { verifyCheckpoint } from '../store/checkpoints.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';

export interface BeginFrom {
  readonly run: RunSummary;
  readonly checkpoint: CheckpointRow;
}

/** The other runs of its environment and seed; none where its study does not share. */
export function sharingSiblings(store: ExperimentStore, runId: string): readonly RunSummary[] {
  const run = store.summary(runId);
  if (run.studyId === null || !store.studies.get(run.studyId).definition.share) return [];
  return store
    .runsOfStudy(run.studyId)
    .filter(
      (other) =>
        other.id !== runId &&
        other.environment === run.environment &&
        other.studyCell?.seed === run.studyCell?.seed,
    );
}

/**
 * A whole checkpoint of a sibling that holds what is shared, or null. The oldest: a run's final one may keep its weights
 * in half precision.
 */
export async function beginFrom(store: ExperimentStore, runId: string): Promise<BeginFrom | null> {
  for (const run of sharingSiblings(store, runId)) {
    for (const checkpoint of sharedCheckpoints(store, run)) {
      try {
        await verifyCheckpoint(store.folder.checkpoint(run.id, checkpoint.fileName));
        return { run, checkpoint };
      } catch (error) {
        // Cut short or gone: another one, or another run's.
        if (!(error instanceof StudioError)) throw error;
      }
    }
  }
  return null;
}

/** It has nothing yet, and a sibling is training what both need. */
export function waitsForSibling(
  store: ExperimentStore,
  runId: string,
  isActive: (runId: string) => boolean,
): boolean {
  const siblings = sharingSiblings(store, runId);
  if (siblings.length === 0 || store.checkpoints(runId).length > 0) return false;
  if (siblings.some((run) => sharedCheckpoints(store, run).length > 0)) return false;
  return siblings.some(({ id }) => isActive(id));
}

function sharedCheckpoints(store: ExperimentStore, run: RunSummary): readonly CheckpointRow[] {
  const { sharing } = algorithmDefinition(run.algorithm);
  return sharing === undefined
    ? []
    : store
        .checkpoints(run.id)
        .filter((checkpoint) => holdsShared(checkpoint, sharing))
        .reverse();
}

export function holdsShared(
  { phase, reason }: Pick<CheckpointRow, 'phase' | 'reason'>,
  { after, laterPhases }: PhaseSharing,
): boolean {
  return laterPhases.includes(phase) || (phase === after && reason === 'phase');
}
