/** That a served host is after everything what it was before. */
import { expect, vi } from 'vitest';
import type { Measured } from './servedHost.ts';
import type { ServedHost } from './served.ts';

const MOST_GROWTH_BYTES = 30 * 1024 * 1024;
const LONGEST_TURN_MILLISECONDS = 200;

export async function expectUnmoved(host: ServedHost, before: Measured): Promise<Measured> {
  const after = await host.measure();
  expect(after.longestTurnMilliseconds).toBeLessThan(LONGEST_TURN_MILLISECONDS);
  // The last connections are closed a moment after their clients went.
  await vi.waitFor(async () => {
    const now = await host.measure();
    expect(now.heldBytes - before.heldBytes).toBeLessThan(MOST_GROWTH_BYTES);
    if (before.descriptors !== null) expect(now.descriptors).toBeLessThanOrEqual(before.descriptors + 4);
  }, 30_000);
  return after;
}
