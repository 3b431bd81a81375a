/** A host inside the command's own process, for commands that write to the data folder. */
import type { Host, HostOptions } from '../host/hostOptions.ts';
import { logFaults } from '../store/log.ts';
import { configFolder } from '../../scripts/launch/paths.mjs';
import { chosenDataFolder, studioVersion } from './terminal.ts';

export async function startLocalHost(
  options: { readonly dataDir?: string },
  more: Partial<HostOptions> = {},
): Promise<Host> {
  const { startHost } = await import('../host/host.ts');
  const { nodeLauncher } = await import('../host/nodeLauncher.ts');
  const { hubMachines, knowsHub } = await import('../machines/places/hubMachines.ts');
  const host = await startHost({
    dataFolder: chosenDataFolder(options),
    launcher: nodeLauncher(),
    version: studioVersion(),
    startQueue: false,
    warmInspector: false,
    configFolder: configFolder(),
    ...(more.machines === undefined && knowsHub() ? { machines: hubMachines() } : {}),
    ...more,
  });
  logFaults(host.log);
  return host;
}
