/**
 * Who may come to the hub, and who has: invitations and members. Of keys only the public halves are kept, so that whoever reads
 * the file can be nobody. Every change is on disk before it counts.
 */
import { randomBytes } from 'node:crypto';
import { createUser } from '@nats-io/nkeys';
import { z } from 'zod';
import { StudioError } from '../../../shared/errors.ts';
import { MACHINE_SCHEMA, type MachineDescription } from '../presence.ts';
import { readPrivateJson, writePrivateJson } from '../privateFile.ts';

export const ROLES = ['worker', 'host'] as const;
export type Role = (typeof ROLES)[number];

/** Those that are over are kept so long, so that whoever comes with one is told why it does not serve. */
const REMEMBERED_MILLISECONDS = 30 * 24 * 3600 * 1000;
const MOST_INVITATIONS = 1000;
const HOST_LETTERS = 24;

const time = z.number().int();
const PUBLIC_KEY = z.string().regex(/^U[A-Z2-7]{55}$/);

const INVITATION_SCHEMA = z.strictObject({
  id: z.string(),
  key: PUBLIC_KEY,
  role: z.enum(ROLES),
  reusable: z.boolean(),
  createdAt: time,
  expiresAt: time,
  usedAt: time.nullable(),
  revokedAt: time.nullable(),
});
export type Invitation = Readonly<z.infer<typeof INVITATION_SCHEMA>>;

const MEMBER_SCHEMA = z.strictObject({
  id: z.string(),
  key: PUBLIC_KEY,
  role: z.enum(ROLES),
  joinedAt: time,
  machine: MACHINE_SCHEMA,
});
export type Member = Readonly<z.infer<typeof MEMBER_SCHEMA>>;

const REGISTRY_SCHEMA = z.strictObject({
  invitations: z.array(INVITATION_SCHEMA),
  members: z.array(MEMBER_SCHEMA),
});

/** What a computer sends that wants to join. */
export const JOIN_SCHEMA = z.strictObject({ key: PUBLIC_KEY, role: z.enum(ROLES), machine: MACHINE_SCHEMA });
export type JoinRequest = z.infer<typeof JOIN_SCHEMA>;

export interface NewInvitation {
  readonly role: Role;
  readonly reusable: boolean;
  readonly lastsMilliseconds: number;
}

const shortId = () => randomBytes(4).toString('hex');

export class Registry {
  readonly #file: string;
  readonly #now: () => number;
  readonly #build: string;
  #invitations: readonly Invitation[];
  #members: readonly Member[];

  /** @param build of the hub's own studio, which all who join must have */
  constructor(file: string, build: string, now: () => number) {
    this.#file = file;
    this.#build = build;
    this.#now = now;
    const kept = readPrivateJson(file, REGISTRY_SCHEMA);
    this.#invitations = kept?.invitations ?? [];
    this.#members = kept?.members ?? [];
  }

  get invitations(): readonly Invitation[] {
    return this.#invitations;
  }

  get members(): readonly Member[] {
    return this.#members;
  }

  member(id: string): Member | undefined {
    return this.#members.find((one) => one.id === id);
  }

  /** @returns the invitation, and the key that is told once and kept nowhere */
  invite({ role, reusable, lastsMilliseconds }: NewInvitation): { invitation: Invitation; seed: string } {
    const now = this.#now();
    const pair = createUser();
    const invitation: Invitation = {
      id: shortId(),
      key: pair.getPublicKey(),
      role,
      reusable,
      createdAt: now,
      expiresAt: now + lastsMilliseconds,
      usedAt: null,
      revokedAt: null,
    };
    const kept = this.#invitations.filter(({ expiresAt }) => now - expiresAt < REMEMBERED_MILLISECONDS);
    this.#write({ invitations: [...kept, invitation].slice(-MOST_INVITATIONS) });
    return { invitation, seed: new TextDecoder().decode(pair.getSeed()) };
  }

  /** @throws StudioError `hub.unknownInvitation` */
  revoke(id: string): void {
    const found = this.#invitations.find((one) => one.id === id);
    if (found === undefined) throw new StudioError('hub.unknownInvitation', { id });
    this.#change({ ...found, revokedAt: found.revokedAt ?? this.#now() });
  }

  /**
   * @param invitedBy the key of the invitation that was shown
   * @throws StudioError `hub.expiredToken`, `hub.usedToken`, `hub.revokedToken`, `hub.wrongToken`, `hub.otherRole`,
   *   `hub.otherBuild`
   */
  join(invitedBy: string, { key, role, machine }: JoinRequest): Member {
    const invitation = this.#invitations.find((one) => one.key === invitedBy);
    if (invitation === undefined) throw new StudioError('hub.wrongToken');
    const already = this.#members.find((one) => one.key === key);
    // It asks again: the answer to its first request was lost.
    if (already !== undefined) return already;
    if (invitation.revokedAt !== null) throw new StudioError('hub.revokedToken');
    const now = this.#now();
    if (now >= invitation.expiresAt) {
      throw new StudioError('hub.expiredToken', { moment: new Date(invitation.expiresAt).toISOString() });
    }
    if (invitation.usedAt !== null && !invitation.reusable) throw new StudioError('hub.usedToken');
    if (role !== invitation.role) throw new StudioError('hub.otherRole', { role: invitation.role });
    this.requireBuild(machine);
    const host = machine.host.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, HOST_LETTERS);
    const member: Member = { id: `${host}-${shortId()}`, key, role, joinedAt: now, machine };
    this.#write({
      members: [...this.#members, member],
      invitations: this.#invitations.map((one) => (one === invitation ? { ...one, usedAt: now } : one)),
    });
    return member;
  }

  /** @throws StudioError `hub.otherBuild` with both hashes */
  requireBuild({ build }: Pick<MachineDescription, 'build'>): void {
    if (build !== this.#build) throw new StudioError('hub.otherBuild', { own: build, hub: this.#build });
  }

  isOfThisBuild({ machine }: Member): boolean {
    return machine.build === this.#build;
  }

  /** @returns whether it is another than it was. @throws StudioError `hub.removed` */
  update(id: string, machine: MachineDescription): boolean {
    const found = this.member(id);
    if (found === undefined) throw new StudioError('hub.removed');
    if (JSON.stringify(found.machine) === JSON.stringify(machine)) return false;
    this.#write({ members: this.#members.map((one) => (one === found ? { ...one, machine } : one)) });
    return true;
  }

  /** @throws StudioError `hub.unknownWorker` */
  remove(id: string): void {
    if (this.member(id) === undefined) throw new StudioError('hub.unknownWorker', { id });
    this.#write({ members: this.#members.filter((one) => one.id !== id) });
  }

  #change(invitation: Invitation): void {
    this.#write({
      invitations: this.#invitations.map((one) => (one.id === invitation.id ? invitation : one)),
    });
  }

  #write({
    invitations = this.#invitations,
    members = this.#members,
  }: {
    readonly invitations?: readonly Invitation[];
    readonly members?: readonly Member[];
  }): void {
    writePrivateJson(this.#file, { invitations, members });
    this.#invitations = invitations;
    this.#members = members;
  }
}
