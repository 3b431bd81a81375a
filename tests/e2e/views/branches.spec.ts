/** Branches of a moment: made from the theatre, ranked, named, kept with the run, and there again when it is opened anew. */
import type { Page } from '@playwright/test';
import { go, openShipped, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

/** A theatre of the shipped run that stands beyond its tenth step, with the panel of branches. */
async function openBranches(page: Page) {
  await openShipped(page);
  const run = await page.evaluate(() => location.hash.split('/')[2]?.split('?')[0] ?? '');
  await go(page, `#/theatre?run=${run}&checkpoint=best&seed=7`);
  const clock = page.getByRole('slider', { name: 'Clock' });
  const step = async () => Number(await clock.getAttribute('aria-valuenow'));
  await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(10);
  await page.locator('main').getByRole('button', { name: 'Pause', exact: true }).click();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press('Shift+B');
  const panel = page.getByRole('region', { name: 'Branches' });
  await expect(panel).toBeVisible();
  return { run, step, panel };
}

test('futures of a moment are computed beside reality, ranked, kept and reopened', async ({ page }) => {
  const { run, step, panel } = await openBranches(page);
  await panel.getByLabel('How many').fill('2');
  await panel.getByLabel('Steps').fill('20');
  // What was under way when it was paused still arrives: the moment is the one that the button was pressed at.
  const branch = panel.getByRole('button', { name: /^Branch from step \d+$/ });
  await expect(branch).toBeEnabled();
  const moment = await branch.evaluate((button: HTMLElement) => {
    button.click();
    return Number(/\d+/.exec(button.textContent)?.[0]);
  });
  const rows = panel.locator('tbody tr');
  await expect(rows).toHaveCount(2);
  for (const row of await rows.all()) await expect(row.locator('td').first()).toHaveText(String(moment));
  await rows.first().getByRole('textbox', { name: 'Name' }).fill('into the bend');
  await rows.first().getByRole('textbox', { name: 'Name' }).press('Enter');
  await panel.getByRole('button', { name: 'Keep into the bend with the run' }).click();
  await expect(panel.getByRole('button', { name: 'into the bend is kept with the run' })).toBeDisabled();
  await panel.getByRole('button', { name: 'Show into the bend' }).click();
  await expect(panel.locator('canvas').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);

  // Another theatre of the same run has what was kept, and leads to its moment.
  await go(page, '#/experiments');
  await go(page, `#/theatre?run=${run}&checkpoint=best&seed=8`);
  await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(1);
  if (!(await panel.isVisible())) await page.keyboard.press('Shift+B');
  await expect(rows).toHaveCount(1);
  await panel.getByRole('link', { name: 'Go to the moment of into the bend' }).click();
  await expect.poll(step, { timeout: 60_000 }).toBe(moment);
  await panel.getByRole('button', { name: 'Remove into the bend' }).click();
  await expect(rows).toHaveCount(0);
});

test('a moment branches by a curve drawn by hand and by another’s agent and world model', async ({
  page,
}) => {
  const { panel } = await openBranches(page);
  await panel.getByLabel('How many').fill('1');
  await panel.getByLabel('Steps').fill('12');
  await panel.getByLabel('Actions').selectOption({ label: 'Drawn by hand' });
  await panel.getByLabel('Line').selectOption({ label: 'gas' });
  const editor = panel.getByRole('slider', { name: 'gas, drawn over the steps' });
  // To the top at once, and half of it by the pointer from the left to the middle.
  await editor.focus();
  for (let press = 0; press < 3; press++) await page.keyboard.press('Shift+ArrowUp');
  await expect(editor).toHaveAttribute('aria-valuetext', 'Step 1: 0.15');
  await page.keyboard.press('End');
  await expect(editor).toHaveAttribute('aria-valuetext', 'Step 12: 0.15');
  const box = await editor.boundingBox();
  if (box === null) throw new Error('the editor is not shown');
  await page.mouse.move(box.x + 2, box.y + 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 2, box.y + 2, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.press('Home');
  await expect(editor).toHaveAttribute('aria-valuetext', 'Step 1: 1.00');
  await page.keyboard.press('End');
  await expect(editor).toHaveAttribute('aria-valuetext', 'Step 12: 0.15');
  expect(await violations(page)).toEqual([]);
  const branch = panel.getByRole('button', { name: /^Branch from step/ });
  await branch.click();
  const rows = panel.locator('tbody tr');
  await expect(rows).toHaveCount(1, { timeout: 30_000 });
  await expect(rows.getByRole('textbox', { name: 'Name' })).toHaveValue(/^Drawn by hand/);
  await expect(panel.getByRole('button', { name: /^Begin with what Drawn by hand/ })).toBeVisible();

  await panel.getByLabel('Actions').selectOption({ label: 'Another agent' });
  await expect(panel.getByLabel('Agent of').locator('option').first()).toHaveText(/CarRacing, learned/);
  await panel.getByLabel('World model', { exact: true }).selectOption({ label: 'Another' });
  await branch.click();
  await expect(rows).toHaveCount(2, { timeout: 30_000 });
  const names = panel.getByRole('textbox', { name: 'Name' });
  const called = await Promise.all((await names.all()).map((name) => name.inputValue()));
  const mine = called.find((name) => name.includes(' in '));
  expect(mine).toMatch(/^CarRacing, learned .* in CarRacing, learned .* #1$/);
  await panel.getByRole('button', { name: `Keep ${mine} with the run` }).click();
  await expect(panel.getByRole('button', { name: `${mine} is kept with the run` })).toBeDisabled();
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await panel.getByRole('button', { name: `Remove ${mine}` }).click();
  await expect(rows).toHaveCount(1);
});
