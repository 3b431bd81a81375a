/** `studio studies`: every study of the data folder with its progress; also while a studio has it open. */
import { studyAlgorithms } from '../../../shared/study.ts';
import { studyProgress, studyTable } from '../../../shared/studyTable.ts';
import { ExperimentStore } from '../../store/experimentStore.ts';
import { clockTime } from '../progressDisplay.ts';
import { chosenDataFolder, print, say } from '../terminal.ts';
import { textTable } from '../textTable.ts';

export function studies(options: { readonly dataDir?: string; readonly json?: boolean }): void {
  const store = ExperimentStore.openReadOnly(chosenDataFolder(options));
  try {
    const all = (store?.studies.list() ?? []).map((study) => ({
      ...study,
      progress: studyProgress(studyTable(study, store?.runsOfStudy(study.id) ?? [], {})),
    }));
    if (options.json === true) {
      print(JSON.stringify(all));
      return;
    }
    if (all.length === 0) {
      print(say('cli.studies.none'));
      return;
    }
    const rows = all.map(({ id, definition, progress, createdAt }) => [
      id,
      definition.name,
      studyAlgorithms(definition).join(', '),
      definition.environments.join(', '),
      `${progress.completed}/${progress.total}`,
      String(progress.failed),
      clockTime(progress.wallSeconds),
      createdAt.slice(0, 16).replace('T', ' '),
    ]);
    const head = ['id', 'name', 'algorithm', 'environments', 'done', 'failed', 'time', 'created'];
    for (const line of textTable([head, ...rows])) print(line);
  } finally {
    store?.close();
  }
}
