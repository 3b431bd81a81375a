/** `studio data`: brings recorded data of other programs into the data folder, and lists what is there. */
import type { DataSetSummary } from '../../../shared/dataSet.ts';
import { listDataSets } from '../../datasets/dataSetFolder.ts';
import { importDataSet } from '../../datasets/importDataSet.ts';
import { DataFolder } from '../../store/dataFolder.ts';
import { storeError } from '../../store/storeErrors.ts';
import { chosenDataFolder, note, print, say } from '../terminal.ts';
import { textTable } from '../textTable.ts';

/** Quick imports say nothing; longer ones a line now and then. */
const TELL_MILLISECONDS = 5000;

export interface DataOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** @throws StudioError `dataSet.*`, and `store.*` where the data folder cannot be written */
export async function importData(
  from: string,
  options: DataOptions & { readonly name?: string },
): Promise<void> {
  const dataFolder = chosenDataFolder(options);
  new DataFolder(dataFolder).create();
  let lastTold = performance.now();
  const summary = await importDataSet({
    dataFolder,
    from,
    name: options.name ?? null,
    importedAt: new Date(),
    onProgress: ({ episodes, of }) => {
      if (performance.now() - lastTold < TELL_MILLISECONDS) return;
      lastTold = performance.now();
      const values = of === null ? { episodes } : { episodes, of };
      note(say(of === null ? 'cli.data.progress' : 'cli.data.progressOf', values));
    },
  }).catch((error: unknown) => {
    throw storeError(error, dataFolder);
  });
  print(options.json === true ? JSON.stringify(summary) : say('cli.data.imported', told(summary)));
}

export function listData(options: DataOptions): void {
  const all = listDataSets(chosenDataFolder(options));
  if (options.json === true) {
    print(JSON.stringify(all));
    return;
  }
  if (all.length === 0) {
    print(say('cli.data.none'));
    return;
  }
  const rows = all.map((summary) => {
    const { id, source, episodes, steps, observed, actions, checksum } = told(summary);
    const when = summary.importedAt.slice(0, 16).replace('T', ' ');
    return [id, source, String(episodes), String(steps), observed, actions, checksum.slice(0, 8), when];
  });
  const head = ['id', 'source', 'episodes', 'steps', 'observed', 'actions', 'checksum', 'imported'];
  for (const line of textTable([head, ...rows])) print(line);
}

function told({ id, source, episodes, steps, pictures, numbers, actions, checksum }: DataSetSummary) {
  const observed = [
    ...(pictures ? [say('cli.data.pictures')] : []),
    ...numbers.map(({ name, size }) => `${name}[${size}]`),
  ].join(', ');
  const count = actions.kind === 'discrete' ? actions.count : actions.low.length;
  const acted = say(actions.kind === 'discrete' ? 'cli.data.choices' : 'cli.data.numbers', { count });
  return { id, source, episodes, steps, observed, actions: acted, checksum };
}
