/** Diagnostics for a bug report: from the palette, seen part by part, saved as one file without what was left out. */
import { readFileSync } from 'node:fs';
import { go, violations } from '../support/page.ts';
import { expect, test } from '../support/studio.ts';

test('what a bug report needs is shown, and saved as one file', async ({ page, studio }) => {
  await go(page, '#/system/diagnostics');
  await expect(page.getByRole('heading', { name: 'Diagnostics', exact: true })).toBeVisible();
  const part = (name: string) => page.getByRole('region', { name });
  await expect(part('Versions and machine').locator('pre')).toContainText(/studio \d/, { timeout: 60_000 });
  await expect(part('Doctor').locator('pre')).toContainText('Tensor backend');
  await expect(part('Last lines of the logs').locator('pre')).toContainText('host.started');
  await expect(part('Window').locator('pre')).toContainText('Chrome');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('checkbox', { name: 'Part of the file: Doctor' }).uncheck();
  // Electron asks where to; in the browser it is a download.
  if (studio.shell === 'browser') {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(/^studio-diagnostics-\d{8}-\d{4}\.txt$/);
    const text = readFileSync(await saved.path(), 'utf8');
    expect(text).toContain('## Last lines of the logs\n');
    expect(text).not.toContain('## Doctor\n');
    expect(text).not.toContain(studio.dataFolder);
    await expect(page.getByText(/^Saved as studio-diagnostics/)).toBeVisible();
  }

  await page.setViewportSize({ width: 900, height: 600 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(await violations(page)).toEqual([]);
});
