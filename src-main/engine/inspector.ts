/** Entry of the inspector process: one theatre at a time, or the spare that waits for one with everything heavy loaded. */
import type { Trained } from '../../shared/branches.ts';
import type { EnvironmentSummary } from '../../shared/protocol.ts';
import { readCheckpoint } from '../store/checkpoints.ts';
import { onMujocoBroken } from '../environments/control-suite/mujoco.ts';
import { keepFilesPrivate } from '../store/privateFiles.ts';
import { ignoreEndingSignals } from './endingSignals.ts';
import { serveInspection, type EmitEvent, type OpenTheatre } from './inspectionServer.ts';
import type { EngineRequest, ResolvedLens, ResolvedModel, ResolvedSource } from './messages.ts';
import { launcherPort } from './port.ts';
import { receivedRecipe } from './sentRecipe.ts';

keepFilesPrivate();
ignoreEndingSignals();

// Each is loaded while the spare has nothing to do; a module already loaded costs nothing to import again.
const modules = {
  backend: () => import('../numerics/backend.ts'),
  session: () => import('../inspection/createSession.ts'),
  guests: () => import('../inspection/branchGuests.ts'),
  agents: () => import('../algorithms/registry.ts'),
  warmUp: () => import('../inspection/warmUp.ts'),
  registry: () => import('../environments/registry.ts'),
};

async function sessionCheckpoint(model: ResolvedModel) {
  const { isPlayed } = await modules.agents();
  const { checkpoint } = await readCheckpoint(model.checkpointFile, isPlayed(model));
  return {
    checkpoint,
    checkpointId: model.checkpointId,
    checkpointScore: model.checkpointScore,
    algorithm: model.algorithm,
    config: model.config,
  };
}

async function lensCheckpoint(lens: ResolvedLens) {
  const { runId, environment } = lens;
  return { ...(await sessionCheckpoint(lens)), runId, environment };
}

async function openTheatre(sessionId: string, source: ResolvedSource, emit: EmitEvent): Promise<OpenTheatre> {
  const { createInspectionSession, loadBesideLens, loadGuestActor, loadGuestDreamer, loadSessionModel } =
    await modules.session();
  const { BranchGuests } = await modules.guests();
  const lens = async () => (source.lens === null ? null : lensCheckpoint(source.lens));
  const guests = new BranchGuests();
  const session = await createInspectionSession({
    sessionId,
    environment: source.environment,
    environmentConfig: source.environmentConfig,
    checkpoint: source.model === null ? null : await sessionCheckpoint(source.model),
    lens: await lens(),
    recipe: source.recipe === null ? null : receivedRecipe(source.recipe),
    lock: source.lock ?? null,
    seed: source.seed ?? 0,
    emit,
  });
  return {
    get info() {
      return session.info;
    },
    greet: () => {
      session.greet();
    },
    control: (control) => {
      session.control(control);
    },
    frameAcknowledged: () => {
      session.frameAcknowledged();
    },
    changeModel: async (model) => {
      const checkpoint = await sessionCheckpoint(model);
      const through = await lens();
      session.replaceModel(
        through === null
          ? await loadSessionModel(checkpoint, session.spec)
          : await loadBesideLens(checkpoint, session.spec.id, through),
      );
    },
    branches: async (request, trained) => {
      const checkpointOf = (named: Trained) => {
        const found = trained.find(({ checkpointId }) => checkpointId === named.checkpointId);
        if (found === undefined) throw new Error(`${named.checkpointId} was named and not given`);
        return lensCheckpoint(found);
      };
      await guests.invite(request, {
        dreamer: async (named) => loadGuestDreamer(await checkpointOf(named), session.playedIn),
        actor: async (named) => loadGuestActor(await checkpointOf(named), session.playedIn),
      });
      return session.branches(request, guests);
    },
    close: () => {
      guests.dispose();
      session.close();
    },
  };
}

async function environments(): Promise<readonly EnvironmentSummary[]> {
  const { listEnvironments } = await modules.registry();
  const { knownScores } = await import('../environments/knownScores.ts');
  return listEnvironments().map(({ spec, keys, source }) => ({
    id: spec.id,
    version: spec.version,
    observations: spec.observations,
    actions: spec.actions,
    stepSeconds: spec.stepSeconds,
    maxEpisodeSteps: spec.maxEpisodeSteps,
    rewardRange: spec.rewardRange,
    keys: keys.map(({ code, element, value, label }) => ({ code, index: element, value, label })),
    source,
    knownScores: knownScores(spec.id),
  }));
}

async function answer(request: EngineRequest) {
  if (request.what === 'environments') return environments();
  if (request.what === 'try' || request.what === 'allow') {
    const { allowOwnCode, tryOwnCode } = await import('./ownCode.ts');
    return request.what === 'try' ? tryOwnCode(request) : allowOwnCode(request);
  }
  if (request.what === 'weights') {
    const { exportedWeights } = await import('./exportedWeights.ts');
    return exportedWeights(request);
  }
  if (request.what === 'dreamPicture') {
    const { dreamPicture } = await import('./dreamPicture.ts');
    return dreamPicture(request);
  }
  if (request.what === 'drawing') {
    const { continueDrawing } = await import('./drawing.ts');
    return continueDrawing(request.continuation, request.own);
  }
  const { environmentPreview } = await import('../inspection/environmentPreview.ts');
  return environmentPreview(request.environment, request.config);
}

await serveInspection(await launcherPort(), {
  prepare: async () => {
    // What environments need comes first: the gallery asks for it, and TensorFlow blocks the thread while it loads.
    await modules.registry();
    await modules.session();
    const { initialiseBackend } = await modules.backend();
    const { fallbackReason: _, ...compute } = await initialiseBackend();
    const { warmUp } = await modules.warmUp();
    warmUp();
    return compute;
  },
  open: openTheatre,
  answer,
  whenSpent: onMujocoBroken,
});
process.exit(0);
