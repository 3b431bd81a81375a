// @vitest-environment jsdom
/** A study's page: whole, without a network, and with nothing in it that a name could run. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { StudioError } from '../../shared/errors.ts';
import {
  bestRun,
  collectStudyPage,
  MOST_FILM_BYTES,
  MOST_FILMS,
} from '../../shared/studyPage/collectStudyPage.ts';
import {
  PAGE_STYLE,
  PAGE_STYLE_HASH,
  PLAYER_SCRIPT,
  PLAYER_SCRIPT_HASH,
} from '../../shared/studyPage/player.ts';
import { studyPageHtml } from '../../shared/studyPage/studyPage.ts';
import { HOSTILE, pageCall, pageOptions, sampleFilm, sampleRuns } from '../support/studyPage.ts';

const page = async (options: Parameters<typeof pageCall>[0] = {}, language: 'en' | 'ko' = 'en') =>
  studyPageHtml(await collectStudyPage(pageOptions(pageCall(options), language)));

describe('a study’s page', () => {
  it('allows its own script and style by their hashes, and nothing else', async () => {
    const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
    expect([PLAYER_SCRIPT_HASH, PAGE_STYLE_HASH]).toEqual([hash(PLAYER_SCRIPT), hash(PAGE_STYLE)]);
    const html = await page();
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      'img-src data:',
      `style-src '${PAGE_STYLE_HASH}'`,
      `script-src '${PLAYER_SCRIPT_HASH}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html).toContain(`<script>${PLAYER_SCRIPT}</script>`);
    expect(html).toContain(`<style>${PAGE_STYLE}</style>`);
  });

  it('shows hostile names as they are written, and runs and loads nothing of them', async () => {
    const html = await page({ film: () => sampleFilm({ checkpointId: HOSTILE }) });
    const read = new DOMParser().parseFromString(html, 'text/html');
    expect(read.querySelectorAll('script')).toHaveLength(1);
    expect(read.querySelectorAll('style')).toHaveLength(1);
    expect(read.querySelectorAll('iframe, object, embed, link, base, form')).toHaveLength(0);
    for (const element of read.querySelectorAll('*')) {
      const names = element.getAttributeNames();
      expect(names.filter((name) => name.startsWith('on') || name === 'style')).toEqual([]);
      for (const name of ['src', 'href']) {
        const value = element.getAttribute(name);
        if (value !== null) expect(value).toMatch(/^data:image\/png;base64,/);
      }
    }
    expect(read.title).toBe(HOSTILE);
    expect(read.querySelector('h1')?.textContent).toBe(HOSTILE);
    expect(read.querySelector('.question')?.textContent).toBe(HOSTILE);
    const text = read.querySelector('main')?.textContent ?? '';
    // Name, question, source, chart, row, run, checkpoint, version, setting, processor: each of them as text.
    expect(text.split(HOSTILE).length - 1).toBeGreaterThanOrEqual(12);
  });

  it('holds the table, a band over seeds, seeds, versions, differences and the fingerprint', async () => {
    const html = await page();
    const read = new DOMParser().parseFromString(html, 'text/html');
    const [table] = read.querySelectorAll('tbody');
    expect([...(table?.rows ?? [])].map(({ cells }) => cells[2]?.textContent)).toEqual(['15.0 ± 7.1', '–']);
    expect(read.querySelectorAll('svg polygon')).toHaveLength(1);
    const text = read.body.textContent;
    for (const told of ['seeds 1, 2', 'tensorflow 2.21.0', 'threads 3', 'oneDNN on', 'paper-value']) {
      expect(text).toContain(told);
    }
    // Of the best of the first row's runs, whose seed is 2.
    expect(read.querySelector('.film')?.textContent).toContain('score 20.0');
    expect(read.querySelectorAll('.clip')).toHaveLength(2);
    expect(read.querySelector('.clip')?.getAttribute('data-steps')).toBe('[0,2,4]');
  });

  it('is in the language that was chosen', async () => {
    const [english, korean] = [await page(), await page({}, 'ko')];
    expect(english).toContain('<html lang="en">');
    expect(korean).toContain('<html lang="ko">');
    expect(korean).toContain('에피소드와 꿈');
    expect(korean).not.toContain('Episodes and dreams');
    expect(korean).not.toMatch(/studyPage\.\w/);
    expect(english).not.toMatch(/studyPage\.\w/);
  });

  it('says why a row has no pictures, and has all else', async () => {
    const html = await page({
      film: () => {
        throw new StudioError('film.differs', { step: 50 });
      },
    });
    expect(html).toContain('from step 50 on');
    expect(html).not.toContain('class="clip"');
    const numbers = await page({ film: () => sampleFilm({ noDream: 'numbers' }) });
    expect(numbers).toContain('this world model sees numbers');
  });

  it('is full at a number of rows, and at a size, and says so in each row that has none', async () => {
    const asked: string[] = [];
    const values = Array.from({ length: MOST_FILMS + 2 }, (_, index) => index + 1);
    const many = await collectStudyPage(
      pageOptions(pageCall({ values, seeds: [1], film: (id) => (asked.push(id), sampleFilm()) })),
    );
    expect(asked).toHaveLength(MOST_FILMS);
    expect(many.rows.filter(({ film }) => film === null)).toHaveLength(2);
    expect(studyPageHtml(many).split('The page is full').length - 1).toBe(2);
    const large = sampleFilm({ bytes: MOST_FILM_BYTES });
    const heavy = await collectStudyPage(
      pageOptions(pageCall({ values: [1, 2], seeds: [1], film: () => large })),
    );
    expect(heavy.rows.map(({ film }) => film !== null)).toEqual([true, false]);
  });

  it('stops between films, where it is told to', async () => {
    const stopping = new AbortController();
    const asked: string[] = [];
    const call = pageCall({
      values: [1, 2],
      seeds: [1],
      film: (id) => {
        asked.push(id);
        stopping.abort();
        return sampleFilm();
      },
    });
    await expect(collectStudyPage({ ...pageOptions(call), signal: stopping.signal })).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });
});

it('the best run is a completed one with the highest score, then whatever has begun', () => {
  const [low, high] = sampleRuns([1], [1, 2]);
  if (low === undefined || high === undefined) throw new Error('two runs');
  const cells = (...runs: readonly (typeof low | null)[]) => ({
    cells: runs.map((run, seed) => ({ seed, run, result: null })),
  });
  expect(bestRun(cells(low, null, high))?.id).toBe(high.id);
  expect(bestRun(cells({ ...high, status: 'running' }, low))?.id).toBe(low.id);
  expect(bestRun(cells({ ...high, startedAt: null, score: null }))).toBeNull();
});
