/** Many trainings that may begin at once: they do, and the host answers meanwhile. */
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
