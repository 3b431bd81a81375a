/** What every test of a view does with its page. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export const go = (page: Page, hash: string) => page.evaluate((to) => (location.hash = to), hash);

/** The page of an experiment that comes with the studio: World Models' CarRacing, or another by its name. */
export async function openShipped(page: Page, name = /CarRacing, learned/): Promise<void> {
  // Other tests left theirs above it, and rows out of sight do not exist.
  await go(page, '#/experiments');
  await page.getByLabel('Filter experiments').fill('tag:shipped');
  await page.getByRole('link', { name }).first().click();
}

/** WCAG AA, 2.2: each broken rule with where. */
export async function violations(page: Page): Promise<string[]> {
  // Colours change over 120 ms.
  await page.waitForTimeout(300);
  // Electron's window cannot open the second page that axe uses otherwise.
  const report = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return report.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}
