/** A loop that is kept busy is seen to have been away, for a minute at most. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { StallMeter } from '../../src-main/host/stallMeter.ts';

afterEach(() => {
  vi.useRealTimers();
});

function keepBusy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

test('the longest time away is told', async () => {
  const meter = new StallMeter();
  await wait(50);
  keepBusy(300);
  await wait(50);
  expect(meter.longest).toBeGreaterThan(250);
  expect(meter.longest).toBeLessThan(3000);
  meter.close();
});

test('what is more than a minute ago is forgotten', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const meter = new StallMeter();
  await wait(50);
  keepBusy(300);
  await wait(50);
  vi.advanceTimersByTime(1000);
  expect(meter.longest).toBeGreaterThan(250);
  vi.advanceTimersByTime(61_000);
  expect(meter.longest).toBeLessThan(250);
  meter.close();
});
