/** A store that cannot be written for a while, at every moment of a run: nothing of it ends the host, nothing gets lost. */
import { describe, expect, it } from 'vitest';
import type { Host } from '../../src-main/host/hostOptions.ts';
import { canMount, smallDisk } from '../support/tmpfs.ts';
import {
  atRest,
  behave,
  createCounterRun,
  rowsOf,
  SUM,
  temporaryFolder,
  testHost,
  undisturbed,
  until,
} from './testHost.ts';

const STEPS = 60;
/** From now on every write is refused: the same, with another word, as on a disk without any room. */
function fill(host: Host): void {
  host.store.connection.pragma('query_only = ON');
}

function free(host: Host): void {
  host.store.connection.pragma('query_only = OFF');
}

const isFull = ({ lastError }: { readonly lastError: { readonly code: string } | null }) =>
  lastError?.code === 'store.full' || lastError?.code === 'store.readOnly';

describe('a full disk', () => {
  it.runIf(canMount)(
    'on which a training ends badly leaves the host whole; the end is told when there is room',
    async () => {
      const disk = smallDisk(16);
      behave({ stepMilliseconds: 20, failAt: 40, checkpointEvery: 1000, metrics: 50 });
      const host = await testHost(disk.folder);
      const { id } = await createCounterRun(host, STEPS);
      await until(host, id, ({ axis }) => axis.gradientSteps >= 5);
      disk.fill();
      const troubled = await until(host, id, isFull);
      expect(troubled.status).toBe('running');
      await expect(host.call('runs.list', {})).resolves.toHaveLength(1);
      disk.free();
      const failed = await until(host, id, atRest);
      expect(failed).toMatchObject({
        status: 'failed',
        lastError: { code: 'internal', message: 'as asked' },
      });
      expect(rowsOf(host, id, SUM)).toHaveLength(39);
    },
  );

  it.each([
    ['killed', { standAt: 20 }, 'interrupted'],
    // There is time to fill the disk before it fails.
    ['failing', { failAt: 55, stepMilliseconds: 60 }, 'failed'],
  ] as const)(
    'under a training that is %s keeps its end until it can be written',
    async (_how, ends, status) => {
      behave({ stepMilliseconds: 10, checkpointEvery: 1000, ...ends });
      const host = await testHost(temporaryFolder());
      const { id } = await createCounterRun(host, STEPS);
      await until(host, id, ({ axis }) => axis.gradientSteps >= 20);
      const next = await createCounterRun(host, 10);
      fill(host);
      if ('standAt' in ends) process.kill(host.store.unfinished()[0]?.processId ?? 0, 'SIGKILL');
      expect((await until(host, id, isFull)).status).toBe('running');
      // Nobody takes its place before its end is known.
      expect(host.store.summary(next.id).status).toBe('queued');
      free(host);
      behave({});
      expect((await until(host, id, atRest)).status).toBe(status);
      await until(host, next.id, ({ status: now }) => now === 'completed');
    },
  );

  it('when a training begins: it waits before its first record, and goes on from its checkpoint exactly', async () => {
    const expected = await undisturbed(STEPS);
    behave({ stepMilliseconds: 5, standAt: 30, checkpointEvery: 10 });
    const host = await testHost(temporaryFolder());
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 30);
    process.kill(host.store.unfinished()[0]?.processId ?? 0, 'SIGKILL');
    await until(host, id, atRest);
    behave({});
    await host.call('runs.resume', { runId: id });
    fill(host);
    await until(host, id, isFull);
    const before = rowsOf(host, id, SUM);
    free(host);
    await until(host, id, ({ status }) => status === 'completed');
    expect(before.length).toBeLessThanOrEqual(30);
    expect(rowsOf(host, id, SUM)).toEqual(expected.rows);
  });

  it('does not keep the studio from closing, nor what was trained from going on', async () => {
    const expected = await undisturbed(STEPS);
    const folder = temporaryFolder();
    behave({ stepMilliseconds: 10, checkpointEvery: 1000 });
    const host = await testHost(folder);
    const { id } = await createCounterRun(host, STEPS);
    await until(host, id, ({ axis }) => axis.gradientSteps >= 10);
    fill(host);
    expect(host.supervisor.pause(id)).toMatchObject({ id });
    await host.close();
    behave({});
    const again = await testHost(folder);
    await again.call('runs.resume', { runId: id });
    await until(again, id, ({ status }) => status === 'completed');
    expect(rowsOf(again, id, SUM)).toEqual(expected.rows);
  });
});
