/** Where the desktop app keeps Chromium's files and its own log: in the data folder, or, for the default one, where Electron does. */
import path from 'node:path';
import { configFolder } from '../../scripts/launch/paths.mjs';
import { defaultDataFolder } from '../store/dataFolder.ts';

/** As package.json names the app. */
const PRODUCT = 'World Model Studio';

export function shellFolders(dataFolder: string): string[] {
  const own = path.join(dataFolder, 'shell');
  return dataFolder === defaultDataFolder() ? [own, path.join(path.dirname(configFolder()), PRODUCT)] : [own];
}
