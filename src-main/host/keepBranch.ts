/** Keeps a branch of a moment with its run. */
import { randomBytes } from 'node:crypto';
import type { BranchRecord } from '../../shared/branches.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';

/** @throws StudioError `run.unknown`, `branches.keptEnough` */
export function keepBranch(
  store: ExperimentStore,
  runId: string,
  branch: Omit<BranchRecord, 'id' | 'createdAt'>,
): BranchRecord {
  const id = `${runId}-branch-${randomBytes(5).toString('hex')}`;
  const record = { ...branch, id, createdAt: new Date().toISOString() };
  store.keepBranch(runId, record);
  return record;
}
