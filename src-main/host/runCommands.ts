/** Commands about runs: creating, training, changing, reading, the bin. */
import { setImmediate as breathe } from 'node:timers/promises';
import { algorithmDefinition } from '../../shared/algorithms/registry.ts';
import { changedConfig, configFields, configValue, nestConfig, resolveConfig } from '../../shared/config.ts';
import { dreamOf } from '../../shared/dreamSettings.ts';
import { StudioError } from '../../shared/errors.ts';
import type { MetricSeries, RunDetail, RunStatus, RunSummary } from '../../shared/run.ts';
import { checkpointSummary } from '../store/checkpointTable.ts';
import type { ExperimentStore, StoredRun } from '../store/experimentStore.ts';
import type { NewRun } from '../store/runTable.ts';
import { logEntry, type RunRecord } from '../store/runRecords.ts';
import type { Bin } from './bin.ts';
import type { CheckedArguments, CommandHandlers } from './clientConnection.ts';
import { dreamOffers, dropDream, keepDream, withChosenDream } from './borrowedDreams.ts';
import { inPieces, stepByStep } from './pieces.ts';
import type { RequireModel } from './requireModel.ts';
import type { RunSupervisor } from './runSupervisor.ts';
import { withoutUndefined } from './withoutUndefined.ts';

export interface RunCommandContext {
  readonly store: ExperimentStore;
  readonly supervisor: RunSupervisor;
  readonly bin: Bin;
  /** Before anything is written. */
  readonly requireModel: RequireModel;
  readonly codeVersion: string;
}

type RunCommands = Pick<
  CommandHandlers,
  Exclude<
    Extract<keyof CommandHandlers, `runs.${string}`>,
    'runs.export' | 'runs.import' | 'runs.film' | 'runs.dreamPicture'
  >
>;

export function runCommands(context: RunCommandContext): RunCommands {
  const { store, supervisor, bin } = context;
  const { announcer } = supervisor;
  const summary = (runId: string) => announcer.withLive(store.summary(runId));
  return {
    'runs.list': async () => {
      const runs: RunSummary[] = [];
      // Ten thousand runs: others have their turn between pages.
      for (const page of store.runPages()) {
        for (const run of page) runs.push(announcer.withLive(run));
        await breathe();
      }
      return runs;
    },
    'runs.columns': ({ keys }) => stepByStep(store.columns(keys)),
    'runs.vocabulary': () => ({ metrics: store.metricNames() }),
    'runs.get': ({ runId }) => detailOf(announcer.withLive(store.run(runId))),
    'runs.create': async (args) => {
      const created = await createRun(context, args);
      announcer.now(created.id);
      return args.start ? supervisor.start(created.id, args.where) : created;
    },
    'runs.dreams': ({ algorithm, environment, preset, overrides }) => {
      const config = withoutDream(resolveConfig(algorithm, environment, preset, nestConfig(overrides)));
      return dreamOffers(store, { environment, config });
    },
    'runs.start': ({ runId, where }) => supervisor.start(runId, where),
    'runs.resume': ({ runId, where }) => supervisor.start(runId, where),
    'runs.pause': ({ runId }) => supervisor.pause(runId),
    'runs.stop': ({ runId }) => supervisor.stop(runId),
    'runs.update': async ({ runId, tags, overrides, ...changes }) => {
      if (overrides !== undefined) await requireChangedModel(context, runId, overrides);
      const before = store.run(runId).config;
      store.transaction(() => {
        if (overrides !== undefined) changeSettings(store, runId, overrides);
        store.changeRun(runId, withoutUndefined(changes));
        if (tags !== undefined) store.setTags(runId, tags);
      });
      if (overrides !== undefined) await exchangeDream(store, runId, before);
      announcer.now(runId);
      return summary(runId);
    },
    'runs.duplicate': async ({ runId }) => {
      const copy = store.createRun(copyOf(context, store.run(runId)));
      await keepDream(store, copy.id);
      announcer.now(copy.id);
      return copy;
    },
    'runs.beginAgain': async ({ runId, start }) => {
      const again = beginAgain(context, runId);
      await keepDream(store, again.id);
      announcer.now(runId);
      announcer.now(again.id);
      return start ? supervisor.start(again.id) : again;
    },
    'runs.delete': async ({ runIds }) => {
      await bin.put(runIds);
      return null;
    },
    'runs.restore': async ({ runIds }) => {
      await bin.restore({ runIds, studyIds: [] });
      return null;
    },
    'runs.emptyBin': () => bin.empty(),
    'runs.change': async ({ runIds, archived, addTags = [], removeTags = [] }) => {
      store.requireRuns(runIds);
      await inPieces(
        store,
        runIds,
        (runId) => {
          store.changeRun(runId, withoutUndefined({ archived }));
          if (addTags.length + removeTags.length === 0) return;
          const kept = store.summary(runId).tags.filter((tag) => !removeTags.includes(tag));
          store.setTags(runId, [...kept, ...addTags]);
        },
        (piece) => {
          announcer.many(piece);
        },
      );
      return null;
    },
    'runs.metrics': async ({ runId, names, maxPoints }) => {
      const series: MetricSeries[] = [];
      for (const one of store.metrics(runId, names, maxPoints)) {
        series.push(one);
        // Two hundred long series take a while: others get their turn between them.
        await breathe();
      }
      return series;
    },
    'runs.episodes': ({ runId, purpose, limit }) =>
      store.episodes(runId, { limit, ...(purpose === undefined ? {} : { purpose }) }),
    'runs.checkpoints': ({ runId }) => store.checkpoints(runId).map(checkpointSummary),
    'runs.log': ({ runId, limit }) => store.log(runId, limit),
    'runs.live': ({ runId }) => {
      store.summary(runId);
      const { panels, distributions } = supervisor.snapshot(runId);
      return { panels: [...panels.values()], distributions: [...distributions.values()] };
    },
  };
}

