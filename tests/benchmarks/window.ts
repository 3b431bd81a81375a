/** How soon the desktop window stands, and how soon a theatre and a dream play in it. */
import type { RunSummary } from '../../shared/run.ts';
import { callHost } from '../e2e/support/callHost.ts';
import type { Benchmark } from './benchmark.ts';
import { open, openTheatre, sharedWindow, untilItPlays } from './desktopWindow.ts';

async function firstWindow(): Promise<number> {
  const begin = performance.now();
  const { close } = await open();
  const seconds = (performance.now() - begin) / 1000;
  await close();
  return seconds;
}

/** From a click on the shipped Take Cover's page to the first step of its dream, at the keys. */
async function openDream(): Promise<number> {
  const { page } = await sharedWindow();
  const runs = (await callHost(page, 'runs.list', {})) as unknown as readonly RunSummary[];
  const shipped = runs.find(
    ({ environment, tags }) => environment === 'take-cover' && tags.includes('shipped'),
  );
  if (shipped === undefined) throw new Error('the shipped Take Cover experiment is not there');
  return untilItPlays(
    page,
    `#/experiments/${shipped.id}`,
    page.getByRole('button', { name: 'Play in the dream' }),
  );
}

export const benchmarks: readonly Benchmark[] = [
  { name: 'first-window', unit: 's', higherIsBetter: false, measure: firstWindow },
  { name: 'theatre-open', unit: 's', higherIsBetter: false, measure: openTheatre },
  // Goal: 1 s.
  { name: 'dream-open', unit: 's', higherIsBetter: false, measure: openDream },
];
