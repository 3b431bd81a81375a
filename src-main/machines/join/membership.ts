/**
 * What a computer keeps of a hub that it has joined: its own key, and whom to trust there. One file a hub and a computer, since
 * the computers of a cluster often share the folder of settings. Its owner's alone.
 */
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { configFolder } from '../../../scripts/launch/paths.mjs';
import { StudioError } from '../../../shared/errors.ts';
import { readPrivateJson, writePrivateJson } from '../privateFile.ts';
import { ROLES } from '../hub/registry.ts';

const MEMBERSHIP_SCHEMA = z.strictObject({
  host: z.string(),
  port: z.number().int(),
  /** Of the hub's authority: by it a hub is known wherever it moves. */
  fingerprint: z.string(),
  /** PEM. */
  authority: z.string(),
  id: z.string(),
  role: z.enum(ROLES),
  seed: z.string(),
});
export type Membership = Readonly<z.infer<typeof MEMBERSHIP_SCHEMA>>;

export const defaultMembershipFolder = () => path.join(configFolder(), 'hubs');

const FINGERPRINT_LETTERS = 16;
const suffix = (role: Membership['role']) => `.${os.hostname().replace(/[^\w.-]/g, '-')}.${role}.json`;

const fileOf = (folder: string, fingerprint: string, role: Membership['role']) =>
  path.join(folder, fingerprint.slice(0, FINGERPRINT_LETTERS) + suffix(role));

export function writeMembership(folder: string, membership: Membership): void {
  writePrivateJson(fileOf(folder, membership.fingerprint, membership.role), membership);
}

export function readMembership(
  folder: string,
  fingerprint: string,
  role: Membership['role'],
): Membership | undefined {
  return readPrivateJson(fileOf(folder, fingerprint, role), MEMBERSHIP_SCHEMA);
}

/**
 * Of the one hub that this computer has joined in this role.
 * @throws StudioError `hub.notJoined` where there is none, `hub.joinedSeveral` where there are more
 */
export function onlyMembership(folder: string, role: Membership['role']): Membership {
  const names = namesIn(folder).filter((name) => name.endsWith(suffix(role)));
  const [name] = names;
  if (name === undefined) throw new StudioError('hub.notJoined');
  if (names.length > 1) throw new StudioError('hub.joinedSeveral', { count: names.length });
  const membership = readPrivateJson(path.join(folder, name), MEMBERSHIP_SCHEMA);
  if (membership === undefined) throw new StudioError('hub.notJoined');
  return membership;
}

export function hasJoined(folder: string, role: Membership['role']): boolean {
  return namesIn(folder).some((name) => name.endsWith(suffix(role)));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was ever joined.
    return [];
  }
}
