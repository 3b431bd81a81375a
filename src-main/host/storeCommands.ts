/** Commands about the data folder itself: the bin, clearing up, backups, checking and mending. */
import type { ExperimentStore } from '../store/experimentStore.ts';
import { listBackups } from '../store/backups.ts';
import { databaseSpace } from '../store/space.ts';
import { binContent, type Bin } from './bin.ts';
import { clear, previewClearing } from './clearing.ts';
import type { CommandHandlers } from './clientConnection.ts';
import type { DiskForecaster } from './diskForecast.ts';
import { askForRepair, repairFiles } from './repair.ts';
import type { RunSupervisor } from './runSupervisor.ts';
import { storageReport } from './storage.ts';
import { backUpInThread, checkInThread } from './storeTasks.ts';

export interface StoreCommandContext {
  readonly store: ExperimentStore;
  readonly supervisor: RunSupervisor;
  readonly bin: Bin;
  readonly forecaster: DiskForecaster;
  readonly codeVersion: string;
}

type StoreCommands = Pick<
  CommandHandlers,
  Extract<keyof CommandHandlers, `bin.${string}` | `storage.${string}` | `store.${string}` | 'system.storage'>
>;

export function storeCommands({
  store,
  supervisor,
  bin,
  forecaster,
  codeVersion,
}: StoreCommandContext): StoreCommands {
  const isActive = (runId: string) => supervisor.isActive(runId);
  const changed = (runId: string) => {
    supervisor.announcer.changed(runId);
  };
  return {
    'system.storage': () => storageReport(store),
    'bin.list': () => binContent(store),
    'bin.restore': async (chosen) => {
      await bin.restore(chosen);
      return null;
    },
    'bin.remove': (chosen) => bin.remove(chosen),
    'bin.preview': ({ limitBytes }) => bin.preview(limitBytes),
    'bin.limit': ({ limitBytes }) => bin.setLimit(limitBytes),
    'storage.preview': (clearing) => previewClearing(store, clearing, isActive),
    'storage.clear': async (clearing) => ({
      freedBytes: await clear(store, clearing, isActive, changed),
    }),
    'storage.forecast': () => forecaster.look(),
    'store.state': () => ({
      ...databaseSpace(store.connection),
      rebuildAsked: store.rebuildAsked,
      backups: listBackups(store.folder.root),
    }),
    'store.backUp': () => backUpInThread(store.folder.root),
    'store.compact': async () => {
      const before = databaseSpace(store.connection);
      if (!before.shrinkable) {
        store.askForRebuild();
        return { freedBytes: 0, atNextStart: true };
      }
      await bin.giveBack();
      const { bytes } = databaseSpace(store.connection);
      return { freedBytes: Math.max(0, before.bytes - bytes), atNextStart: false };
    },
    'store.check': () => checkInThread(store.folder.root),
    'store.repair': async () => {
      const before = await checkInThread(store.folder.root);
      if (before.problems.some(({ kind }) => kind === 'database')) {
        askForRepair(store.folder.root);
        return { done: [], report: before, atNextStart: true };
      }
      const done = await repairFiles(store, codeVersion, changed);
      return { done, report: await checkInThread(store.folder.root), atNextStart: false };
    },
  };
}