/** A draft may get another model or reward. @throws StudioError as `RequireModel` */
async function requireChangedModel(
  { store, requireModel }: RunCommandContext,
  runId: string,
  overrides: Readonly<Record<string, number | string | boolean>>,
): Promise<void> {
  const { status, algorithm, environment, config } = store.run(runId);
  if (status !== 'draft' || !Object.keys(overrides).some((path) => path.startsWith('environment.'))) return;
  await requireModel({
    algorithm,
    environment,
    config: changedConfig(algorithm, environment, config, overrides),
  });
}

/** Begun, not at its end, and nobody is training it. */
const CHANGEABLE: ReadonlySet<RunStatus> = new Set(['paused', 'stopped', 'failed', 'interrupted']);

/** @throws StudioError `run.busy` while it trains, `run.notResumable` at its end, `config.fixed`, `config.invalid`. */
function changeSettings(
  store: ExperimentStore,
  runId: string,
  overrides: Readonly<Record<string, number | string | boolean>>,
): void {
  const run = store.run(runId);
  const draft = run.status === 'draft';
  if (run.status === 'completed') throw new StudioError('run.notResumable', { status: run.status });
  if (!draft && !CHANGEABLE.has(run.status)) throw new StudioError('run.busy', { run: run.name });
  const later = configFields(run.algorithm)
    .filter(({ meta }) => meta.later === true)
    .map(({ path }) => path);
  const fixed = Object.keys(overrides).find((path) => !draft && !later.includes(path));
  if (fixed !== undefined) throw new StudioError('config.fixed', { field: fixed, known: later.join(', ') });
  const changed = changedConfig(run.algorithm, run.environment, run.config, overrides);
  // What does not touch it leaves a dream as it was chosen, whatever has become of the run that dreams.
  const chooses = draft && Object.keys(overrides).some((path) => /^(dream|environment)\./.test(path));
  const config = chooses
    ? withChosenDream(store, { environment: run.environment, config: changed })
    : changed;
  store.changeRun(runId, { config });
  if (draft) return;
  const at = new Date().toISOString();
  store.record(
    runId,
    Object.entries(overrides).map(([field, value]) => ({
      kind: 'log',
      entry: {
        at,
        level: 'info',
        key: 'log.settingChanged',
        values: { field, value: String(value), before: String(configValue(run.config, field)) },
      },
    })),
  );
}

