/** Studies against the real studio: made in the form, trained for real, their table filled, exported and put away. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { go, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

/** Small enough for seconds; the form finds each by its path. */
const TINY: Readonly<Record<string, string>> = {
  'collect.episodes': '2',
  'collect.maxSteps': '20',
  'vision.maxBatches': '2',
  'memory.steps': '2',
  'memory.hiddenSize': '8',
  'memory.sequenceLength': '8',
  'controller.populationSize': '4',
  'controller.rollouts': '1',
  'controller.generations': '1',
  'controller.maxSteps': '10',
  'controller.evaluateRollouts': '1',
  'evaluate.episodes': '1',
};

test('a study is made, shows its runs before it starts, and fills its table', async ({ page, studio }) => {
  test.setTimeout(300_000);
  await go(page, '#/studies');
  await page.getByRole('button', { name: 'New study' }).click();
  const vary = page.getByRole('combobox', { name: 'Find a setting to vary' });
  await vary.fill('controller sees');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'z and h', exact: true })).toBeChecked();
  await page.getByRole('checkbox', { name: 'z', exact: true }).check();
  await page.getByLabel('Seeds', { exact: true }).fill('1');
  await page.getByText('Train V and M once a seed').click();
  await page.getByRole('radio', { name: /Smoke/ }).check();
  const change = page.getByRole('combobox', { name: 'Find a setting to change' });
  for (const [path, value] of Object.entries(TINY)) {
    await change.fill(path);
    await page.keyboard.press('Enter');
    const field = page.locator('.common .row').last();
    await field.locator('input').fill(value);
  }
  await expect(page.getByText('2 runs (rows: 2, seeds: 1)')).toBeVisible();
  await expect(page.getByTestId('estimate')).toContainText(/cannot be told|About/);
  await page.getByPlaceholder(/C: Sees/).fill('Tiny');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Start the study' }).click();

  await expect(page.getByRole('heading', { name: 'Tiny' })).toBeVisible();
  const rows = page.locator('tbody tr');
  await expect(rows.nth(0)).toContainText('z');
  await expect(page.getByText('0 of 2')).toBeVisible();
  await expect(page.getByText('2 of 2')).toBeVisible({ timeout: 200_000 });
  await expect(page.locator('main').getByText('Completed', { exact: true })).toBeVisible();
  for (const index of [0, 1]) await expect(rows.nth(index)).toContainText(/-?\d[\d.,]* ± [\d.,]+/);
  expect(await violations(page)).toEqual([]);

  // Playwright sees no downloads of Electron's window.
  if (studio.shell === 'browser') await expectTable(page);

  // The second run took V and M over from the first.
  await rows.nth(1).getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'zh', exact: true })).toBeVisible();
  await expect(page.locator('main').getByRole('link', { name: 'Tiny: z', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Log', exact: true }).click();
  await expect(page.getByText(/Took over V and M from “Tiny: z”/)).toBeVisible();
});

/** Of a study with one completed run: its pictures are made while somebody waits. */
async function expectPage(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 200_000 }),
    page.getByRole('menuitem', { name: /HTML/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('Taken-in-or-not.html');
  const html = readFileSync(await download.path(), 'utf8');
  expect(html).toContain('<h1>Taken in or not</h1>');
  expect(html.split('class="clip"')).toHaveLength(3);
  expect(html.split('data:image/png;base64,')).toHaveLength(4);
}

test('a study that trains is paused as one thing from the top bar', async ({ page }) => {
  test.setTimeout(300_000);
  await go(page, '#/studies/new?template=world-models-ablation');
  await page.getByRole('radio', { name: /Smoke/ }).check();
  await page.getByLabel('Name of the study').fill('Paused whole');
  await page.getByRole('button', { name: 'Start the study' }).click();
  await expect(page.getByRole('heading', { name: 'Paused whole' })).toBeVisible();
  await expect(page.locator('main').getByText('8 waiting')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('banner').getByRole('button', { name: 'Pause the study “Paused whole”' }).click();
  await expect(page.locator('main').getByText('Paused', { exact: true })).toBeVisible({ timeout: 200_000 });
  await expect(page.locator('main').getByText(/\d waiting|\d training/)).toHaveCount(0);
  await expect(page.getByRole('banner').getByRole('button', { name: /^Pause the study/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await expect(page.locator('main').getByText(/\d waiting/)).toBeVisible({ timeout: 60_000 });
  // Once more, and taken back at once: it goes on as one thing.
  await page.getByRole('banner').getByRole('button', { name: 'Pause the study “Paused whole”' }).click();
  // The first pause's notice may still be there.
  await page.getByText('“Paused whole” pauses as one').last().waitFor();
  await page.keyboard.press('Control+z');
  await expect(page.locator('main').getByText(/\d waiting/)).toBeVisible({ timeout: 200_000 });
  await page.locator('main').getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.locator('main').getByText('Paused', { exact: true })).toBeVisible({ timeout: 200_000 });
});

async function expectTable(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 30_000 }),
    page.getByRole('menuitem', { name: /CSV/ }).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^,car-racing,z,1,[^,]+,completed,-?\d/);
}

test('what cannot be made is said beside the value, and nothing can be started', async ({ page }) => {
  await go(page, '#/studies/new');
  await page.getByRole('combobox', { name: 'Find a setting to vary' }).fill('temperature');
  await page.keyboard.press('Enter');
  const values = page.getByLabel('Values of Temperature');
  await values.fill('0.1, 99');
  await expect(page.getByText('99: At most 5')).toBeVisible();
  await values.fill('0.1, 0.10');
  await expect(page.getByText('0.1 is there twice')).toBeVisible();
  await values.fill('');
  await expect(page.getByText('Give at least one value')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start the study' })).toBeDisabled();
  await values.fill('0.1, 1');
  await page.getByLabel('Seeds', { exact: true }).fill('1, one');
  await expect(page.getByRole('alert')).toHaveText(/Whole numbers/);
  await page.getByLabel('Seeds', { exact: true }).fill('1-3');
  await expect(page.getByText('6 runs (rows: 2, seeds: 3)')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start the study' })).toBeEnabled();
});

test('a new study takes in the shipped experiment, which is one of its runs, unless it is told not to', async ({
  page,
  studio,
}) => {
  test.setTimeout(300_000);
  const scored = page.getByRole('row', { name: /V and M/ }).getByRole('link', { name: /Completed/ });
  for (const takesIn of [false, true]) {
    await go(page, '#/studies/new?template=world-models-ablation');
    await expect(page.getByRole('link', { name: 'CarRacing, learned on a laptop' })).toBeVisible();
    const choice = page.getByRole('switch', { name: 'Take in what is trained already' });
    await expect(choice).toBeChecked();
    await choice.setChecked(takesIn);
    await page.getByLabel('Name of the study').fill('Taken in or not');
    await page.getByRole('button', { name: 'Save without starting' }).click();
    await expect(page.getByRole('heading', { name: 'Taken in or not' })).toBeVisible();
    await expect(page.getByRole('row', { name: /V and M/ }).getByRole('link')).toHaveCount(3);
    await expect(scored).toHaveCount(takesIn ? 1 : 0);
  }
  // Playwright sees no downloads of Electron's window.
  if (studio.shell === 'browser') await expectPage(page);
});

test('a ready-made study is saved, deleted with its experiments, and comes back by Undo', async ({
  page,
}) => {
  await go(page, '#/studies');
  await page.getByRole('link', { name: /Does the memory help/ }).click();
  await expect(page.getByText('9 runs (rows: 3, seeds: 3)')).toBeVisible();
  await page.getByRole('button', { name: 'Save without starting' }).click();
  await expect(page.getByRole('heading', { name: /Does the memory help/ })).toBeVisible();
  const row = page.getByRole('row', { name: /V and a hidden layer of 40/ });
  await expect(row).toContainText('788 ± 141');
  await expect(row.getByRole('link', { name: /Draft/ })).toHaveCount(3);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete with its experiments' }).click();
  await expect(page.getByText('Deleted the study with its 9 experiments.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('tbody').getByRole('link', { name: /Does the memory help/ })).toBeVisible();
});

test('a study of numbers draws the score over them, and its curves one environment at a time', async ({
  page,
}) => {
  await go(page, '#/studies/new?template=dreamer-horizons');
  await page.getByRole('button', { name: 'Save without starting' }).click();
  await expect(page.getByRole('heading', { name: 'Score by Horizon' })).toBeVisible();
  const charts = page.locator('main figure');
  await expect(charts).toHaveCount(4);
  for (const [index, name] of ['Walker walk', 'Cheetah run', 'Door open'].entries()) {
    await expect(charts.nth(index)).toContainText(name);
    await expect(charts.nth(index)).toContainText('planner (PlaNet)');
    await expect(charts.nth(index)).toContainText('Points appear as runs are completed.');
  }
  await expect(charts.nth(3)).toContainText('Walker walk, Score');
  await page.getByLabel('Environment', { exact: true }).selectOption('Door open');
  await expect(charts.nth(3)).toContainText('Door open, Score');

  // What was published is drawn before anything is measured.
  await go(page, '#/studies/new?template=temperature-sweep');
  await page.getByRole('button', { name: 'Save without starting' }).click();
  await expect(page.getByRole('heading', { name: 'Score by Temperature' })).toBeVisible();
  await expect(charts.first()).toContainText('In the dream, published 732');
  await expect(charts.first().locator('canvas')).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

for (const theme of ['dark', 'light'] as const)
  test(`no page of studies breaks WCAG AA in the ${theme} theme`, async ({ page }) => {
    await go(page, '#/studies/new?template=world-models-ablation');
    await page.getByRole('button', { name: 'Save without starting' }).click();
    await expect(page.getByRole('heading', { name: /Does the memory help/ })).toBeVisible();
    const study = await page.evaluate(() => location.hash);
    await page.evaluate((name) => {
      document.documentElement.dataset['theme'] = name;
    }, theme);
    for (const hash of [
      '#/studies',
      '#/studies/new',
      '#/studies/new?template=world-models-ablation',
      study,
    ]) {
      await go(page, hash);
      await expect(page.locator('main h1, main h2').first()).toBeVisible();
      expect(await violations(page), hash).toEqual([]);
    }
  });
