/**
 * The open theatres, one inspector process each. A session belongs to the client that opened it and goes with it.
 * Frames are latest-only from the inspector to the eye: the next leaves the inspector when the last was drawn.
 */
import { randomUUID } from 'node:crypto';
import {
  withTrained,
  type BranchesAnswer,
  type BranchesRequest,
  type Trained,
} from '../../shared/branches.ts';
import { configValue } from '../../shared/config.ts';
import type { Continuation } from '../../shared/drawing/continuation.ts';
import { DATA_SET } from '../../shared/dataSet.ts';
import { environmentFacts } from '../../shared/environmentFacts.ts';
import { reportError, StudioError } from '../../shared/errors.ts';
import { OWN_MODEL } from '../../shared/exampleModel.ts';
import type { TopicEvents } from '../../shared/protocol.ts';
import type { ComputeFingerprint } from '../../shared/run.ts';
import type { TheatreControl, TheatreInfo, TheatreSource } from '../../shared/theatre.ts';
import type { DrawingWeights } from '../engine/drawing.ts';
import type { NamedTrainedFile } from '../engine/exportedWeights.ts';
import type { TrainedFile } from '../engine/servedDreams.ts';
import type {
  EngineAnswers,
  EngineRequest,
  OwnCode,
  ResolvedLens,
  ResolvedSource,
} from '../engine/messages.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { Caller } from './clientConnection.ts';
import { InspectorPool } from './inspectorPool.ts';
import type { InspectorProcess } from './inspectorProcess.ts';
import type { LiveFeed, Listener, ListenHandle } from './liveFeed.ts';
import type { ModelChecks } from './modelChecks.ts';
import type { ProcessLauncher } from './processLauncher.ts';
import { resolveLens, resolveModel, resolveSource } from './theatreSource.ts';

/** Each has a process of its own, with a model in its memory. */
const MOST_THEATRES = 24;
/** A theatre whose simulation broke goes on elsewhere, but not again within this time. */
const MOVED_AGAIN_MILLISECONDS = 600_000;

interface Session {
  readonly id: string;
  readonly runId: string | null;
  /** As asked: `best` and `latest` may be followed. */
  checkpointReference: string;
  checkpointId: string | null;
  followLive: boolean;
  inspector: InspectorProcess;
  /** The process that the theatre has left for another: what it still tells is ignored. */
  leaving: InspectorProcess | null;
  /** What it was opened with, and what a person set and asked for since: to go on elsewhere. */
  readonly source: TheatreSource;
  settings: Extract<TheatreControl, { kind: 'settings' }>['settings'];
  playing: boolean;
  /** When it last had to go on elsewhere (performance.now). */
  movedAt: number;
  /** The inspector waits for the last frame to be drawn. */
  frameInFlight: boolean;
  readonly forgetCaller: () => void;
}

export interface TheatreSessionsOptions {
  readonly store: ExperimentStore;
  readonly feed: LiveFeed;
  readonly launcher: ProcessLauncher;
  readonly warm: boolean;
  readonly models: ModelChecks;
}

export class TheatreSessions {
  readonly #options: TheatreSessionsOptions;
  readonly #sessions = new Map<string, Session>();
  readonly #pool: InspectorPool;
  #environments: Promise<EngineAnswers['environments']> | null = null;
  /** Theatres that wait for a process. */
  #awaited = 0;

  constructor(options: TheatreSessionsOptions) {
    this.#options = options;
    this.#pool = new InspectorPool(options.launcher, options.warm);
  }

  /** What computes, as far as any inspector has told. */
  get compute(): { readonly backend: 'tensorflow' | 'wasm' | 'unknown'; readonly gpu: string | null } {
    const { compute } = this.#pool;
    return { backend: compute?.backend ?? 'unknown', gpu: compute?.gpu ?? null };
  }

  /** The same, whole. */
  get fingerprint(): ComputeFingerprint | null {
    return this.#pool.compute;
  }

  has(sessionId: string): boolean {
    return this.#sessions.has(sessionId);
  }

  /** Begins to load the spare. */
  begin(): void {
    this.#pool.begin();
  }

