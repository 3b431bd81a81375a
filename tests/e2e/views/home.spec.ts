/** Home lives: the card of the first launch shows reality beside a dream at once, then live; the table shows what each run dreams. */
import type { Locator, Page } from '@playwright/test';
import { go, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

const card = (page: Page) => page.getByRole('button', { name: /^Watch a dream/ });
const pictures = (page: Page) => card(page).locator('.picture');
/** Which of the recorded pictures are shown, or none where they are dreamt live. */
const places = (page: Page) =>
  pictures(page)
    .locator('.sheet')
    .evaluateAll((sheets) => sheets.map((sheet) => (sheet as HTMLElement).style.backgroundPosition));

/** Other tests may have left experiments of their own: then the first steps are had back. */
async function openHome(page: Page): Promise<void> {
  await go(page, '#/experiments');
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  const firstSteps = page.getByRole('button', { name: 'First steps' });
  if ((await firstSteps.getAttribute('aria-pressed')) !== 'true') await firstSteps.click();
  await expect(card(page)).toBeVisible();
}

// What was asked for is kept in the browser, and no business of the tests to come.
test.afterEach(async ({ page }) => {
  await page.evaluate(() => {
    localStorage.removeItem('studio.experiments.firstSteps');
  });
});

const pixelsOf = (canvas: Locator) =>
  canvas.evaluate((element) => {
    const source = element as HTMLCanvasElement;
    const { data } = source.getContext('2d')?.getImageData(0, 0, source.width, source.height) ?? { data: [] };
    return [...data].join();
  });

test('the card shows reality beside a dream that moves at once, and then dreams live', async ({ page }) => {
  await openHome(page);
  await page.reload();
  await expect(pictures(page)).toHaveCount(2);
  // What is recorded waits for no process.
  await expect(pictures(page).first()).toHaveAttribute('data-live', 'false');
  await expect(async () => {
    const before = await places(page);
    expect(before).toHaveLength(2);
    expect(await places(page)).not.toEqual(before);
  }).toPass({ intervals: [50] });
  expect(await violations(page)).toEqual([]);
  await expect(pictures(page).first()).toHaveAttribute('data-live', 'true', { timeout: 60_000 });
  const dreamt = pictures(page).last().locator('canvas');
  const before = await pixelsOf(dreamt);
  await expect.poll(() => pixelsOf(dreamt), { timeout: 20_000 }).not.toBe(before);
});

test('nothing moves on the card where motion is reduced', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openHome(page);
  await page.reload();
  await expect(pictures(page)).toHaveCount(2);
  const before = await places(page);
  expect(before).toHaveLength(2);
  // Longer than it would take to dream live.
  await page.waitForTimeout(6000);
  expect(await places(page)).toEqual(before);
});

test('the table shows what a run dreams, and its names whole', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await go(page, '#/experiments');
  await page.getByLabel('Filter experiments').fill('tag:shipped');
  const row = page.getByRole('row', { name: /Dreamer on CarRacing, from pixels/ });
  await expect(row.locator('.thumb canvas')).toBeVisible({ timeout: 60_000 });
  expect(new Set((await pixelsOf(row.locator('.thumb canvas'))).split(',')).size).toBeGreaterThan(8);
  await expect(page.getByRole('row', { name: /Walker, learned by Dreamer/ }).locator('canvas')).toHaveCount(
    0,
  );
  for (const name of await page.getByRole('grid').getByRole('link').all())
    expect(await name.evaluate((link) => link.scrollWidth - link.clientWidth)).toBeLessThanOrEqual(0);
});
