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

/** Colours change over 120 ms of frames that are drawn, which a busy machine draws late: what changes now has ended. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    // One that is called off by another has ended, too.
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** WCAG AA, 2.2: each broken rule with where. */
export async function violations(page: Page): Promise<string[]> {
  await settled(page);
  // Electron's window cannot open the second page that axe uses otherwise.
  const report = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return report.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}
