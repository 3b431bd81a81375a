/** The machines of the hub beside this studio, or of the one elsewhere that this computer was invited to as a host. */
import { defaultHubFolder, HubFolder } from '../hub/hubFolder.ts';
import { connectAsHost } from '../join/join.ts';
import { defaultMembershipFolder, hasJoined } from '../join/membership.ts';
import { natsMachines, type NatsMachines } from './natsMachines.ts';

/** A hub may also be added later: it is looked for again and again. */
export function hubMachines(): NatsMachines {
  return natsMachines({ connect: () => connectAsHost(defaultHubFolder(), defaultMembershipFolder()) });
}

/** Whether there is one to look for. */
export function knowsHub(): boolean {
  return (
    new HubFolder(defaultHubFolder()).settings() !== undefined || hasJoined(defaultMembershipFolder(), 'host')
  );
}
