/** Commands about studies. A study's runs are runs like all others; here they are made, queued and paused together. */
import { randomBytes } from 'node:crypto';
import { algorithmDefinition } from '../../shared/algorithms/registry.ts';
import { StudioError } from '../../shared/errors.ts';
import type { RunResult, RunSummary } from '../../shared/run.ts';
import {
  checkStudy,
  nameFromStudy,
  studyConfig,
  studyRows,
  type Study,
  type StudyDefinition,
  type StudyRow,
} from '../../shared/study.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { Bin } from './bin.ts';
import type { CommandHandlers } from './clientConnection.ts';
import type { LiveFeed } from './liveFeed.ts';
import type { RequireModel } from './requireModel.ts';
import type { RunSupervisor } from './runSupervisor.ts';
import { keepDream, withChosenDream } from './borrowedDreams.ts';
import { trainedBefore } from './trainedBefore.ts';
import { withoutUndefined } from './withoutUndefined.ts';

export interface StudyCommandContext {
  readonly store: ExperimentStore;
  readonly supervisor: RunSupervisor;
  readonly feed: LiveFeed;
  readonly bin: Bin;
  /** Before anything is written. */
  readonly requireModel: RequireModel;
  readonly codeVersion: string;
}

type StudyCommands = Pick<CommandHandlers, Extract<keyof CommandHandlers, `studies.${string}`>>;

export function studyCommands(context: StudyCommandContext): StudyCommands {
  const { store, supervisor, feed, bin } = context;
  const { announcer } = supervisor;
  const changed = (study: Study): Study => {
    feed.publish('studies', {}, { kind: 'changed', study });
    return study;
  };
  return {
    'studies.list': () => store.studies.list(),
    'studies.get': ({ studyId }) => {
      const study = store.studies.get(studyId);
      return { study, results: resultsOf(store, studyId) };
    },
    'studies.create': async ({ definition, start, takeIn }) => {
      const checked = checkStudy(definition);
      await requireModels(context, checked);
      const { study, taken, made } = store.transaction(() => {
        const created = store.studies.insert(newStudyId(new Date()), checked, new Date());
        const before = takeIn ? trainedBefore(store, checked) : [];
        for (const { runId, row, seed } of before) {
          store.changeRun(runId, { studyId: created.id, studyRow: row, studySeed: seed });
        }
        return { study: created, taken: before, made: fillCells(context, created) };
      });
      await keepDreams(store, made);
      for (const { runId } of taken) announcer.now(runId);
      announcer.many(made.map(({ id }) => id));
      changed(study);
      if (start)
        await supervisor.startForStudy(
          made.map(({ id }) => id),
          checked.where,
        );
      return study;
    },
    'studies.trainedBefore': ({ definition }) => trainedBefore(store, checkStudy(definition)),
    'studies.update': async ({ studyId, archived, ...fields }) => {
      const before = store.studies.get(studyId).definition;
      const definition = checkStudy({ ...before, ...withoutUndefined(fields) });
      const missing = before.seeds.find((seed) => !definition.seeds.includes(seed));
      if (missing !== undefined) throw new StudioError('study.seedsStay', { seed: missing });
      const { study, touched } = store.transaction(() => {
        const updated = store.studies.change(studyId, {
          definition,
          ...(archived === undefined ? {} : { archived }),
        });
        const added = definition.seeds.length > before.seeds.length ? fillCells(context, updated) : [];
        const runs = archived === undefined ? [] : store.runsOfStudy(studyId);
        for (const { id } of runs) store.changeRun(id, { archived: archived === true });
        return { study: updated, touched: [...added, ...runs] };
      });
      await keepDreams(store, touched);
      if (archived === true) supervisor.pauseForStudy(store.runsOfStudy(studyId).map(({ id }) => id));
      announcer.many(touched.map(({ id }) => id));
      supervisor.pump();
      return changed(study);
    },
    'studies.start': async ({ studyId, failedToo }) => {
      const study = store.studies.get(studyId);
      const made = store.transaction(() => fillCells(context, study));
      await keepDreams(store, made);
      announcer.many(made.map(({ id }) => id));
      const runs = store
        .runsOfStudy(studyId)
        .filter(({ status }) => status !== 'completed' && (failedToo || status !== 'failed'));
      await supervisor.startForStudy(
        inRowOrder(study, runs).map(({ id }) => id),
        study.definition.where,
      );
      return study;
    },
    'studies.pause': ({ studyId }) => {
      const study = store.studies.get(studyId);
      supervisor.pauseForStudy(store.runsOfStudy(studyId).map(({ id }) => id));
      return study;
    },
    'studies.delete': async ({ studyId, runs: fate }) => {
      const runIds = store.runsOfStudy(studyId).map(({ id }) => id);
      supervisor.pauseForStudy(runIds);
      store.transaction(() => store.studies.change(studyId, { deletedAt: new Date().toISOString() }));
      feed.publish('studies', {}, { kind: 'removed', studyIds: [studyId] });
      if (fate === 'delete') await bin.put(runIds);
      return null;
    },
    'studies.restore': async ({ studyId }) => {
      await bin.restore({ runIds: [], studyIds: [studyId] });
      return store.studies.get(studyId);
    },
  };
}

