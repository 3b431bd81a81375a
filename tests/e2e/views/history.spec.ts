/** A history that answers: any setting by its path or label, problems told with their place, groups, views, stars. */
import type { Page } from '@playwright/test';
import { go, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

async function createDraft(page: Page, name: string, size?: string) {
  await go(page, '#/experiments/new');
  await page.getByPlaceholder(/World Models/).fill(name);
  if (size !== undefined) await page.getByLabel('Size of z', { exact: true }).fill(size);
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

const filter = (page: Page) => page.getByLabel('Filter experiments');
const link = (page: Page, name: string) => page.getByRole('link', { name });

test('experiments are found by any setting, with its name completed', async ({ page }) => {
  await createDraft(page, 'Broad', '64');
  await createDraft(page, 'Narrow', '16');
  await go(page, '#/experiments');
  await filter(page).pressSequentially('latentSi');
  const options = page.getByRole('listbox', { name: 'What may come next' });
  await expect(options.getByRole('option', { name: /vision\.latentSize/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(filter(page)).toHaveValue('vision.latentSize = ');
  await page.keyboard.type('64');
  await expect(link(page, 'Broad')).toBeVisible();
  await expect(link(page, 'Narrow')).toHaveCount(0);
  await filter(page).fill('"Size of z" < 32 status:draft');
  await expect(link(page, 'Narrow')).toBeVisible();
  await expect(link(page, 'Broad')).toHaveCount(0);
  await filter(page).fill('env:"Walker walk" tag:shipped');
  await expect(link(page, 'Walker, learned by Dreamer')).toBeVisible();
  await filter(page).fill('');
});

test('what is unfinished or wrong says so with its place, and hides nothing', async ({ page }) => {
  await createDraft(page, 'Stays');
  await go(page, '#/experiments');
  await filter(page).fill('score >');
  await expect(page.getByText('A value is missing after “score >” (at 1).')).toBeVisible();
  await expect(link(page, 'Stays').first()).toBeVisible();
  // A name on its way to a comparison is no word that was looked for.
  await filter(page).fill('vision.laten');
  await expect(page.getByText(/go on: vision\.latentSize =/)).toBeVisible();
  await expect(page.getByText('Nothing matches')).toHaveCount(0);
  await filter(page).fill('tag:shipped vision.latenSize = 3');
  const problem = page.getByRole('button', { name: /Nothing is called “vision\.latenSize” \(at 13\)/ });
  await expect(problem).toContainText('Did you mean vision.latentSize?');
  await expect(page.getByText('Nothing matches')).toHaveCount(0);
  await problem.click();
  const selected = await filter(page).evaluate((element) => {
    const { value, selectionStart, selectionEnd } = element as HTMLInputElement;
    return value.slice(selectionStart ?? 0, selectionEnd ?? 0);
  });
  expect(selected).toBe('vision.latenSize');
  await filter(page).fill('');
});

test('repetitions are one row with their mean; a view is saved and had again', async ({ page }) => {
  await go(page, '#/experiments');
  await filter(page).fill('tag:shipped');
  await page.getByLabel('Group by').selectOption('environment');
  const groups = page.getByRole('group', { name: 'Groups of experiments' });
  const car = groups.getByRole('row', { name: /CarRacing/ });
  await expect(car).toContainText('2');
  await expect(car).toContainText('…');
  await car.getByRole('button', { name: /Show the experiments of CarRacing/ }).click();
  await expect(groups.getByRole('link', { name: 'CarRacing, learned on a laptop' })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByLabel('Save this view as').fill('Those that came with it');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByLabel('Group by').selectOption('none');
  await filter(page).fill('');
  await page.reload();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: /^Those that came with it/ }).click();
  await expect(filter(page)).toHaveValue('tag:shipped');
  await expect(groups).toBeVisible();
  await page.getByLabel('Group by').selectOption('none');
  await filter(page).fill('');
});

test('a starred experiment comes first, whatever the order', async ({ page }) => {
  await createDraft(page, 'Aardvark');
  await createDraft(page, 'Zebra');
  await go(page, '#/experiments');
  await filter(page).fill('status:draft (aardvark or zebra)');
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  const first = page.getByRole('grid').getByRole('row').nth(1);
  await expect(first).toContainText('Aardvark');
  await page.getByRole('checkbox', { name: 'Select Zebra' }).click();
  await page.getByRole('button', { name: 'Star', exact: true }).click();
  await expect(first).toContainText('Zebra');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await filter(page).fill('is:starred');
  await expect(link(page, 'Zebra')).toBeVisible();
  await expect(link(page, 'Aardvark')).toHaveCount(0);
  await filter(page).fill('');
});
