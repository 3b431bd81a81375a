/** A run on a worker that the hub let in: all that it may say is enough, from its first record to its last checkpoint. */
import { expect, onTestFinished, test } from 'vitest';
import { nodeLauncher } from '../../../src-main/host/nodeLauncher.ts';
import { connectAsMember, connectAsOwnHost, joinHub } from '../../../src-main/machines/join/join.ts';
import { natsMachines } from '../../../src-main/machines/places/natsMachines.ts';
import { Worker } from '../../../src-main/machines/worker/worker.ts';
import {
  atRest,
  behave,
  COUNTER_ENTRY,
  createCounterRun,
  rowsOf,
  SUM,
  temporaryFolder,
  testHost,
  until,
} from '../../host/testHost.ts';
import { COUNTER_COMPUTE } from '../machines.ts';
import { end, machine, testHub, type TestHub } from './testHub.ts';

const STEPS = 60;

async function joinedWorker(hub: TestHub): Promise<Worker> {
  const described = machine({ compute: { ...COUNTER_COMPUTE } });
  const membership = await joinHub(await hub.newAddress(), 'worker', described);
  const connection = await connectAsMember(membership, described);
  const worker = await Worker.start({
    connection,
    launcher: nodeLauncher({ entries: { trainer: COUNTER_ENTRY } }),
    folder: temporaryFolder(),
    id: membership.id,
    machine: described,
    places: 1,
  });
  onTestFinished(async () => {
    await worker.close();
    await connection.close();
  });
  return worker;
}

test('it trains, pauses, goes on with another worker and completes', async () => {
  const hub = await testHub();
  onTestFinished(() => end(hub));
  behave({ stepMilliseconds: 20, checkpointEvery: 10 });
  const first = await joinedWorker(hub);
  const host = await testHost(temporaryFolder(), {
    machines: natsMachines({ connect: () => connectAsOwnHost(hub.folder) }),
  });
  onTestFinished(() => host.close());
  const { id } = await createCounterRun(host, STEPS, false);
  await host.call('runs.start', { runId: id, where: 'anywhere' });
  await until(host, id, ({ axis }) => axis.gradientSteps >= 15);
  const workers = await hub.ask({ ask: 'workers' });
  expect(workers.map(({ state, running }) => ({ state, running }))).toEqual([
    { state: 'here', running: [id] },
  ]);
  await host.call('runs.pause', { runId: id });
  await until(host, id, ({ status }) => status === 'paused');
  await first.drain();
  await joinedWorker(hub);
  await host.call('runs.start', { runId: id, where: 'anywhere' });
  const done = await until(host, id, atRest);
  expect(done).toMatchObject({ status: 'completed', exact: true });
  expect(rowsOf(host, id, SUM)).toHaveLength(STEPS);
});
