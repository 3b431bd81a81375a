/** The experiments that a query finds, for whoever has no window: see `shared/query/`. */
import { StudioError } from '../../shared/errors.ts';
import { columnId, type ColumnKey, type ColumnValue } from '../../shared/query/columnKey.ts';
import { columnOf, neededColumns, runPredicate } from '../../shared/query/evaluateQuery.ts';
import { parseQuery } from '../../shared/query/parseQuery.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';

/**
 * Newest first; archived ones only where the query names the archive.
 * @param now milliseconds since 1970, for dates such as `7d`
 * @throws StudioError `query.unclear`: unlike a window, nobody is there to type on
 */
export function findRuns(store: ExperimentStore, query: string, now: number): readonly RunSummary[] {
  const { node, problems, mentionsArchive } = parseQuery(query, { metrics: store.metricNames() }, now);
  const [problem] = problems;
  if (problem !== undefined) {
    const { part, at, meant } = problem;
    throw new StudioError('query.unclear', { query, part, at: at + 1, meant: meant === '' ? '-' : meant });
  }
  const keys = neededColumns(node);
  const { runIds, columns } = readAll(store, keys);
  const byId = new Map(keys.map((key, at) => [columnId(key), columnOf(runIds, columns[at] ?? [])]));
  const column = (key: ColumnKey) => byId.get(columnId(key)) ?? new Map<string, ColumnValue>();
  const matches = runPredicate(node, { column });
  return store.runs().filter((run) => (mentionsArchive || !run.archived) && matches(run));
}

function readAll(store: ExperimentStore, keys: readonly ColumnKey[]) {
  const steps = store.columns(keys);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
