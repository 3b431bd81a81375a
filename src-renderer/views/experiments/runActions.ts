/** What can be done with one run, as a menu; the same in the table's drawer and on the run's page. */
import { Archive, ArchiveRestore, Copy, Download, Share, Trash2, Weight } from '@lucide/svelte';
import type { MenuEntry } from '../../components/menuItem.ts';
import { knownAlgorithm } from '../../../shared/algorithms/registry.ts';
import type { RunSummary } from '../../../shared/run.ts';
import { saveFile } from '../../state/clipboard.ts';
import { t } from '../../state/language.ts';
import { router } from '../../state/router.svelte.ts';
import { isActive } from '../../state/runs.svelte.ts';
import type { Studio } from '../../state/studio.svelte.ts';
import { toasts } from '../../state/toasts.svelte.ts';

export async function exportRun(
  studio: Studio,
  run: RunSummary,
  checkpoints: 'all' | 'final' | 'weights' = 'all',
): Promise<void> {
  try {
    const { fileName, file, leftOut } = await studio.client.exportRun({ runId: run.id, checkpoints });
    saveFile(fileName, file);
    toasts.say(
      leftOut.length === 0
        ? t('toast.exported', { name: fileName })
        : t('toast.exportedPart', { name: fileName, count: leftOut.length }),
    );
  } catch (error) {
    toasts.fail(error);
  }
}

export async function duplicateRun(studio: Studio, run: RunSummary): Promise<void> {
  const copy = await studio.runs.duplicate(run);
  if (copy !== undefined) router.go('experiments', [copy.id, 'config']);
}

/** `afterDelete`: where to go once the run is in the bin. */
export function runMenu(
  studio: Studio,
  run: RunSummary,
  afterDelete: () => void = () => {},
): readonly MenuEntry[] {
  return [
    { label: t('action.duplicate'), icon: Copy, run: () => duplicateRun(studio, run) },
    { label: t('action.share'), icon: Share, run: () => exportRun(studio, run, 'final') },
    { label: t('action.export'), icon: Download, run: () => exportRun(studio, run) },
    { label: t('action.exportWeights'), icon: Weight, run: () => exportRun(studio, run, 'weights') },
    {
      label: run.archived ? t('action.unarchive') : t('action.archive'),
      icon: run.archived ? ArchiveRestore : Archive,
      run: () => studio.runs.archive([run], !run.archived),
    },
    { kind: 'separator' },
    {
      label: t('action.delete'),
      icon: Trash2,
      danger: true,
      // A run under way is stopped first: its processes hold its files.
      disabled: isActive(run),
      run: async () => {
        await studio.runs.remove([run]);
        afterDelete();
      },
    },
  ];
}

export function theatreQuery(run: RunSummary): { run: string; checkpoint: string } {
  return { run: run.id, checkpoint: isActive(run) ? 'latest' : 'best' };
}

/** It has weights to look at, or soon will. */
export function canWatch(run: RunSummary): boolean {
  return run.status !== 'draft' && run.status !== 'queued' && run.startedAt !== null;
}

/** What the theatre opens to play a run's dream. */
export function dreamQuery(run: RunSummary): { run: string; checkpoint: string; play: string } {
  return { ...theatreQuery(run), play: 'dream' };
}

/** Its world model can look at what another run does: both know the same environment. */
export function mayLookAt(run: RunSummary, other: RunSummary): boolean {
  if (run.id === other.id || run.environment !== other.environment || run.archived) return false;
  return canWatch(run) && knownAlgorithm(run.algorithm)?.hasWorldModel === true;
}

/** The theatre says where a checkpoint has not come so far. */
export function canPlayDream(run: RunSummary): boolean {
  return canWatch(run) && run.dreamsInPictures;
}
