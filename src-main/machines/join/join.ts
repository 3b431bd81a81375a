/** Joining a hub, and coming back to one that was joined. */
import { createUser } from '@nats-io/nkeys';
import type { NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { askHub } from '../hub/hubAdmin.ts';
import { helloSubject, joinSubject } from '../hub/hubSubjects.ts';
import { HubFolder, publicKey } from '../hub/hubFolder.ts';
import { ROLES } from '../hub/registry.ts';
import type { MachineDescription } from '../presence.ts';
import { fetchAuthority } from './authority.ts';
import { connectToHub } from './hubConnection.ts';
import type { JoinAddress } from './joinAddress.ts';
import type { Membership } from './membership.ts';

const JOINED_SCHEMA = z.strictObject({ id: z.string(), role: z.enum(ROLES) });

/**
 * Shows the invitation's key and gets a place for a key made here, whose private half goes nowhere.
 * @throws StudioError `hub.unreachable`, `hub.wrongCa`, `hub.clock`, `hub.wrongName`; `hub.wrongToken`, `hub.expiredToken`,
 *   `hub.usedToken`, `hub.revokedToken`; `hub.otherBuild`
 */
export async function joinHub(address: JoinAddress, machine: MachineDescription): Promise<Membership> {
  const { host, port, fingerprint } = address;
  const authority = await fetchAuthority(address, fingerprint);
  const invitation = publicKey(address.seed);
  const connection = await connectToHub(
    { host, port, authority, seed: address.seed, id: invitation },
    { reconnect: false, unknown: () => new StudioError('hub.wrongToken') },
  );
  try {
    const own = createUser();
    const question = { key: own.getPublicKey(), machine };
    const answer = await askHub(connection, joinSubject(invitation), question);
    const { id, role } = JOINED_SCHEMA.parse(answer);
    const seed = new TextDecoder().decode(own.getSeed());
    return { host, port, fingerprint, authority, id, role, seed };
  } finally {
    await connection.close();
  }
}

/**
 * A member's connection, which comes back by itself. The hub has heard what the computer is now.
 * @throws StudioError `hub.unreachable`, `hub.wrongCa`, `hub.clock`, `hub.wrongName`; `hub.removed` where the hub knows the key no
 *   more; `hub.otherBuild`
 */
export async function connectAsMember(
  membership: Membership,
  machine: MachineDescription,
): Promise<NatsConnection> {
  const connection = await connectToHub(membership);
  try {
    await askHub(connection, helloSubject(membership.id), machine);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** To the hub that keeps its things in this folder, by whoever may read it. @throws StudioError `hub.notRunning` */
export async function connectAsOwnHost(hubFolder: string): Promise<NatsConnection> {
  const folder = new HubFolder(hubFolder);
  return connectToHub(folder.access('ownHost')).catch((error: unknown) => {
    const isAway = error instanceof StudioError && error.code === 'hub.unreachable';
    throw isAway ? new StudioError('hub.notRunning', { folder: folder.root }, { cause: error }) : error;
  });
}
