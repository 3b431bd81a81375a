/** Entry of a worker thread of a vector environment: waits for its signal, steps its environments, sleeps again. */
import { parentPort, workerData } from 'node:worker_threads';
import { createEnvironment } from './registry.ts';
import type { VectorWorkerData, VectorWorkerMessage } from './vectorMemory.ts';
import { CONTROL, VectorMember } from './vectorMemory.ts';

const { id, config, worker, indices, memory } = workerData as VectorWorkerData;
const tell = (message: VectorWorkerMessage) => parentPort?.postMessage(message);

const members: { readonly index: number; readonly member: VectorMember }[] = [];
for (const index of indices) {
  members.push({ index, member: new VectorMember(await createEnvironment(id, config), index, memory) });
}
tell({ kind: 'ready' });

while (Atomics.load(memory.control, 0) === CONTROL.run) {
  const seen = Atomics.load(memory.signals, worker);
  for (const { index, member } of members) {
    const thrown = member.run();
    if (thrown !== undefined) {
      tell({ kind: 'failed', index, error: thrown instanceof Error ? thrown : new Error(String(thrown)) });
    }
  }
  Atomics.wait(memory.signals, worker, seen);
}
for (const { member } of members) member.close();
