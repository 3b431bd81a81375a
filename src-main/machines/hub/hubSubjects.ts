/** Subjects between the hub's process and those who ask it, beside those of the work (subjects.ts); and who may use which. */
import { workerPublishes } from '../subjects.ts';

/** Asked with the key of an invitation, whose public half is the subject's end: so the server vouches for who asks. */
export const joinSubject = (key: string) => `hub.join.${key}`;
export const EVERY_JOIN = 'hub.join.*';
/** A member tells what it is now, whenever it starts. */
export const helloSubject = (id: string) => `hub.hello.${id}`;
export const EVERY_HELLO = 'hub.hello.*';
/** Invitations and members, for hosts. */
export const ADMIN_SUBJECT = 'hub.admin';
/** Tells a worker to take nothing more, to hand back what it has, and to end. */
export const drainSubject = (id: string) => `worker.${id}.drain`;

/** Answers come to an inbox that no one else can hear. */
export const inboxPrefix = (id: string) => `_INBOX_${id}`;
/** The hub's own name among members. */
export const HUB_ID = 'hub';

interface Permissions {
  readonly publish: { readonly allow: readonly string[]; readonly deny?: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[]; readonly deny?: readonly string[] };
  readonly allow_responses?: { readonly max: number; readonly ttl: string };
}

export function invitedPermissions(key: string): Permissions {
  return { publish: { allow: [joinSubject(key)] }, subscribe: { allow: [`${inboxPrefix(key)}.>`] } };
}

/** Of a member whose studio is another than the hub's: it may say hello and nothing else. */
export function strangerPermissions(id: string): Permissions {
  return { publish: { allow: [helloSubject(id)] }, subscribe: { allow: [`${inboxPrefix(id)}.>`] } };
}

export function workerPermissions(id: string, fingerprint: string): Permissions {
  return {
    publish: { allow: [helloSubject(id), ...workerPublishes(id, fingerprint)] },
    subscribe: { allow: [`${inboxPrefix(id)}.>`, `worker.${id}.>`] },
    allow_responses: { max: 1, ttl: '2m' },
  };
}

/** Everything, save speaking as others do or hearing what is not for it. */
export function hostPermissions(): Permissions {
  return {
    publish: { allow: ['>'], deny: ['hub.join.>'] },
    subscribe: { allow: ['>'], deny: ['hub.>', `${inboxPrefix(HUB_ID)}.>`] },
    allow_responses: { max: 1, ttl: '2m' },
  };
}
