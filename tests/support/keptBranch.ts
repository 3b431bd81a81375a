/** A branch as it is kept with a run. */
import type { BranchRecord } from '../../shared/branches.ts';

export function keptBranch(
  id: string,
  checkpointId: string,
  createdAt = '2026-01-02T00:00:00.000Z',
): BranchRecord {
  return {
    id,
    name: `Branch ${id}`,
    checkpointId,
    episodeId: '7',
    seed: 4_294_967_295,
    driver: 'agent',
    exact: true,
    fromStep: 12,
    steps: 2,
    spec: { actions: { source: 'held', action: [0.1 + 0.2] }, temperature: 0.8, sample: 3 },
    figures: {
      space: 'pixels',
      error: [0.1 + 0.2, 1e-17],
      latent: [0.5, 0.25],
      dreamtReward: null,
      realReward: [1, -0.1],
      driftSteps: null,
      over: null,
    },
    createdAt,
  };
}
