/**
 * Names on the broker: subjects, streams and buckets. Hosts, workers and the hub's permissions all take them from here.
 *
 * A run's records go to one subject, so that its last sequence is a fence: whoever publishes names the sequence that it
 * believes to be the last. Work waits in a work queue by where it may be done. Identifiers are the studio's own: letters,
 * digits, `-` and `_`.
 */

/** Stream of every run's records, bounded: a full one refuses new messages, and trainers wait. */
export const RUNS_STREAM = 'RUNS';
/** Work queue: a message stays until it is acknowledged. */
export const WORK_STREAM = 'WORK';
/** Key-value bucket: a key a worker, rewritten at each beat, gone some beats after the last one. */
export const WORKERS_BUCKET = 'workers';
/** Key-value bucket: a key a run, what a person wants of it (to pause, to stop). */
export const WISHES_BUCKET = 'wishes';
/** Object store: checkpoints, and what is too large for a message. */
export const FILES_BUCKET = 'files';

const IDENTIFIER = /^[A-Za-z0-9_-]{1,64}$/;

/** @throws Error where it could be read as more than one part of a subject, or as a wildcard */
function part(identifier: string): string {
  if (!IDENTIFIER.test(identifier)) throw new Error(`${identifier} cannot be part of a subject`);
  return identifier;
}

export const recordsSubject = (runId: string) => `run.${part(runId)}.records`;
/** Progress and pictures, by core NATS: nobody keeps them. */
export const liveSubject = (runId: string) => `run.${part(runId)}.live`;
export const EVERY_RECORD = 'run.*.records';

/**
 * Where a piece of work may be done: by any worker, by those of one compute fingerprint (its hash), by one worker. A consumer
 * of the work queue has each pool's name.
 */
export type WorkPool =
  | { readonly kind: 'any' }
  | { readonly kind: 'fingerprint'; readonly hash: string }
  | { readonly kind: 'worker'; readonly id: string };

export function poolName(pool: WorkPool): string {
  switch (pool.kind) {
    case 'any':
      return 'any';
    case 'fingerprint':
      return `exactly-${part(pool.hash)}`;
    case 'worker':
      return `only-${part(pool.id)}`;
  }
}

export const workSubject = (pool: WorkPool, runId: string) => `work.${poolName(pool)}.${part(runId)}`;
export const poolSubjects = (pool: WorkPool) => `work.${poolName(pool)}.*`;
/** Wherever it waits. */
export const workOfRun = (runId: string) => `work.*.${part(runId)}`;
export const EVERY_WORK = 'work.*.*';

/**
 * Subjects that a worker publishes to; everything else may be refused. It creates its consumers itself, but no stream and no
 * bucket.
 */
export function workerPublishes(workerId: string, fingerprint: string): readonly string[] {
  const pools: readonly WorkPool[] = [
    { kind: 'any' },
    { kind: 'fingerprint', hash: fingerprint },
    { kind: 'worker', id: workerId },
  ];
  const read = (stream: string) => [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.>`,
  ];
  const watch = (stream: string) => [
    `$JS.API.CONSUMER.CREATE.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.INFO.${stream}.>`,
    `$JS.API.CONSUMER.DELETE.${stream}.>`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
  ];
  return [
    '$JS.API.INFO',
    'run.*.records',
    'run.*.live',
    ...read(RUNS_STREAM),
    `$JS.API.STREAM.INFO.${WORK_STREAM}`,
    ...pools.flatMap((pool) => [
      `$JS.API.CONSUMER.CREATE.${WORK_STREAM}.${poolName(pool)}.>`,
      `$JS.API.CONSUMER.INFO.${WORK_STREAM}.${poolName(pool)}`,
      `$JS.API.CONSUMER.MSG.NEXT.${WORK_STREAM}.${poolName(pool)}`,
      `$JS.ACK.${WORK_STREAM}.${poolName(pool)}.>`,
    ]),
    // A run that somebody else began goes to those of its fingerprint.
    'work.*.*',
    `$KV.${WORKERS_BUCKET}.${part(workerId)}`,
    ...read(`KV_${WORKERS_BUCKET}`),
    ...watch(`KV_${WORKERS_BUCKET}`),
    ...read(`KV_${WISHES_BUCKET}`),
    ...watch(`KV_${WISHES_BUCKET}`),
    `$O.${FILES_BUCKET}.>`,
    ...read(`OBJ_${FILES_BUCKET}`),
    ...watch(`OBJ_${FILES_BUCKET}`),
    `$JS.API.STREAM.PURGE.OBJ_${FILES_BUCKET}`,
    '$JS.FC.>',
  ];
}
