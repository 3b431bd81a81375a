/** Runs on other machines: real workers, a real broker, and what is left is what a run leaves that trained here undisturbed. */
import { setTimeout as delay } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RunSummary } from '../../shared/run.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { openFiles } from '../../src-main/machines/streams.ts';
import { recordsSubject } from '../../src-main/machines/subjects.ts';
import { leftOf, litterOf, type Left } from '../chaos/left.ts';
import { differences } from '../chaos/trial.ts';
import { atRest, behave, createCounterRun, temporaryFolder, testHost, until } from '../host/testHost.ts';
import { hostOf, testBroker, testWorker, type TestWorker } from './machines.ts';
import type { TestBroker } from './testBroker.ts';

const STEPS = 60;
/** A run of a few seconds, with a checkpoint several times a second. */
const SLOW = { stepMilliseconds: 80, checkpointEvery: 10 };

let known: readonly Left[] | null = null;

/** What the same run leaves that trains here and that nothing befalls. */
async function undisturbed(): Promise<readonly Left[]> {
  if (known !== null) return known;
  behave({ checkpointEvery: 10 });
  const host = await testHost(temporaryFolder());
  const { id } = await createCounterRun(host, STEPS);
  await until(host, id, atRest);
  return (known = await leftOf(host.dataFolder));
}

async function expectUndisturbed(host: Host): Promise<void> {
  expect(differences(await leftOf(host.dataFolder), await undisturbed())).toEqual([]);
  expect(await litterOf(host.dataFolder)).toEqual([]);
}

interface Begun {
  readonly broker: TestBroker;
  readonly host: Host;
  readonly id: string;
  /** That trains it, and one that has nothing to do. */
  readonly holder: TestWorker;
  readonly other: TestWorker;
}

/** A run that has come some steps far on one of two workers. */
async function begin(step = 15): Promise<Begun> {
  const broker = await testBroker();
  behave(SLOW);
  const workers = await Promise.all(['one', 'two'].map((name) => testWorker(broker, name)));
  const host = await hostOf(broker);
  const { id } = await createCounterRun(host, STEPS, false);
  await host.call('runs.start', { runId: id, where: 'anywhere' });
  const { worker } = await until(host, id, reached(step));
  const [holder, other] = worker === 'one' ? workers : [...workers].reverse();
  if (holder === undefined || other === undefined) throw new Error('there are two');
  return { broker, host, id, holder, other };
}

const reached = (step: number) => (run: RunSummary) => run.axis.gradientSteps >= step;
const on = (worker: string) => (run: RunSummary) => run.worker === worker;

