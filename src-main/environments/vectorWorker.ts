/** Entry of a worker thread of a vector environment: waits for its signal, steps its environments, sleeps again. */
import { parentPort, workerData } from 'node:worker_threads';
import { createEnvironment } from './registry.ts';
import type { VectorWorkerData } from './vectorMemory.ts';
import { CONTROL, VectorMember } from './vectorMemory.ts';

const { id, config, worker, indices, memory } = workerData as VectorWorkerData;

const members: VectorMember[] = [];
for (const index of indices) {
  members.push(new VectorMember(await createEnvironment(id, config), index, memory));
}
parentPort?.postMessage('ready');

while (Atomics.load(memory.control, 0) === CONTROL.run) {
  const seen = Atomics.load(memory.signals, worker);
  for (const member of members) member.begin();
  for (const member of members) member.finish();
  Atomics.wait(memory.signals, worker, seen);
}
for (const member of members) member.close();
