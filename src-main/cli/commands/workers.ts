/** `studio workers`: the computers that have joined the hub, and what each does. */
import type { HubWorker } from '../../../shared/hub.ts';
import { askAdmin } from '../../machines/hub/hubAdmin.ts';
import { defaultHubFolder } from '../../machines/hub/hubFolder.ts';
import { connectAsHost } from '../../machines/join/join.ts';
import { defaultMembershipFolder } from '../../machines/join/membership.ts';
import { print, say } from '../terminal.ts';
import { textTable } from '../textTable.ts';

export interface WorkersOptions {
  readonly folder?: string;
  readonly json?: boolean;
}

/** @throws StudioError as `connectAsHost` */
export async function workers(options: WorkersOptions): Promise<void> {
  const connection = await connectAsHost(options.folder ?? defaultHubFolder(), defaultMembershipFolder());
  try {
    printWorkers(await askAdmin(connection, { ask: 'workers' }), options);
  } finally {
    await connection.close();
  }
}

export function printWorkers(all: readonly HubWorker[], { json }: WorkersOptions): void {
  if (json === true) {
    print(JSON.stringify(all));
    return;
  }
  if (all.length === 0) {
    print(say('cli.workers.none'));
    return;
  }
  const rows = all.map((worker) => [
    worker.id,
    worker.host,
    worker.role,
    worker.state,
    worker.lastBeatMilliseconds === null ? '' : `${(worker.lastBeatMilliseconds / 1000).toFixed(0)} s`,
    String(worker.cores),
    `${(worker.memoryBytes / 2 ** 30).toFixed(0)} GB`,
    worker.compute.gpu ?? '',
    worker.fingerprint,
    `${worker.running.length}/${worker.places}`,
  ]);
  const head = ['id', 'computer', 'role', 'state', 'beat', 'cores', 'memory', 'GPU', 'fingerprint', 'runs'];
  for (const line of textTable([head, ...rows])) print(line);
}
