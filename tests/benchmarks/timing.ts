/** Timing of repeated steps. */

const warmed = new WeakSet<() => void>();

/** Mean seconds over `count` calls; the first time a step is seen, `warmUp` calls go before. */
export function secondsAStep(step: () => void, count: number, warmUp: number): number {
  if (!warmed.has(step)) for (let i = 0; i < warmUp; i++) step();
  warmed.add(step);
  const begin = performance.now();
  for (let i = 0; i < count; i++) step();
  return (performance.now() - begin) / 1000 / count;
}
