/**
 * The configuration of the hub's NATS server, which reads JSON. Nobody gets in without a key of the list, and each key opens its
 * own subjects alone.
 */
import { fingerprintOf } from '../fingerprint.ts';
import {
  hostPermissions,
  invitedPermissions,
  strangerPermissions,
  workerPermissions,
} from './hubSubjects.ts';
import type { Member, Registry } from './registry.ts';

export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  /** Files and folders, whole paths. */
  readonly certificate: string;
  readonly key: string;
  readonly store: string;
  readonly processId: string;
  /** Public keys of the hub's own process, in the work's account and in the server's. */
  readonly hubKey: string;
  readonly systemKey: string;
  /** Of the studio's own host beside it. */
  readonly ownHostKey: string;
}

/** Records and pieces of files are smaller; larger ones would hold up everybody's. */
const LARGEST_MESSAGE_BYTES = 1024 * 1024;
const MOST_CONNECTIONS = 4096;

export function serverConfig(settings: ServerSettings, registry: Registry): string {
  const invited = registry.invitations.map(({ key }) => ({
    nkey: key,
    permissions: invitedPermissions(key),
  }));
  const members = registry.members.map((member) => ({
    nkey: member.key,
    permissions: permissionsOf(member, registry.isOfThisBuild(member)),
  }));
  const ownHost = { nkey: settings.ownHostKey, permissions: hostPermissions() };
  const config = {
    listen: `${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${settings.port}`,
    server_name: 'world-model-studio-hub',
    pid_file: settings.processId,
    max_payload: LARGEST_MESSAGE_BYTES,
    max_connections: MOST_CONNECTIONS,
    tls: {
      cert_file: settings.certificate,
      key_file: settings.key,
      // Not a byte is said before the connection is encrypted.
      handshake_first: true,
      timeout: 10,
    },
    // Once it is acknowledged a message outlives the power's failure.
    jetstream: { store_dir: settings.store, sync_interval: 'always' },
    accounts: {
      studio: { jetstream: 'enabled', users: [{ nkey: settings.hubKey }, ownHost, ...invited, ...members] },
      system: { users: [{ nkey: settings.systemKey }] },
    },
    system_account: 'system',
  };
  return `${JSON.stringify(config, null, 1)}\n`;
}

function permissionsOf({ id, role, machine }: Member, isOfThisBuild: boolean) {
  if (!isOfThisBuild) return strangerPermissions(id);
  return role === 'host' ? hostPermissions() : workerPermissions(id, fingerprintOf(machine.compute));
}
