/** The small pictures of dreams in lists: real dreams of shipped runs, kept in the run's cache, and none where there is none. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { importRun } from '../../src-main/host/importRun.ts';
import { findCheckpoint } from '../../src-main/host/theatreSource.ts';
import { nodeLauncher } from '../../src-main/host/nodeLauncher.ts';
import { COUNTER_ENTRY, createCounterRun, temporaryFolder, testHost } from './testHost.ts';

const SHIPPED = path.join(import.meta.dirname, '..', '..', 'assets', 'experiments');
const host = () =>
  testHost(temporaryFolder(), { launcher: nodeLauncher({ entries: { trainer: COUNTER_ENTRY } }) });

it('a run’s dream is a picture of its own, the same each time, kept where caches are', async () => {
  const studio = await host();
  const { store } = studio;
  const file = (name: string) => ({ file: path.join(SHIPPED, `${name}.wmsx`) });
  const [driver, dodger] = [
    await importRun(store, file('car-racing')),
    await importRun(store, file('take-cover')),
  ];
  const of = (runId: string) => studio.call('runs.dreamPicture', { runId });
  // Asked at once: one is made after the other.
  const [first, other] = await Promise.all([of(driver.id), of(dodger.id)]);
  expect(first).toMatchObject({ width: 64, height: 64, meaning: 'dreamt' });
  expect(other?.pixels).not.toEqual(first?.pixels);
  // A meadow: green is what there is most of, as a person sees it.
  const mean = [0, 1, 2].map((channel) => {
    const values = [...(first?.pixels ?? [])].filter((_, index) => index % 3 === channel);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  expect(mean[1]).toBeGreaterThan(Math.max(mean[0] ?? 255, mean[2] ?? 255) + 20);

  const { id: best } = findCheckpoint(store, driver.id, 'best');
  const kept = store.folder.dreamPicture(driver.id, best);
  expect(new Uint8Array(readFileSync(kept))).toEqual(first?.pixels);
  // What was kept is what is shown, until it is no picture or gone.
  writeFileSync(kept, new Uint8Array(64 * 64 * 3).fill(9));
  expect((await of(driver.id))?.pixels[0]).toBe(9);
  writeFileSync(kept, 'no picture');
  expect(await of(driver.id)).toEqual(first);
  rmSync(path.dirname(kept), { recursive: true });
  expect(await of(driver.id)).toEqual(first);
  expect(existsSync(kept)).toBe(true);
});

it('a dream in numbers, and a run that has no checkpoint, have none', async () => {
  const studio = await host();
  const { id } = await importRun(studio.store, { file: path.join(SHIPPED, 'walker-walk.wmsx') });
  expect(await studio.call('runs.dreamPicture', { runId: id })).toBeNull();
  const draft = await createCounterRun(studio, 5, false);
  expect(await studio.call('runs.dreamPicture', { runId: draft.id })).toBeNull();
});
