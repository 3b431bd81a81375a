/**
 * Runs that learn in another run's dream: which one may be chosen, and the copy of its world model that a run gets into its own
 * folder. Chosen when a run is made, copied then too; where that was cut off, the copy is made before the run first trains.
 */
import { mkdir, rm } from 'node:fs/promises';
import { knownAlgorithm, readRun } from '../../shared/algorithms/registry.ts';
import { configValue } from '../../shared/config.ts';
import { dreamOf, environmentGroup, otherSteps, type DreamSettings } from '../../shared/dreamSettings.ts';
import { reportError, StudioError, type ErrorReport } from '../../shared/errors.ts';
import type { DreamOfferEntry } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { CheckpointRow } from '../store/checkpointTable.ts';
import type { ExperimentStore, StoredRun } from '../store/experimentStore.ts';
import { describeKeptModel, keptChecksum, type KeptModelOrigin } from '../store/keptModel.ts';
import { PRIVATE_FOLDER } from '../store/privateFiles.ts';
import { bestCheckpoint } from './checkpointRetention.ts';
import { keepModelInThread } from './storeTasks.ts';
import { findCheckpoint } from './theatreSource.ts';

type Config = Readonly<Record<string, unknown>>;

/** A run that is to be made. */
export interface Guest {
  readonly environment: string;
  /** The whole of it. */
  readonly config: Config;
}

/**
 * The config with the run and the checkpoint named in full, as they are now; unchanged where nothing is to be dreamt.
 * @throws StudioError `dream.*` with what keeps the agent from learning in that dream, before anything is written
 */
export function withChosenDream(store: ExperimentStore, guest: Guest): Record<string, unknown> {
  const dream = dreamOf(guest.config);
  if (dream === null) return { ...guest.config };
  const run = dreamer(store, dream.run);
  refuseUnfit(guest, run, dream);
  const { id } = wholeCheckpoint(store, run, dream.checkpoint);
  const chosen: DreamSettings = { ...dream, run: run.id, checkpoint: id };
  const same = dream.run === chosen.run && dream.checkpoint === chosen.checkpoint;
  return { ...guest.config, dream: same ? chosen : { ...chosen, checksum: '' } };
}

/**
 * Gives a run its copy where it has none yet, from the run that dreams, or from another run that learns in the same dream.
 * @throws StudioError `dream.lost` where neither is there any more, `checkpoint.damaged`, `store.*`
 */
export async function keepDream(store: ExperimentStore, runId: string): Promise<void> {
  const run = store.run(runId);
  const dream = dreamOf(run.config);
  if (dream === null || (dream.checksum !== '' && (await isKept(store, runId)))) return;
  const source = await sourceOf(store, runId, dream);
  if (source === null) throw new StudioError('dream.lost');
  await mkdir(store.folder.run(runId), { recursive: true, mode: PRIVATE_FOLDER });
  const checksum = await keepModelInThread({
    from: source.file,
    to: store.folder.keptModel(runId),
    origin: source.origin,
  });
  store.changeRun(runId, { config: { ...run.config, dream: { ...dream, checksum } } });
}

/** For a draft that is to dream of something else. */
export async function dropDream(store: ExperimentStore, runId: string): Promise<void> {
  await rm(store.folder.keptModel(runId), { force: true });
}

/** Every run that could dream for an agent, the newest first, each with what keeps it from that. */
export function dreamOffers(store: ExperimentStore, guest: Guest): readonly DreamOfferEntry[] {
  return store
    .runs()
    .filter((run) => knownAlgorithm(run.algorithm)?.dreams !== undefined && !run.archived)
    .filter(({ environment }) => environment === guest.environment)
    .map((run) => offerOf(store, guest, run));
}

function offerOf(store: ExperimentStore, guest: Guest, { id, name, algorithm }: RunSummary): DreamOfferEntry {
  const hasTemperature = knownAlgorithm(algorithm)?.dreams?.hasTemperature === true;
  let problem: ErrorReport | null = null;
  try {
    const run = store.run(id);
    refuseUnfit(guest, run, { temperature: 1 });
    wholeCheckpoint(store, run, '');
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    problem = reportError(error);
  }
  return { runId: id, name, algorithm, hasTemperature, problem };
}