  /** @throws StudioError `session.tooMany`, or why it cannot be opened. */
  async open(source: TheatreSource, caller: Caller): Promise<TheatreInfo> {
    const { store } = this.#options;
    const resolved = await resolveSource(store, source);
    if (this.#sessions.size + this.#awaited >= MOST_THEATRES) {
      throw new StudioError('session.tooMany', { limit: MOST_THEATRES });
    }
    this.#awaited += 1;
    const inspector = await this.#requireModels(resolved)
      .then(() => this.#pool.take())
      .finally(() => {
        this.#awaited -= 1;
      });
    const id = randomUUID();
    const session: Session = {
      id,
      runId: resolved.model?.runId ?? null,
      checkpointReference: source.checkpointId,
      checkpointId: resolved.model?.checkpointId ?? null,
      followLive: false,
      inspector,
      leaving: null,
      source,
      settings: {},
      playing: false,
      movedAt: -Infinity,
      frameInFlight: false,
      forgetCaller: caller.onGone(() => {
        this.close(id);
      }),
    };
    this.#sessions.set(id, session);
    try {
      return await this.#openIn(inspector, session, resolved);
    } catch (error) {
      this.close(id);
      throw error;
    } finally {
      this.#pool.opened();
    }
  }

  /** @throws StudioError `session.unknown`, `checkpoint.unknown` */
  control(sessionId: string, control: TheatreControl): void {
    const session = this.#session(sessionId);
    if (control.kind === 'checkpoint') {
      session.checkpointReference = control.checkpointId;
      this.#changeModel(session);
      return;
    }
    if (control.kind === 'settings') session.settings = { ...session.settings, ...control.settings };
    if (control.kind === 'play' || control.kind === 'pause') session.playing = control.kind === 'play';
    if (control.kind === 'settings' && control.settings.followLive !== undefined) {
      session.followLive = control.settings.followLive;
      if (session.followLive) this.#followNewest(session);
    }
    session.inspector.control(control);
  }

  /** @throws StudioError `session.unknown`, `run.unknown`, `checkpoint.unknown`, or what keeps them from being computed */
  branches(sessionId: string, request: BranchesRequest): Promise<BranchesAnswer> {
    const { inspector } = this.#session(sessionId);
    const trained = new Map<string, ResolvedLens>();
    const resolved = (named: Trained): Trained => {
      const lens = resolveLens(this.#options.store, named);
      trained.set(lens.checkpointId, lens);
      return { runId: lens.runId, checkpointId: lens.checkpointId };
    };
    const branches = request.branches.map((spec) => withTrained(spec, resolved));
    return inspector.branches({ ...request, branches }, [...trained.values()]);
  }

  /** Does nothing where it is closed already. */
  close(sessionId: string): void {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return;
    this.#sessions.delete(sessionId);
    session.forgetCaller();
    this.#pool.release(session.inspector);
    this.#options.feed.end('theatre', { sessionId });
  }

  /** A run has a new checkpoint: theatres that follow it take it. */
  checkpointAdded(runId: string): void {
    for (const session of this.#sessions.values()) {
      if (session.runId === runId && session.followLive) this.#followNewest(session);
    }
  }

  listen(sessionId: string, listener: Listener): ListenHandle {
    const session = this.#session(sessionId);
    const handle = this.#options.feed.listen('theatre', { sessionId }, listener, {
      onDrawn: () => {
        this.#drawn(session);
      },
    });
    // What was sent before reached nobody: the inspector sends everything again.
    session.frameInFlight = false;
    session.inspector.greet();
    return handle;
  }

