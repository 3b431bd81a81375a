// @vitest-environment jsdom
/** The list of runs: what is told while a list is on its way is not lost to the older answer. */
import { beforeAll, expect, it, vi } from 'vitest';
import type { StudioClient } from '../../src-renderer/client/studioClient.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import { sampleRun } from '../e2e/harness/sampleData.ts';

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
});

it('a change that was told after a row was read, and before the list came, stays', async () => {
  const run = sampleRun(0, Date.now());
  let tell: (event: TopicEvents['runs']) => void = () => undefined;
  let answer: (runs: unknown) => void = () => undefined;
  const client = {
    listen: (_topic: string, _key: unknown, listener: typeof tell) => {
      tell = listener;
      return () => undefined;
    },
    call: () => new Promise((resolve) => (answer = resolve)),
  } as unknown as StudioClient;
  const { Runs } = await import('../../src-renderer/state/runs.svelte.ts');
  const runs = new Runs(client);
  tell({ kind: 'changed', run: { ...run, status: 'queued' } });
  // It is in the list, which was empty, by then.
  await expect.poll(() => runs.list).toHaveLength(1);
  answer([{ ...run, status: 'draft' }]);
  await expect.poll(() => runs.loaded).toBe(true);
  expect(runs.list.map(({ status }) => status)).toEqual(['queued']);
});
