/** A moment as an address, and the timeline that it is read from. */
import type { Locator, Page } from '@playwright/test';
import { go, openShipped, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

const clock = (page: Page): Locator => page.getByRole('slider', { name: 'Clock' });
const step = async (page: Page) => Number(await clock(page).getAttribute('aria-valuenow'));

/** Every picture of the instant that is shown, as bytes. */
const pictures = (page: Page) =>
  page
    .getByRole('group', { name: 'Pictures of this step' })
    .locator('canvas')
    .evaluateAll((canvases) => canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));

/** Presses "Copy a link" @returns what was copied, as a place of this window */
async function copiedPlace(page: Page): Promise<string> {
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: (text: string) => Promise.resolve(Object.assign(window, { copied: text })) },
    });
  });
  await page.getByRole('button', { name: 'Copy a link to this moment' }).click();
  await expect
    .poll(() => page.evaluate(() => String(Reflect.get(window, 'copied') ?? '')))
    .toContain('step=');
  const copied = await page.evaluate(() => String(Reflect.get(window, 'copied')));
  expect(copied).not.toMatch(/code=|token/);
  return `#/theatre?${copied.split('theatre?')[1] ?? ''}`;
}

test('a link to a moment brings back step, pictures and dream, to the last bit', async ({ page }) => {
  await openShipped(page);
  const run = await page.evaluate(() => location.hash.split('/')[2]?.split('?')[0] ?? '');
  await go(page, `#/theatre?run=${run}&checkpoint=best&seed=7`);
  await expect.poll(() => step(page), { timeout: 60_000 }).toBeGreaterThan(1);
  await page.locator('main').getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Warm-up' }).uncheck();
  await page.getByRole('checkbox', { name: 'Horizon' }).uncheck();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => step(page)).toBe(10);
  await page.keyboard.press('c');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByText('Eyes closed for 10 steps')).toBeVisible();
  const before = await pictures(page);
  const place = await copiedPlace(page);
  expect(place).toContain('eyes=10');

  await go(page, '#/system/look');
  await go(page, place);
  await expect.poll(() => step(page), { timeout: 60_000 }).toBe(20);
  await expect(page.getByText('Eyes closed for 10 steps')).toBeVisible();
  await expect.poll(() => pictures(page)).toEqual(before);
  expect(await violations(page)).toEqual([]);
  // Where there is little room its neighbours come closer to every slider.
  await page.setViewportSize({ width: 1024, height: 700 });
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  // Another moment of the same episode is another address: it opens, too.
  await go(page, place.replace('step=20', 'step=15'));
  await expect.poll(() => step(page)).toBe(15);
  await expect(page.getByText('Eyes closed for 5 steps')).toBeVisible();
  // One that was made where something else computes says so.
  await go(page, place.replace(/([?&])on=[^&]*/, '$1on=elsewhere'));
  await expect(page.getByText(/made on a computer that computes otherwise/)).toBeVisible();
});

test('the timeline names what is under the pointer, looks closer, and keeps bookmarks', async ({ page }) => {
  await go(page, '#/environments/dmc%2Fwalker-walk');
  await expect.poll(() => step(page), { timeout: 60_000 }).toBeGreaterThan(20);
  await page.keyboard.press('Space');
  const box = await clock(page).boundingBox();
  if (box === null) throw new Error('the timeline has no place');
  await page.mouse.move(box.x + 6, box.y + 10);
  await expect(page.getByText(/^Step \d+, /)).toBeVisible();
  await expect(page.locator('.readout')).toContainText('right hip');
  await expect(page.locator('.readout')).toContainText('Reward');
  await page.mouse.wheel(0, -600);
  const whole = page.getByRole('button', { name: 'Show the whole episode' });
  await expect(whole).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await whole.click();
  await expect(whole).toHaveCount(0);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const marked = await step(page);
  await page.keyboard.press('m');
  await page.keyboard.press('Home');
  await expect.poll(() => step(page)).toBe(0);
  await page.keyboard.press('Control+ArrowRight');
  await expect.poll(() => step(page)).toBe(marked);
  await page.keyboard.press('m');
});
