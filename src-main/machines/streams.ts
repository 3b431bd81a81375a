/** Streams and buckets of the broker, made once by whoever may: the hub, or a host at a server that exists already. */
import {
  AckPolicy,
  DiscardPolicy,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type ConsumerInfo,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { Objm, type ObjectStore } from '@nats-io/obj';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { createWorkersBucket } from './presence.ts';
import {
  EVERY_RECORD,
  EVERY_WORK,
  FILES_BUCKET,
  poolName,
  poolSubjects,
  RUNS_STREAM,
  WISHES_BUCKET,
  WORK_STREAM,
  type WorkPool,
} from './subjects.ts';

const MEGABYTE = 1024 * 1024;
/** The server's own code for a stream that asks for more room than there is. */
export const NO_ROOM = 10047;

/** Most bytes of each; less where the server has less. What is full refuses new messages, and workers wait. */
export interface BrokerLimits {
  readonly records: number;
  readonly files: number;
}

const USUAL_LIMITS: BrokerLimits = { records: 1024 * MEGABYTE, files: 16 * 1024 * MEGABYTE };
const LEAST_BYTES = 16 * MEGABYTE;
const WORK_BYTES = 64 * MEGABYTE;

/** Halves what is asked for until the server has it. */
async function withRoom<T>(bytes: number, make: (bytes: number) => Promise<T>): Promise<T> {
  for (let most = bytes; ; most = Math.floor(most / 2)) {
    try {
      return await make(most);
    } catch (error) {
      const noRoom = error instanceof JetStreamApiError && error.code === NO_ROOM;
      if (!noRoom || most < LEAST_BYTES) throw error;
    }
  }
}

/** Leaves those alone that are there. */
export async function createStreams(
  connection: NatsConnection,
  limits: BrokerLimits = USUAL_LIMITS,
): Promise<void> {
  const manager = await jetstreamManager(connection);
  const add = async (config: Pick<StreamConfig, 'name' | 'subjects' | 'retention'>, bytes: number) => {
    if (await exists(manager, config.name)) return;
    await withRoom(bytes, (max_bytes) =>
      manager.streams.add({
        ...config,
        storage: StorageType.File,
        discard: DiscardPolicy.New,
        allow_direct: true,
        max_bytes,
      }),
    );
  };
  await add(
    { name: RUNS_STREAM, subjects: [EVERY_RECORD], retention: RetentionPolicy.Limits },
    limits.records,
  );
  await add({ name: WORK_STREAM, subjects: [EVERY_WORK], retention: RetentionPolicy.Workqueue }, WORK_BYTES);
  await new Kvm(connection).create(WISHES_BUCKET, { history: 1 });
  await createWorkersBucket(connection);
  if (!(await exists(manager, `OBJ_${FILES_BUCKET}`))) {
    await withRoom(limits.files, (max_bytes) => new Objm(connection).create(FILES_BUCKET, { max_bytes }));
  }
}

async function exists(manager: JetStreamManager, name: string): Promise<boolean> {
  try {
    await manager.streams.info(name);
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === 404) return false;
    throw error;
  }
}

export const openFiles = (connection: NatsConnection): Promise<ObjectStore> =>
  new Objm(connection).open(FILES_BUCKET);

/** So long a worker may be silent before its work goes to the next one. */
export const LEASE_MILLISECONDS = 15_000;
/** A consumer that nobody asks any more: workers of its pool are gone. What waits in its pool stays. */
const IDLE_MILLISECONDS = 24 * 3_600_000;

/** The pool's consumer, which its workers share; made by the first of them. */
export async function poolConsumer(
  manager: JetStreamManager,
  pool: WorkPool,
  leaseMilliseconds: number,
): Promise<ConsumerInfo> {
  try {
    return await manager.consumers.info(WORK_STREAM, poolName(pool));
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.status !== 404) throw error;
  }
  return manager.consumers.add(WORK_STREAM, {
    durable_name: poolName(pool),
    filter_subject: poolSubjects(pool),
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(leaseMilliseconds),
    max_deliver: -1,
    inactive_threshold: nanos(IDLE_MILLISECONDS),
  });
}