/** @throws StudioError `dream.unknownRun` */
function dreamer(store: ExperimentStore, reference: string): StoredRun {
  try {
    return store.run(store.findRun(reference).id);
  } catch (error) {
    if (!(error instanceof StudioError) || !error.code.startsWith('run.')) throw error;
    throw new StudioError('dream.unknownRun', { run: reference }, { cause: error });
  }
}

/** @throws StudioError `dream.*` */
function refuseUnfit(
  { environment, config }: Guest,
  run: StoredRun,
  { temperature }: Pick<DreamSettings, 'temperature'>,
): void {
  const { name } = run;
  const read = readRun(run);
  const dreams = read?.algorithm.dreams;
  if (read === undefined || dreams === undefined)
    throw new StudioError('dream.noModel', { algorithm: run.algorithm });
  if (run.environment !== environment)
    throw new StudioError('dream.otherEnvironment', { run: name, dreamt: run.environment, environment });
  const observation = configValue(read.config, 'environment.observation');
  if (!read.algorithm.dreamsInPictures(typeof observation === 'string' ? observation : null))
    throw new StudioError('dream.blindModel', { run: name });
  const lacking = dreams.lacks(run.environment, read.config);
  if (lacking === 'reward') throw new StudioError('dream.noReward', { run: name });
  if (lacking === 'end') throw new StudioError('dream.noEnd', { run: name });
  const settings = [
    ...otherSteps(environmentGroup(config), environmentGroup(read.config)),
    ...(dreams.otherActions?.(read.config) ?? []),
  ];
  if (settings.length > 0)
    throw new StudioError('dream.otherSteps', { run: name, settings: settings.join(', ') });
  if (temperature !== 1 && !dreams.hasTemperature)
    throw new StudioError('dream.noTemperature', { run: name });
}

/** @param reference an id, `best` or `latest`; empty: the best @throws StudioError `dream.notWhole`, `checkpoint.unknown` */
function wholeCheckpoint(store: ExperimentStore, run: StoredRun, reference: string): CheckpointRow {
  const dreams = knownAlgorithm(run.algorithm)?.dreams;
  const whole = store.checkpoints(run.id).filter((checkpoint) => dreams?.isWhole(checkpoint) === true);
  const [latest] = whole;
  if (latest === undefined) throw new StudioError('dream.notWhole', { run: run.name });
  if (reference === '' || reference === 'best') return bestCheckpoint(whole) ?? latest;
  const found = findCheckpoint(store, run.id, reference);
  if (!whole.some(({ id }) => id === found.id)) throw new StudioError('dream.notWhole', { run: run.name });
  return found;
}

async function isKept(store: ExperimentStore, runId: string): Promise<boolean> {
  try {
    return (await keptChecksum(store.folder.keptModel(runId))) !== '';
  } catch (error) {
    if (error instanceof StudioError && error.code === 'dream.lost') return false;
    throw error;
  }
}

interface Source {
  readonly file: string;
  readonly origin: KeptModelOrigin;
}

async function sourceOf(store: ExperimentStore, runId: string, dream: DreamSettings): Promise<Source | null> {
  return ownSource(store, dream) ?? (await siblingsSource(store, runId, dream));
}

function ownSource(store: ExperimentStore, dream: DreamSettings): Source | null {
  if (!store.hasRun(dream.run)) return null;
  const { name, environment, config } = store.run(dream.run);
  const checkpoint = store.checkpoints(dream.run).find(({ id }) => id === dream.checkpoint);
  if (checkpoint === undefined) return null;
  return {
    file: store.folder.checkpoint(dream.run, checkpoint.fileName),
    origin: { runId: dream.run, name, checkpointId: checkpoint.id, environment, config },
  };
}

/** Whoever learns in the same dream has the same copy. */
async function siblingsSource(
  store: ExperimentStore,
  runId: string,
  dream: DreamSettings,
): Promise<Source | null> {
  for (const { id, learnsInDreamOf } of store.runs()) {
    if (id === runId || learnsInDreamOf !== dream.run) continue;
    if (dreamOf(store.run(id).config)?.checkpoint !== dream.checkpoint || !(await isKept(store, id)))
      continue;
    const file = store.folder.keptModel(id);
    const { algorithm: _, ...origin } = await describeKeptModel(file);
    return { file, origin };
  }
  return null;
}
