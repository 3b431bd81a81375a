/** Joining a hub, and coming back to one that was joined. */
import { createUser } from '@nats-io/nkeys';
import type { NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { askHub } from '../hub/hubAdmin.ts';
import { helloSubject, joinSubject } from '../hub/hubSubjects.ts';
import { HubFolder, publicKey } from '../hub/hubFolder.ts';
import type { Role } from '../hub/registry.ts';
import type { MachineDescription } from '../presence.ts';
import { fetchAuthority } from './authority.ts';
import { connectToHub } from './hubConnection.ts';
import type { JoinAddress } from './joinAddress.ts';
import { hasJoined, onlyMembership, type Membership } from './membership.ts';

const JOINED_SCHEMA = z.strictObject({ id: z.string() });

/**
 * Shows the invitation's key and gets a place for a key made here, whose private half goes nowhere.
 * @throws StudioError `hub.unreachable`, `hub.wrongCa`, `hub.clock`, `hub.wrongName`; `hub.wrongToken`, `hub.expiredToken`,
 *   `hub.usedToken`, `hub.revokedToken`; `hub.otherRole`, `hub.otherBuild`
 */
export async function joinHub(
  address: JoinAddress,
  role: Role,
  machine: MachineDescription,
): Promise<Membership> {
  const { host, port, fingerprint } = address;
  const authority = await fetchAuthority(address, fingerprint);
  const invitation = publicKey(address.seed);
  const connection = await connectToHub(
    { host, port, authority, seed: address.seed, id: invitation },
    { reconnect: false, unknown: () => new StudioError('hub.wrongToken') },
  );
  try {
    const own = createUser();
    const question = { key: own.getPublicKey(), role, machine };
    const answer = await askHub(connection, joinSubject(invitation), question);
    const { id } = JOINED_SCHEMA.parse(answer);
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
    await sayHello(connection, membership, machine);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** What the computer is now. @throws StudioError `hub.otherBuild`, `hub.silent` */
export async function sayHello(
  connection: NatsConnection,
  { id }: Membership,
  machine: MachineDescription,
): Promise<void> {
  await askHub(connection, helloSubject(id), machine);
}

/** To the hub that keeps its things in this folder, by whoever may read it. @throws StudioError `hub.notRunning` */
export async function connectAsOwnHost(hubFolder: string): Promise<NatsConnection> {
  const folder = new HubFolder(hubFolder);
  return connectToHub(folder.access('ownHost')).catch((error: unknown) => {
    const isAway = error instanceof StudioError && error.code === 'hub.unreachable';
    throw isAway ? new StudioError('hub.notRunning', { folder: folder.root }, { cause: error }) : error;
  });
}

/**
 * To the hub beside this studio, else to the one elsewhere that this computer was invited to as a host.
 * @throws StudioError `hub.notRunning`, `hub.notJoined`, `hub.joinedSeveral`, and as `connectToHub`
 */
export async function connectAsHost(hubFolder: string, membershipFolder: string): Promise<NatsConnection> {
  const isBeside = new HubFolder(hubFolder).settings() !== undefined;
  if (!isBeside) return connectToHub(onlyMembership(membershipFolder, 'host'));
  return connectAsOwnHost(hubFolder).catch(async (error: unknown) => {
    if (!hasJoined(membershipFolder, 'host')) throw error;
    return connectToHub(onlyMembership(membershipFolder, 'host'));
  });
}
