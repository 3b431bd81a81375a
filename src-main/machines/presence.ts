/**
 * What a worker says of itself with each beat: a key of the workers' bucket, rewritten every two seconds and gone ten seconds
 * after the last time. Its place is the hub's server, so that no machine's clock counts but that one's.
 */
import { Kvm, type KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { COMPUTE_SCHEMA } from '../host/archiveSchema.ts';
import { WORKERS_BUCKET } from './subjects.ts';

export const BEAT_MILLISECONDS = 2000;
export const GONE_MILLISECONDS = 10_000;

export const MACHINE_SCHEMA = z.object({
  /** The computer's name. */
  host: z.string().min(1).max(255),
  platform: z.string().max(40),
  cores: z.number().int().min(1),
  memoryBytes: z.number().min(0),
  compute: COMPUTE_SCHEMA,
  /** `fingerprintOf` of `compute`: where it is alike, the same bits come out. */
  fingerprint: z.string().min(1).max(64),
  /** Of the studio that it runs (build.ts). */
  build: z.string().min(1).max(64),
});

/** What does not change while a worker runs. */
export type MachineDescription = z.infer<typeof MACHINE_SCHEMA>;

export const PRESENCE_SCHEMA = MACHINE_SCHEMA.extend({
  id: z.string().min(1).max(64),
  /** How many runs it takes at a time. */
  places: z.number().int().min(0),
  /** Ids of the runs that it has under way. */
  running: z.array(z.string().max(64)).max(1000),
  /** It takes nothing new, and ends when it has handed back what it has. */
  draining: z.boolean(),
});

export type WorkerPresence = z.infer<typeof PRESENCE_SCHEMA>;

/** Made by the hub before anybody joins. */
export async function createWorkersBucket(connection: NatsConnection): Promise<KV> {
  return new Kvm(connection).create(WORKERS_BUCKET, { history: 1, ttl: GONE_MILLISECONDS });
}

export async function openWorkersBucket(connection: NatsConnection): Promise<KV> {
  return new Kvm(connection).open(WORKERS_BUCKET, { allow_direct: true });
}

/**
 * Undefined where the bytes are none, or another's: a worker may write its own key alone, but what it writes there is up to it.
 * @param key that it was found under
 */
export function readPresence(key: string, bytes: Uint8Array): WorkerPresence | undefined {
  try {
    const presence = PRESENCE_SCHEMA.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
    return presence?.id === key ? presence : undefined;
  } catch {
    return undefined;
  }
}
