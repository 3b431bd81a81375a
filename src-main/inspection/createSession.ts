/** Puts a theatre's session together: environment (or dream), model and policy by name, from a checkpoint. */
import type { Checkpoint } from '../../shared/checkpoint.ts';
import type { EnvironmentLock } from '../../shared/environmentLock.ts';
import { StudioError } from '../../shared/errors.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import { dreamtEnvironment, type EnvironmentConfig, type Recipe } from '../../shared/recipe.ts';
import type { Loaded } from '../algorithms/algorithm.ts';
import { loadDream, loadTrained, trainedEnvironment } from '../algorithms/registry.ts';
import type { EnvironmentSpec } from '../environments/environment.ts';
import { createEnvironment } from '../environments/registry.ts';
import { playedBy } from '../environments/wholeEpisode.ts';
import { initialiseBackend } from '../numerics/backend.ts';
import type { ActingMind } from './actingMind.ts';
import { AgentMind } from './agentMind.ts';
import { sharedConfig, type TrainedIn } from './lens.ts';
import { Mind } from './mind.ts';
import { ModelActor } from './modelActor.ts';
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

/** A checkpoint whose world model looks at what another acts in. */
export interface LensCheckpoint extends SessionCheckpoint {
  readonly runId: string;
  /** What it was trained in. */
  readonly environment: string;
}

