/** `studio export` in other programs' formats (docs/formats.md): curves for TensorBoard, weights as safetensors, episodes as NPZ. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StudioError } from '../../../shared/errors.ts';
import { dreamtEnvironment } from '../../../shared/recipe.ts';
import { RunCurves } from '../../host/tensorboard.ts';
import { safeFileName } from '../../host/exportFileName.ts';
import { ExperimentStore } from '../../store/experimentStore.ts';
import { guarded } from '../../store/storeErrors.ts';
import { requireModel } from '../foreignModel.ts';
import { chosenDataFolder, note, print, projectFolder, say } from '../terminal.ts';

export interface Source {
  readonly dataDir?: string;
  readonly checkpoint?: string;
}

/** Prints the folder of each run. @param reference a run's, or a study's: a folder for each of its runs */
export function exportCurves(reference: string, folder: string, source: Source): void {
  const store = ExperimentStore.openReadOnly(chosenDataFolder(source));
  if (store === null) throw new StudioError('run.unknown', { run: reference });
  try {
    const { runs, parent } = chosenRuns(store, reference, path.resolve(folder));
    for (const id of runs) print(new RunCurves(store, id, parent).folder);
  } finally {
    store.close();
  }
}

function chosenRuns(
  store: ExperimentStore,
  reference: string,
  folder: string,
): { readonly runs: readonly string[]; readonly parent: string } {
  try {
    return { runs: [store.findRun(reference).id], parent: folder };
  } catch (error) {
    const isUnknown = error instanceof StudioError && error.code === 'run.unknown';
    const study = isUnknown ? foundStudy(store, reference) : null;
    if (study === null) throw error;
    return {
      runs: store.runsOfStudy(study.id).map(({ id }) => id),
      parent: path.join(folder, safeFileName(study.definition.name)),
    };
  }
}

function foundStudy(store: ExperimentStore, reference: string) {
  try {
    return store.studies.find(reference);
  } catch (error) {
    if (error instanceof StudioError && error.code === 'study.unknown') return null;
    throw error;
  }
}

/** Prints the file. */
export async function exportWeights(reference: string, file: string, source: Source): Promise<void> {
  const { trainedSource } = await import('../../host/trainedSource.ts');
  const { exportedWeights } = await import('../../engine/exportedWeights.ts');
  const trained = await trainedSource(reference, {
    dataFolder: chosenDataFolder(source),
    shipped: path.join(projectFolder(), 'assets', 'experiments'),
    checkpoint: source.checkpoint,
  });
  const target = path.resolve(file);
  try {
    const bytes = await exportedWeights(trained);
    guarded(path.dirname(target), () => {
      writeFileSync(target, bytes);
    });
  } finally {
    trained.dispose();
  }
  print(target);
}

/** Prints each file: `<when>-<episode>-<steps>.npz`, as Dreamer's own code names them. What was dreamt has no such file. */
export async function exportEpisodes(reference: string, folder: string, source: Source): Promise<void> {
  const { exportedEpisode } = await import('../../engine/exportedEpisode.ts');
  const { encodeNpz } = await import('../../formats/npz.ts');
  const store = ExperimentStore.openReadOnly(chosenDataFolder(source));
  if (store === null) throw new StudioError('run.unknown', { run: reference });
  const target = path.resolve(folder);
  let others = 0;
  try {
    guarded(path.dirname(target), () => mkdirSync(target, { recursive: true }));
    for (const { summary, recipe } of store.episodeRows(store.findRun(reference).id)) {
      if (recipe === null || dreamtEnvironment(recipe.environment) !== null) continue;
      await requireModel(recipe.environment, recipe.config);
      const episode = await exportedEpisode(recipe);
      if (episode === null) {
        others += 1;
        continue;
      }
      const when = summary.createdAt.replace(/[-:]|\.\d+Z$/g, '');
      const file = path.join(target, `${when}-${summary.id}-${recipe.actions.length}.npz`);
      guarded(target, () => {
        writeFileSync(file, encodeNpz(episode));
      });
      print(file);
    }
  } finally {
    store.close();
  }
  if (others > 0) note(say('cli.export.otherEpisodes', { count: others }));
}
