/** Puts a theatre's session together: environment (or dream), model and policy by name, from a checkpoint. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import { dreamtEnvironment, type EnvironmentConfig, type Recipe } from '../../shared/recipe.ts';
import { loadDream, loadTrained, trainedEnvironment } from '../algorithms/registry.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import { createEnvironment } from '../environments/registry.ts';
import { initialiseBackend } from '../numerics/backend.ts';
import { AgentMind } from './agentMind.ts';
import { Mind } from './mind.ts';
import { InspectionSession, type SessionParts } from './session.ts';
import type { Timing } from './sessionClock.ts';
import { disposeModel, type SessionModel } from './sessionModel.ts';

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
  const dreamt = dreamtEnvironment(options.environment);
  const world =
    checkpoint !== null && dreamt !== null
      ? await openDream(dreamt, options.environmentConfig, checkpoint)
      : await openReality(options);
  try {
    return new InspectionSession({
      sessionId: options.sessionId,
      ...world,
      recipe,
      seed: options.seed,
      emit: options.emit,
      ...(options.timing === undefined ? {} : { timing: options.timing }),
    });
  } catch (error) {
    disposeModel(world.model);
    world.environment.close();
    throw error;
  }
}

/** What a session takes over and closes. */
type World = Pick<SessionParts, 'environment' | 'environmentConfig' | 'model'>;

async function openReality({
  environment: id,
  environmentConfig,
  checkpoint,
  recipe,
}: SessionOptions): Promise<World> {
  const config =
    checkpoint === null || (recipe ?? null) !== null ? environmentConfig : trainedEnvironment(id, checkpoint);
  const environment = await createEnvironment(id, config);
  try {
    const model = checkpoint === null ? null : await loadSessionModel(checkpoint, environment.spec);
    return { environment, environmentConfig: config, model };
  } catch (error) {
    environment.close();
    throw error;
  }
}

/**
 * The checkpoint's own dream, whether it was recorded or is to be played. The model is loaded once: the dream owns it,
 * and who looks at the dream borrows it. Another checkpoint may look later, the dream stays this one's.
 */
async function openDream(
  dreamt: string,
  environmentConfig: EnvironmentConfig,
  checkpoint: SessionCheckpoint,
): Promise<World> {
  await initialiseBackend();
  const real = await createEnvironment(dreamt, trainedEnvironment(dreamt, checkpoint));
  const { environment, model, policy } = loadDream(checkpoint, real, environmentConfig);
  const mind = new Mind(model, policy, { borrowsModel: true });
  return { environment, environmentConfig, model: sessionModel(checkpoint, mind, null) };
}

/** What `InspectionSession.replaceModel` takes. */
export async function loadSessionModel(
  from: SessionCheckpoint,
  environment: EnvironmentSpec,
): Promise<SessionModel> {
  await initialiseBackend();
  const loaded = loadTrained(from, environment);
  return loaded.kind === 'model'
    ? sessionModel(from, new Mind(loaded.model, loaded.policy), null)
    : sessionModel(from, null, new AgentMind(loaded.agent));
}

function sessionModel(
  { checkpointId, checkpointScore }: SessionCheckpoint,
  mind: Mind | null,
  agent: AgentMind | null,
): SessionModel {
  return { mind, agent, checkpointId, checkpointScore };
}
