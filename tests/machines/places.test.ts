/** Runs on other machines: real workers, a real broker, and what is left is what a run leaves that trained here undisturbed. */
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { RunSummary } from '../../shared/run.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { leftOf, litterOf, type Left } from '../chaos/left.ts';
import { differences } from '../chaos/trial.ts';
import { atRest, behave, createCounterRun, temporaryFolder, testHost, until } from '../host/testHost.ts';
import { hostOf, testBroker, testWorker, type TestWorker } from './machines.ts';
import type { TestBroker } from './testBroker.ts';

const STEPS = 120;
/** A run of a few seconds, with a checkpoint several times a second. */
const SLOW = { stepMilliseconds: 25, checkpointEvery: 10 };

let undisturbed: readonly Left[] = [];
beforeAll(async () => {
  behave({ checkpointEvery: 10 });
  const folder = temporaryFolder();
  const host = await testHost(folder);
  const { id } = await createCounterRun(host, STEPS);
  await until(host, id, atRest);
  undisturbed = await leftOf(folder);
  await host.close();
});

async function expectUndisturbed(host: Host): Promise<void> {
  expect(differences(await leftOf(host.dataFolder), undisturbed)).toEqual([]);
  expect(await litterOf(host.dataFolder)).toEqual([]);
}

interface Begun {
  readonly broker: TestBroker;
  readonly host: Host;
  readonly id: string;
  readonly workers: readonly TestWorker[];
}

/** A run that has come some steps far on the first of the workers. */
async function begin({ workers = ['one'], step = 30 } = {}): Promise<Begun> {
  const broker = await testBroker();
  behave(SLOW);
  const first = await testWorker(broker, workers[0] ?? '');
  const host = await hostOf(broker);
  const { id } = await createCounterRun(host, STEPS, false);
  await host.call('runs.start', { runId: id, where: 'anywhere' });
  await until(host, id, reached(step));
  const others: TestWorker[] = [];
  for (const name of workers.slice(1)) others.push(await testWorker(broker, name));
  return { broker, host, id, workers: [first, ...others] };
}

const reached = (step: number) => (run: RunSummary) => run.axis.gradientSteps >= step;
const on = (worker: string) => (run: RunSummary) => run.worker === worker;
const worker = ({ workers }: Begun, index: number): TestWorker => {
  const found = workers[index];
  if (found === undefined) throw new Error(`there is no worker ${index}`);
  return found;
};

/** Messages of its records that the broker still has, and objects. */
async function leftAtBroker(
  broker: TestBroker,
): Promise<{ readonly messages: number; readonly objects: number }> {
  const { jetstreamManager } = await import('@nats-io/jetstream');
  const { openFiles } = await import('../../src-main/machines/streams.ts');
  const connection = await broker.connect();
  onTestFinished(() => connection.close());
  const { streams } = await jetstreamManager(connection);
  const counts = await Promise.all(
    ['RUNS', 'WORK'].map(async (name) => (await streams.info(name)).state.messages),
  );
  const objects = await (await openFiles(connection)).list();
  return { messages: counts.reduce((a, b) => a + b, 0), objects: objects.length };
}

describe('a run on another machine', () => {
  test('leaves what it leaves here, bit for bit, and nothing at the broker', async () => {
    const { host, id, broker } = await begin();
    const run = await until(host, id, atRest);
    expect(run).toMatchObject({ status: 'completed', worker: 'one', where: 'anywhere', exact: true });
    await expectUndisturbed(host);
    await host.supervisor.whenIdle(id);
    expect(await leftAtBroker(broker)).toEqual({ messages: 0, objects: 0 });
  });

  test('whose worker is killed goes on elsewhere from its last checkpoint', async () => {
    const begun = await begin({ workers: ['one', 'two'] });
    const { host, id } = begun;
    await worker(begun, 0).kill();
    await until(host, id, on('two'));
    expect(await until(host, id, atRest)).toMatchObject({ status: 'completed', exact: true });
    await expectUndisturbed(host);
    const keys = host.store.log(id, 100).map(({ key }) => key);
    expect(keys.filter((key) => key === 'log.takenBy')).toHaveLength(2);
    expect(keys).toContain('log.resumed');
  });

  test('goes on while its host is closed, which catches up when it is opened', async () => {
    const begun = await begin({ workers: ['one', 'two'] });
    const { host, id, broker } = begun;
    await host.close();
    const closedAt = (await leftOf(host.dataFolder))[0]?.metrics.length ?? 0;
    await delay(500);
    await worker(begun, 0).kill();
    await delay(4500);
    const again = await hostOf(broker, host.dataFolder);
    expect(again.store.summary(id).status).toMatch(/running|completed/);
    expect(again.store.log(id, 100).map(({ key }) => key)).not.toContain('log.interrupted');
    await until(again, id, atRest);
    expect(closedAt).toBeLessThan(undisturbed[0]?.metrics.length ?? 0);
    await expectUndisturbed(again);
  });

  test('whose worker was frozen past its lease is not disturbed by it when it wakes', async () => {
    const begun = await begin({ workers: ['one', 'two'] });
    const { host, id } = begun;
    worker(begun, 0).freeze();
    await until(host, id, on('two'));
    worker(begun, 0).thaw();
    expect(await until(host, id, atRest)).toMatchObject({ status: 'completed', worker: 'two', exact: true });
    await expectUndisturbed(host);
    expect(host.store.log(id, 100).filter(({ key }) => key === 'log.takenBy')).toHaveLength(2);
  });

  test('pauses on a checkpoint and goes on from there, here or there', async () => {
    const begun = await begin();
    const { host, id } = begun;
    await host.call('runs.pause', { runId: id });
    expect(await until(host, id, atRest)).toMatchObject({ status: 'paused', worker: 'one' });
    await host.supervisor.whenIdle(id);
    await host.call('runs.start', { runId: id, where: 'here' });
    await until(host, id, (run) => run.status === 'running' && run.worker === null);
    await until(host, id, reached(60));
    await host.call('runs.pause', { runId: id });
    await until(host, id, atRest);
    await host.supervisor.whenIdle(id);
    await host.call('runs.start', { runId: id, where: 'one' });
    expect(await until(host, id, atRest)).toMatchObject({ status: 'completed', worker: 'one', exact: true });
    await expectUndisturbed(host);
  });

  test('of which nobody is left is taken back where it is paused', async () => {
    const begun = await begin();
    const { host, id } = begun;
    await worker(begun, 0).kill();
    await host.call('runs.pause', { runId: id });
    expect(await until(host, id, atRest)).toMatchObject({ status: 'paused' });
    await host.supervisor.whenIdle(id);
    await host.call('runs.start', { runId: id, where: 'here' });
    await until(host, id, atRest);
    await expectUndisturbed(host);
  });

  test('is handed over by a worker that drains', async () => {
    const begun = await begin({ workers: ['one', 'two'] });
    const { host, id } = begun;
    expect(await worker(begun, 0).drain()).toBe(0);
    await until(host, id, on('two'));
    await until(host, id, atRest);
    await expectUndisturbed(host);
    // From where it stood, and not from an earlier checkpoint.
    const resumed = host.store.log(id, 100).find(({ key }) => key === 'log.resumed');
    expect(resumed?.values).toEqual({ records: 0 });
  });

  test('outlives the broker’s death', async () => {
    const { host, id, broker } = await begin();
    await broker.kill();
    await delay(1000);
    await broker.restart();
    await until(host, id, atRest);
    await expectUndisturbed(host);
  });
});
