/** A broker, workers and a host for a test: real processes on real folders, gone with the test. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ComputeFingerprint } from '../../shared/run.ts';
import type { Host, HostOptions } from '../../src-main/host/hostOptions.ts';
import { natsMachines } from '../../src-main/machines/places/natsMachines.ts';
import { COUNTER_ENTRY, temporaryFolder, testHost } from '../host/testHost.ts';
import { TestBroker } from './testBroker.ts';
import type { WorkerArguments } from './workerProcess.ts';

const WORKER_ENTRY = fileURLToPath(new URL('workerProcess.ts', import.meta.url));

/** What the counting trainer says that it computes with. */
export const COUNTER_COMPUTE: ComputeFingerprint = {
  backend: 'tensorflow',
  gpu: null,
  threads: 2,
  oneDnn: true,
  tensorflowVersion: 'none',
  cpu: 'test',
};

export async function testBroker(): Promise<TestBroker> {
  const broker = await TestBroker.start(temporaryFolder());
  onTestFinished(() => broker.kill());
  return broker;
}

export interface TestWorker {
  readonly id: string;
  readonly process: ChildProcess;
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Resolves with its exit code. */
  drain(): Promise<number | null>;
}

/** @param options as of a worker of the counting trainer */
export async function testWorker(
  broker: TestBroker,
  id: string,
  options: Partial<WorkerArguments> = {},
): Promise<TestWorker> {
  const told: WorkerArguments = {
    broker: broker.address,
    id,
    folder: path.join(temporaryFolder(), 'worker'),
    places: 1,
    leaseMilliseconds: 2000,
    compute: COUNTER_COMPUTE,
    trainer: COUNTER_ENTRY,
    ...options,
  };
  const child = fork(WORKER_ENTRY, [JSON.stringify(told)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  await Promise.race([once(child, 'message'), exited]);
  child.disconnect();
  return {
    id,
    process: child,
    kill,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    drain: async () => {
      child.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}

export function hostOf(
  broker: TestBroker,
  dataFolder = temporaryFolder(),
  options: Partial<HostOptions> = {},
): Promise<Host> {
  return testHost(dataFolder, {
    machines: natsMachines({ connect: () => broker.connect() }),
    ...options,
  });
}
