/** Branches of a moment: made from the theatre, ranked, named, kept with the run, and there again when it is opened anew. */
import { go, openShipped, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

test('futures of a moment are computed beside reality, ranked, kept and reopened', async ({ page }) => {
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
