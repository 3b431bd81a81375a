/** A checkpoint evaluated from its line: by the keyboard alone, cancelled, done, and still there after a reload. */
import { openShipped, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

test('a checkpoint of a shipped experiment is evaluated from its line', async ({ page }) => {
  await openShipped(page);
  await page.getByRole('link', { name: 'Checkpoints' }).click();
  await expect(page.getByRole('columnheader', { name: 'Evaluated' })).toBeVisible();
  const line = page.getByRole('row', { name: /the end/ });
  const height = (await line.boundingBox())?.height;
  const evaluate = line.getByRole('button', { name: /^Evaluate/ });
  const form = page.getByRole('dialog', { name: /^Evaluate/ });

  await evaluate.focus();
  await page.keyboard.press('Enter');
  const episodes = form.getByLabel('Episodes', { exact: true });
  await expect(episodes).toBeFocused();
  await episodes.fill('0');
  await expect(form.getByRole('alert')).toHaveText('A whole number from 1 to 10,000');
  await expect(form.getByRole('button', { name: 'Evaluate' })).toBeDisabled();
  await episodes.fill('500');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  await expect(line).toContainText('0 of 500 episodes');
  expect((await line.boundingBox())?.height).toBe(height);
  const inTheBar = page.getByRole('link', { name: /^Now evaluating/ });
  await expect(inTheBar).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await expect(line.getByRole('button', { name: 'Cancel the evaluation' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(line.getByRole('progressbar')).toHaveCount(0);
  await expect(inTheBar).toHaveCount(0);
  await expect(evaluate).toBeFocused();

  for (const seed of ['7', '8']) {
    await evaluate.click();
    await episodes.fill('1');
    await form.getByLabel('Seed', { exact: true }).fill(seed);
    await form.getByRole('button', { name: 'Evaluate' }).click();
    await expect(line).toContainText(`seed ${seed}`, { timeout: 90_000 });
  }
  await expect(line).toContainText(/\d+ 1 episode/);
  expect((await line.boundingBox())?.height).toBe(height);

  await page.reload();
  await expect(line).toContainText('seed 8');
  await line.getByRole('button', { name: 'All results (2)' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'seed 7' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
