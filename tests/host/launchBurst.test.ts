/** Many trainings that may begin at once: they do, as many as the machine bears, and the host answers meanwhile. */
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { behave, createCounterRun, temporaryFolder, testHost, until } from './testHost.ts';

it('are launched one a turn, in their order', async () => {
  behave({ stepMilliseconds: 20 });
  const host = await testHost(temporaryFolder());
  const runs: string[] = [];
  for (let index = 0; index < 6; index++) runs.push((await createCounterRun(host, 200)).id);
  const begun = () => runs.filter((id) => host.store.summary(id).status !== 'queued');
  expect(begun()).toEqual(runs.slice(0, 1));
  await host.call('settings.set', { key: 'training.concurrent', value: 6 });
  // Another turn for each: what came in between was answered.
  expect(begun().length).toBeLessThan(6);
  for (const id of runs) await until(host, id, ({ status }) => status !== 'queued');
  expect(begun()).toEqual(runs);
});

it('are no more at a time than the cores bear, and are started a core at a time, whatever the setting says', async () => {
  behave({ stepMilliseconds: 20 });
  const host = await testHost(temporaryFolder());
  const cores = os.availableParallelism();
  const set = (value: number) => host.call('settings.set', { key: 'training.concurrent', value });
  for (const value of [0, 1.5, -1, 1e9, 65])
    await expect(set(value)).rejects.toMatchObject({
      code: 'protocol.malformed',
      values: { field: 'value' },
    });
  // As a data folder may hold it.
  host.store.setSetting('training.concurrent', 1e9);
  expect((await host.call('system.info', {})).trainingsAtOnce).toBe(Math.min(64, 4 * cores));
  const runs: string[] = [];
  for (let index = 0; index < cores + 2; index++) runs.push((await createCounterRun(host, 100)).id);
  const starting = () => runs.filter((id) => host.store.summary(id).status === 'starting').length;
  let most = 0;
  while (runs.some((id) => host.store.summary(id).status !== 'completed')) {
    most = Math.max(most, starting());
    await delay(2);
  }
  expect(most).toBe(cores);
});
