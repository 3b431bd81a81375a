/**
 * `studio check`: whether the data folder is in order, also while a studio has it open; with `--repair` and the other options it
 * is mended, backed up or rebuilt, for which no studio may have it open. Exit code 1 where something is wrong afterwards.
 */
import { configFolder } from '../../../scripts/launch/paths.mjs';
import type { RepairReport, StoreReport } from '../../../shared/storage.ts';
import { repairFolder } from '../../host/repair.ts';
import { takeIn } from '../../host/takeIn.ts';
import { ExperimentStore } from '../../store/experimentStore.ts';
import { KnownFolders } from '../../store/knownFolders.ts';
import { databaseSpace, rebuild } from '../../store/space.ts';
import { checkStore } from '../../store/storeCheck.ts';
import { chosenDataFolder, note, print, say, studioVersion } from '../terminal.ts';

export interface CheckOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
  readonly repair?: boolean;
  readonly takeIn?: boolean;
  readonly backUp?: boolean;
  readonly compact?: boolean;
  readonly beginNew?: boolean;
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

export async function check(options: CheckOptions): Promise<void> {
  const folder = chosenDataFolder(options);
  const known = new KnownFolders(configFolder());
  if (options.beginNew === true) {
    known.forget(folder);
    note(say('cli.check.mayBegin', { folder }));
    return;
  }
  known.refuseMissing(folder);
  const done: RepairReport['done'][number][] = [];
  if (options.repair === true) {
    done.push(...(await repairFolder(folder, studioVersion())).done);
    if (done.length === 0) done.push({ key: 'repair.nothing', values: {} });
  }
  if (options.takeIn === true || options.backUp === true || options.compact === true) {
    await workOn(folder, options);
  }
  const report = await checkStore(folder);
  if (options.json === true) print(JSON.stringify({ done, ...report }));
  else {
    for (const { key, values } of done) print(say(key, values));
    tell(report);
  }
  if (report.problems.length > 0) process.exitCode = 1;
}

async function workOn(folder: string, options: CheckOptions): Promise<void> {
  const store = ExperimentStore.open(folder);
  try {
    if (options.takeIn === true) {
      note(say('cli.check.takenIn', { count: (await takeIn(store, studioVersion())).length }));
    }
    if (options.backUp === true) note(say('cli.check.backedUp', { file: store.backUp('asked').fileName }));
    if (options.compact === true) {
      const before = databaseSpace(store.connection);
      rebuild(store.connection);
      const after = databaseSpace(store.connection);
      note(say('cli.check.compacted', { before: megabytes(before.bytes), after: megabytes(after.bytes) }));
    }
  } finally {
    store.close();
  }
}

function tell({ runs, checkpoints, problems }: StoreReport): void {
  if (problems.length === 0) {
    print(say('cli.check.good', { runs, checkpoints }));
    return;
  }
  for (const { kind, count, examples } of problems) {
    print(say(`problem.${kind}`, { count }));
    for (const example of examples) print(`  ${example}`);
  }
  note(say('cli.check.mend'));
}
