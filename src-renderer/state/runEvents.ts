/** Folds what the `runs` topic tells into the list of runs. */
import type { TopicEvents } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';

export const newestFirst = (a: RunSummary, b: RunSummary): number =>
  a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1;

/** A new list, newest first; runs that did not change stay the same objects. */
export function applyRunEvents(
  list: readonly RunSummary[],
  events: readonly TopicEvents['runs'][],
): readonly RunSummary[] {
  const byId = new Map(list.map((run) => [run.id, run]));
  for (const event of events) {
    if (event.kind === 'changed') byId.set(event.run.id, event.run);
    else for (const id of event.runIds) byId.delete(id);
  }
  return [...byId.values()].sort(newestFirst);
}
