// @vitest-environment jsdom
/** A study in the window: its page is made and saved, or stopped; what trains of it is paused as one thing. */
import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Study } from '../../shared/study.ts';
import type { StudioClient } from '../../src-renderer/client/studioClient.ts';
import RunningNow from '../../src-renderer/shell/RunningNow.svelte';
import { PageExport } from '../../src-renderer/views/studies/pageExport.svelte.ts';
import { pageCall, sampleFilm, sampleRuns } from '../support/studyPage.ts';

const { saveFile, useStudio } = vi.hoisted(() => ({ saveFile: vi.fn(), useStudio: vi.fn() }));
vi.mock('../../src-renderer/state/clipboard.ts', () => ({ saveFile }));
vi.mock('../../src-renderer/state/studio.svelte.ts', () => ({ useStudio }));

beforeEach(() => {
  saveFile.mockClear();
});

/** As the host of `pageCall` has it. */
const study = async (): Promise<Study> => (await pageCall({})('studies.get', { studyId: 'study' })).study;

const exporter = (film: () => ReturnType<typeof sampleFilm>) =>
  new PageExport({ call: pageCall({ values: [1, 2], seeds: [1], film }) } as unknown as StudioClient);

it('a page is made row by row, and saved under the study’s name', async () => {
  const rows: unknown[] = [];
  const page = exporter(() => {
    rows.push(page.under);
    return sampleFilm();
  });
  await page.write(await study(), 'mine.html');
  expect(rows).toEqual([
    { row: 1, total: 2 },
    { row: 2, total: 2 },
  ]);
  expect(page.under).toBeNull();
  expect(saveFile).toHaveBeenCalledExactlyOnceWith('mine.html', expect.stringContaining('class="clip"'));
});

it('one that is stopped is not saved, and is out of sight at once', async () => {
  const page = exporter(() => {
    page.stop();
    expect(page.under).toBeNull();
    return sampleFilm();
  });
  await page.write(await study(), 'mine.html');
  expect(saveFile).not.toHaveBeenCalled();
});

it('the top bar pauses a study that trains as one thing, and a run of no study alone', async () => {
  const [sample] = sampleRuns([1], [1]);
  const made = await study();
  const named = { ...made, definition: { ...made.definition, name: 'Mine' } };
  for (const studyId of ['study', null]) {
    const paused: string[] = [];
    useStudio.mockReturnValue({
      runs: {
        active: [{ ...sample, name: 'Alone', status: 'running', studyId }],
        pause: ({ name }: { name: string }) => paused.push(`run ${name}`),
      },
      studies: {
        find: (id: string | null) => (id === 'study' ? named : undefined),
        ownName: () => 'own',
        pause: ({ definition }: Study) => paused.push(`study ${definition.name}`),
      },
    });
    const shown = mount(RunningNow, { target: document.body });
    flushSync();
    const buttons = [...document.querySelectorAll('button')];
    const pauses = buttons.filter((button) => /Pause/.test(button.getAttribute('aria-label') ?? ''));
    expect(pauses.map((button) => button.getAttribute('aria-label'))).toEqual([
      studyId === null ? 'Pause' : 'Pause the study “Mine”',
    ]);
    pauses[0]?.click();
    expect(paused).toEqual([studyId === null ? 'run Alone' : 'study Mine']);
    await unmount(shown);
  }
});
