/** A worker as a process of its own, told in JSON by its argument. SIGTERM: it drains. */
import type { ComputeFingerprint } from '../../shared/run.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { fingerprintOf } from '../../src-main/machines/fingerprint.ts';
import { Worker } from '../../src-main/machines/worker/worker.ts';
import { connectTo } from './testBroker.ts';

export interface WorkerArguments {
  readonly broker: string;
  readonly id: string;
  readonly folder: string;
  readonly places: number;
  readonly leaseMilliseconds: number;
  readonly compute: ComputeFingerprint;
  /** Another trainer than the studio's. */
  readonly trainer?: string | undefined;
}

const told = JSON.parse(process.argv[2] ?? '') as WorkerArguments;
const connection = await connectTo(told.broker);
const { id, folder, places, leaseMilliseconds, compute, trainer } = told;
const worker = await Worker.start({
  connection,
  launcher: nodeLauncher(trainer === undefined ? {} : { entries: { trainer } }),
  folder,
  id,
  machine: {
    host: id,
    platform: process.platform,
    cores: 1,
    memoryBytes: 0,
    compute: { ...compute },
    fingerprint: fingerprintOf(compute),
    build: 'test',
  },
  places,
  leaseMilliseconds,
});
process.once('SIGTERM', () => {
  void worker.drain().then(async () => {
    await connection.drain();
    process.exit(0);
  });
});
process.send?.('ready');
