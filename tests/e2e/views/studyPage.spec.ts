/** A study's page on its own: opened as a file without a network, played by mouse and keys, in both themes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, expect, test, type Locator } from '@playwright/test';
import { collectStudyPage } from '../../../shared/studyPage/collectStudyPage.ts';
import { studyPageHtml } from '../../../shared/studyPage/studyPage.ts';
import { HOSTILE, pageCall, pageOptions } from '../../support/studyPage.ts';
import { violations } from '../support/page.ts';
import { chromiumPath } from '../support/runtimes.ts';

/** The grey of a picture's middle. */
const shade = (canvas: Locator) =>
  canvas.evaluate(
    (element) => (element as HTMLCanvasElement).getContext('2d')?.getImageData(2, 2, 1, 1).data[0],
  );

for (const colorScheme of ['dark', 'light'] as const) {
  for (const language of ['en', 'ko'] as const) {
    test(`a written page plays offline, ${colorScheme}, ${language}`, async () => {
      if (chromiumPath === undefined) throw new Error('no Chromium was found; STUDIO_CHROMIUM may name one');
      const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-page-'));
      const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
      try {
        const file = path.join(folder, 'page.html');
        writeFileSync(file, studyPageHtml(await collectStudyPage(pageOptions(pageCall({}), language))));
        const context = await browser.newContext({ colorScheme, offline: true });
        const page = await context.newPage();
        const asked: string[] = [];
        const faults: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        page.on('dialog', (dialog) => {
          faults.push(dialog.message());
          void dialog.dismiss();
        });
        // What the page's policy refuses is told as an error; that this test reads pictures back is none.
        page.on('console', (message) => {
          if (message.type() === 'error') faults.push(message.text());
        });
        page.on('pageerror', (error) => faults.push(error.message));
        const address = pathToFileURL(file).href;
        await page.goto(address);
        await expect(page).toHaveTitle(HOSTILE);

        const [episode, dream] = [page.locator('.clip').nth(0), page.locator('.clip').nth(1)];
        const picture = episode.locator('canvas');
        const told = episode.locator('[data-part=told]');
        const slider = episode.getByRole('slider');
        await expect(slider).toBeVisible();
        await expect.poll(() => shade(picture)).toBe(60);
        await episode.focus();
        await page.keyboard.press('ArrowRight');
        expect(await shade(picture)).toBe(120);
        await expect(told).toContainText('2');
        await page.keyboard.press('End');
        expect(await shade(picture)).toBe(180);
        // Another step would lie beyond it.
        await page.keyboard.press('ArrowRight');
        await expect(slider).toHaveValue('2');
        await page.keyboard.press('ArrowLeft');
        await expect(slider).toHaveValue('1');
        await page.keyboard.press('Home');
        await expect(slider).toHaveValue('0');
        await page.keyboard.press(' ');
        await expect(slider).toHaveValue('2');
        await episode.locator('[data-part=back]').click();
        await expect(slider).toHaveValue('1');
        await episode.locator('[data-part=on]').click();
        await expect(slider).toHaveValue('2');
        // Played from its end it begins again, and stops there by itself.
        await episode.locator('[data-part=play]').click();
        await expect(slider).toHaveValue('2');
        await expect(episode.locator('[data-part=play]')).toHaveText(language === 'en' ? 'Play' : '재생');

        // The dream's two pictures go together, and the episode stays where it is.
        await dream.locator('[data-part=on]').click();
        expect(await shade(dream.locator('canvas').nth(0))).toBe(120);
        expect(await shade(dream.locator('canvas').nth(1))).toBe(130);
        await expect(slider).toHaveValue('2');

        const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        expect(ground).toBe(colorScheme === 'dark' ? 'rgb(15, 17, 21)' : 'rgb(246, 247, 249)');
        expect(asked.filter((url) => url !== address && !url.startsWith('data:'))).toEqual([]);
        expect(faults).toEqual([]);
        expect(await violations(page)).toEqual([]);
      } finally {
        await browser.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
}