/** Each model once an algorithm. A seed changes none, so one of them stands for all. @throws StudioError as `RequireModel` */
async function requireModels(
  { store, requireModel }: StudyCommandContext,
  definition: StudyDefinition,
): Promise<void> {
  const looked = new Set<string>();
  for (const row of studyRows(definition)) {
    const config = studyConfig(definition, row, definition.seeds[0] ?? 0);
    withChosenDream(store, { environment: row.environment, config });
    const environment = JSON.stringify([row.algorithm, row.environment, config['environment']]);
    if (looked.has(environment)) continue;
    looked.add(environment);
    await requireModel({ algorithm: row.algorithm, environment: row.environment, config });
  }
}

/** One after the other: each is a file of some megabytes. */
async function keepDreams(store: ExperimentStore, runs: readonly RunSummary[]): Promise<void> {
  for (const { id, learnsInDreamOf } of runs) if (learnsInDreamOf !== null) await keepDream(store, id);
}

/** Sorts by time and is told from a run's by its letter. */
function newStudyId(at: Date): string {
  return `s${at.toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(4).toString('hex')}`;
}

/** Makes a draft for each cell that has no run, seed by seed: all rows once before any of them twice. */
function fillCells({ store, codeVersion }: StudyCommandContext, study: Study): readonly RunSummary[] {
  const { definition } = study;
  const cell = (row: string, seed: number) => `${seed} ${row}`;
  const filled = new Set(
    store
      .runsOfStudy(study.id)
      .map(({ studyCell }) => (studyCell === null ? '' : cell(studyCell.row, studyCell.seed))),
  );
  const rows = studyRows(definition);
  const at = new Date();
  return definition.seeds.flatMap((seed) =>
    rows
      .filter((row) => !filled.has(cell(row.key, seed)))
      .map((row) =>
        store.createRun(
          {
            name: runName(study, row, seed),
            algorithm: row.algorithm,
            environment: row.environment,
            preset: row.preset,
            config: withChosenDream(store, {
              environment: row.environment,
              config: studyConfig(definition, row, seed),
            }),
            tags: [],
            scoreMetric: algorithmDefinition(row.algorithm).scoreMetric,
            codeVersion,
            study: { id: study.id, row: row.key, seed },
          },
          at,
        ),
      ),
  );
}

/** `Temperature: 0.5`, with environment and seed where there are several. */
function runName({ definition }: Study, row: StudyRow, seed: number): string {
  const values = row.name ?? Object.values(row.settings).map(String).join(', ');
  const parts = [
    ...(definition.environments.length > 1 ? [row.environment] : []),
    ...(values === '' ? [] : [values]),
    ...(definition.seeds.length > 1 || values === '' ? [`#${seed}`] : []),
  ];
  return nameFromStudy(definition.name, parts.join(', '));
}

/** In the order of the seeds, then of the rows: a run that is made later for a gap takes the gap's turn. */
function inRowOrder({ definition }: Study, runs: readonly RunSummary[]): readonly RunSummary[] {
  const rows = studyRows(definition).map(({ key }) => key);
  const turn = ({ studyCell }: RunSummary) =>
    studyCell === null
      ? Number.POSITIVE_INFINITY
      : definition.seeds.indexOf(studyCell.seed) * rows.length + rows.indexOf(studyCell.row);
  return [...runs].sort((a, b) => turn(a) - turn(b));
}

function resultsOf(store: ExperimentStore, studyId: string): Record<string, RunResult> {
  return Object.fromEntries(
    store.runsOfStudy(studyId).flatMap(({ id }) => {
      const { result } = store.run(id);
      return result === null ? [] : [[id, result] as const];
    }),
  );
}
