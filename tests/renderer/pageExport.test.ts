/** A study's page in the window is made row by row and saved, or stopped. */
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Study } from '../../shared/study.ts';
import type { StudioClient } from '../../src-renderer/client/studioClient.ts';
import type * as Exporting from '../../src-renderer/views/studies/pageExport.svelte.ts';
import { pageCall, sampleFilm } from '../support/studyPage.ts';

// A file can only be saved by a browser.
const { saveFile } = vi.hoisted(() => ({ saveFile: vi.fn() }));
vi.mock('../../src-renderer/state/clipboard.ts', () => ({ saveFile }));

let PageExport: typeof Exporting.PageExport;
beforeAll(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }));
  vi.stubGlobal('document', { documentElement: { dataset: {}, style: {} } });
  ({ PageExport } = await import('../../src-renderer/views/studies/pageExport.svelte.ts'));
});
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
