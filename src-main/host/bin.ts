/**
 * The bin: what was deleted lies there until it is restored, removed for good, or makes way for what was deleted later, where a
 * person set how much the bin may hold. Many runs at once are handled in pieces.
 */
import type { BinContent, BinRun } from '../../shared/storage.ts';
import type { Study } from '../../shared/study.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import { databaseSpace, giveBackSteps } from '../store/space.ts';
import type { Evaluations } from './evaluations.ts';
import type { TrustMeasurements } from './trustMeasurements.ts';
import type { LiveFeed } from './liveFeed.ts';
import { inPieces, stepByStep } from './pieces.ts';
import type { RunSupervisor } from './runSupervisor.ts';
import { folderBytes, removeRunFolder } from './storage.ts';

export const BIN_LIMIT_SETTING = 'bin.limitBytes';

export interface BinOptions {
  readonly store: ExperimentStore;
  readonly supervisor: RunSupervisor;
  readonly evaluations: Evaluations;
  readonly measurements: TrustMeasurements;
  readonly feed: LiveFeed;
}

interface Chosen {
  readonly runIds: readonly string[];
  readonly studyIds: readonly string[];
}

/** What goes where the bin may hold so much: what was deleted first, until the rest fits. */
export function beyondLimit(runs: readonly BinRun[], limitBytes: number): readonly BinRun[] {
  const oldestFirst = [...runs].sort((a, b) => (a.deletedAt < b.deletedAt ? -1 : 1));
  let held = runs.reduce((sum, { bytes }) => sum + bytes, 0);
  const going: BinRun[] = [];
  for (const run of oldestFirst) {
    if (held <= limitBytes) break;
    going.push(run);
    held -= run.bytes;
  }
  return going;
}

/** As a person or an older studio left the setting. */
export function binLimit(store: ExperimentStore): number | null {
  const limit = store.setting(BIN_LIMIT_SETTING);
  return typeof limit === 'number' && limit >= 0 ? limit : null;
}

/** With the size of every run's files, which takes a while where there are thousands. */
export async function binContent(store: ExperimentStore): Promise<BinContent> {
  const runs: BinRun[] = [];
  for (const run of store.bin.runs()) {
    const bytes = store.folder.mayUse(run.id) ? await folderBytes(store.folder.run(run.id)) : 0;
    runs.push({ ...run, bytes });
  }
  return { runs, studies: store.bin.studies(), limitBytes: binLimit(store) };
}

export class Bin {
  readonly #options: BinOptions;
  readonly #store: ExperimentStore;
  /** One removal at a time. */
  #removing: Promise<unknown> = Promise.resolve();
  #closing = false;

  constructor(options: BinOptions) {
    this.#options = options;
    this.#store = options.store;
  }

  /** Finishes what an earlier studio began: half imports and half removals go. */
  async begin(): Promise<void> {
    await this.#remove({ runIds: this.#store.partialRuns(), studyIds: [] });
    await this.#applyLimit();
  }

  /** Until the run that is being removed is gone; no other is begun. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#removing;
  }

  /** @throws StudioError `run.unknown`; nothing is deleted then. */
  async put(runIds: readonly string[]): Promise<void> {
    const { supervisor, evaluations, measurements } = this.#options;
    this.#store.requireRuns(runIds);
    const deletedAt = new Date().toISOString();
    await inPieces(
      this.#store,
      runIds,
      (runId) => {
        this.#store.changeRun(runId, { deletedAt });
      },
      (piece) => {
        // It trains on for a moment, until its checkpoint is kept: a restored run goes on from there.
        for (const runId of piece) supervisor.pause(runId);
        evaluations.cancelOf(piece);
        measurements.cancelOf(piece);
        supervisor.announcer.removed(piece);
      },
    );
    // What was deleted is deleted, whatever becomes of older things: a later deletion or start tries that again.
    this.#applyLimit().catch(() => undefined);
  }

