/** Launches the studio in Electron: the built app from its folder, or a packaged one. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { electronFolder, nodePath, packagedApp, projectFolder, tensorflowHome } from './runtimes.ts';

export interface DesktopOptions {
  readonly dataFolder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Another app than the studio. */
  readonly folder?: string;
  /** Further words of its command line. */
  readonly words?: readonly string[];
}

function plainEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Chromium in a container, often as root, without a graphics card. */
export const NO_SANDBOX = ['--no-sandbox', '--without-sandbox'];
const FLAGS = [...NO_SANDBOX, '--disable-dev-shm-usage'];

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
    args: [...FLAGS, options.folder ?? projectFolder, ...(options.words ?? [])],
    env: {
      ...plainEnvironment(),
      ...hostNode(electronFolder),
      STUDIO_DATA_DIR: options.dataFolder,
      ...options.environment,
    },
  });
}

/** What starts a program as another user than root, whom Chromium refuses its sandbox; nothing where that is not needed. */
const AS_SOMEBODY = process.getuid?.() === 0 ? 'unshare --user --map-user=1000 --map-group=1000' : '';

/** Whether this machine lets Chromium have its sandbox: containers may deny the user namespaces that it is made of. */
export function sandboxIsAllowed(): boolean {
  return spawnSync('sh', ['-c', `${AS_SOMEBODY} unshare --user true`]).status === 0;
}

/** As `launchDesktop`, with Chromium's sandbox as people have it. */
export function launchSandboxed(dataFolder: string): Promise<ElectronApplication> {
  if (electronFolder === undefined) throw new Error('STUDIO_TEST_ELECTRON names no folder');
  // Playwright puts words of its own before ours, so it is given a program that passes them on.
  const starter = path.join(dataFolder, 'electron.sh');
  const command = `exec ${AS_SOMEBODY} '${path.join(electronFolder, 'electron')}' "$@"`;
  writeFileSync(starter, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
  return _electron.launch({
    executablePath: starter,
    args: ['--disable-dev-shm-usage', projectFolder],
    chromiumSandbox: true,
    env: { ...plainEnvironment(), ...hostNode(electronFolder), STUDIO_DATA_DIR: dataFolder },
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
