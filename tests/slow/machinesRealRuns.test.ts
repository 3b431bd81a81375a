/** World Models and Dreamer on two workers, one of which is killed: what they leave is what they leave here, bit for bit. */
import { expect, test } from 'vitest';
import { leftOf, litterOf } from '../chaos/left.ts';
import { differences } from '../chaos/trial.ts';
import { atRest, until } from '../host/testHost.ts';
import { hostOf, testBroker, testWorker } from '../machines/machines.ts';
import { createRealRuns, inOrder, PATIENCE_MILLISECONDS, realBaseline } from '../machines/realRuns.ts';

test(
  'real trainings on other machines are those that train here, also where a worker is killed',
  async () => {
    const { left, compute } = await realBaseline();
    const broker = await testBroker();
    const real = { compute, trainer: undefined, leaseMilliseconds: 1000 };
    const [one] = await Promise.all(['one', 'two'].map((name) => testWorker(broker, name, real)));
    const host = await hostOf(broker);
    const ids = await createRealRuns(host);
    for (const runId of ids) await host.call('runs.start', { runId, where: 'anywhere' });
    for (const runId of ids)
      await until(host, runId, ({ axis }) => axis.environmentSteps > 0, PATIENCE_MILLISECONDS);
    await one?.kill();
    for (const runId of ids) {
      expect(await until(host, runId, atRest, PATIENCE_MILLISECONDS)).toMatchObject({
        status: 'completed',
        exact: true,
      });
    }
    expect(differences(inOrder(await leftOf(host.dataFolder), ids), left)).toEqual([]);
    expect(await litterOf(host.dataFolder)).toEqual([]);
  },
  3 * PATIENCE_MILLISECONDS,
);
