/** The studio opens: the renderer stands, speaks to its host, and loads nothing from elsewhere. */
import { expect, test } from '../support/studio.ts';

test('the first view offers a new experiment', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'New experiment' }).first()).toBeVisible();
});

test('nothing is fetched from another origin and no error is logged', async ({ studio }) => {
  const errors: string[] = [];
  const foreign: string[] = [];
  const page = await studio.open();
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && origin !== new URL(page.url()).origin)
      foreign.push(request.url());
  });
  await page.reload();
  await expect(page.getByRole('button', { name: 'New experiment' }).first()).toBeVisible();
  expect(foreign).toEqual([]);
  expect(errors).toEqual([]);
});

test('the doctor measures this machine', async ({ page }) => {
  await page.getByRole('link', { name: 'System' }).click();
  await expect(page.getByText(/\d GFLOPS/).first()).toBeVisible({ timeout: 60_000 });
});