  environments(): Promise<EngineAnswers['environments']> {
    this.#environments ??= this.#pool.ask({ what: 'environments' }).catch((error: unknown) => {
      this.#environments = null;
      throw error;
    });
    return this.#environments;
  }

  preview(request: Extract<EngineRequest, { readonly what: 'preview' }>): Promise<EngineAnswers['preview']> {
    const { environment, config } = request;
    // A model of unknown origin is never opened in the spare, which answers all other questions.
    if (environment === OWN_MODEL && config['xml'] !== undefined) {
      return this.#options.models.preview(environment, config);
    }
    return this.#pool.ask(request);
  }

  /**
   * An environment of a person's own code is opened once, or allowed on that person's word; recorded data is opened, too. Does nothing
   * for any other.
   * @throws StudioError what is wrong with it, or that nobody has allowed it
   */
  async ownCode(what: 'try' | 'allow', { algorithm, environment, config }: OwnCode): Promise<void> {
    const recorded = environment === DATA_SET && what === 'try';
    if (environmentFacts(environment)?.ownCode !== true && !recorded) return;
    await this.#pool.ask({ what, algorithm, environment, config });
  }

  /** The weights that play of a checkpoint, as a safetensors file. @throws StudioError `checkpoint.unknown`, `checkpoint.damaged` */
  weights(file: NamedTrainedFile): Promise<EngineAnswers['weights']> {
    return this.#pool.ask({ what: 'weights', ...file });
  }

  /** One picture of what a checkpoint dreams. @throws StudioError why it cannot dream */
  dreamPicture(file: TrainedFile): Promise<EngineAnswers['dreamPicture']> {
    return this.#pool.ask({ what: 'dreamPicture', ...file });
  }

  /** Ways in which a drawing may go on. @param own the weights of the model that was trained from the page, if it is that one */
  continueDrawing(continuation: Continuation, own: DrawingWeights | null): Promise<EngineAnswers['drawing']> {
    return this.#pool.ask({ what: 'drawing', continuation, own });
  }

  async shutDown(): Promise<void> {
    this.#pool.stop();
    for (const id of [...this.#sessions.keys()]) this.close(id);
    await this.#pool.shutDown();
  }

  /** @throws StudioError what is wrong with a model that the theatre would open, in reality or for its dream */
  async #requireModels({
    environment,
    environmentConfig,
    model,
    lens,
    recipe,
  }: ResolvedSource): Promise<void> {
    const { models } = this.#options;
    await models.require(environment, environmentConfig);
    if (recipe !== null) await models.require(recipe.environment, recipe.config);
    for (const trained of [model, lens]) {
      const own = trained === null ? undefined : configValue(trained.config, 'environment.model');
      if (typeof own === 'string' && own !== '') await models.require(OWN_MODEL, { xml: own });
    }
  }

  #openIn(inspector: InspectorProcess, session: Session, source: ResolvedSource): Promise<TheatreInfo> {
    const isCurrent = () =>
      session.inspector === inspector && session.leaving !== inspector && this.#sessions.has(session.id);
    return inspector.open(session.id, source, {
      onEvent: (event, lossy) => {
        if (isCurrent()) this.#pass(session, event, lossy);
      },
      onCrashed: (error) => {
        if (isCurrent()) this.#fail(session, error);
      },
      onSpent: () => {
        if (isCurrent()) void this.#move(session);
      },
    });
  }

  #fail(session: Session, error: unknown): void {
    this.#pass(session, { kind: 'failed', error: reportError(error) }, false);
    this.close(session.id);
  }

  /**
   * What simulates in the theatre's process broke: the theatre begins anew in another one, with what was set in it. What breaks
   * again at once is its own model's fault, and ends it.
   */
  async #move(session: Session): Promise<void> {
    const now = performance.now();
    if (now - session.movedAt < MOVED_AGAIN_MILLISECONDS) {
      this.#fail(session, new StudioError('environment.physicsAborted', { reason: 'it broke off twice' }));
      return;
    }
    session.movedAt = now;
    const broken = session.inspector;
    session.leaving = broken;
    try {
      const resolved = await resolveSource(this.#options.store, {
        ...session.source,
        checkpointId: session.checkpointReference,
      });
      session.checkpointId = resolved.model?.checkpointId ?? null;
      const inspector = await this.#pool.take();
      session.inspector = inspector;
      session.leaving = null;
      if (!this.#sessions.has(session.id)) {
        this.#pool.release(inspector);
        return;
      }
      await this.#openIn(inspector, session, resolved);
      session.frameInFlight = false;
      inspector.control({ kind: 'settings', settings: session.settings });
      inspector.greet();
      if (session.playing) inspector.control({ kind: 'play' });
    } catch (error) {
      if (this.#sessions.has(session.id)) this.#fail(session, error);
    } finally {
      broken.close();
      this.#pool.opened();
    }
  }

  #session(sessionId: string): Session {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) throw new StudioError('session.unknown', { session: sessionId });
    return session;
  }

  #pass(session: Session, event: TopicEvents['theatre'], lossy: boolean): void {
    const { feed } = this.#options;
    const topic = { sessionId: session.id };
    if (!lossy) {
      feed.publish('theatre', topic, event);
      return;
    }
    session.frameInFlight = true;
    feed.publishLossy('theatre', topic, 'frame', event);
  }

  #drawn(session: Session): void {
    if (!session.frameInFlight) return;
    session.frameInFlight = false;
    session.inspector.acknowledge();
  }

  #followNewest(session: Session): void {
    // Whoever follows a certain checkpoint's run wants its newest.
    const reference = session.checkpointReference === 'best' ? 'best' : 'latest';
    session.checkpointReference = reference;
    this.#changeModel(session);
  }

  #changeModel(session: Session): void {
    if (session.runId === null) return;
    const model = resolveModel(this.#options.store, session.runId, session.checkpointReference);
    if (model.checkpointId === session.checkpointId) return;
    session.checkpointId = model.checkpointId;
    session.inspector.changeModel(model);
  }
}
