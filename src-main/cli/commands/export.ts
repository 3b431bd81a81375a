/** `studio export`: a run with its history and checkpoints as one file. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StudioError } from '../../../shared/errors.ts';
import { packArchive, type ArchivedCheckpoints } from '../../host/archive.ts';
import { exportFileName } from '../../host/exportFileName.ts';
import { ExperimentStore } from '../../store/experimentStore.ts';
import { guarded } from '../../store/storeErrors.ts';
import { chosenDataFolder, note, print, say, studioVersion } from '../terminal.ts';

export function exportRun(
  reference: string,
  file: string | undefined,
  options: { readonly dataDir?: string; readonly checkpoints: ArchivedCheckpoints },
): void {
  const folder = chosenDataFolder(options);
  const store = ExperimentStore.openReadOnly(folder);
  if (store === null) throw new StudioError('run.unknown', { run: reference });
  const run = store.findRun(reference);
  store.close();
  const target = path.resolve(freeName(file ?? exportFileName(run.name), file !== undefined));
  const packed = packArchive({
    dataFolder: folder,
    runId: run.id,
    studio: studioVersion(),
    checkpoints: options.checkpoints,
  });
  guarded(path.dirname(target), () => {
    writeFileSync(target, packed.bytes);
  });
  if (packed.leftOut.length > 0) {
    note(say('cli.export.leftOut', { checkpoints: packed.leftOut.join(', ') }));
  }
  print(target);
}

/** A name that was asked for is used as it is; a made-up one overwrites nothing. */
function freeName(name: string, asked: boolean): string {
  const { name: stem, ext } = path.parse(name);
  let free = name;
  for (let number = 2; !asked && existsSync(free); number++) free = `${stem} ${number}${ext}`;
  return free;
}
