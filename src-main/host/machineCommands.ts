/** Commands of the hub and of the computers that have joined it. */
import { StudioError } from '../../shared/errors.ts';
import type { CommandHandlers } from './clientConnection.ts';
import type { HubService } from './hubService.ts';

type MachineCommands = Pick<CommandHandlers, Extract<keyof CommandHandlers, `machines.${string}`>>;

/** @param service undefined where this host was started without one */
export function machineCommands(service: HubService | undefined): MachineCommands {
  const hub = () => {
    if (service === undefined) throw new StudioError('hub.notRunning', { folder: '' });
    return service;
  };
  return {
    'machines.report': () => service?.report() ?? { hub: { kind: 'none' }, workers: [] },
    'machines.start': async ({ open }) => {
      await hub().start(open);
      return null;
    },
    'machines.stop': async () => {
      await hub().stop();
      return null;
    },
    'machines.invite': ({ hours, reusable }) => hub().invite(hours, reusable),
    'machines.drain': async ({ workerId }) => {
      await hub().drain(workerId);
      return null;
    },
    'machines.remove': async ({ workerId }) => {
      await hub().remove(workerId);
      return null;
    },
  };
}
