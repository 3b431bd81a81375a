/** `studio runs`: every run of the data folder, newest first, or what lies in its bin; also while a studio has it open. */
import type { RunSummary } from '../../../shared/run.ts';
import { binContent } from '../../host/bin.ts';
import { findRuns } from '../../host/findRuns.ts';
import { ExperimentStore } from '../../store/experimentStore.ts';
import { clockTime } from '../progressDisplay.ts';
import { chosenDataFolder, print, say } from '../terminal.ts';
import { textTable } from '../textTable.ts';

export interface RunsOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
  readonly bin?: boolean;
  /** A query, see `shared/query/`. */
  readonly where?: string;
}

export async function runs(options: RunsOptions): Promise<void> {
  const store = ExperimentStore.openReadOnly(chosenDataFolder(options));
  try {
    if (options.bin === true) {
      await listBin(store, options.json ?? false);
      return;
    }
    const all = listed(store, options.where);
    if (options.json === true) {
      print(JSON.stringify(all));
      return;
    }
    if (all.length === 0) {
      print(say('cli.runs.none'));
      return;
    }
    const rows = all.map((run) => [
      run.id,
      run.name,
      run.algorithm,
      run.environment,
      run.preset,
      run.status,
      run.score === null ? '-' : run.score.toFixed(1),
      clockTime(run.wallSeconds),
      run.createdAt.slice(0, 16).replace('T', ' '),
    ]);
    const head = ['id', 'name', 'algorithm', 'environment', 'preset', 'status', 'score', 'time', 'created'];
    for (const line of textTable([head, ...rows])) print(line);
  } finally {
    store?.close();
  }
}

function listed(store: ExperimentStore | null, query: string | undefined): readonly RunSummary[] {
  if (store === null) return [];
  return query === undefined ? store.runs() : findRuns(store, query, Date.now());
}

/** Studies with the experiments that they would bring back. */
async function listBin(store: ExperimentStore | null, json: boolean): Promise<void> {
  const { runs: deleted, studies } = store === null ? { runs: [], studies: [] } : await binContent(store);
  if (json) {
    print(JSON.stringify({ runs: deleted, studies }));
    return;
  }
  if (deleted.length + studies.length === 0) {
    print(say('cli.runs.binEmpty'));
    return;
  }
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const rows = [
    ...studies.map(({ id, name, deletedAt }) => {
      const own = deleted.filter(({ studyId }) => studyId === id);
      return { id, kind: 'study', name, bytes: own.reduce((sum, { bytes }) => sum + bytes, 0), deletedAt };
    }),
    ...deleted.map(({ id, name, bytes, deletedAt }) => ({ id, kind: 'run', name, bytes, deletedAt })),
  ].map(({ id, kind, name, bytes, deletedAt }) => [
    id,
    kind,
    name,
    megabytes(bytes),
    deletedAt.slice(0, 16).replace('T', ' '),
  ]);
  for (const line of textTable([['id', 'kind', 'name', 'MB', 'deleted'], ...rows])) print(line);
}
