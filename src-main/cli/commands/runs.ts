/** `studio runs`: every run of the data folder, newest first; also while a studio has it open. */
import { ExperimentStore } from '../../store/experimentStore.ts';
import { clockTime } from '../progressDisplay.ts';
import { chosenDataFolder, print, say } from '../terminal.ts';
import { textTable } from '../textTable.ts';

export function runs(options: { readonly dataDir?: string; readonly json?: boolean }): void {
  const store = ExperimentStore.openReadOnly(chosenDataFolder(options));
  try {
    const all = store?.runs() ?? [];
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
