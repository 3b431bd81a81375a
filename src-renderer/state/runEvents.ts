/** Folds what the `runs` topic tells into the list of runs. */
import type { TopicEvents } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';

const names = new Intl.Collator('en', { numeric: true });

/** Made at once, as a study's runs are: by name, `5 steps` before `15 steps`. */
export const newestFirst = (a: RunSummary, b: RunSummary): number => {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return names.compare(a.name, b.name) || (a.id < b.id ? 1 : -1);
};

/** A new list, newest first; runs that did not change stay the same objects. */
export function applyRunEvents(
  list: readonly RunSummary[],
  events: readonly TopicEvents['runs'][],
): readonly RunSummary[] {
  const byId = new Map(list.map((run) => [run.id, run]));
  for (const event of events) {
    switch (event.kind) {
      case 'changed':
        byId.set(event.run.id, event.run);
        break;
      case 'manyChanged':
        for (const run of event.runs) byId.set(run.id, run);
        break;
      case 'removed':
        for (const id of event.runIds) byId.delete(id);
    }
  }
  return [...byId.values()].sort(newestFirst);
}