/** @throws StudioError as `resolveConfig`, or what is wrong with a model of one's own */
async function createRun(
  context: RunCommandContext,
  args: CheckedArguments<'runs.create'>,
): Promise<RunSummary> {
  const { algorithm, environment, preset, overrides, tags } = args;
  const { store } = context;
  const asked = resolveConfig(algorithm, environment, preset, nestConfig(overrides));
  const config = withChosenDream(store, { environment, config: withoutChecksum(asked) });
  await context.requireModel({ algorithm, environment, config });
  const created = store.createRun({
    name: args.name ?? freeName(`${environment} ${preset}`, store.runs()),
    algorithm,
    environment,
    preset,
    config,
    tags,
    scoreMetric: algorithmDefinition(algorithm).scoreMetric,
    codeVersion: context.codeVersion,
  });
  await keepDream(store, created.id);
  return created;
}

/** A draft that is to dream of something else lets its copy go. */
async function exchangeDream(
  store: ExperimentStore,
  runId: string,
  before: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { config } = store.run(runId);
  const [was, is] = [dreamOf(before), dreamOf(config)];
  if (was?.run === is?.run && was?.checkpoint === is?.checkpoint) return;
  await dropDream(store, runId);
  await keepDream(store, runId);
}

function withoutDream(config: Record<string, unknown>): Record<string, unknown> {
  const dream = dreamOf(config);
  return dream === null ? config : { ...config, dream: { ...dream, run: '' } };
}

/** Nobody else says which copy a run has. */
function withoutChecksum(config: Record<string, unknown>): Record<string, unknown> {
  const dream = dreamOf(config);
  return dream === null ? config : { ...config, dream: { ...dream, checksum: '' } };
}

function copyOf({ store, codeVersion }: RunCommandContext, run: StoredRun): NewRun {
  return {
    name: copyName(run.name, store.runs()),
    algorithm: run.algorithm,
    environment: run.environment,
    preset: run.preset,
    config: run.config,
    tags: run.tags,
    scoreMetric: algorithmDefinition(run.algorithm).scoreMetric,
    codeVersion,
    notes: run.notes,
  };
}

/** @throws StudioError `run.busy` while it trains or waits to. */
function beginAgain(context: RunCommandContext, runId: string): RunSummary {
  const { store, supervisor } = context;
  const run = store.run(runId);
  if (supervisor.isActive(runId) || run.status === 'queued')
    throw new StudioError('run.busy', { run: run.name });
  const { studyId, studyCell } = run;
  const line = (key: string, of: RunSummary): RunRecord => ({
    kind: 'log',
    entry: logEntry('info', key, { name: of.name, run: of.id }),
  });
  return store.transaction(() => {
    const again = store.createRun({
      ...copyOf(context, run),
      // A study's run is known by its name there.
      ...(studyId === null || studyCell === null
        ? {}
        : { name: run.name, study: { id: studyId, ...studyCell } }),
    });
    store.changeRun(runId, { studyId: null, studyRow: null, studySeed: null });
    store.record(runId, [line('log.begunAgain', again)]);
    store.record(again.id, [line('log.beginsAgain', run)]);
    return again;
  });
}

function freeName(base: string, runs: readonly RunSummary[]): string {
  const taken = new Set(runs.map(({ name }) => name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!taken.has(name)) return name;
  }
}

/** `walker` gives `walker 2`, and `walker 2` gives `walker 3`. */
function copyName(name: string, runs: readonly RunSummary[]): string {
  return freeName(name.replace(/ \d+$/, ''), runs);
}

/** Adds what differs from the preset and from the paper. */
export function detailOf(run: StoredRun): RunDetail {
  let preset: Record<string, unknown> | null = null;
  let fields: ReturnType<typeof configFields> = [];
  try {
    preset = resolveConfig(run.algorithm, run.environment, run.preset);
    fields = configFields(run.algorithm, run.environment);
  } catch (error) {
    // An imported or old run may name a preset that is gone; it is shown all the same.
    if (!(error instanceof StudioError)) throw error;
  }
  const differences = fields.flatMap(({ path, meta }) => {
    const value = configValue(run.config, path);
    const presetValue = configValue(preset ?? {}, path);
    return value === presetValue ? [] : [{ path, value, preset: presetValue, paper: meta.paper ?? null }];
  });
  return { ...run, differences };
}
