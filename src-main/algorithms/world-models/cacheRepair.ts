/**
 * Computes lost frames and latents again: the cache is no record, and its folder may have been cleared. Episodes of
 * the first round depend on the config alone; later rounds drove with controllers that are gone.
 */
import { StudioError } from '../../../shared/errors.ts';
import type { PhaseProgress, TrainingUpdate } from '../../../shared/run.ts';
import { whenThereIsRoom } from '../../training/diskFull.ts';
import { CollectPhase } from './phases/collect.ts';
import { ReadPhase } from './phases/read.ts';
import { EncodePhase } from './phases/encode.ts';
import type { Phase } from './phases/phase.ts';
import type { ReplayWatermark } from '../../acting/episodeSpan.ts';
import type { Workspace } from './workspace.ts';

export interface CacheLoss {
  /** What the frames should be; null where they are there. */
  readonly frames: ReplayWatermark | null;
  readonly latents: boolean;
}

/**
 * Yields live updates only: nothing of it is a record of the run. Who waits sees how far it is, and can stop after any.
 * @throws StudioError `run.framesLost` where the frames can't be had again.
 */
export async function* repairCache(
  workspace: Workspace,
  loss: CacheLoss,
  progressOf: (phase: Phase) => PhaseProgress,
): AsyncGenerator<TrainingUpdate, void, void> {
  const { frames } = loss;
  if (frames !== null) {
    if (workspace.round > 0) throw new StudioError('run.framesLost');
    const counters = { ...workspace.counters };
    const wanted = frames.episodes.length;
    yield* carryOut(
      workspace.recordedEpisodes === null ? new CollectPhase(workspace) : new ReadPhase(workspace),
      progressOf,
      () => workspace.replay.episodes.length >= wanted,
    );
    Object.assign(workspace.counters, counters);
    const again = workspace.replay.episodes.slice(0, wanted);
    if (JSON.stringify(again) !== JSON.stringify(frames.episodes)) {
      throw new StudioError('run.framesLost');
    }
    workspace.replay.restore(frames);
  }
  if (loss.latents) yield* carryOut(new EncodePhase(workspace), progressOf, () => false);
}

async function* carryOut(
  phase: Phase,
  progressOf: (phase: Phase) => PhaseProgress,
  enough: () => boolean,
): AsyncGenerator<TrainingUpdate, void, void> {
  try {
    while (!phase.finished && !enough()) {
      const updates = yield* whenThereIsRoom(() => phase.work());
      yield { kind: 'progress', progress: progressOf(phase) };
      yield* updates.filter(({ kind }) => kind === 'pictures');
    }
  } finally {
    await phase.dispose();
  }
}
