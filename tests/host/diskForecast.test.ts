/** How long the disk lasts at the rate at which trainings write. */
import { describe, expect, it } from 'vitest';
import type { TopicEvents } from '../../shared/protocol.ts';
import { forecast } from '../../src-main/host/diskForecast.ts';
import { behave, createCounterRun, temporaryFolder, testHost, until } from './testHost.ts';

const GB = 1e9;
/** Written evenly, from a moment on, looked at every minute. */
const even = (bytesPerHour: number, minutes: number) =>
  Array.from({ length: minutes + 1 }, (_, minute) => ({
    seconds: 5000 + minute * 60,
    writtenBytes: 7 * GB + (bytesPerHour * minute) / 60,
  }));

describe('the forecast', () => {
  it('divides the room by the rate: 60 GB at 10 GB an hour are full in 6 hours, which is worth telling', () => {
    const told = forecast(even(10 * GB, 30), 60 * GB);
    expect(told.bytesPerHour).toBeCloseTo(10 * GB, -3);
    expect(told.hoursLeft).toBeCloseTo(6, 6);
    expect(told.low).toBe(true);
  });

  it('is no warning where the disk lasts for days', () => {
    expect(forecast(even(1 * GB, 30), 60 * GB)).toMatchObject({ low: false });
    expect(forecast(even(1 * GB, 30), 60 * GB).hoursLeft).toBeCloseTo(60, 6);
  });

  it('says nothing of a rate from less than two minutes, nor where nothing is written', () => {
    expect(forecast(even(900 * GB, 1), 60 * GB)).toMatchObject({
      bytesPerHour: 0,
      hoursLeft: null,
      low: false,
    });
    expect(forecast(even(0, 30), 60 * GB)).toMatchObject({ bytesPerHour: 0, hoursLeft: null });
    expect(forecast([], 60 * GB)).toMatchObject({ bytesPerHour: 0, hoursLeft: null });
  });

  it('warns of little room also while nothing trains', () => {
    expect(forecast([], 1 * GB)).toMatchObject({ low: true, hoursLeft: null });
  });
});

it('a host measures what a training writes, and tells those who listen', async () => {
  behave({ cacheBytes: 200_000, stepMilliseconds: 5 });
  const host = await testHost(temporaryFolder());
  const told: TopicEvents['disk'][] = [];
  host.feed.listen(
    'disk',
    {},
    { send: (event) => told.push(event as TopicEvents['disk']), ended: () => undefined },
  );
  const { id } = await createCounterRun(host, 10_000);
  await until(host, id, ({ axis }) => axis.gradientSteps >= 1);
  const first = await host.call('storage.forecast', {});
  expect(first.freeBytes).toBeGreaterThan(0);
  expect(first.bytesPerHour).toBe(0);
  expect(told.at(-1)).toEqual({ kind: 'forecast', forecast: first });
});
