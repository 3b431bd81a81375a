/** Puts a theatre's session together: environment, model and policy by name, from a checkpoint. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import { dreamtEnvironment, type EnvironmentConfig, type Recipe } from '../../shared/recipe.ts';
import { loadDream, loadTrained, trainedEnvironment } from '../agents/registry.ts';
import type { Environment, EnvironmentSpec } from '../environments/environment.ts';
import { createEnvironment } from '../environments/registry.ts';
import { initialiseBackend } from '../numerics/backend.ts';
import { Mind } from './mind.ts';
import { InspectionSession } from './session.ts';
import type { Timing } from './sessionClock.ts';
import type { SessionModel } from './sessionModel.ts';

/** A checkpoint with what the store knows of it. */
export interface SessionCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly checkpointId: string;
  readonly checkpointScore: number | null;
  readonly algorithm: string;
  /** The run's whole config. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface SessionOptions {
  readonly sessionId: string;
  readonly environment: string;
  /** Counts where there is no checkpoint, or a recorded episode; else the run's own is taken. */
  readonly environmentConfig: EnvironmentConfig;
  readonly checkpoint: SessionCheckpoint | null;
  readonly recipe?: Recipe | null;
  readonly seed: number;
  readonly emit: (event: TopicEvents['theatre']) => void;
  readonly timing?: Timing;
}

/** @throws StudioError where environment, config or checkpoint cannot be used; nothing is left open then */
export async function createInspectionSession(options: SessionOptions): Promise<InspectionSession> {
  const { recipe = null, checkpoint } = options;
  const environmentConfig =
    checkpoint === null || recipe !== null || dreamtEnvironment(options.environment) !== null
      ? options.environmentConfig
      : trainedEnvironment(options.environment, checkpoint);
  const environment = await openEnvironment(options.environment, environmentConfig, checkpoint);
  try {
    const model = checkpoint === null ? null : await loadSessionModel(checkpoint, environment.spec);
    return new InspectionSession({
      sessionId: options.sessionId,
      environment,
      environmentConfig,
      model,
      recipe,
      seed: options.seed,
      emit: options.emit,
      ...(options.timing === undefined ? {} : { timing: options.timing }),
    });
  } catch (error) {
    environment.close();
    throw error;
  }
}

/** A real environment, or a dream: the checkpoint's own, whether it was recorded or is to be played. */
async function openEnvironment(
  id: string,
  config: EnvironmentConfig,
  checkpoint: SessionCheckpoint | null,
): Promise<Environment> {
  const dreamt = dreamtEnvironment(id);
  if (dreamt === null || checkpoint === null) return createEnvironment(id, config);
  await initialiseBackend();
  const real = await createEnvironment(dreamt, trainedEnvironment(dreamt, checkpoint));
  try {
    return loadDream(checkpoint, real.spec, config, () => firstFrames(real));
  } finally {
    real.close();
  }
}

/** So many episodes' first frames, of the first seeds: enough that dreams do not all begin alike. */
const FIRST_FRAMES = 4;

function firstFrames(environment: Environment): readonly Uint8Array[] {
  return Array.from({ length: FIRST_FRAMES }, (_, seed) => {
    const image = environment.reset(seed).observation['image'];
    return image instanceof Uint8Array ? image.slice() : new Uint8Array();
  });
}

/** What `InspectionSession.replaceModel` takes. */
export async function loadSessionModel(
  from: SessionCheckpoint,
  environment: EnvironmentSpec,
): Promise<SessionModel> {
  await initialiseBackend();
  const { model, policy } = loadTrained(from, environment);
  const { checkpointId, checkpointScore } = from;
  return { mind: new Mind(model, policy), checkpointId, checkpointScore };
}