/** Messages of its records that the broker still has, and objects. */
async function leftAtBroker(
  broker: TestBroker,
): Promise<{ readonly messages: number; readonly objects: number }> {
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
  test('goes on while its host is closed, which catches up when it is opened', async () => {
    const { host, id, broker, holder, other } = await begin();
    await host.close();
    const [closed] = await leftOf(host.dataFolder);
    expect(closed?.status).toBe('running');
    await delay(300);
    await holder.kill();
    await delay(3500);
    const again = await hostOf(broker, host.dataFolder);
    expect(again.store.log(id, 100).map(({ key }) => key)).not.toContain('log.interrupted');
    expect(await until(again, id, atRest)).toMatchObject({ status: 'completed', worker: other.id });
    expect(closed?.metrics.length).toBeLessThan((await undisturbed())[0]?.metrics.length ?? 0);
    await expectUndisturbed(again);
  });

  test('whose worker was frozen past its lease is not disturbed by it when it wakes', async () => {
    const { host, id, holder, other } = await begin();
    holder.freeze();
    await until(host, id, on(other.id));
    holder.thaw();
    // It may take the run again, as any worker may.
    expect(await until(host, id, atRest)).toMatchObject({ status: 'completed', exact: true });
    await expectUndisturbed(host);
  });

  test('pauses on a checkpoint and goes on from there, here or there', async () => {
    const { host, id, other } = await begin();
    const pause = async () => {
      await host.call('runs.pause', { runId: id });
      const paused = await until(host, id, atRest);
      await host.supervisor.whenIdle(id);
      return paused;
    };
    expect(await pause()).toMatchObject({ status: 'paused', worker: expect.any(String) as string });
    await host.call('runs.start', { runId: id, where: 'here' });
    await until(host, id, (run) => run.status === 'running' && run.worker === null);
    expect(await pause()).toMatchObject({ status: 'paused', worker: null });
    await host.call('runs.start', { runId: id, where: other.id });
    expect(await until(host, id, atRest)).toMatchObject({
      status: 'completed',
      worker: other.id,
      exact: true,
    });
    await expectUndisturbed(host);
  });

  test('is handed over by a worker that drains, ends as it ends here, and leaves nothing at the broker', async () => {
    const { host, id, broker, holder, other } = await begin();
    expect(await holder.drain()).toBe(0);
    expect(await until(host, id, atRest)).toMatchObject({ status: 'completed', worker: other.id });
    await expectUndisturbed(host);
    // From where it stood, and not from an earlier checkpoint.
    const resumed = host.store.log(id, 100).find(({ key }) => key === 'log.resumed');
    expect(resumed?.values).toEqual({ records: 0 });
    await host.supervisor.whenIdle(id);
    expect(await leftAtBroker(broker)).toEqual({ messages: 0, objects: 0 });
  });

  test('outlives the broker’s death', async () => {
    const { host, id, broker } = await begin();
    await broker.kill();
    await delay(500);
    await broker.restart();
    await until(host, id, atRest);
    await expectUndisturbed(host);
  });

  test('ends where a worker sends what cannot be part of it, and goes on from what was kept', async () => {
    const { host, id, broker } = await begin();
    const connection = await broker.connect();
    await jetstream(connection).publish(recordsSubject(id), 'anything');
    await connection.close();
    const run = await until(host, id, atRest);
    expect(run).toMatchObject({ status: 'interrupted', lastError: { code: 'machines.badRecord' } });
    await host.supervisor.whenIdle(id);
    await host.call('runs.start', { runId: id, where: 'here' });
    await until(host, id, atRest);
    await expectUndisturbed(host);
  });
});

test('records that are too large for a message come all the same', async () => {
  const broker = await testBroker();
  behave({ metrics: 12_000 });
  await testWorker(broker, 'one');
  const host = await hostOf(broker);
  const { id } = await createCounterRun(host, 3, false);
  await host.call('runs.start', { runId: id, where: 'one' });
  expect(await until(host, id, atRest)).toMatchObject({ status: 'completed' });
  expect(Array.from(host.store.metricRows(id))).toHaveLength(3 * 12_001);
});

describe('a run that is to be trained elsewhere', () => {
  test('is refused where there is no hub, and stays as it is', async () => {
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, 3, false);
    await expect(host.call('runs.start', { runId: id, where: 'anywhere' })).rejects.toMatchObject({
      code: 'machines.noHub',
    });
    expect(host.store.summary(id)).toMatchObject({ status: 'draft', where: 'here' });
  });

  test('is refused for a worker that is not there', async () => {
    const host = await hostOf(await testBroker());
    const { id } = await createCounterRun(host, 3, false);
    await expect(host.call('runs.start', { runId: id, where: 'nobody' })).rejects.toMatchObject({
      code: 'machines.unknownWorker',
    });
  });

  test('as all of a study waits for places, and takes no more than there are', async () => {
    const broker = await testBroker();
    behave({ stepMilliseconds: 5 });
    await testWorker(broker, 'one');
    const host = await hostOf(broker);
    let most = 0;
    host.feed.listen(
      'runs',
      {},
      {
        send: () => (most = Math.max(most, host.supervisor.active.length)),
        ended: () => undefined,
      },
    );
    await host.call('studies.create', {
      definition: {
        name: 'seeds',
        algorithm: 'world-models',
        environments: ['car-racing'],
        preset: 'smoke',
        settings: { 'controller.generations': 10 },
        seeds: [1, 2, 3],
        concurrent: 3,
        where: 'anywhere',
      },
      start: true,
      takeIn: false,
    });
    for (const { id } of host.store.runs()) {
      expect(await until(host, id, atRest)).toMatchObject({ status: 'completed', worker: 'one' });
    }
    expect(most).toBe(1);
  });
});
