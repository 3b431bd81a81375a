/** What this computer is, measured as its trainers will find it. */
import os from 'node:os';
import { measure } from '../../host/machineFacts.ts';
import type { ProcessLauncher } from '../../host/processLauncher.ts';
import { buildHash } from '../build.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { MachineDescription } from '../presence.ts';

/** Starts the tensor backend in a process of its own: takes a second or two. @throws StudioError `inspector.crashed` */
export async function describeMachine(launcher: ProcessLauncher): Promise<MachineDescription> {
  const { backend, gpu, threads, oneDnn, tensorflowVersion, cpu } = await measure(launcher);
  const compute = { backend, gpu, threads, oneDnn, tensorflowVersion, cpu };
  return {
    host: os.hostname(),
    platform: `${process.platform} ${process.arch}`,
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    compute,
    fingerprint: fingerprintOf(compute),
    build: buildHash(),
  };
}
