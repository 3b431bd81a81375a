/** Updates of installed apps. Silent where the build has no feed (`app-update.yml`): then there is nothing to ask. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';

export function watchForUpdates(): void {
  if (!app.isPackaged || !existsSync(path.join(process.resourcesPath, 'app-update.yml'))) return;
  void import('electron-updater').then(async ({ default: { autoUpdater } }) => {
    autoUpdater.autoInstallOnAppQuit = true;
    autoUpdater.logger = null;
    // Offline, a feed that is down: the next start asks again.
    await autoUpdater.checkForUpdatesAndNotify().catch(() => undefined);
  });
}