  /** A study brings those of its runs along that lie in the bin. @throws StudioError `run.unknown`, `study.unknown` */
  async restore({ runIds, studyIds }: Chosen): Promise<readonly Study[]> {
    const { supervisor, feed } = this.#options;
    this.#store.requireRuns(runIds);
    const studies = this.#store.transaction(() =>
      studyIds.map((studyId) => this.#store.studies.change(studyId, { deletedAt: null })),
    );
    const all = [...new Set([...runIds, ...this.#runsOf(studyIds)])];
    await inPieces(
      this.#store,
      all,
      (runId) => {
        this.#store.changeRun(runId, { deletedAt: null });
      },
      (piece) => {
        supervisor.announcer.many(piece);
      },
    );
    for (const study of studies) feed.publish('studies', {}, { kind: 'changed', study });
    return studies;
  }

  /** For good; what does not lie in the bin stays. @returns the bytes that the disk got back. */
  async remove({ runIds, studyIds }: Chosen): Promise<{ readonly freedBytes: number }> {
    const inBin = new Set(this.#store.bin.runs().map(({ id }) => id));
    const chosen = [...new Set([...runIds, ...this.#runsOf(studyIds)])].filter((runId) => inBin.has(runId));
    return { freedBytes: await this.#remove({ runIds: chosen, studyIds }) };
  }

  empty(): Promise<{ readonly freedBytes: number }> {
    return this.remove({
      runIds: this.#store.bin.runs().map(({ id }) => id),
      studyIds: this.#store.bin.studies().map(({ id }) => id),
    });
  }

  async preview(limitBytes: number): Promise<{ readonly runIds: readonly string[]; readonly bytes: number }> {
    const going = beyondLimit((await binContent(this.#store)).runs, limitBytes);
    return { runIds: going.map(({ id }) => id), bytes: going.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  async setLimit(limitBytes: number | null): Promise<{ readonly freedBytes: number }> {
    this.#store.setSetting(BIN_LIMIT_SETTING, limitBytes);
    return { freedBytes: await this.#applyLimit() };
  }

  async #applyLimit(): Promise<number> {
    const limit = binLimit(this.#store);
    if (limit === null) return 0;
    const going = beyondLimit((await binContent(this.#store)).runs, limit);
    return this.#remove({ runIds: going.map(({ id }) => id), studyIds: [] });
  }

  #runsOf(studyIds: readonly string[]): readonly string[] {
    if (studyIds.length === 0) return [];
    const wanted = new Set(studyIds);
    return this.#store.bin
      .runs()
      .filter(({ studyId }) => studyId !== null && wanted.has(studyId))
      .map(({ id }) => id);
  }

  #remove(chosen: Chosen): Promise<number> {
    const removal = this.#removing.then(() => this.#removeNow(chosen));
    this.#removing = removal.catch(() => undefined);
    return removal;
  }

  async #removeNow({ runIds, studyIds }: Chosen): Promise<number> {
    const { supervisor, evaluations, measurements } = this.#options;
    const before = databaseSpace(this.#store.connection).bytes;
    let freedBytes = 0;
    for (const runId of runIds) {
      if (this.#closing) break;
      // An earlier removal may have taken it.
      if (!this.#store.hasRun(runId)) continue;
      supervisor.pause(runId);
      evaluations.cancelOf([runId]);
      measurements.cancelOf([runId]);
      await supervisor.whenIdle(runId);
      // Rows first: a folder that stays behind is garbage, a row without its files would be a lie.
      await stepByStep(this.#store.removeRun(runId));
      freedBytes += await removeRunFolder(this.#store.folder, runId);
    }
    this.#store.transaction(() => {
      for (const studyId of studyIds) this.#store.studies.remove(studyId);
    });
    await this.giveBack();
    return freedBytes + Math.max(0, before - databaseSpace(this.#store.connection).bytes);
  }

  /** Empty pages go back to the disk. */
  async giveBack(): Promise<void> {
    if (!this.#closing) await stepByStep(giveBackSteps(this.#store.connection));
  }
}
