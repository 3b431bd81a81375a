/** Evaluators that play and measure nothing, and what a host tells of their run. */
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { Host } from '../../src-main/host/hostOptions.ts';
import type { CountingBehaviour } from '../engine/countingEvaluator.ts';

export const COUNTING_ENTRY = fileURLToPath(new URL('../engine/countingEvaluator.ts', import.meta.url));

export type RunEvent = TopicEvents['run'];

export function evaluateAs(behaviour: CountingBehaviour): void {
  process.env['COUNTING_EVALUATOR'] = JSON.stringify(behaviour);
  onTestFinished(() => {
    delete process.env['COUNTING_EVALUATOR'];
  });
}

/** Everything that the run's topic tells, and a promise of the first event that fits. */
export function listen(host: Host, runId: string) {
  const told: RunEvent[] = [];
  const waiting: { fits: (event: RunEvent) => boolean; resolve: () => void }[] = [];
  const handle = host.feed.listen(
    'run',
    { runId },
    {
      send: (event) => {
        told.push(event as RunEvent);
        for (const { fits, resolve } of waiting) if (fits(event as RunEvent)) resolve();
      },
      ended: () => undefined,
    },
  );
  onTestFinished(() => {
    handle.close();
  });
  const event = (fits: (event: RunEvent) => boolean) =>
    told.some(fits)
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          waiting.push({ fits, resolve });
        });
  return { told, event };
}
