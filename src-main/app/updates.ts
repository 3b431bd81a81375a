/** Updates of installed apps. Silent where the build has no channel: then there is nothing to ask. */
import { app } from 'electron';
import { UPDATE_CHANNEL } from './updateChannel.ts';

export function watchForUpdates(): void {
  const channel = UPDATE_CHANNEL;
  if (channel === undefined || !app.isPackaged) return;
  void Promise.all([import('electron-updater'), import('./signedUpdates.ts')]).then(
    async ([{ default: updaters }, { useSignedFeed }]) => {
      useSignedFeed(updaters.autoUpdater, channel);
      // Offline, a feed that is down or whose signature is wrong: the next start asks again.
      await updaters.autoUpdater.checkForUpdatesAndNotify().catch(() => undefined);
    },
  );
}
