/** What a person expects without being told: undo by keys, a list of keys that gives way, notices that cover nothing. */
import type { Page } from '@playwright/test';
import { go, openShipped, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

async function createDraft(page: Page, name: string) {
  await go(page, '#/experiments/new');
  await page.getByPlaceholder(/World Models/).fill(name);
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

test('Ctrl+Z takes back what the notice tells of, and in a field what was typed', async ({ page }) => {
  await createDraft(page, 'Slip');
  await go(page, '#/experiments');
  const filter = page.getByLabel('Filter experiments');
  await filter.fill('slip');
  await page.getByRole('checkbox', { name: 'Select Slip' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('link', { name: 'Slip' })).toHaveCount(0);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('link', { name: 'Slip' })).toBeVisible();
  await filter.fill('');
});

test('the list of keys closes by the key that opened it and by one Escape, and lets the palette through', async ({
  page,
}) => {
  await go(page, '#/experiments');
  await expect(page.getByRole('grid')).toBeVisible();
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await page.keyboard.press('?');
  await expect(list).toBeVisible();
  await page.keyboard.press('?');
  await expect(list).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(list).toBeVisible();
  // Its button has the focus, and with it a tooltip that would take an Escape for itself.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(list).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'What do you want to do?' })).toBeFocused();
  await expect(list).toHaveCount(0);
  await page.keyboard.press('Escape');
});

test('a notice leaves the clock within reach', async ({ page }) => {
  await createDraft(page, 'Noticed');
  await go(page, '#/experiments');
  await page.getByLabel('Filter experiments').fill('noticed');
  await page.getByRole('checkbox', { name: 'Select Noticed' }).click();
  await page.getByRole('button', { name: 'Archive' }).click();
  const notice = page.getByText('Archived 1.');
  await notice.hover();
  await go(page, '#/environments/car-racing');
  const clock = page.getByRole('toolbar', { name: 'Clock' });
  await expect(clock).toBeVisible();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  await expect(async () => {
    const [above, below] = [await undo.boundingBox(), await clock.boundingBox()];
    expect((above?.y ?? Infinity) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
  }).toPass();
});

test('the first steps can be had back once there are experiments of one’s own', async ({ page }) => {
  await createDraft(page, 'Of my own');
  await go(page, '#/experiments');
  const watch = page.getByRole('button', { name: /^Watch a dream/ });
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(watch).toHaveCount(0);
  await page.getByRole('button', { name: 'First steps' }).click();
  await expect(watch).toBeVisible();
  await page.getByRole('button', { name: 'First steps' }).click();
  await expect(watch).toHaveCount(0);
});

for (const [width, height] of [
  [1024, 700],
  [720, 450],
] as const)
  test(`nothing is cut off at ${width} x ${height}`, async ({ page, studio }) => {
    test.skip(studio.shell === 'electron', 'the window has a size of its own');
    await page.setViewportSize({ width, height });
    for (const hash of ['#/experiments', '#/environments/dmc%2Fhumanoid-stand', '#/system/look']) {
      await go(page, hash);
      await expect(page.locator('main h1, main h2').first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), hash).toBeLessThanOrEqual(
        width,
      );
    }
    await go(page, '#/environments/dmc%2Fhumanoid-stand');
    const where = page.locator('.transport .where');
    await expect(where).toContainText('step');
    // What is aligned to its end is cut at its beginning, which no scroll width tells of.
    // All at once: what it says changes while the environment plays.
    const cut = await where.evaluate((element) => {
      const { left } = element.getBoundingClientRect();
      const shown = [...element.querySelectorAll('span')].filter((span) => span.getClientRects().length > 0);
      return shown.filter((span) => span.getBoundingClientRect().left < left - 0.5).length;
    });
    expect(cut).toBe(0);
    const side = page.getByRole('complementary', { name: 'Driver and dream' });
    expect(await side.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

test('the theatre of a body that observes numbers breaks no rule of WCAG AA', async ({ page }) => {
  await openShipped(page, /Walker, learned/);
  const run = await page.evaluate(() => location.hash.split('/')[2]?.split('?')[0] ?? '');
  await go(page, `#/theatre?run=${run}`);
  await expect(page.getByRole('slider', { name: 'Clock' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('group', { name: 'Action' })).toContainText('left ankle');
  await page.locator('main').getByRole('button', { name: 'Pause', exact: true }).click();
  expect(await violations(page)).toEqual([]);
});

test('Korean names the elements of an action', async ({ page }) => {
  await go(page, '#/system/look');
  await page.getByText('한국어', { exact: true }).click();
  await go(page, '#/environments/dmc%2Fwalker-walk');
  await expect(page.getByRole('group', { name: '행동' })).toContainText('왼쪽 발목', { timeout: 60_000 });
  await go(page, '#/system/look');
  await page.getByText('English', { exact: true }).click();
});