export interface SessionOptions {
  readonly sessionId: string;
  readonly environment: string;
  /** Counts where there is no checkpoint, or a recorded episode; else the run's own is taken. */
  readonly environmentConfig: EnvironmentConfig;
  readonly checkpoint: SessionCheckpoint | null;
  readonly lens?: LensCheckpoint | null;
  readonly recipe?: Recipe | null;
  /** What the episode or the checkpoint's run depended on, where code that is not the studio's plays it. */
  readonly lock?: EnvironmentLock | null;
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
      ? await openDream(dreamt, options.environmentConfig, checkpoint, options.lens ?? null)
      : await openReality(options);
  try {
    return new InspectionSession({
      sessionId: options.sessionId,
      ...world,
      // What was recorded elsewhere can only be followed.
      recipe: recipe ?? world.environment.recording?.recipe(options.seed) ?? null,
      lock: options.lock ?? recipe?.lock ?? null,
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

async function openReality(options: SessionOptions): Promise<World> {
  const { environment: id, environmentConfig, checkpoint, lens = null, recipe } = options;
  const given = checkpoint === null || (recipe ?? null) !== null;
  const own = given ? environmentConfig : trainedEnvironment(id, checkpoint);
  const config = lens === null ? own : sharedWith(lens, { environment: id, config: own });
  const real = await createEnvironment(id, config);
  try {
    const environment = playedBy(real, recipe ?? null);
    const model =
      checkpoint === null
        ? null
        : lens === null
          ? await loadSessionModel(checkpoint, environment.spec)
          : await loadBesideLens(checkpoint, id, lens);
    return { environment, environmentConfig: config, model };
  } catch (error) {
    real.close();
    throw error;
  }
}

/**
 * The checkpoint's own dream, whether it was recorded or is to be played, or another run's, in which the checkpoint's agent acts
 * as a guest. The model is loaded once: the dream owns it, and who looks at the dream borrows it. Another checkpoint may look later, the dream stays this one's.
 */
async function openDream(
  dreamt: string,
  environmentConfig: EnvironmentConfig,
  checkpoint: SessionCheckpoint,
  lens: LensCheckpoint | null,
): Promise<World> {
  await initialiseBackend();
  if (lens !== null)
    sharedWith(lens, { environment: dreamt, config: trainedEnvironment(dreamt, checkpoint) });
  const real = await createEnvironment(dreamt, trainedEnvironment(dreamt, lens ?? checkpoint));
  const { environment, model, policy } = loadDream(lens ?? checkpoint, real, environmentConfig);
  const mind = new Mind(model, policy, { borrowsModel: true });
  if (lens === null) return { environment, environmentConfig, model: sessionModel(checkpoint, mind, null) };
  try {
    const agent = actingMind(loadTrained(checkpoint, await trainedSpec(dreamt, checkpoint)));
    const guest = { ...sessionModel(checkpoint, mind, agent), lensRunId: lens.runId };
    if (agent.observes === 'pixels') return { environment, environmentConfig, model: guest };
    agent.dispose();
    throw new StudioError('lens.blind');
  } catch (error) {
    mind.dispose();
    environment.close();
    throw error;
  }
}

/** @returns what both see what they learned to see in @throws StudioError `lens.otherEnvironment`, `lens.otherSettings` */
function sharedWith(lens: LensCheckpoint, acting: TrainedIn): EnvironmentConfig {
  const { environment } = lens;
  return sharedConfig(acting, { environment, config: trainedEnvironment(environment, lens) });
}

/** What `InspectionSession.replaceModel` takes. @throws StudioError `checkpoint.mismatch` */
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

/**
 * The same where another run's world model is looked through instead of the checkpoint's own.
 * @throws StudioError `checkpoint.mismatch`, `lens.noModel`, `checkpoint.cannotAct` where there is nobody to look at
 */
export async function loadBesideLens(
  from: SessionCheckpoint,
  environment: string,
  lens: LensCheckpoint,
): Promise<SessionModel> {
  await initialiseBackend();
  const real = dreamtEnvironment(environment) ?? environment;
  const agent = actingMind(loadTrained(from, await trainedSpec(real, from)));
  try {
    const mind = lensMind(lens, await trainedSpec(lens.environment, lens));
    return { ...sessionModel(from, mind, agent), lensRunId: lens.runId };
  } catch (error) {
    agent.dispose();
    throw error;
  }
}

/** A model to dream in what `host` plays. @throws StudioError `lens.otherEnvironment`, `lens.otherSettings`, `lens.noModel`, `checkpoint.mismatch` */
export async function loadGuestDreamer(guest: LensCheckpoint, host: TrainedIn): Promise<Mind> {
  return lensMind(guest, await guestSpec(guest, host));
}

/** Somebody to act there. @throws StudioError the same, and `checkpoint.cannotAct` */
export async function loadGuestActor(guest: LensCheckpoint, host: TrainedIn): Promise<ActingMind> {
  return actingMind(loadTrained(guest, await guestSpec(guest, host)));
}

async function guestSpec(guest: LensCheckpoint, host: TrainedIn): Promise<EnvironmentSpec> {
  await initialiseBackend();
  sharedWith(guest, host);
  return trainedSpec(guest.environment, guest);
}

/** Of the environment as the checkpoint's run trained in it: what one of the two observes may not be what the other does. */
async function trainedSpec(id: string, from: SessionCheckpoint): Promise<EnvironmentSpec> {
  const environment = await createEnvironment(id, trainedEnvironment(id, from));
  environment.close();
  return environment.spec;
}

/** Takes over what was loaded. */
function actingMind(loaded: Loaded): ActingMind {
  if (loaded.kind === 'agent') return new AgentMind(loaded.agent);
  const mind = new Mind(loaded.model, loaded.policy);
  if (loaded.policy !== null) return new ModelActor(mind);
  mind.dispose();
  throw new StudioError('checkpoint.cannotAct');
}

function lensMind(lens: LensCheckpoint, environment: EnvironmentSpec): Mind {
  const loaded = loadTrained(lens, environment);
  if (loaded.kind === 'model') return new Mind(loaded.model, loaded.policy);
  loaded.agent.dispose();
  throw new StudioError('lens.noModel', { algorithm: lens.algorithm });
}

function sessionModel(
  { checkpointId, checkpointScore }: SessionCheckpoint,
  mind: Mind | null,
  agent: ActingMind | null,
): SessionModel {
  return { mind, agent, checkpointId, checkpointScore, lensRunId: null };
}
