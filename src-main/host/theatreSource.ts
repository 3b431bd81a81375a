/** Turns what a person asked to see (a run, "best", an episode) into files that an inspector can open. */
import type { Trained } from '../../shared/branches.ts';
import { configValue } from '../../shared/config.ts';
import { StudioError } from '../../shared/errors.ts';
import { dreamOf } from '../../shared/dreamSettings.ts';
import {
  DREAM_PREFIX,
  dreamtEnvironment,
  ENVIRONMENT_CONFIG_SCHEMA,
  type EnvironmentConfig,
} from '../../shared/recipe.ts';
import type { TheatreSource } from '../../shared/theatre.ts';
import type { ResolvedLens, ResolvedModel, ResolvedSource } from '../engine/messages.ts';
import { sentRecipe } from '../engine/sentRecipe.ts';
import type { CheckpointRow } from '../store/checkpointTable.ts';
import type { ExperimentStore, StoredRun } from '../store/experimentStore.ts';
import { describeKeptModel } from '../store/keptModel.ts';
import { bestCheckpoint } from './checkpointRetention.ts';
import { readRecipeInThread } from './storeTasks.ts';
import type { ReadRecipe } from './storeWorker.ts';

/**
 * @param reference an id, `best` (by score; the newest where none has one) or `latest`.
 * @throws StudioError `checkpoint.unknown`
 */
export function findCheckpoint(store: ExperimentStore, runId: string, reference: string): CheckpointRow {
  const checkpoints = store.checkpoints(runId);
  const [latest] = checkpoints;
  const found =
    reference === 'best'
      ? (bestCheckpoint(checkpoints) ?? latest)
      : reference === 'latest'
        ? latest
        : checkpoints.find(({ id }) => id === reference);
  if (found === undefined) throw new StudioError('checkpoint.unknown', { checkpoint: reference });
  return found;
}

/** @throws StudioError `run.unknown`, `checkpoint.unknown` */
export function resolveModel(store: ExperimentStore, runId: string, reference: string): ResolvedModel {
  const run = store.run(runId);
  const checkpoint = findCheckpoint(store, runId, reference);
  return {
    runId,
    algorithm: run.algorithm,
    config: run.config,
    checkpointId: checkpoint.id,
    checkpointFile: store.folder.checkpoint(runId, checkpoint.fileName),
    checkpointScore: checkpoint.score,
  };
}

/** A recipe of so many bytes, as it is kept, is read in some milliseconds; a longer one not on the host's thread. */
export const SHORT_RECIPE_BYTES = 64 * 1024;

/** A long one in a thread. @throws StudioError `recipe.unreadable` */
export async function readRecipe(store: ExperimentStore, episodeId: string): Promise<ReadRecipe> {
  if (store.recipeBytes(episodeId) > SHORT_RECIPE_BYTES)
    return readRecipeInThread(store.folder.root, episodeId);
  const { runId, recipe } = store.recipe(episodeId);
  return { runId, recipe: sentRecipe(recipe) };
}

/** @throws StudioError `run.unknown`, `checkpoint.unknown`, `recipe.unreadable`, `recipe.invalid`, `protocol.malformed` */
export async function resolveSource(store: ExperimentStore, source: TheatreSource): Promise<ResolvedSource> {
  const recorded = source.episodeId === undefined ? null : await readRecipe(store, source.episodeId);
  const runId = source.runId ?? recorded?.runId;
  if (runId === undefined) {
    if (source.environment === undefined) {
      const reason = 'names neither an environment nor an experiment nor an episode';
      throw new StudioError('protocol.malformed', { field: 'source', reason });
    }
    return {
      environment: source.environment,
      environmentConfig: source.environmentConfig ?? {},
      model: null,
      lens: null,
      recipe: null,
      seed: source.seed ?? null,
    };
  }
  const run = store.run(runId);
  const dream = source.dream === true && recorded === null;
  const dreams = dream || dreamtEnvironment(recorded?.recipe.environment ?? '') !== null;
  const lens =
    source.lens !== undefined
      ? resolveLens(store, source.lens)
      : dreams && dreamOf(run.config) !== null
        ? await keptLens(store, run)
        : null;
  const dreamt = lens?.environment ?? run.environment;
  return {
    environment: recorded?.recipe.environment ?? (dream ? DREAM_PREFIX + dreamt : run.environment),
    environmentConfig:
      recorded?.recipe.config ?? (dream ? dreamConfig(run) : runEnvironmentConfig(run.config)),
    model: resolveModel(store, runId, source.checkpointId),
    lens,
    recipe: recorded?.recipe ?? null,
    lock: recorded?.recipe.lock ?? run.compute?.environment ?? null,
    seed: source.seed ?? recorded?.recipe.seed ?? null,
  };
}

/** @throws StudioError `run.unknown`, `checkpoint.unknown` */
export function resolveLens(store: ExperimentStore, { runId, checkpointId }: Trained): ResolvedLens {
  return {
    ...resolveModel(store, runId, checkpointId),
    environment: store.run(runId).environment,
  };
}

/** The world model in whose dream a run learnt: its own copy, whatever has become of the other run. */
async function keptLens(store: ExperimentStore, run: StoredRun): Promise<ResolvedLens> {
  const checkpointFile = store.folder.keptModel(run.id);
  const { runId, checkpointId, algorithm, environment, config } = await describeKeptModel(checkpointFile);
  return { runId, checkpointId, algorithm, environment, config, checkpointFile, checkpointScore: null };
}

/** What a run's dream is played with where nobody asks for anything else. */
function dreamConfig({ config }: StoredRun): EnvironmentConfig {
  const dream = dreamOf(config);
  return dream === null ? {} : { temperature: dream.temperature };
}

/** The `environment` group of a run's config. */
export function runEnvironmentConfig(config: Readonly<Record<string, unknown>>): EnvironmentConfig {
  const parsed = ENVIRONMENT_CONFIG_SCHEMA.safeParse(configValue(config, 'environment') ?? {});
  return parsed.success ? parsed.data : {};
}
