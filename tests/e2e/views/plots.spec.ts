/** The history as scatter and as parallel coordinates: by keyboard and pointer, into selection and filter, kept by views. */
import type { Page } from '@playwright/test';
import { go, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

const filter = (page: Page) => page.getByLabel('Filter experiments');
const field = (page: Page, label: string) => page.getByRole('combobox', { name: label, exact: true });

async function look(page: Page, name: 'List' | 'Scatter' | 'Parallel coordinates') {
  await go(page, '#/experiments');
  await page.getByRole('group', { name: 'Look at them as' }).getByText(name, { exact: true }).click();
}

async function choose(page: Page, label: string, name: string) {
  await field(page, label).fill(name);
  await field(page, label).press('Enter');
}

test('a scatter shows any field over any other; the keyboard goes from run to run and opens one', async ({
  page,
}) => {
  await look(page, 'Scatter');
  await filter(page).fill('tag:shipped');
  await choose(page, 'Across', 'seed');
  await choose(page, 'Up', 'score');
  await choose(page, 'Colour', 'environment');
  const plot = page.getByRole('group', { name: /^Score over .*: \d+ experiments\./ });
  await plot.focus();
  await page.keyboard.press('Home');
  const told = page.getByRole('status').filter({ hasText: /Score/ });
  await expect(told).toContainText('Environment');
  const first = await told.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(told).not.toHaveText(first ?? '');
  expect(await violations(page)).toEqual([]);
  const name = ((await told.textContent()) ?? '').split(':')[0] ?? '';
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name }).first()).toBeVisible();
  await look(page, 'List');
  await filter(page).fill('');
});

test('what is no field is told with what may be meant, and changes nothing', async ({ page }) => {
  await look(page, 'Scatter');
  await choose(page, 'Across', 'vision.latenSize');
  await expect(page.getByRole('alert')).toContainText('Did you mean vision.latentSize?');
  await expect(field(page, 'Across')).toHaveAttribute('aria-invalid', 'true');
  await look(page, 'List');
});

test('a box becomes the selection of the list, or a part of its filter', async ({ page }) => {
  await look(page, 'Scatter');
  await filter(page).fill('tag:shipped');
  await choose(page, 'Across', 'algorithm');
  await choose(page, 'Up', 'score');
  const plot = page.getByRole('group', { name: /^Score over Algorithm/ });
  const place = await plot.boundingBox();
  if (place === null) throw new Error('the plot has no place');
  // The left half: the first of the algorithms, with all of its scores.
  await page.mouse.move(place.x + 62, place.y + 10);
  await page.mouse.down();
  await page.mouse.move(place.x + 75, place.y + place.height - 20, { steps: 4 });
  await page.mouse.up();
  const held = page.getByRole('status').filter({ hasText: 'in the box' });
  const count = Number.parseInt((await held.textContent()) ?? '', 10);
  expect(count).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Select these' }).click();
  await expect(page.getByText(`${count} selected`)).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('button', { name: 'Take over into the filter' }).click();
  await expect(filter(page)).toHaveValue(/^tag:shipped algorithm = \S+ score >= /);
  await expect(page.getByRole('group', { name: `Score over Algorithm: ${count} experiments` })).toBeVisible();
  await look(page, 'List');
  await filter(page).fill('');
});

test('a brush narrows lines by keyboard; a view remembers axes and brush; the filter takes it over', async ({
  page,
}) => {
  await look(page, 'Parallel coordinates');
  await filter(page).fill('tag:shipped');
  await choose(page, 'Add an axis', 'created');
  const end = page.getByRole('slider', { name: 'Lower end of Algorithm' });
  await end.focus();
  await page.keyboard.press('ArrowUp');
  const within = page.getByRole('status').filter({ hasText: 'within the brushes' });
  await expect(within).toBeVisible();
  const text = (await within.textContent()) ?? '';
  const [shown = 0, all = 0] = text.match(/\d+/g)?.map(Number) ?? [];
  expect(shown).toBeLessThan(all);
  expect(shown).toBeGreaterThan(0);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByLabel('Save this view as').fill('Lines of those');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear the brushes' }).click();
  await expect(within).toHaveCount(0);
  await page.getByRole('button', { name: 'Axis Created' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await look(page, 'List');
  await filter(page).fill('');
  await page.reload();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: /^Lines of those/ }).click();
  await expect(within).toHaveText(text);
  await expect(page.getByRole('button', { name: 'Axis Created' })).toBeVisible();

  await page.getByRole('button', { name: 'Take over into the filter' }).click();
  await expect(filter(page)).toHaveValue(/^tag:shipped .*algorithm = /);
  await expect(page.getByRole('group', { name: new RegExp(`^${shown} experiments as lines`) })).toBeVisible();
  await look(page, 'List');
  await filter(page).fill('');
});
