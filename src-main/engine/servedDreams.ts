/** Dreams of a checkpoint as they are played over frames: one alone is bit for bit the theatre's, several advance as one batch. */
import type { EnvironmentConfig } from '../../shared/recipe.ts';
import type { LoadedDream } from '../algorithms/algorithm.ts';
import { isPlayed, loadDream, trainedEnvironment } from '../algorithms/registry.ts';
import { createEnvironment } from '../environments/registry.ts';
import { singleCopy, type ServedCopies } from '../environments/servedCopies.ts';
import { initialiseBackend } from '../numerics/backend.ts';
import { readCheckpoint } from '../store/checkpoints.ts';

/** A run's checkpoint, with what is known of the run. */
export interface TrainedFile {
  readonly algorithm: string;
  /** What the run was trained in. */
  readonly environment: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly checkpointFile: string;
}

export interface AskedDreams {
  readonly count: number;
  /** The run's own where absent; counts where the model has one. */
  readonly temperature?: number | undefined;
}

/** Starts the tensor backend, too. @throws StudioError as `openDream` */
export async function serveDreams(
  file: TrainedFile,
  { count, temperature }: AskedDreams,
): Promise<ServedCopies> {
  const dream = await openDream(file, temperature === undefined ? {} : { temperature });
  return count === 1 ? singleCopy(dream.environment) : together(dream, count);
}

/**
 * A dream that nobody acts in, which owns its model; the tensor backend is started, too.
 * @throws StudioError as `loadDream`, `checkpoint.unknown`, `checkpoint.damaged`
 */
export async function openDream(
  { algorithm, environment, config, checkpointFile }: TrainedFile,
  settings: EnvironmentConfig = {},
): Promise<LoadedDream> {
  const { checkpoint } = await readCheckpoint(checkpointFile, isPlayed({ algorithm }));
  await initialiseBackend();
  const real = await createEnvironment(environment, trainedEnvironment(environment, { algorithm, config }));
  const dream = loadDream({ algorithm, config, checkpoint }, real, settings);
  dream.policy?.dispose();
  return dream;
}

function together({ environment }: LoadedDream, count: number): ServedCopies {
  const dreams = environment.together(count);
  const { observations, rewards, terminated, truncated } = dreams.result;
  return {
    spec: environment.spec,
    count,
    result: { observations, rewards, terminated, truncated },
    reset: (rows, seeds) => () => {
      dreams.reset(rows, seeds);
    },
    step: (rows, actions) => () => {
      dreams.step(rows, actions);
    },
    draw: () => null,
    close() {
      dreams.close();
      environment.close();
      return Promise.resolve();
    },
  };
}
