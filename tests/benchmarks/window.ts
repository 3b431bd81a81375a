/** How soon the desktop window stands, and how soon a theatre and a dream play in it. */
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
  return untilItPlays(page, 'take-cover', 'Play in the dream');
}

export const benchmarks: readonly Benchmark[] = [
  { name: 'first-window', unit: 's', higherIsBetter: false, measure: firstWindow },
  { name: 'theatre-open', unit: 's', higherIsBetter: false, measure: openTheatre },
  // Goal: 1 s.
  { name: 'dream-open', unit: 's', higherIsBetter: false, measure: openDream },
];
