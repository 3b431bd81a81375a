/** A shipped experiment's dream is measured on its page, and what came out is there after a reload. */
import { openShipped, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

test('the drift of a shipped experiment is measured on its page; a dream without rewards says why not', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await openShipped(page);
  await page.getByRole('link', { name: 'Trust' }).click();
  const drift = page.getByRole('region', { name: 'Drift' });
  // What ships was measured.
  await expect(drift).toContainText('20 episodes, seed 0');
  const episodes = page.getByLabel('Episodes', { exact: true });
  await episodes.fill('1');
  await expect(drift.getByRole('button', { name: 'Drift: Measure' })).toBeDisabled();
  await episodes.fill('2');
  expect(await violations(page)).toEqual([]);
  await drift.getByRole('button', { name: 'Drift: Measure' }).click();
  await expect(drift.getByRole('progressbar')).toBeVisible();
  // CarRacing's M predicts no rewards.
  const calibration = page.getByRole('region', { name: 'Calibration' });
  await calibration.getByRole('button', { name: 'Calibration: Measure' }).click();
  await expect(drift).toContainText('Better for', { timeout: 120_000 });
  await expect(calibration.getByRole('alert')).toContainText('What this dream is worth cannot be measured', {
    timeout: 60_000,
  });
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(drift).toContainText('2 episodes, seed');
  await drift.getByRole('radio', { name: 'Latents' }).check({ force: true });
  await expect(drift.getByText('Error in latents', { exact: false })).toBeVisible();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByText(/^The dream (drifts|is better|holds)/)).toBeVisible();
});
