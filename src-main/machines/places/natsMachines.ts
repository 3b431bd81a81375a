/** Other machines over NATS, as the host's supervisor asks for them: who is there, and how a run gets there. */
import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { ANYWHERE } from '../../../shared/machines.ts';
import { StudioError } from '../../../shared/errors.ts';
import type { ComputeFingerprint } from '../../../shared/run.ts';
import type { Machines, RunPlace, TrainingEvents } from '../../host/runPlace.ts';
import type { ExperimentStore } from '../../store/experimentStore.ts';
import { NO_LOG, type Log } from '../../store/log.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { checkpointObject } from '../files.ts';
import { BEAT_MILLISECONDS, type WorkerPresence } from '../presence.ts';
import type { WorkPool } from '../subjects.ts';
import { Broker } from './broker.ts';
import { newPlacement, placeRun } from './placement.ts';
import { RemoteTraining } from './remoteTraining.ts';
import { WorkersSeen } from './workersSeen.ts';

/** Each worker has been heard once by then. */
const FIRST_WORD_MILLISECONDS = 2 * BEAT_MILLISECONDS;

export interface NatsMachinesOptions {
  /** A connection that may do everything, and finds its server again by itself. */
  readonly connect: () => Promise<NatsConnection>;
  readonly log?: Log;
}

export interface NatsMachines extends Machines {
  readonly workers: readonly WorkerPresence[];
}

export function natsMachines({ connect, log = NO_LOG }: NatsMachinesOptions): NatsMachines {
  const broker = new Broker(connect);
  let store: ExperimentStore | null = null;
  let changed: () => void = () => undefined;
  const workers = new WorkersSeen(() => {
    changed();
  });
  const demandStore = (): ExperimentStore => {
    if (store === null) throw new Error('the machines are not begun');
    return store;
  };
  const listen = (runId: string, placement: string, events: TrainingEvents, objects: readonly string[]) =>
    new RemoteTraining({ broker, workers, store: demandStore(), log, runId, placement, events, objects });
  return {
    begin: (ground) => {
      store = ground.store;
      changed = ground.changed;
      broker.begin((connection) => workers.follow(connection, broker.closing));
    },
    get workers() {
      return workers.all;
    },
    demand: async (where) => {
      const isThere = () =>
        where === ANYWHERE ? broker.isConnected : workers.all.some(({ id }) => id === where);
      // A host that was just opened has not heard anybody yet.
      const until = performance.now() + FIRST_WORD_MILLISECONDS;
      while (!isThere() && broker.problem === null && performance.now() < until) await delay(50);
      if (isThere()) return;
      const { problem } = broker;
      if (problem !== null) throw new StudioError(problem.code, problem.values);
      const known = workers.all.map(({ id }) => id).join(', ');
      throw new StudioError('machines.unknownWorker', { worker: where, known });
    },
    place: (where): RunPlace => ({
      launch: async (order, events) => {
        const { runId } = order.start;
        const opened = demandStore();
        if (broker.problem !== null) throw new StudioError(broker.problem.code, broker.problem.values);
        const placement = newPlacement();
        const { compute } = opened.run(runId);
        opened.changeRun(runId, { placement, streamPosition: 0, worker: null });
        const connection = await broker.connected(broker.closing);
        const signal = broker.closing;
        const pool = poolOf(where, order.resumedFrom === null ? null : compute, workers.all);
        await placeRun(connection, { placement, order, pool, compute, signal });
        const { resumeFrom } = order.start;
        const fileName = resumeFrom === null ? null : resumeFrom.split(/[/\\]/).at(-1);
        const objects =
          fileName === null || fileName === undefined ? [] : [checkpointObject(runId, fileName)];
        return listen(runId, placement, events, objects);
      },
    }),
    rejoin: (runId, events) => {
      const { placement } = demandStore().placed(runId);
      if (placement === null) throw new StudioError('machines.lost');
      return listen(runId, placement, events, []);
    },
    close: () => broker.close(),
  };
}

/** A run that has begun goes to workers of its fingerprint, where there are any. */
function poolOf(
  where: string,
  compute: ComputeFingerprint | null,
  workers: readonly WorkerPresence[],
): WorkPool {
  if (where !== ANYWHERE) return { kind: 'worker', id: where };
  if (compute === null) return { kind: 'any' };
  const hash = fingerprintOf(compute);
  const same = workers.some((worker) => !worker.draining && fingerprintOf(worker.compute) === hash);
  return same ? { kind: 'fingerprint', hash } : { kind: 'any' };
}
