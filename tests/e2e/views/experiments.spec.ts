/** Experiments, from nothing to a run under way, against the real studio. */
import type { Page } from '@playwright/test';
import { go, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

async function createDraft(page: Page, name: string) {
  await go(page, '#/experiments/new');
  await page.getByPlaceholder(/World Models/).fill(name);
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

test('the form refuses what the schema refuses, and says why beside the field', async ({ page }) => {
  await go(page, '#/experiments/new');
  await page.getByLabel('Population', { exact: true }).fill('2');
  await expect(page.getByRole('alert')).toHaveText('At least 4');
  await expect(page.getByRole('button', { name: 'Start training' })).toBeDisabled();
  await page.getByLabel('Population', { exact: true }).fill('3.5');
  await expect(page.getByRole('alert').first()).toBeVisible();
  await page.getByRole('button', { name: 'Back to the preset' }).click();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled();
});

test('a draft keeps its changes, and its page shows what differs from the preset', async ({ page }) => {
  await go(page, '#/experiments/new');
  await page.getByPlaceholder(/World Models/).fill('Wide latents');
  await page.getByLabel('Size of z', { exact: true }).fill('64');
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await expect(page.getByRole('heading', { name: 'Wide latents' })).toBeVisible();
  await page.getByText(/Differ from the preset/).click();
  const row = page.getByRole('row', { name: /Size of z/ });
  await expect(row).toContainText('64');
  await expect(row).toContainText('32');
});

test('the table filters as one types, and says what it does not understand', async ({ page }) => {
  await createDraft(page, 'Needle');
  await createDraft(page, 'Straw');
  await go(page, '#/experiments');
  const filter = page.getByLabel('Filter experiments');
  await filter.fill('needle status:draft');
  await expect(page.getByRole('link', { name: 'Needle' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Straw' })).toHaveCount(0);
  await filter.fill('colour:red');
  await expect(page.getByText('Nothing is called “colour” (at 1).')).toBeVisible();
  await filter.fill('');
});

test('what was deleted comes back by Undo', async ({ page }) => {
  await createDraft(page, 'Mistake');
  await go(page, '#/experiments');
  await page.getByLabel('Filter experiments').fill('mistake');
  await page.getByRole('checkbox', { name: 'Select Mistake' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('link', { name: 'Mistake' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: 'Mistake' })).toBeVisible();
  await page.getByLabel('Filter experiments').fill('');
});

test('the table is worked by keys alone', async ({ page }) => {
  await createDraft(page, 'By keys');
  await go(page, '#/experiments');
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('complementary', { name: 'By keys' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('1 selected')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'By keys' })).toBeVisible();
});

test('the palette finds actions and goes where they lead', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('storage');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('go to sys');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'System' })).toBeVisible();
});

test('language and theme change at once, without a reload', async ({ page }) => {
  await go(page, '#/system/look');
  await page.evaluate(() => Object.assign(window, { sameWindow: true }));
  await page.getByText('한국어', { exact: true }).click();
  await expect(page.getByRole('heading', { name: '시스템' })).toBeVisible();
  await page.getByText('밝게', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.getByText('English', { exact: true }).click();
  await page.getByText('dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await page.evaluate(() => 'sameWindow' in window)).toBe(true);
});

test('a training shows its phase and live pictures, and can be paused', async ({ page }) => {
  test.setTimeout(180_000);
  await go(page, '#/experiments/new');
  await page.getByPlaceholder(/World Models/).fill('Live');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('heading', { name: 'Live' })).toBeVisible();
  await expect(page.getByText(/\d+ of 24 episodes/)).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText('Frames being collected')).toBeVisible({ timeout: 60_000 });
  await page.locator('main').getByRole('button', { name: 'Pause' }).click();
  await expect(page.locator('main').getByText('Paused').first()).toBeVisible({ timeout: 60_000 });
});

for (const theme of ['dark', 'light'] as const)
  test(`no view breaks WCAG AA in the ${theme} theme`, async ({ page }) => {
    await createDraft(page, `Accessible ${theme}`);
    const draft = await page.evaluate(() => location.hash.split('/')[2] ?? '');
    await page.evaluate((name) => {
      document.documentElement.dataset['theme'] = name;
    }, theme);
    for (const hash of [
      '#/experiments',
      '#/experiments/new',
      `#/experiments/${draft}/overview`,
      `#/experiments/${draft}/config`,
      '#/studies',
      '#/system/storage',
      '#/system/bin',
      '#/system/data',
      '#/system/look',
      '#/system/keys',
    ]) {
      await go(page, hash);
      await expect(page.locator('main h1, main h2').first()).toBeVisible();
      expect(await violations(page), hash).toEqual([]);
    }
    await go(page, '#/experiments');
    await page.getByRole('button', { name: 'New experiment' }).first().hover();
    expect(await violations(page), 'under the pointer').toEqual([]);
  });
