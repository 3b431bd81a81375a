/** Launches the studio in Electron: the built app from its folder, or a packaged one. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { electronFolder, nodePath, packagedApp, projectFolder, tensorflowHome } from './runtimes.ts';

export interface DesktopOptions {
  readonly dataFolder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Another app than the studio. */
  readonly folder?: string;
}

function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Chromium in a container, often as root, without a graphics card. */
const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage'];

/** @param folder that holds Electron's binary */
export function electronMajor(folder: string): number {
  return Number(readFileSync(path.join(folder, 'version'), 'utf8').split('.')[0]);
}

/** Electron 22's Node can't load better-sqlite3 13: the host then runs under the project's Node. */
function hostNode(folder: string): Record<string, string> {
  return electronMajor(folder) < 32 ? { STUDIO_HOST_NODE: nodePath } : {};
}

export function launchDesktop(options: DesktopOptions): Promise<ElectronApplication> {
  if (electronFolder === undefined) throw new Error('STUDIO_TEST_ELECTRON names no folder');
  return _electron.launch({
    executablePath: path.join(electronFolder, 'electron'),
    args: [...FLAGS, options.folder ?? projectFolder],
    env: {
      ...plainEnvironment(),
      ...hostNode(electronFolder),
      STUDIO_DATA_DIR: options.dataFolder,
      ...options.environment,
    },
  });
}

export function launchPackaged(options: DesktopOptions): Promise<ElectronApplication> {
  if (packagedApp === undefined) throw new Error('STUDIO_PACKAGED_APP names no file');
  return _electron.launch({
    executablePath: packagedApp,
    args: FLAGS,
    env: {
      ...plainEnvironment(),
      ...packagedEnvironment(),
      STUDIO_DATA_DIR: options.dataFolder,
      ...options.environment,
    },
  });
}

export function packagedEnvironment(): Record<string, string> {
  return {
    ...(packagedApp === undefined ? {} : hostNode(path.dirname(packagedApp))),
    ...(tensorflowHome === undefined ? {} : { STUDIO_TENSORFLOW_HOME: tensorflowHome }),
  };
}
