/** Takes runs in, one at a time: each needs a multiple of its file's memory. */
import { StudioError } from '../../shared/errors.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { PackedRun } from './archiveTasks.ts';
import { importRun } from './importRun.ts';

export class Imports {
  readonly #store: ExperimentStore;
  readonly #imported: (runId: string) => void;
  #busy = false;

  constructor(store: ExperimentStore, imported: (runId: string) => void) {
    this.#store = store;
    this.#imported = imported;
  }

  /** @throws StudioError `import.busy`, or what `importRun` throws. */
  async take(archive: PackedRun): Promise<RunSummary> {
    if (this.#busy) throw new StudioError('import.busy');
    this.#busy = true;
    try {
      const run = await importRun(this.#store, archive);
      this.#imported(run.id);
      return run;
    } finally {
      this.#busy = false;
    }
  }
}
