/** An agent without a world model against the real studio: trained, watched, and another run's world model laid beside it. */
import { go, openShipped, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

test('an agent without a world model tells what it makes of a moment, and another’s model dreams beside it', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await go(page, '#/experiments/new');
  await page.getByRole('radio', { name: /^D4PG/ }).check();
  await page.getByRole('radio', { name: /^Walker walk/ }).check();
  await page.getByRole('radio', { name: /^Smoke A few/ }).check();
  // A few episodes are enough to have somebody who acts.
  await page.getByRole('textbox', { name: 'Environment steps', exact: true }).fill('2000');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.locator('main').getByText('Completed', { exact: true })).toBeVisible({
    timeout: 200_000,
  });

  await page.getByRole('button', { name: 'Open in theatre' }).click();
  const insight = page.getByRole('region', { name: 'What the agent makes of it' });
  await expect(insight).toContainText('Distribution of returns', { timeout: 60_000 });
  await expect(
    insight.getByRole('img', { name: /^Distribution of returns from -?150 to 150/ }),
  ).toBeVisible();
  await expect(page.getByText('This algorithm learns without a model of the world')).toBeVisible();
  await expect(page.getByRole('region', { name: /^(Dream|What it sees)$/ })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);

  const lens = page.getByLabel('World model', { exact: true });
  await lens.selectOption('Walker, learned by Dreamer from numbers');
  const dream = page.getByRole('region', { name: /^(Dream|What it sees)$/ });
  await expect(dream.getByRole('table')).toContainText('orientations 0', { timeout: 60_000 });
  await expect(insight).toContainText('Distribution of returns');
  await expect(page.getByText(/it does not act/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('one experiment’s model dreams what another drives, who then drives in that dream', async ({ page }) => {
  await openShipped(page);
  await page.getByRole('button', { name: 'Open in theatre' }).click();
  await page.getByLabel('World model', { exact: true }).selectOption('Dreamer on CarRacing, from pixels');
  const drives = page.getByText('The agent drives');
  await expect(drives).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/it does not act/)).toBeVisible();
  // World Models has no critic, and the other's is not taken for its own.
  await expect(page.getByText('No value: this agent has no critic')).toBeVisible();
  await page.getByRole('link', { name: 'Play in the dream' }).click();
  await expect(page.getByText('You play in what the model dreams')).toBeVisible({ timeout: 60_000 });
  await expect(drives).toBeVisible({ timeout: 60_000 });
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Beside reality' }).click();
  await expect(page.getByLabel('World model', { exact: true })).toHaveValue(/./, { timeout: 60_000 });
});
