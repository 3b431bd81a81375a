/** An agent that learns in a shipped run's dream: made in the form, trained, and both of its scores shown. */
import { go, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

const DREAMER = 'Dreamer on CarRacing, from pixels';

test('DQN learns in the dream of a shipped run, and its page shows the score there beside the real one', async ({
  page,
}) => {
  test.setTimeout(400_000);
  await go(page, '#/experiments/new');
  await page.getByRole('radio', { name: /^DQN/ }).check();
  await page.getByRole('radio', { name: /^CarRacing/ }).check();
  await page.getByRole('radio', { name: /Smoke/ }).check();
  const learnsIn = page.getByLabel('Where it learns');
  await expect(learnsIn).toHaveValue('');
  // World Models' M of the shipped run predicts no reward: it is named, with the reason, and cannot be chosen.
  await page.getByText(/Cannot dream for this agent/).click();
  const refused = page.getByText(/“CarRacing, learned on a laptop”\. Its model does not predict the reward/);
  await expect(refused).toBeVisible();
  await learnsIn.selectOption({ label: `In the dream of ${DREAMER} (Dreamer)` });
  await expect(page.getByText(/scored in the real environment too/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  // An episode of each kind is enough to be scored.
  for (const [field, value] of [
    ['Environment steps', '1200'],
    ['Episodes an evaluation', '1'],
    ['Final episodes', '1'],
  ] as const)
    await page.getByRole('textbox', { name: field, exact: true }).fill(value);
  await page.getByRole('button', { name: 'Start training' }).click();
  const table = page.locator('.card', {
    has: page.getByRole('heading', { name: 'Dream against reality' }),
  });
  // Once its first evaluation is done, at the latest.
  await expect(table.getByRole('link', { name: /^watch/ }).first()).toBeVisible({ timeout: 300_000 });
  await expect(table.getByRole('columnheader', { name: 'In the dream' })).toBeVisible();
  await expect(table.getByRole('columnheader', { name: 'In reality' })).toBeVisible();
  await expect(page.getByText('Score in the dream and in reality').first()).toBeVisible();
  const card = page.locator('.card', { has: page.getByRole('heading', { name: 'Score', exact: true }) });
  await expect(card).toContainText('Dreamt steps');
  await expect(card.getByRole('link', { name: DREAMER })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
